"""What is to be saved of a decision, worked out before any row is locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.decision import Decision
from campaigns.models import BookSnapshot
from campaigns.models.campaign import LONGEST_NAME
from campaigns.saved.snapshots import snapshot_channels, snapshot_rows
from planner.planning.money import cents

COPY_MARK = " (copy)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A revision that is not saved yet: the columns of `Revision` and the rows of its plans."""

    name: str
    note: str
    asked: str
    headline: str
    start_on: date
    book_id: int | None
    book_slug: str
    book_name: str
    book_as_of: date
    frozen_on: date
    calendar_days: Mapping[str, str]
    total: Decimal | None
    done_on: date | None
    channels: list[Mapping[str, Any]]
    plans: tuple[Mapping[str, Any], ...]

    def columns(self) -> dict[str, Any]:
        """The values for a row of `Revision`, by column."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "plans"}


def make_draft(
    decision: Decision, *, calendar_days: Mapping[str, str], name: str, note: str
) -> Draft:
    """The draft of a decision; `calendar_days` are those of the estimate shown in full.

    All that takes long was done before: the comparison, and what follows from it. A save holds the
    only write lock that SQLite has, so it must find every value ready.
    """
    query, chosen = decision.query, decision.chosen
    book = query.book
    return Draft(
        name=name,
        note=note,
        asked=query.to_query_string(decision.display_to_save),
        headline=decision.headline,
        start_on=query.scenario.start_on,
        book_id=book.book_id if isinstance(book, BookSnapshot) else book.pk,
        book_slug=book.slug,
        book_name=book.name,
        book_as_of=book.as_of,
        frozen_on=book.taken_on if isinstance(book, BookSnapshot) else query.today,
        calendar_days=calendar_days,
        total=None if chosen is None or chosen.total is None else cents(chosen.total),
        done_on=chosen.done_on if chosen else None,
        channels=snapshot_channels(book, on=query.scenario.start_on),
        plans=tuple(snapshot_rows(decision)),
    )


def name_copy(name: str) -> str:
    """The name of a copy of a campaign with that name, cut so that it fits."""
    return f"{name[: LONGEST_NAME - len(COPY_MARK)]}{COPY_MARK}"
