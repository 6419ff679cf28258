"""Days as they stand in a column, and the order of day and month that the column has.

"03/04/2027" is two days. Which one is meant is settled by other rows, where one of them can be read
in one order only; else it is a question to the person.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from campaigns.reading.days import find_days, find_last_days, plain
from campaigns.sheets.cells import Cell
from campaigns.sheets.languages import with_english_months

Order = Literal["day", "month"]
ORDERS: tuple[Order, Order] = ("day", "month")

_TIME = re.compile(r"(?:,? |,|T)[0-9]{1,2}:[0-9]{2}.*$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})\s?([-/.])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{2})")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ")
_HAS_YEAR = re.compile(r"[0-9]{4}")
_WEEK = re.compile(
    r"(?:([0-9]{4})[- ]?w(?:eek)? ?([0-9]{1,2})|w(?:eek)? ?([0-9]{1,2})[ /-]([0-9]{4}))"
)
CENTURY = 2000
# More signs are no day with its time; the patterns are not tried on them.
LONGEST_TIME = 60


class Pair(NamedTuple):
    """Two numbers and a year: a day in each order, `None` where it is none."""

    day_first: date | None
    month_first: date | None

    def by(self, order: Order | None) -> date | None:
        """The day in an order; without one only where both orders agree, or one alone fits."""
        days = {day for day in self if day is not None}
        if order is None:
            return days.pop() if len(days) == 1 else None
        return self.day_first if order == "day" else self.month_first

    @property
    def is_open(self) -> bool:
        """Whether it is two different days."""
        return None not in self and self.day_first != self.month_first


Found = date | Pair | None


def find_date(cell: Cell) -> Found:
    """The day that a cell stands for, or the two; `None` where it is none."""
    if isinstance(cell, date):
        return cell
    if len(cell) > LONGEST_TIME:
        return None
    text = plain(_TIME.sub("", " ".join(cell.split())))
    text = _WEEKDAY.sub("", text)
    if parts := _YEAR_FIRST.fullmatch(text):
        return _day(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _NUMBERS.fullmatch(text):
        one, two, year = int(parts[1]), int(parts[3]), int(parts[4])
        year += CENTURY if year < 100 else 0
        pair = Pair(_day(year, two, one), _day(year, one, two))
        return pair if any(pair) else None
    if _HAS_YEAR.search(text):
        return next(find_days(with_english_months(text), date.min), None)
    return None


def find_orders(found: Iterable[Found]) -> tuple[Order | None, ...]:
    """The orders in which a column can be read: one, both where nothing settles it.

    `None`: its rows have both orders, so that only days with one reading can be read.
    """
    pairs = [one for one in found if isinstance(one, Pair)]
    settled = {
        order
        for one in pairs
        for order, other in (ORDERS, ORDERS[::-1])
        if one.by(order) is not None and one.by(other) is None
    }
    if len(settled) == 2:
        return (None,)
    if settled:
        return (settled.pop(),)
    return ORDERS if any(one.is_open for one in pairs) else (None,)


def settle(found: Found, order: Order | None) -> date | None:
    """The day of a cell in a column that is read in an order."""
    return found.by(order) if isinstance(found, Pair) else found


def find_month(cell: Cell) -> date | None:
    """The first day of the month that a cell names: "2026-11", "Nov 2026", or a day in it."""
    if isinstance(cell, date):
        return cell.replace(day=1)
    text = plain(cell)
    if "q" in text or not _HAS_YEAR.search(text):  # A quarter is more than a month.
        return None
    last = next(find_last_days(with_english_months(text), date.min), None)
    return last and last.replace(day=1)


def find_week(cell: Cell) -> date | None:
    """The Monday of the week that a cell names: "2026-W48"."""
    parts = _WEEK.fullmatch(plain(f"{cell}"))
    if parts is None:
        return None
    try:
        return date.fromisocalendar(int(parts[1] or parts[4]), int(parts[2] or parts[3]), 1)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
