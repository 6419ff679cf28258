"""What a sheet brings, before it is taken: for the page that asks whether it is right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from campaigns.models import ProgressEntry
from campaigns.presentation.progress import Line, list_lines, write_days
from campaigns.saved.progress import find_overlaps
from campaigns.sheets.reading import Kind
from campaigns.sheets.tally import Unread, quote
from campaigns.wording import day
from planner.planning.progress.record import Entry
from planner.planning.wording import count, dollars

KINDS: dict[Kind, str] = {
    "messages": "LinkedIn’s export of messages",
    "invitations": "LinkedIn’s export of invitations",
    "tracker": "A tracker with a row for each message",
    "sums": "Sums of days, weeks or months",
}
REMARKS: dict[Kind, str] = {
    "messages": (
        "Each conversation that you began counts as one message, InMail or not, and the first "
        "message of the other side as its answer. A no is not told from a yes: correct “of these "
        "no” by hand."
    ),
    "invitations": "Invitations cost no InMail credit: take them only if they are in your plan.",
}
# What two lines of the same days come to together.
ADDED_UP = ("sent", "answered", "declined", "bought", "paid")
MOST_ROWS_NAMED = 2_000
# More reasons than a person reads; each may have a text of its own.
MOST_REASONS = 500
MOST_COLUMNS_NAMED = 20


class UnreadRows(NamedTuple):
    """Rows that cannot be read, and why: "Rows 3, 12"."""

    rows: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPreview:
    """One reading of a sheet in words; `same` are the lines on days that are noted already.

    `audiences` has a sentence for each audience that the sheet names.
    """

    order: str
    title: str
    summary: str
    lines: tuple[Entry, ...]
    same: list[Line]
    unread: list[UnreadRows]
    unread_count: int
    left_out: list[str]
    audiences: list[str]


def preview_lines(
    lines: Sequence[Entry],
    rows: Sequence[ProgressEntry],
    *,
    order: str = "",
    title: str = "",
    unread: Sequence[Unread] = (),
    left_out: Sequence[tuple[str, int]] = (),
    unknown: Sequence[str] = (),
    unused: Sequence[str] = (),
) -> SheetPreview:
    """The lines that a sheet brings, beside those that are noted in `rows`.

    A line with an `unknown` name of an audience can come to be of any. `unused` are columns.
    """
    noted: dict[int, ProgressEntry] = {}
    for line in lines:
        names = {row.audience for row in rows} if line.audience in unknown else {line.audience}
        for name in names:
            overlaps = find_overlaps(rows, replace(line, audience=name))
            noted |= {row.pk: row for row in overlaps}
    return SheetPreview(
        order=order,
        title=title,
        summary=_summarize(lines),
        lines=tuple(lines),
        same=list_lines(list(noted.values())),
        unread=list(_name_unread(unread)),
        unread_count=sum(len(one.rows) for one in unread),
        left_out=[
            *(f"{count(number, 'row')}: {reason}" for reason, number in left_out),
            *(
                f"column {quote(name)}: its name is not known"
                for name in unused[:MOST_COLUMNS_NAMED]
            ),
        ],
        audiences=list(_count_by_audience(lines)),
    )


def name_audiences(lines: Sequence[Entry], meant: Mapping[str, str | None]) -> list[Entry]:
    """The lines with the audiences that are meant by unknown names; `None` leaves a name out.

    What comes to be of one audience on the same days is added up.
    """
    whole: dict[tuple[date, date, str], Entry] = {}
    for line in lines:
        name = meant.get(line.audience, line.audience)
        if name is None:
            continue
        key = line.first_on, line.last_on, name
        before = whole.get(key)
        whole[key] = replace(line, audience=name) if before is None else _add(before, line)
    return list(whole.values())


def _add(one: Entry, other: Entry) -> Entry:
    balances = [each.credits_now for each in (one, other) if each.credits_now is not None]
    return replace(
        one,
        **{name: getattr(one, name) + getattr(other, name) for name in ADDED_UP},
        credits_now=sum(balances) if balances else None,
    )


def _count_by_audience(lines: Sequence[Entry]) -> Iterator[str]:
    """The sentences "A: 120 sent, 9 answered."; none where no line names an audience."""
    by_name: dict[str, list[Entry]] = {}
    for line in lines:
        by_name.setdefault(line.audience, []).append(line)
    for name in sorted(by_name, key=lambda one: (not one, one)) if set(by_name) - {""} else ():
        sent, answered = (sum(getattr(one, each) for one in by_name[name]) for each in ADDED_UP[:2])
        whose = name or "No audience named"
        yield f"{whose}: {sent:,} sent, {answered:,} answered"


def _name_unread(unread: Sequence[Unread]) -> Iterator[UnreadRows]:
    for one in unread[:MOST_REASONS]:
        yield UnreadRows(_name_rows(one.rows), one.reason)
    if others := unread[MOST_REASONS:]:
        rows = sorted(row for one in others for row in one.rows)
        yield UnreadRows(_name_rows(rows), "for other reasons of these kinds")


def _summarize(lines: Sequence[Entry]) -> str:
    """The sentence "52 days from 1 Sep to 30 Oct 2026: 288 sent, 48 answered, 15 of these no."."""
    if not lines:
        return "Nothing to take."
    days = write_days(lines[0].first_on, max(one.last_on for one in lines))
    sums = {
        name: sum(getattr(one, name) for one in lines)
        for name in ("sent", "answered", "declined", "bought")
    }
    parts = [f"{sums['sent']:,} sent", f"{sums['answered']:,} answered"]
    if sums["declined"]:
        parts.append(f"{sums['declined']:,} of these “no”")
    if sums["bought"]:
        parts.append(f"{count(sums['bought'], 'credit')} bought")
    if paid := sum(one.paid for one in lines):
        parts.append(f"{dollars(paid)} paid")
    number = count(len(lines), "line")
    return f"{number}, {days}: {', '.join(parts)}."


def _name_rows(rows: Sequence[int]) -> str:
    named = ", ".join(f"{row:,}" for row in rows[:MOST_ROWS_NAMED])
    more = len(rows) - MOST_ROWS_NAMED
    noun = "Row" if len(rows) == 1 else "Rows"
    return f"{noun} {named}{f' and {more:,} more' if more > 0 else ''}"


def write_order(order: str, example: tuple[str, date, date]) -> str:
    """What an order makes of an example: "03/04/2026 is 3 Apr 2026"."""
    text, day_first, month_first = example
    on = day_first if order == "day" else month_first
    return f"{text} is {day(on)}"
