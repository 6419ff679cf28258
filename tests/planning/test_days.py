"""Months from a day, and the days on which messages are sent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.days import (
    SENDS_ON,
    SendsOn,
    add_months,
    count_months,
    count_sending_days,
    last_day_of,
    month_of,
    month_starts_on,
    sending_day,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("start_on", "month", "first_day"),
    [
        (date(2026, 11, 1), 1, date(2026, 11, 1)),
        (date(2026, 11, 1), 3, date(2027, 1, 1)),
        (date(2026, 10, 31), 2, date(2026, 11, 30)),
        (date(2026, 10, 31), 3, date(2026, 12, 31)),
        (date(2027, 1, 30), 2, date(2027, 2, 28)),
        (date(2028, 1, 30), 2, date(2028, 2, 29)),
        (date(2099, 12, 31), 121, date(2109, 12, 31)),
    ],
)
def test_months_start_on_the_same_day_or_the_calendar_month_s_last(
    start_on: date, month: int, first_day: date
) -> None:
    assert month_starts_on(start_on, month) == first_day
    assert last_day_of(start_on, month - 1) == first_day - timedelta(days=1)


@pytest.mark.parametrize(
    ("start_on", "by", "months"),
    [
        (date(2026, 11, 1), date(2026, 10, 31), 0),
        (date(2026, 11, 1), date(2026, 11, 1), 1),
        (date(2026, 11, 1), date(2026, 11, 30), 1),
        (date(2026, 11, 1), date(2027, 10, 31), 12),
        (date(2026, 11, 15), date(2027, 2, 14), 3),
        (date(2026, 11, 15), date(2027, 2, 15), 4),
        (date(2027, 1, 31), date(2027, 2, 27), 1),
        (date(2027, 1, 31), date(2027, 2, 28), 2),
        (date(2027, 1, 31), date(2027, 3, 30), 2),
        (date(2027, 1, 31), date(2027, 3, 31), 3),
        (date(2026, 11, 1), date(2020, 1, 1), 0),
    ],
)
def test_the_months_that_start_by_a_day(start_on: date, by: date, months: int) -> None:
    assert count_months(start_on, by) == months
    assert months == 0 or month_starts_on(start_on, months) <= by
    assert month_starts_on(start_on, months + 1) > by


@given(days, st.integers(-150, 150))
def test_a_day_lies_in_the_month_that_starts_on_it_or_before(start_on: date, months: int) -> None:
    first = add_months(start_on, months)
    assert month_of(start_on, first) == months + 1
    assert month_of(start_on, first - timedelta(days=1)) == months


@given(days, st.integers(0, 60), st.sampled_from(SENDS_ON))
def test_sending_days_are_those_that_a_calendar_counts(
    first: date, length: int, sends_on: SendsOn
) -> None:
    every = [first + timedelta(days=days) for days in range(length)]
    sending = [day for day in every if sends_on == "every_day" or day.weekday() < 5]
    assert count_sending_days(first, first + timedelta(days=length), sends_on) == len(sending)
    assert [sending_day(first, n + 1, sends_on) for n in range(len(sending))] == sending
