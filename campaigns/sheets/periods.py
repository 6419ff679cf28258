"""A row for each day, week or month, with its sums."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from campaigns.reading import Ambiguous, Unreadable, read_count, read_money
from campaigns.sheets.cells import Cell, Row
from campaigns.sheets.dates import Order, find_date, find_month, find_week, settle
from campaigns.sheets.headers import Header, cell_of
from campaigns.sheets.tally import Tally, quote
from planner.planning.ranges import MOST_BUDGET, MOST_CREDITS_HELD, MOST_LEADS
from planner.planning.wording import show_day

Kind = Literal["day", "span", "month", "week", "week_end"]
COUNTS = {
    "sent": MOST_LEADS,
    "answered": MOST_LEADS,
    "declined": MOST_LEADS,
    "bought": MOST_CREDITS_HELD,
    "credits_now": MOST_CREDITS_HELD,
}
WEEK = timedelta(days=6)
_ENDS_IN_CENTS = re.compile(r"[0-9]([.,])[0-9]{1,2}\D*$")
# As a spreadsheet writes a whole number in a column of decimal ones: "12,0".
NO_DECIMALS = re.compile(r"(?<=\d)[.,]0{1,2}$")
_IS_NUMBER = re.compile(r"[0-9][0-9.,' \u00a0\u202f]*")


class Fault(Exception):
    """A row cannot be read, for the reason."""


class PeriodColumns(NamedTuple):
    """The columns of the days and of the sums."""

    kind: Kind
    first: int
    last: int | None
    sums: dict[str, int]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of an entry that the sheet has."""
        return tuple(self.sums)

    @property
    def dates(self) -> tuple[int, ...]:
        """The columns that have days."""
        return (self.first,) if self.last is None else (self.first, self.last)


def find_columns(header: Header, rows: Sequence[Row]) -> PeriodColumns | None:
    """The columns of a sheet of sums; `None` where it has no column of numbers sent or answered."""
    days = _find_days(header)
    if days is None:
        return None
    kind, first, last = days
    sums: dict[str, int] = {}
    for field in (*COUNTS, "paid"):
        for column in header.find_all(field):
            if column not in (first, last, *sums.values()) and _has_numbers(column, rows):
                sums[field] = column
                break
    if "sent" not in sums:
        return None
    return PeriodColumns(kind, first, last, sums)


def _find_days(header: Header) -> tuple[Kind, int, int | None] | None:
    kinds: tuple[tuple[str, Kind], ...] = (
        ("month", "month"),
        ("week", "week"),
        ("week_end", "week_end"),
    )
    first, last = header.find("first_on"), header.find("last_on")
    if first is not None and last is not None:
        return "span", first, last
    for role, kind in kinds:
        if (column := header.find(role)) is not None:
            return kind, column, None
    return next((("day", column, None) for column in header.find_all("date")), None)


def _has_numbers(column: int, rows: Sequence[Row]) -> bool:
    """Whether every cell of a column that is not empty begins as a number, and some cell is one."""
    texts = [cell for row in rows if (cell := cell_of(row, column)) != ""]
    plain = [
        text for text in texts if isinstance(text, str) and _IS_NUMBER.match(text.lstrip("$ ~"))
    ]
    # A footnote or two do not make it another column.
    return len(plain) * 2 > len(texts) and not any(
        find_date(text) is not None for text in plain[:20]
    )


def tally_sums(
    rows: Sequence[tuple[int, Row]], columns: PeriodColumns, tally: Tally, order: Order | None
) -> None:
    """Add up the rows, which come with their numbers in the sheet."""
    sign = _find_decimal_sign(cell_of(row, columns.sums.get("paid")) for _, row in rows)
    for number, row in rows:
        if not any(row):
            continue
        tally.begin(row)
        try:
            first, last = _read_days(row, columns, order)
            values = dict(_read_sums(row, columns, sign))
            if values.get("declined", 0) > values.get("answered", 0):
                raise Fault("it has more declines than answers")
        except Fault as fault:
            tally.refuse(number, str(fault))
            continue
        if tally.is_of_time(number, first, last):
            tally.taken += 1
            tally.add(first, min(last, tally.today), **values)


def _read_days(row: Row, columns: PeriodColumns, order: Order | None) -> tuple[date, date]:
    """The first and the last day of a row."""
    cell = cell_of(row, columns.first)
    match columns.kind:
        case "month":
            return _read_month(cell, order)
        case "week":
            week = find_week(cell)
            first = _require_this_time(cell, week) if week else _read_day(cell, order)
            return first, first + WEEK
        case "week_end":
            last = _read_day(cell, order)
            return last - WEEK, last
        case "span":
            first, last = _read_day(cell, order), _read_day(cell_of(row, columns.last), order)
            if last < first:
                raise Fault(f"it ends on {show_day(last)}, before it begins")
            return first, last
    # A column of days may have months as well.
    if (month := find_month(cell)) and find_date(cell) is None:
        return month, _end_of(month)
    day = _read_day(cell, order)
    return day, day


def _read_month(cell: Cell, order: Order | None) -> tuple[date, date]:
    month = find_month(cell)
    if month is None:
        month = _read_day(cell, order).replace(day=1)
    return month, _end_of(month)


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _read_day(cell: Cell, order: Order | None) -> date:
    if cell == "":
        raise Fault("it has no date")
    found = find_date(cell)
    day = settle(found, order)
    if day is None:
        why = (
            "is not a day" if found is None else "can be two days, and other rows have both orders"
        )
        raise Fault(f"{quote(cell)} {why}")
    return _require_this_time(cell, day)


def _require_this_time(cell: Cell, day: date) -> date:
    """The day of a cell, if the calendar has a week before and after it."""
    if not WEEK < day - date.min < date.max - date.min - WEEK:
        raise Fault(f"{quote(cell)} is not a day of this time")
    return day


def _read_sums(
    row: Row, columns: PeriodColumns, sign: str
) -> "Iterable[tuple[str, int | Decimal]]":
    for field, column in columns.sums.items():
        cell = f"{cell_of(row, column)}"
        if cell in ("", "-", "–"):
            continue
        if field == "paid":
            yield field, _read_dollars(cell, sign)
        else:
            yield field, _read_count(cell, field, sign)


def _read_count(text: str, field: str, sign: str) -> int:
    match read_count(NO_DECIMALS.sub("", text), low=0, high=COUNTS[field]):
        case int() as number:
            return number
        case Ambiguous() as ambiguous:
            return int(_settle(ambiguous, text, sign))
    raise Fault(f"{quote(text)} is not a whole number")


def _read_dollars(text: str, sign: str) -> Decimal:
    match read_money(text, high=MOST_BUDGET):
        case Decimal() as amount:
            return amount
        case Ambiguous() as ambiguous:
            return Decimal(_settle(ambiguous, text, sign))
        case Unreadable(reason=reason) if reason:
            raise Fault(f"{quote(text)}: {reason}")
    raise Fault(f"{quote(text)} is not an amount")


def _settle(ambiguous: Ambiguous, text: str, sign: str) -> str:
    """The reading that the decimal sign of the sheet's amounts settles."""
    if not sign:
        raise Fault(f"{quote(text)} can be two numbers: write {ambiguous.allowed}")
    thousands, units = ambiguous.readings
    return units.written if sign == "." else thousands.written


def _find_decimal_sign(cells: "Iterable[Cell]") -> str:
    """The decimal sign that the amounts have; empty where they have none, or both."""
    signs = {parts[1] for cell in cells if (parts := _ENDS_IN_CENTS.search(f"{cell}"))}
    return signs.pop() if len(signs) == 1 else ""
