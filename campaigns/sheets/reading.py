"""A file into what can be taken of it: sums by day, in each order of day and month it can have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from campaigns.sheets import linkedin, periods, trackers
from campaigns.sheets.audiences import AudienceColumn, find_audience_column
from campaigns.sheets.cells import Row, Table, UnreadableSheet, read_tables
from campaigns.sheets.dates import Order, Pair, find_date, find_orders
from campaigns.sheets.headers import KNOWN, Header, cell_of, find_header
from campaigns.sheets.tally import Tally, Unread
from planner.planning.progress.record import Entry

Kind = Literal["messages", "invitations", "tracker", "sums"]
# Of these a column may name the audience of a row.
NAMES_AUDIENCES: tuple[Kind, ...] = ("tracker", "sums")
NumberedRows = Sequence[tuple[int, Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A sheet as it is read in one order of day and month; `order` is `None` where it has none.

    `taken` counts the rows, or conversations, that the lines rest on.
    """

    order: Order | None
    lines: tuple[Entry, ...]
    taken: int
    unread: tuple[Unread, ...]
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file is, the fields of an entry that it has, and how it can be read.

    There are two readings where nothing settles whether the day or the month comes first;
    `question` is a text of the sheet with both its days. `unknown` are the names of a column of
    audiences that are not those of the campaign; their lines have them as they are. `unused` are
    the columns of sums whose names are not known.
    """

    kind: Kind
    rows: int
    fields: tuple[str, ...]
    readings: tuple[Reading, ...]
    question: tuple[str, date, date] | None = None
    unknown: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


class _Way(NamedTuple):
    """How a table is read: its kind, fields, columns of days, and what adds up its rows."""

    kind: Kind
    fields: tuple[str, ...]
    dates: tuple[int, ...]
    add_up: Callable[[NumberedRows, Tally, Order | None], None]


def read_sheet(
    content: bytes,
    *,
    from_on: date,
    today: date,
    own_name: str = "",
    audiences: Sequence[str] = (),
    audience: str = "",
) -> Sheet:
    """What can be taken of a file, from `from_on` through `today`.

    `own_name` is the owner's in LinkedIn's export of messages, where the sheet does not show it.
    All of it is of `audience`; where that is empty, a column may name one of the `audiences`.
    Raises `UnreadableSheet`.
    """
    table, header = _choose(read_tables(content))
    rows = [(number, row) for number, row in enumerate(table[header.row + 1 :], header.row + 2)]
    way = _find_way(header, [row for _, row in rows], own_name)
    found = [find_date(cell_of(row, column)) for _, row in rows for column in way.dates]
    orders = find_orders(found)
    named = None
    if not audience and way.kind in NAMES_AUDIENCES:
        named = find_audience_column(header, [row for _, row in rows], audiences)
    readings = []
    for order in orders:
        tally = Tally(
            from_on=from_on,
            today=today,
            name_of=named.name_of if named else lambda _: audience,
        )
        way.add_up(rows, tally, order)
        readings.append(
            Reading(
                order=order,
                lines=tally.lines(),
                taken=tally.taken,
                unread=tally.unread,
                left_out=tally.left_out,
            )
        )
    return Sheet(
        kind=way.kind,
        rows=sum(any(row) for _, row in rows),
        fields=way.fields,
        readings=tuple(readings),
        question=_find_question(rows, way) if len(readings) == 2 else None,
        unknown=_list_unknown(named, readings),
        unused=_list_unused(table, header) if way.kind == "sums" else (),
    )


def _list_unused(table: Table, header: Header) -> tuple[str, ...]:
    """The columns, as the sheet names them, that have no name of a role."""
    named = zip(table[header.row], header.names, strict=True)
    return tuple(f"{cell}".strip() for cell, name in named if name and name not in KNOWN)


def _list_unknown(named: AudienceColumn | None, readings: Sequence[Reading]) -> tuple[str, ...]:
    """The unknown names that some line has: what is left out asks nothing."""
    if named is None:
        return ()
    used = {line.audience for reading in readings for line in reading.lines}
    return tuple(name for name in named.unknown if name in used)


def _choose(tables: list[Table]) -> tuple[Table, Header]:
    """The table with the most names that are known."""
    found = [(table, header) for table in tables if (header := find_header(table))]
    if not found:
        raise UnreadableSheet(
            "no row of it names its columns; name the one of its days “Date” or “Sent on”, and one "
            "more, such as “Status” or “Sent”"
        )
    return max(found, key=lambda one: one[1].known)


def _find_way(header: Header, rows: Sequence[Row], own_name: str) -> _Way:
    if linkedin.is_messages(header):
        days = tuple(header.find_all("date")[:1])

        def count_messages(numbered: NumberedRows, tally: Tally, order: Order | None) -> None:
            linkedin.tally_conversations(numbered, header, tally, order, own_name=own_name)

        return _Way("messages", linkedin.MESSAGE_FIELDS, days, count_messages)
    if linkedin.is_invitations(header):
        days = (header.names.index("sent at"),)

        def count_invitations(numbered: NumberedRows, tally: Tally, order: Order | None) -> None:
            linkedin.tally_invitations(numbered, header, tally, order)

        return _Way("invitations", linkedin.INVITATION_FIELDS, days, count_invitations)
    if not header.is_of_people and (sums := periods.find_columns(header, rows)):

        def add_periods(numbered: NumberedRows, tally: Tally, order: Order | None) -> None:
            periods.tally_sums(numbered, sums, tally, order)

        return _Way("sums", sums.fields, sums.dates, add_periods)
    columns = trackers.find_columns(header, rows)
    if columns.date is None:
        raise UnreadableSheet("no column of it has dates")

    def count_rows(numbered: NumberedRows, tally: Tally, order: Order | None) -> None:
        trackers.tally_messages(numbered, columns, tally, order)

    return _Way("tracker", trackers.FIELDS, columns.dates, count_rows)


def _find_question(rows: NumberedRows, way: _Way) -> tuple[str, date, date] | None:
    """The first text of the sheet that is two days, with the day first and the month first."""
    for _, row in rows:
        for column in way.dates:
            cell = cell_of(row, column)
            match find_date(cell):
                case Pair(day_first=date() as one, month_first=date() as other) if one != other:
                    return f"{cell}", one, other
    return None
