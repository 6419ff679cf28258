"""Days of the calendar as people write them, and the last days of months, quarters and years.

A text may leave the year out: then it stands for the first such day that is not before a given one.
Digits are ASCII, years have four of them, names are English. In "03/04/2027" the month may be
the first number or the second, so it has two readings wherever both are days.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date

from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable
from campaigns.reading.weekdays import find_next_weekdays
from planner.planning.days import DAY, MONTHS_IN_A_YEAR
from planner.planning.wording import show_day

LONGEST_DAY = 40
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS_IN_A_QUARTER = 3
SHORTEST_NAME = 3
# A leap day that the turn of a century leaves out is eight years away.
MOST_YEARS_AHEAD = 8

_DAY = r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_NUMBERS = re.compile(rf"(?P<one>[0-9]{{1,2}})(?P<sign>[./-])(?P<two>[0-9]{{1,2}})(?P=sign){_YEAR}")
_NAMED_DAYS = (
    re.compile(rf"{_DAY}(?: of | ?){_MONTH}(?:,? ?{_YEAR})?"),
    re.compile(rf"{_MONTH} ?{_DAY}(?:(?:, ?| ){_YEAR})?"),
)
_NAMED_MONTH = re.compile(rf"{_MONTH}(?:,? ?{_YEAR})?")
_NUMBERED_MONTHS = (
    re.compile(rf"{_YEAR}-(?P<number>[0-9]{{2}})"),
    re.compile(rf"(?P<number>[0-9]{{1,2}})[./-]{_YEAR}"),
)
_QUARTERS = (
    re.compile(rf"q(?P<quarter>[1-4])(?:(?:/|,? ?){_YEAR})?"),
    re.compile(rf"{_YEAR}[ /-]?q(?P<quarter>[1-4])"),
)


def read_day(text: str, *, today: date, low: date, high: date) -> date | Ambiguous | Unreadable:
    """The day from `low` to `high` that `text` stands for; without a year from `today` on.

    "next Friday" is asked about on the days of the week before it, and on a Friday.
    """
    text = plain(text)
    match text:
        case "today":
            days = [today]
        case "tomorrow":
            days = [today + DAY]
        case _:
            days = [*find_days(text, today), *find_next_weekdays(text, today)]
    return decide_among(days, low=low, high=high)


def write_day(day: date) -> str:
    """The day in the notation that has one reading: "2027-03-31"."""
    return day.isoformat()


def plain(text: str) -> str:
    """The text in small letters with single spaces; empty where it is too long for a day."""
    # Its own length comes first: a long text costs nothing.
    return " ".join(text.split()).lower() if len(text) <= LONGEST_DAY else ""


def decide_among(days: Sequence[date], *, low: date, high: date) -> date | Ambiguous | Unreadable:
    """The one of `days` that is allowed, a question where two are, or why none of them is."""
    allowed = [day for day in dict.fromkeys(days) if low <= day <= high]
    match allowed:
        case [day]:
            return day
        case [first, second]:
            return Ambiguous((_reading(first), _reading(second)))
    if days:
        return Unreadable(f"{show_day(days[0])} is outside {show_day(low)} to {show_day(high)}")
    return Unreadable()


def find_days(text: str, start: date) -> Iterator[date]:
    """Every day that a `plain` text can stand for; without a year the first from `start` on."""
    if parts := _ISO.fullmatch(text):
        yield from _days(parts["year"], int(parts["month"]), int(parts["day"]), start)
    elif parts := _NUMBERS.fullmatch(text):
        one, two = int(parts["one"]), int(parts["two"])
        # The month first, as where this is written most with a slash.
        yield from _days(parts["year"], one, two, start)
        yield from _days(parts["year"], two, one, start)
    for pattern in _NAMED_DAYS:
        if (parts := pattern.fullmatch(text)) and (month := _month_named(parts["month"])):
            yield from _days(parts["year"], month, int(parts["day"]), start)


def find_last_days(text: str, start: date) -> Iterator[date]:
    """The last day of the month or quarter that a `plain` text names.

    Without a year it is the first such day that is not before `start`.
    """
    if (parts := _NAMED_MONTH.fullmatch(text)) and (month := _month_named(parts["month"])):
        yield from _last_days(parts["year"], month, start)
    for pattern in _NUMBERED_MONTHS:
        if parts := pattern.fullmatch(text):
            yield from _last_days(parts["year"], int(parts["number"]), start)
    for pattern in _QUARTERS:
        if parts := pattern.fullmatch(text):
            month = int(parts["quarter"]) * MONTHS_IN_A_QUARTER
            yield from _last_days(parts["year"], month, start)


def _days(year: str | None, month: int, day: int, start: date) -> Iterator[date]:
    """The day in that year, or in the first year in which it is not before `start`; or none."""
    for number in _years(year, start):
        try:
            found = date(number, month, day)
        except ValueError:
            continue
        if year or found >= start:
            yield found
            return


def _last_days(year: str | None, month: int, start: date) -> Iterator[date]:
    if not 1 <= month <= MONTHS_IN_A_YEAR:
        return
    for number in _years(year, start):
        if not date.min.year <= number <= date.max.year:
            return
        found = date(number, month, calendar.monthrange(number, month)[1])
        if year or found >= start:
            yield found
            return


def _years(year: str | None, start: date) -> Sequence[int]:
    return [int(year)] if year else range(start.year, start.year + MOST_YEARS_AHEAD + 1)


def _month_named(name: str) -> int | None:
    """The month of an English name or its beginning: "march", "mar", "sept"."""
    found = [number for number, month in enumerate(MONTHS, start=1) if month.startswith(name)]
    return found[0] if len(name) >= SHORTEST_NAME and found else None


def _reading(day: date) -> Reading:
    return Reading(shown=show_day(day), written=write_day(day))
