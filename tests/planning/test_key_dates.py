"""The dates of an estimate: deadline, last messages, done, paid until, and what is left by then."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.key_dates import KeyDates, count_credits_after, find_key_dates
from planner.planning.strategies import sending_of
from planner.planning.terms import pool_seats
from tests.known import known
from tests.planning.builders import estimate, make_terms
from tests.planning.random_cases import draw_case
from tests.planning.reference import Account

START = date(2026, 11, 26)


def test_the_months_of_the_deadline_end_on_a_day() -> None:
    dates = find_key_dates(estimate("as_granted", target=40, start_on=START, deadline_months=12))
    assert dates == KeyDates(
        deadline=date(2027, 11, 25),
        last_messages_from=date(2026, 12, 26),
        done_by=date(2027, 1, 25),
        cancel_before=date(2027, 1, 26),
    )


@pytest.mark.parametrize(
    ("deadline_on", "done_by"),
    [
        # The last month's credits come by the deadline and are sent by it.
        (date(2026, 12, 26), date(2026, 12, 26)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 25), date(2027, 1, 25)),
        # A later one lets the month end.
        (date(2027, 3, 1), date(2027, 1, 25)),
    ],
)
def test_a_deadline_that_is_a_day_ends_the_last_month(deadline_on: date, done_by: date) -> None:
    two_months = estimate("as_granted", target=40, start_on=START, deadline_months=2)
    dates = find_key_dates(two_months, deadline_on=deadline_on)
    assert (dates.deadline, dates.done_by) == (deadline_on, done_by)
    assert dates.cancel_before == date(2027, 1, 26), "the month is paid for in full"


def test_what_is_late_is_done_when_its_last_month_ends() -> None:
    late = estimate("as_granted", target=40, start_on=START, deadline_months=1)
    dates = find_key_dates(late, deadline_on=date(2026, 11, 30))
    assert (dates.deadline, dates.done_by) == (date(2026, 11, 30), date(2027, 1, 25))


@pytest.mark.parametrize(
    "never",
    [
        estimate("as_granted", target=50_000),
        estimate("as_granted", target=5, open_profile_share=Decimal(1)),
    ],
)
def test_without_months_there_is_only_the_deadline(never: Estimate) -> None:
    assert find_key_dates(never) == KeyDates(deadline=date(2027, 10, 31))


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


@pytest.mark.parametrize("seed", range(60))
def test_the_credits_left_are_those_of_the_reference(seed: int) -> None:
    terms, scenario = draw_case(seed)
    for strategy in ("accumulate", "as_granted", "buy_now", "cheapest"):
        found = make_estimate(terms, scenario, strategy)
        rows = [row.ledger for row in found.schedule]
        account = Account(pool_seats(terms, scenario.seats), sending_of(scenario))
        for month in range(1, 31 if rows else 1):
            row = rows[month - 1] if month <= len(rows) else None
            account.expire(month)
            account.add(max(0, min(account.pool.grant, account.pool.cap - account.balance)),
                        month=month)  # fmt: skip
            account.add(account.credits_back(month) + (row.bought if row else 0), month=month)
            account.take(row.sent if row else 0)
            account.sent.append(row.sent if row else 0)
            if month >= len(rows):
                assert count_credits_after(found, month) == account.balance


@pytest.mark.parametrize("seed", range(40))
def test_dates_stand_in_their_order(seed: int) -> None:
    terms, scenario = draw_case(seed)
    found = make_estimate(terms, scenario, "cheapest")
    dates = find_key_dates(found)
    if found.done_on:
        assert known(dates.last_messages_from) <= known(dates.done_by) <= known(found.done_on)
        assert (known(dates.done_by) <= known(dates.deadline)) == (found.status == "ok")
    if dates.cancel_before:
        assert dates.cancel_before >= known(found.done_on) + timedelta(days=1)
    if dates.change_before:
        assert dates.change_before < known(dates.cancel_before)
