"""A tracker: a row for each message, with its date and state."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from campaigns.sheets.cells import Row
from campaigns.sheets.dates import Found, Order, find_date, settle
from campaigns.sheets.headers import Header, cell_of
from campaigns.sheets.states import (
    State,
    find_answer,
    find_state,
    is_first_stage,
    is_unclear,
)
from campaigns.sheets.tally import Tally, quote

FIELDS = ("sent", "answered", "declined")
# Cells of a column, to find out what it has.
MOST_LOOKED_AT = 200


class TrackerColumns(NamedTuple):
    """The columns of a tracker; `None` for one that it has not."""

    date: int | None
    replied_on: int | None
    state: int | None
    is_sent: int | None
    is_answered: int | None
    is_declined: int | None

    @property
    def dates(self) -> tuple[int, ...]:
        """The columns that have days."""
        return tuple(one for one in (self.date, self.replied_on) if one is not None)


class Fault(Exception):
    """A row cannot be read, for the reason."""


def find_columns(header: Header, rows: Sequence[Row]) -> TrackerColumns:
    """Which column has what; a name that fits several things is settled by the cells below it."""
    taken: set[int] = set()

    def find(role: str, *, has_days: bool) -> int | None:
        for column in header.find_all(role):
            if column not in taken and _has_days(column, rows) == has_days:
                taken.add(column)
                return column
        return None

    return TrackerColumns(
        date=find("date", has_days=True),
        replied_on=find("replied_on", has_days=True),
        state=find("state", has_days=False),
        is_sent=find("is_sent", has_days=False),
        is_answered=find("is_answered", has_days=False),
        is_declined=find("is_declined", has_days=False),
    )


def _has_days(column: int, rows: Sequence[Row]) -> bool:
    """Whether some cell of a column is a day, among the first that are not empty."""
    cells = (cell for row in rows if (cell := cell_of(row, column)) != "")
    return any(find_date(cell) is not None for cell in islice(cells, MOST_LOOKED_AT))


def tally_messages(
    rows: Sequence[tuple[int, Row]], columns: TrackerColumns, tally: Tally, order: Order | None
) -> None:
    """Count the messages and answers of the rows, which come with their numbers in the sheet."""
    for number, row in rows:
        if not any(row):
            continue
        tally.begin(row)
        try:
            _tally_message(number, row, columns, tally, order)
        except Fault as fault:
            tally.refuse(number, str(fault))


def _tally_message(
    number: int, row: Row, columns: TrackerColumns, tally: Tally, order: Order | None
) -> None:
    state = _find_state(row, columns)
    if state == "not sent":
        tally.leave_out("not sent")
        return
    day = _read_day(row, columns.date, order)
    if day is None:
        if state == "sent":
            tally.leave_out("without a date: not sent yet")
            return
        raise Fault("it has no date")
    replied_on = _read_reply_day(row, columns, order)
    if replied_on is not None and state == "sent":
        state = "answered"
    if not tally.is_of_time(number, day):
        return
    if replied_on is not None and replied_on > tally.today:
        raise Fault("its answer is after today")
    tally.taken += 1
    tally.add(day, sent=1)
    if state != "sent":
        tally.add(max(day, replied_on or day), answered=1, declined=int(state == "declined"))


def _find_state(row: Row, columns: TrackerColumns) -> State:
    """What became of the message, by the state and the columns of yes and no."""
    if columns.is_sent is not None and not _is_yes(row, columns.is_sent):
        return "not sent"
    state = _read_state(f"{cell_of(row, columns.state)}", is_sent=columns.is_sent is not None)
    if state == "sent" and _is_yes(row, columns.is_answered):
        state = "answered"
    return "declined" if _is_yes(row, columns.is_declined) else state


def _read_state(text: str, *, is_sent: bool) -> State:
    """What a state means; `is_sent`: another column has it that the message is sent."""
    # That column is newer than a stage in which a person was left.
    if not text or (is_sent and (is_first_stage(text) or is_unclear(text))):
        return "sent"
    if is_unclear(text):
        raise Fault(
            f"the state {quote(text)} can mean sent or still to be sent; write “Sent” or “Not sent”"
        )
    found = find_state(text)
    if found is None and (is_yes := find_answer(text)) is not None:
        if not is_yes:
            raise Fault(
                f"the state {quote(text)} can mean no answer or a refusal; write “No reply” or "
                "“Declined”"
            )
        found = "answered"
    if found is None:
        raise Fault(f"the state {quote(text)} is not known")
    return found


def _is_yes(row: Row, column: int | None) -> bool:
    """Whether a cell is yes; a state stands in such a column as well."""
    text = f"{cell_of(row, column)}"
    answer = find_answer(text)
    if answer is not None:
        return answer
    state = find_state(text)
    if state is None:
        raise Fault(f"{quote(text)} is neither yes nor no")
    return state in ("answered", "declined")


def _read_day(row: Row, column: int | None, order: Order | None) -> date | None:
    """The day of a cell; `None` where it is empty."""
    cell = cell_of(row, column)
    if cell == "":
        return None
    return _settle(cell, find_date(cell), order)


def _read_reply_day(row: Row, columns: TrackerColumns, order: Order | None) -> date | None:
    """The day of the answer; "no" is none, and "yes" an answer on the message's own day."""
    cell = cell_of(row, columns.replied_on)
    if isinstance(cell, str) and find_answer(cell) is not None:
        return date.min if find_answer(cell) else None
    return _settle(cell, find_date(cell), order)


def _settle(cell: object, found: Found, order: Order | None) -> date:
    day = settle(found, order)
    if day is not None:
        return day
    if found is None:
        raise Fault(f"{quote(cell)} is not a day")
    raise Fault(f"{quote(cell)} can be two days, and other rows have both orders")
