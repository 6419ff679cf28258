"""The dates of an estimate: deadline, done, cancel before, and what is left by then."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.key_dates import Cancellation, KeyDates, find_key_dates
from planner.planning.strategies import STRATEGIES
from tests.known import known
from tests.planning.builders import estimate, held, make_terms
from tests.planning.random_cases import draw_case
from tests.planning.schedule_recount import ScheduleRecount

START = date(2026, 11, 26)


def test_the_months_of_the_deadline_end_on_a_day() -> None:
    dates = find_key_dates(estimate("as_granted", target=40, start_on=START, deadline_months=12))
    assert dates == KeyDates(
        deadline=date(2027, 11, 25),
        done_by=date(2026, 12, 26),
        cancellations=(Cancellation(seats=1, before=date(2027, 1, 26), left=0),),
    )


@pytest.mark.parametrize(
    ("deadline_on", "status"),
    [
        (date(2026, 12, 25), "misses_deadline"),
        (date(2026, 12, 26), "ok"),
        (date(2027, 3, 1), "ok"),
    ],
)
def test_a_deadline_that_is_a_day_is_made_by_what_goes_on_it(
    deadline_on: date, status: str
) -> None:
    two_months = estimate("as_granted", target=40, start_on=START, deadline_on=deadline_on)
    dates = find_key_dates(two_months)
    assert (dates.deadline, dates.is_deadline_a_day) == (deadline_on, True)
    assert (two_months.status, dates.done_by) == (status, date(2026, 12, 26))
    assert dates.cancel_before == date(2027, 1, 26), "the month is paid for in full"


@pytest.mark.parametrize(
    "never",
    [
        estimate("as_granted", target=50_000),
        estimate("as_granted", make_terms(monthly_credits=0, purchase_limit=0)),
    ],
)
def test_what_is_not_done_has_only_the_deadline(never: Estimate) -> None:
    assert find_key_dates(never) == KeyDates(deadline=date(2027, 10, 31))


def test_free_messages_alone_need_nothing_to_be_cancelled() -> None:
    free = estimate("as_granted", target=5, open_profile_share=Decimal(1))
    assert find_key_dates(free) == KeyDates(deadline=date(2027, 10, 31), done_by=date(2026, 11, 1))


def test_seats_that_end_sooner_are_cancelled_sooner() -> None:
    answer = estimate("as_granted", target=90, seats=2, start_on=START, billing="monthly")
    dates = find_key_dates(answer)
    assert dates.cancellations == (
        Cancellation(seats=1, before=date(2027, 1, 26), left=0),
        Cancellation(seats=1, before=date(2027, 2, 26), left=10),
    )
    assert (dates.cancel_before, dates.left_on_cancelling) == (date(2027, 2, 26), 10)


def test_seats_that_are_paid_for_already_are_cancelled_before_they_renew() -> None:
    paid = held(2, 50, paid_until=date(2026, 12, 9))
    answer = estimate("as_granted", target=30, start_on=START, held_seats=(paid,))
    (cancelled,) = find_key_dates(answer).cancellations
    assert (cancelled.seats, cancelled.before, cancelled.left) == (2, date(2026, 12, 10), 20)


@pytest.mark.parametrize(
    ("terms", "asked", "changes_on", "cancels_on"),
    [
        ({}, {"target": 40}, None, date(2027, 1, 26)),
        ({}, {"target": 40, "billing": "annual"}, None, date(2027, 11, 26)),
        ({}, {"target": 280, "deadline_months": 24}, date(2027, 11, 26), date(2028, 1, 26)),
        ({"trial_months": 1}, {"target": 40}, None, date(2027, 1, 26)),
        ({"trial_months": 2}, {"target": 20, "use_trial": True}, None, date(2027, 1, 26)),
        ({"monthly_price": None, "annual_price": None}, {"target": 20}, None, date(2026, 12, 26)),
        ({"monthly_price": Decimal(0)}, {"target": 20}, None, None),
    ],
)
def test_the_day_of_the_next_charge_that_nobody_needs(
    terms: dict[str, Any], asked: dict[str, Any], changes_on: date | None, cancels_on: date | None
) -> None:
    found = estimate("as_granted", make_terms(**terms), start_on=START, **asked)
    dates = find_key_dates(found)
    assert (dates.change_before, dates.cancel_before) == (changes_on, cancels_on)


def test_a_paid_year_goes_on_bringing_credits_up_to_the_cap() -> None:
    by_the_year = estimate("as_granted", target=35, start_on=START, billing="annual")
    assert known(by_the_year.credits).left == 5
    assert find_key_dates(by_the_year).left_on_cancelling == 60
    by_the_month = estimate("as_granted", target=35, start_on=START)
    assert find_key_dates(by_the_month).left_on_cancelling == 5


def test_a_seat_that_ends_sooner_sends_nothing_in_what_is_free_beyond() -> None:
    """One of two seats sends in the first month alone; both are free for two."""
    terms = make_terms(trial_months=2, monthly_credits=11, rollover_cap=22)
    found = estimate("as_granted", terms, target=30, seats=2, use_trial=True, start_on=START)
    assert [one.group.last_month for one in found.groups] == [1, 2]
    # 44 credits in all, of which 30 are sent.
    assert find_key_dates(found).left_on_cancelling == 14


def test_months_paid_for_beyond_what_was_saved_up_grant_credits_too() -> None:
    found = estimate("accumulate", target=60, start_on=START, billing="annual")
    assert found.first_send_on == found.done_on == date(2027, 1, 26)
    assert find_key_dates(found).cancellations == (
        Cancellation(seats=1, before=date(2027, 11, 26), left=60),
    )


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(120))
def test_the_credits_left_are_those_of_the_lots(seed: int) -> None:
    terms, scenario = draw_case(seed)
    for strategy in STRATEGIES:
        found = make_estimate(terms, scenario, strategy)
        charged = sorted(ScheduleRecount(found).charged, key=lambda seats: seats.ends_before)
        assert [
            (one.seats, one.before, one.left) for one in find_key_dates(found).cancellations
        ] == [(seats.seats, seats.ends_before, seats.count_left()) for seats in charged]


@pytest.mark.parametrize("seed", range(80))
def test_dates_stand_in_their_order(seed: int) -> None:
    terms, scenario = draw_case(seed)
    found = make_estimate(terms, scenario, "cheapest")
    dates = find_key_dates(found)
    if found.done_on:
        assert scenario.start_on <= known(dates.done_by) == found.done_on
        assert (known(dates.done_by) <= known(dates.deadline)) == (found.status == "ok")
    for cancelled in dates.cancellations:
        assert cancelled.before >= scenario.start_on
        if cancelled.change_before:
            assert cancelled.change_before < cancelled.before
    if dates.cancel_before and not scenario.free_messages:
        assert dates.cancel_before > known(found.done_on)
