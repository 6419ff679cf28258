"""Weekdays of next week: "next Monday"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from planner.planning.days import DAYS_IN_A_WEEK

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEXT_WEEKDAY = re.compile(r"(?:on )?next (?P<name>[a-z]{3,9})\.?")


def find_next_weekdays(text: str, today: date) -> Iterator[date]:
    """The days that a `plain` text such as "next friday" can stand for.

    The first such day from `today` on, and where that is in the week of `today`, the one of the
    next week as well. A Sunday ends a week to some readers and begins one to others.
    """
    parts = _NEXT_WEEKDAY.fullmatch(text)
    weekday = _weekday_named(parts["name"]) if parts else None
    if weekday is None:
        return
    ahead = (weekday - today.weekday()) % DAYS_IN_A_WEEK
    yield today + timedelta(days=ahead)
    left = DAYS_IN_A_WEEK - 1 - today.weekday()
    if ahead <= left or not left:
        yield today + timedelta(days=ahead + DAYS_IN_A_WEEK)


def _weekday_named(name: str) -> int | None:
    """The weekday of an English name or its beginning: "monday", "mon", "thurs"."""
    found = [number for number, day in enumerate(WEEKDAYS) if day.startswith(name)]
    return found[0] if found else None
