"""Drawn audiences by every strategy: days, shares and sentences agree (RULES.md §11)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.planning.audience import Audience
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain_status, write_delay
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from tests.planning import random_cases
from tests.planning.audience_cases import draw_case
from tests.planning.builders import make_terms

CASES = 120
LARGE = Scenario(
    target=90_000,
    start_on=date(2026, 12, 1),
    deadline_months=6,
    reply_rate=Decimal("0.1"),
    audiences=(
        Audience(name="A", target=30_000, deadline_on=date(2027, 1, 31)),
        Audience(name="B", target=60_000),
    ),
)


def list_estimates() -> Iterator[Estimate]:
    for seed in range(CASES):
        terms, scenario = draw_case(seed)
        for strategy in STRATEGIES:
            yield make_estimate(terms, scenario, strategy)
            yield make_estimate(terms, replace(scenario, answers_come="same"), strategy)


def test_days_shares_and_sentences_agree() -> None:
    seen = set()
    for estimate in list_estimates():
        seen.add(estimate.status)
        if not estimate.is_done:
            continue
        late = [one for one in estimate.audiences if one.days_late]
        assert (estimate.status == "ok") == (not late)
        assert estimate.tightest is not None
        deadline, done_on = estimate.tightest
        assert deadline - done_on == min(one.deadline - one.done_on for one in estimate.audiences)
        if estimate.total is not None:
            assert sum(one.share or 0 for one in estimate.audiences) == cents(estimate.total)
        if late:
            sentence = explain_status(estimate)
            assert sentence is not None
            assert sentence.startswith(f"{len(late)} of {len(estimate.audiences)} audience")
            assert all(f"{one.audience.name} is done on " in sentence for one in late)
            days = max(one.days_late for one in late)
            assert write_delay(estimate) == f"{days} day{'s' * (days > 1)}"
    assert {"ok", "misses_deadline"} <= seen


@pytest.mark.parametrize("purchase_limit", [0, None])
def test_many_seats_meet_every_need(purchase_limit: int | None) -> None:
    terms = make_terms(purchase_limit=purchase_limit, credit_price=Decimal(10))
    cheapest = make_estimate(terms, LARGE, "cheapest")
    assert cheapest.status == "ok"
    assert [one.days_late for one in cheapest.audiences] == [0, 0]
    fewer = make_estimate(terms, replace(LARGE, seats=cheapest.seats - 1), "cheapest")
    assert fewer.total is None or fewer.status != "ok" or fewer.total >= (cheapest.total or 0)


@pytest.mark.parametrize("case", [draw_case(9), random_cases.draw_case(540)])
def test_messages_to_open_profiles_have_to_be_in_time_too(case: tuple[Terms, Scenario]) -> None:
    terms, scenario = case
    open_half = replace(scenario, open_profile_share=Decimal("0.5"))
    estimate = make_estimate(terms, open_half, "cheapest")
    assert open_half.free_messages
    if estimate.status == "ok":
        assert estimate.done_on is not None
        assert estimate.done_on <= open_half.deadline
        assert not any(one.days_late for one in estimate.audiences)


def test_without_audiences_the_deadline_is_that_of_all() -> None:
    scenario = Scenario(target=30, start_on=date(2026, 12, 1), deadline_months=3)
    estimate = make_estimate(make_terms(), scenario, "cheapest")
    assert estimate.tightest == (scenario.deadline, estimate.done_on)
    nothing = make_estimate(make_terms(monthly_credits=0, purchase_limit=0), scenario, "cheapest")
    assert nothing.tightest is None
