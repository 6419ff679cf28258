"""What must hold of seats: held ones, their credits, their number, their limits, their days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import BEST, HeldSeats, Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import days_from, plans, scenarios, strategies
from tests.planning.builders import held


def is_in_time(answer: Estimate) -> bool:
    return answer.status == "ok" and answer.total is not None


# Seats with equal days, without answers: nothing is rounded, and each seat counts by itself.
ALIKE: dict[str, Any] = {
    "goal": "contacted",
    "reply_rate": Decimal(0),
    "decline_rate": Decimal(0),
    "open_profile_share": Decimal(0),
    "monthly_send_limit": None,
    "use_trial": False,
}


@examples(25, many=100)
@given(plans(), scenarios(seats=BEST, held_seats=(), max_seats=3, **ALIKE), st.integers(0, 30))
def test_a_seat_that_is_held_never_makes_the_least_total_dearer(
    terms: Terms, scenario: Scenario, credits: int
) -> None:
    """One seat that renews on the start day, in place of a new one without a trial.

    Several are all used (RULES.md §4), also where fewer seats would cost less. At most three seats,
    so that every number is tried.
    """
    terms = replace(terms, grant_day="renewal")
    without = make_estimate(terms, scenario, "cheapest")
    assume(is_in_time(without))
    seat = held(1, credits, paid_until=scenario.start_on - DAY)
    more = make_estimate(terms, replace(scenario, held_seats=(seat,)), "cheapest")
    assert is_in_time(more)
    assert known(more.total) <= known(without.total)


@examples(25, many=100)
@given(plans(), scenarios(held_seats=(), max_seats=3, **ALIKE), st.data())
def test_more_credits_held_never_make_the_least_total_dearer(
    terms: Terms, scenario: Scenario, data: st.DataObject
) -> None:
    """Without answers and a limit for all groups together.

    With those, messages that one group sends in place of another can bring fewer credits back. At
    most three seats, so that every number is tried.
    """
    paid_until = data.draw(days_from(scenario.start_on - DAY, most=60))
    seats, credits = data.draw(st.integers(1, 2)), data.draw(st.integers(0, 30))
    few, many = (
        replace(scenario, held_seats=(held(seats, number, paid_until=paid_until),))
        for number in (credits, credits + data.draw(st.integers(1, 40)))
    )
    fewer = make_estimate(terms, few, "cheapest")
    assume(is_in_time(fewer))
    more = make_estimate(terms, many, "cheapest")
    assert is_in_time(more)
    assert known(more.total) <= known(fewer.total)


@examples(25, many=100)
@given(plans(), scenarios(), st.integers(1, 100))
def test_an_earlier_deadline_is_never_cheaper(terms: Terms, scenario: Scenario, days: int) -> None:
    later = make_estimate(terms, scenario, "cheapest")
    earlier = max(scenario.start_on, scenario.deadline - days * DAY)
    sooner = make_estimate(terms, replace(scenario, deadline_on=earlier), "cheapest")
    assume(is_in_time(sooner))
    assert is_in_time(later)
    assert known(later.total) <= known(sooner.total)


LIMITS: list[dict[str, Any]] = [
    {"monthly_send_limit": 5},
    {"seat_daily_limit": 1},
    {"seat_monthly_limit": 7},
    {"sends_on": "weekdays"},
]


@examples(50, many=100)
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: next(iter(limit)))
@given(plans(), scenarios(seats=1, held_seats=()), st.sampled_from(["as_granted", "buy_now"]))
def test_a_limit_is_never_sooner(
    limit: dict[str, Any], terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    freely = replace(
        scenario,
        monthly_send_limit=None,
        seat_daily_limit=None,
        seat_monthly_limit=None,
        sends_on="every_day",
    )
    without = make_estimate(terms, freely, strategy)
    limited = make_estimate(terms, replace(freely, **limit), strategy)
    assume(limited.done_on is not None)
    assert known(without.done_on) <= known(limited.done_on)


@examples(13, many=100)
@given(plans(), scenarios(seats=BEST), st.integers(1, 6), strategies)
def test_the_best_number_of_seats_is_never_dearer_than_a_given_one(
    terms: Terms, scenario: Scenario, seats: int, strategy: Strategy
) -> None:
    best = make_estimate(terms, scenario, strategy)
    given = make_estimate(terms, replace(scenario, seats=seats), strategy)
    assume(is_in_time(given))
    assert is_in_time(best)
    assert (known(best.total), best.seats) <= (known(given.total), given.seats)


@examples(25, many=100)
@given(plans(), scenarios(start_on=date(2026, 12, 1)), strategies)
def test_from_the_1st_of_a_month_on_both_days_of_the_grant_are_one(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    renewal = make_estimate(replace(terms, grant_day="renewal"), scenario, strategy)
    first = make_estimate(replace(terms, grant_day="first"), scenario, strategy)
    assert (renewal.status, renewal.schedule) == (first.status, first.schedule)
    assert (renewal.total, renewal.done_on, renewal.seats) == (
        first.total,
        first.done_on,
        first.seats,
    )


@examples(25, many=100)
@given(plans(), scenarios(), strategies)
def test_seats_held_on_another_plan_change_nothing_but_what_is_left_behind(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    elsewhere = HeldSeats(plan="elsewhere", seats=2, credits=30, paid_until=scenario.start_on)
    more = replace(scenario, held_seats=(*scenario.held_seats, elsewhere))
    without, beside = (
        make_estimate(terms, scenario, strategy),
        make_estimate(terms, more, strategy),
    )
    assert (without.schedule, without.total) == (beside.schedule, beside.total)
    assert beside.left_behind == without.left_behind + 30
