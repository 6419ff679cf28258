"""Calendar days: months from a day, and the days on which messages are sent (RULES.md §1).

A day that a calendar month lacks becomes its last: 31 January, 28 February, 31 March.
"""

import calendar
from datetime import date, timedelta
from typing import Literal

SendsOn = Literal["every_day", "weekdays"]
SENDS_ON: tuple[SendsOn, ...] = ("every_day", "weekdays")

DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12
DAYS_IN_A_WEEK, WEEKDAYS_IN_A_WEEK = 7, 5


def add_months(day: date, months: int) -> date:
    """The day `months` calendar months after `day`, before it where below 0."""
    years, month_index = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = day.year + years, month_index + 1
    if day.day <= 28:  # every month has it
        return date(year, month, day.day)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_starts_on(start_on: date, month: int) -> date:
    """The first day of month `month`, of which the first starts on `start_on`."""
    return add_months(start_on, month - 1)


def last_day_of(start_on: date, month: int) -> date:
    """The last day of month `month`, of which the first starts on `start_on`."""
    return add_months(start_on, month) - DAY


def month_of(start_on: date, day: date) -> int:
    """The month in which `day` lies, of which the first starts on `start_on`; 0 the one before."""
    month = (day.year - start_on.year) * MONTHS_IN_A_YEAR + day.month - start_on.month + 1
    return month if month_starts_on(start_on, month) <= day else month - 1


def count_months(start_on: date, by: date) -> int:
    """The months from `start_on` that start on the day `by` or before; 0 where none does."""
    return max(0, month_of(start_on, by))


def count_sending_days(first: date, end: date, sends_on: SendsOn) -> int:
    """The days on which messages are sent, from `first` to the day before `end`."""
    days = (end - first).days
    if sends_on == "every_day":
        return days
    weeks, rest = divmod(days, DAYS_IN_A_WEEK)
    weekday = first.weekday()
    further = sum((weekday + i) % DAYS_IN_A_WEEK < WEEKDAYS_IN_A_WEEK for i in range(rest))
    return weeks * WEEKDAYS_IN_A_WEEK + further


def sending_day(first: date, number: int, sends_on: SendsOn) -> date:
    """The sending day `number` (1 is the first) on or after `first`."""
    if sends_on == "every_day":
        return first + (number - 1) * DAY
    while first.weekday() >= WEEKDAYS_IN_A_WEEK:
        first += DAY
    weeks, rest = divmod(number - 1, WEEKDAYS_IN_A_WEEK)
    day = first + timedelta(days=weeks * DAYS_IN_A_WEEK)
    over_the_weekend = day.weekday() + rest >= WEEKDAYS_IN_A_WEEK
    return day + timedelta(days=rest + (2 if over_the_weekend else 0))
