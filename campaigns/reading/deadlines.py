"""Deadlines as people write them: "6 weeks", "4 months", "by March", "Q1", "31 Mar 2027".

A deadline is a number of months of the campaign, or a day: the last one on which messages are in
time. So "6 weeks" is the last day of six weeks that begin on the start day, 42 days with it, and
a month's or quarter's name stands for its last day.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from campaigns.reading.days import (
    MONTHS_IN_A_QUARTER,
    decide_among,
    find_days,
    find_last_days,
    plain,
    write_day,
)
from campaigns.reading.numbers import GROUP_SIGNS, read_wholes
from campaigns.reading.outcomes import Ambiguous, Unreadable
from campaigns.reading.relative import find_ends_of, find_relative_ends
from campaigns.reading.words import ANY_WORD, WORDS
from planner.planning.days import DAY, DAYS_IN_A_WEEK, MONTHS_IN_A_YEAR, add_months
from planner.planning.wording import show_day

Deadline = int | date

_ARTICLES = ("a", "an")
_SPAN = re.compile(
    rf"(?:in |within )?(?P<number>[0-9](?:[0-9.,{GROUP_SIGNS}]*[0-9])?|an?|{ANY_WORD})"
    r"(?:[ -]?(?P<unit>days?|d|weeks?|wks?|w|months?|mos?|m|quarters?|years?|yrs?|y))?"
)
_MONTHS_IN = {
    "": 1,
    "m": 1,
    "mo": 1,
    "month": 1,
    "quarter": MONTHS_IN_A_QUARTER,
    "y": MONTHS_IN_A_YEAR,
    "yr": MONTHS_IN_A_YEAR,
    "year": MONTHS_IN_A_YEAR,
}
_DAYS_IN = {"d": 1, "day": 1, "w": DAYS_IN_A_WEEK, "wk": DAYS_IN_A_WEEK, "week": DAYS_IN_A_WEEK}
_BY = re.compile(r"^(?:by|until|till|in) ")
_END_OF = re.compile(r"(?:the )?end (?:of )?")
_YEAR_END = re.compile(r"(?:the )?year|(?P<year>[0-9]{4})")
_DECEMBER = "december"
# More days than any number of months that is allowed.
_MOST_DAYS = 100_000


def read_deadline(
    text: str, *, start_on: date, most_months: int
) -> Deadline | Ambiguous | Unreadable:
    """The months from 1 to `most_months`, or the day from `start_on` to the last of them.

    Months are those of the campaign ("4", "three", "4 months", "1 year"). "6 weeks" and "45 days"
    end on the last of so many days from `start_on` on. "March", "by March", "end of March" and "Q1"
    are the last day of the first such month or quarter that does not end before `start_on`,
    "31 March" is the first such day from then on. "next quarter" ends with the quarter after that
    of `start_on`; "next March" can be the first one or the one after it, and is asked about.
    "31.3.2027" and "31/03/2027" are a day; "03/04/2027" is asked about where both of its readings
    are allowed.
    """
    text = plain(text)
    months = [number for number in _find_months(text) if 1 <= number <= most_months]
    if months:
        return months[0]
    last = add_months(start_on, most_months) - DAY
    days = list(_find_days(text, start_on))
    return decide_among(days, low=start_on, high=last)


def write_deadline(deadline: Deadline) -> str:
    """The deadline in the notation that has one reading: "4", "2027-03-31"."""
    return write_day(deadline) if isinstance(deadline, date) else str(deadline)


def show_deadline(deadline: Deadline, *, start_on: date) -> str:
    """The last day on which messages are in time: "by 31 Mar 2027"."""
    return f"by {show_day(end_of(deadline, start_on=start_on))}"


def end_of(deadline: Deadline, *, start_on: date) -> date:
    """The last day on which messages are in time."""
    return deadline if isinstance(deadline, date) else add_months(start_on, deadline) - DAY


def _find_months(text: str) -> Iterator[int]:
    """The numbers of months that `text` can stand for."""
    number, unit = _split_span(text)
    if factor := _MONTHS_IN.get(unit):
        yield from (factor * one for one in number)


def _find_days(text: str, start_on: date) -> Iterator[date]:
    number, unit = _split_span(text)
    if factor := _DAYS_IN.get(unit):
        # The start day is the first of them.
        counts = (factor * one for one in number if 1 <= one <= _MOST_DAYS)
        yield from (start_on + timedelta(days=count - 1) for count in counts)
    text = _BY.sub("", text, count=1)
    yield from find_days(text, start_on)
    yield from find_last_days(text, start_on)
    yield from find_relative_ends(text, start_on)
    if end := _END_OF.match(text):
        rest = text[end.end() :]
        yield from find_last_days(rest, start_on)
        yield from find_ends_of(rest, start_on)
        if year := _YEAR_END.fullmatch(rest):
            yield from find_last_days(f"{_DECEMBER} {year['year'] or ''}".strip(), start_on)


def _split_span(text: str) -> tuple[tuple[int, ...], str]:
    """The numbers that a span of time can have, and its unit in the singular: (6,), "week"."""
    parts = _SPAN.fullmatch(text)
    if parts is None:
        return (), ""
    word, unit = parts["number"], parts["unit"] or ""
    return _read_number(word, unit), unit[:-1] if unit.endswith("s") else unit


def _read_number(word: str, unit: str) -> tuple[int, ...]:
    """The numbers that a span of time can have; an article alone is none."""
    if word in _ARTICLES:
        return (1,) if unit else ()
    return (WORDS[word],) if word in WORDS else read_wholes(word)
