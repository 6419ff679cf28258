"""Months, quarters and years named by where they stand: "next March", "this quarter", "next year".

They are counted from a given day. "next" often has two readings: the coming one, or the one after
it. Then both are found, for the author of the text to decide.
"""

import re
from collections.abc import Iterator
from datetime import date

from campaigns.reading.days import MONTHS_IN_A_QUARTER, find_last_days
from planner.planning.days import MONTHS_IN_A_YEAR

_SPAN = re.compile(r"(?P<which>this|the|next) (?P<span>month|quarter|year)")
_NEXT_NAME = re.compile(r"next (?P<name>[a-z]{3,9}\.?|q[1-4])")
_MONTHS_IN = {"month": 1, "quarter": MONTHS_IN_A_QUARTER, "year": MONTHS_IN_A_YEAR}


def find_relative_ends(text: str, start: date) -> Iterator[date]:
    """The last days of what a `plain` text such as "next quarter" or "next march" can stand for.

    "next year" can be meant to end as it begins, or with its last day.
    """
    if (parts := _SPAN.fullmatch(text)) and parts["which"] != "the":
        if text == "next year":
            yield from _end_of_span(start, "year", ahead=0)
        yield from _end_of_span(start, parts["span"], ahead=int(parts["which"] == "next"))
    elif parts := _NEXT_NAME.fullmatch(text):
        for coming in find_last_days(parts["name"], start):
            yield coming
            yield from _last_day(coming.year + 1, coming.month)


def find_ends_of(text: str, start: date) -> Iterator[date]:
    """The last days of what follows "end of": "next year", "the quarter", "next march"."""
    if parts := _SPAN.fullmatch(text):
        yield from _end_of_span(start, parts["span"], ahead=int(parts["which"] == "next"))
    else:
        yield from find_relative_ends(text, start)


def _end_of_span(start: date, span: str, *, ahead: int) -> Iterator[date]:
    """The last day of the month, quarter or year of `start`, or of one after it."""
    size = _MONTHS_IN[span]
    month = start.year * MONTHS_IN_A_YEAR + start.month - 1
    last = (month // size + ahead + 1) * size - 1
    year, index = divmod(last, MONTHS_IN_A_YEAR)
    yield from _last_day(year, index + 1)


def _last_day(year: int, month: int) -> Iterator[date]:
    yield from find_last_days(f"{year:04}-{month:02}", date.min)
