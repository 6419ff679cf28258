"""The ledger and the search against the slow second reading of the same rules, `seat_reference`."""

from bisect import bisect_right
from collections import Counter
from dataclasses import astuple, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.groups import SeatGroup, list_groups
from planner.planning.ledger import run_ledger
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.sending import sending_of
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from planner.planning.timeline import timeline_of
from tests.examples import examples, number_of
from tests.planning import seat_reference
from tests.planning.arbitrary import limits, plans, scenarios
from tests.planning.builders import bought_of, make_terms
from tests.planning.random_cases import START, draw_grant_day, draw_held
from tests.planning.seat_reference.ledger import run
from tests.planning.second_reading import group_of, plan_of, scenario_of

CASES = number_of(60, 500)
CHUNK = 20


@st.composite
def groups(draw: st.DrawFn, terms: Terms, scenario: Scenario) -> list[SeatGroup]:
    """New and held seats, each group subscribed for some months."""
    found = list_groups(terms, scenario, draw(st.integers(1, 4)))
    ends = st.sampled_from([1, 2, 3, 5, 130])
    return [group.through(draw(ends) - (1 if group.is_held else 0)) for group in found]


@examples(60, many=300)
@given(plans(), scenarios(), limits(40), st.data())
def test_every_figure_of_every_slice_is_that_of_the_reference(
    terms: Terms, scenario: Scenario, purchase_cap: int | None, data: st.DataObject
) -> None:
    drawn = data.draw(groups(terms, scenario))
    timeline = timeline_of(scenario, [group.calendar for group in drawn])
    found = run_ledger(drawn, sending_of(scenario), timeline, purchase_cap=purchase_cap)
    asked = scenario_of(replace(scenario, open_profile_share=Decimal(0)))
    asked = replace(asked, target=max(1, scenario.to_send), goal="contacted")
    tried = run([group_of(group) for group in drawn], asked, most_bought=purchase_cap)
    if not scenario.to_send:
        assert not any(found.rows)
        return
    assert found.unsent == tried.unsent
    for rows, wallet in zip(found.rows, tried.wallets, strict=True):
        figures = [(timeline.days[row.slice], *row[1:]) for row in rows]
        assert figures == [astuple(row) for row in wallet.rows]


def draw_small_case(seed: int) -> tuple[Terms, Scenario]:
    """Few people and few months, so that every number can be tried."""
    random = Random(seed)
    grant = random.choice([0, 1, 2, 3, 5])
    terms = make_terms(
        monthly_credits=grant,
        rollover_cap=grant + random.choice([0, 1, 3, grant, 2 * grant, 10]),
        credit_lifetime_days=random.choice([30, 60, 90]),
        monthly_price=random.choice([Decimal(10), Decimal("29.99"), Decimal("79.99")]),
        annual_price=random.choice([None, Decimal(50), Decimal(300)]),
        credit_price=random.choice([Decimal(3), Decimal(10), Decimal("25.5")]),
        purchase_limit=random.choice([None, 0, 1, 2]),
        trial_months=random.choice([0, 0, 1]),
    )
    start_on = START + timedelta(days=random.choice([0, 0, 3, 14, 29, 30]))
    is_a_day = random.random() < 0.5
    return draw_grant_day(random, terms), Scenario(
        target=random.randint(1, 12),
        start_on=start_on,
        deadline_months=random.randint(1, 4),
        deadline_on=start_on + timedelta(days=random.randint(0, 100)) if is_a_day else None,
        seats=random.choice([1, 2, "best", "best"]),
        max_seats=3,
        held_seats=tuple(
            draw_held(random, start_on) for _ in range(random.choice([0, 0, 0, 1, 1]))
        ),
        billing=random.choice(["cheapest", "monthly", "annual"]),
        reply_rate=Decimal(random.choice(["0", "0", "0", "0.1", "0.25", "0.3", "0.5"])),
        open_profile_share=Decimal(random.choice(["0", "0", "0.3", "1"])),
        answers_come=random.choice(["next", "next", "same"]),
        monthly_send_limit=random.choice([None, None, None, 2, 4]),
        seat_daily_limit=random.choice([None, None, None, 1]),
        seat_monthly_limit=random.choice([None, None, None, 2, 3]),
        sends_on=random.choice(["every_day", "every_day", "weekdays"]),
        use_trial=random.random() < 0.3,
    )


def figures_of(answer: Estimate, days: list[date]) -> tuple[object, ...]:
    """What is compared; the messages from each of `days` to the next."""
    if answer.credits is None:
        return (answer.status,)
    sends = Counter[date]()
    for row in answer.schedule:
        sends[days[bisect_right(days, row.starts_on) - 1]] += row.ledger.sent + row.free
    return (
        answer.status,
        answer.months,
        answer.total,
        answer.already_paid and cents(answer.already_paid),
        answer.done_on,
        answer.first_send_on,
        answer.seats,
        answer.credits.bought,
        answer.left_behind,
        +sends,
        sorted((one.seats, max(one.group.last_month, 0)) for one in answer.groups),
    )


def figures_of_reference(result: seat_reference.Result) -> tuple[object, ...]:
    if result.done_on is None:
        return (result.status,)
    groups = [] if result.first_send_on is None else result.groups
    return (
        result.status,
        result.months,
        result.total,
        result.already_paid and cents(result.already_paid),
        result.done_on,
        result.first_send_on,
        result.seats,
        result.bought,
        result.left_behind,
        +Counter({day.row.on: day.row.sent + day.free for day in result.schedule}),
        sorted((group.seats, group.months) for group in groups),
    )


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_every_estimate_is_that_of_the_reference(first: int) -> None:
    for seed in range(first, first + CHUNK):
        terms, scenario = draw_small_case(seed)
        for strategy in STRATEGIES:
            answer = make_estimate(terms, scenario, strategy)
            tried = seat_reference.estimate(plan_of(terms), strategy, scenario_of(scenario))
            days = [scenario.start_on, *(day.row.on for day in tried.schedule)]
            assert figures_of(answer, days) == figures_of_reference(tried), (
                f"case {seed}, {strategy}: {terms}, {scenario}"
            )


def test_the_cases_put_every_rule_into_play() -> None:
    cases = [draw_small_case(seed) for seed in range(CASES)]
    answers = [make_estimate(*case, "cheapest") for case in cases]
    found = Counter[str](answer.status for answer in answers)
    found.update(
        {
            "held": sum(bool(scenario.held_seats) for _, scenario in cases),
            "paid before": sum(bool(answer.already_paid) for answer in answers),
            "first": sum(terms.grant_day == "first" for terms, _ in cases),
            "a day": sum(scenario.deadline_on is not None for _, scenario in cases),
            "best": sum(scenario.seats == "best" for _, scenario in cases),
            "several seats": sum(answer.seats > 1 for answer in answers),
            "divided": sum(len(answer.groups) > 1 for answer in answers),
            "bought": sum(bool(bought_of(answer)) for answer in answers),
            "at once": sum(scenario.answers_come == "same" for _, scenario in cases),
            "daily": sum(scenario.seat_daily_limit is not None for _, scenario in cases),
            "weekdays": sum(scenario.sends_on == "weekdays" for _, scenario in cases),
        }
    )
    assert found.pop("no_inmail") >= CASES / 100
    del found["out_of_reach"]  # few if any are
    assert min(found.values()) >= CASES / 25, found
