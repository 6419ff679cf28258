"""Properties of every mix."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.planning.days import add_months
from planner.planning.estimate import make_estimate
from planner.planning.mix import explain_mix, find_mix
from planner.planning.scenario import HeldSeats
from tests.examples import number_of
from tests.known import known
from tests.planning.mix_cases import MixCase, draw_mix_case

CASES, CHUNK = number_of(30, 60), 15
chunks = pytest.mark.parametrize("first", range(0, CASES, CHUNK))


def draw_chunk(first: int) -> list[MixCase]:
    return [
        draw_mix_case(9_000 + seed, most_months=6, most_leads=60, most_seats=4)
        for seed in range(first, first + CHUNK)
    ]


@chunks
def test_no_single_plan_within_the_seats_costs_less(first: int) -> None:
    for case in draw_chunk(first):
        mix = find_mix(**case.asked)
        for terms in case.plans:
            if not case.most_seats_of.get(terms.slug, 1):
                continue
            most = min(case.max_seats, case.most_seats_of.get(terms.slug, case.max_seats))
            others = sum(h.seats for h in case.scenario.held_seats if h.plan != terms.slug)
            if others >= most:
                continue
            scenario = replace(case.scenario, max_seats=most - others)
            single = make_estimate(terms, scenario, "cheapest")
            if single.status == "ok" and single.total is not None and single.seats <= most:
                assert known(mix.total) <= single.total, case


@chunks
def test_the_figures_are_those_of_the_rows(first: int) -> None:
    for case in draw_chunk(first):
        mix = find_mix(**case.asked)
        assert explain_mix(mix, None).endswith(".")
        if not mix.is_done:
            continue
        assert mix.status == ("optimal" if known(mix.bound) >= known(mix.total) else "feasible")
        assert sum(known(row.subscription_spend) for row in mix.schedule) <= known(mix.total)
        assert mix.total == known(mix.subscription_spend) + known(mix.credit_spend)
        assert known(mix.done_on) <= case.scenario.deadline
        assert sum(row.ledger.sent for row in mix.schedule) == case.scenario.to_send
        assert sum(row.free for row in mix.schedule) == case.scenario.free_messages
        new = sum(one.seats for one in mix.groups if not one.group.is_held)
        assert new <= case.max_seats
        lives = [(one.group.terms, one.group.calendar, one.group.last_month) for one in mix.groups]
        assert len(set(lives)) == len(lives) or case.scenario.held_seats


@chunks
def test_a_longer_deadline_never_costs_more(first: int) -> None:
    for case in draw_chunk(first):
        sooner = find_mix(**case.asked)
        longer = replace(
            case.scenario, deadline_on=add_months(case.scenario.deadline, 1) + timedelta(days=1)
        )
        later = find_mix(**case.asked | {"scenario": longer})
        if sooner.is_done and later.status == "optimal":
            assert known(later.total) <= known(sooner.total), case


@chunks
def test_more_seats_never_cost_more(first: int) -> None:
    for case in draw_chunk(first):
        fewer = find_mix(**case.asked)
        greater = find_mix(**case.asked | {"max_seats": case.max_seats + 2})
        if fewer.is_done and greater.status == "optimal":
            assert known(greater.total) <= known(fewer.total), case


@chunks
def test_more_credits_held_never_cost_more(first: int) -> None:
    for case in draw_chunk(first):
        paid_until = case.scenario.start_on + timedelta(days=20)
        held = HeldSeats(plan="first", seats=1, credits=2, paid_until=paid_until)
        asked = case.asked | {"most_seats_of": {}}
        few = find_mix(**asked | {"scenario": replace(case.scenario, held_seats=(held,))})
        more = replace(case.scenario, held_seats=(replace(held, credits=9),))
        many = find_mix(**asked | {"scenario": more})
        if few.is_done and many.status == "optimal":
            assert known(many.total) <= known(few.total), case
