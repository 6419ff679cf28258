"""The dates of a quote, laid out: those of the whole, and a row for each of several audiences.

What is stored is one list of names and days, in which those of an audience begin with its name.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from campaigns.presentation.brief import KeyDay

DONE, DEADLINE = "everything sent", "deadline"
# How an audience's name and what the day is for are put together.
BETWEEN = ": "


class AudienceDates(NamedTuple):
    """The days of an audience; `None` where the quote does not name one for it."""

    name: str
    done_on: date | None
    deadline: date | None


class QuoteDates(NamedTuple):
    """The days of the whole, and those of each audience."""

    whole: tuple[KeyDay, ...]
    audiences: tuple[AudienceDates, ...]


def name_day(audience: str, what: str) -> str:
    """The name under which a day of an audience is stored: "CFOs: everything sent"."""
    return f"{audience}{BETWEEN}{what}"


def lay_out_dates(days: Sequence[KeyDay]) -> QuoteDates:
    """The stored days, each deadline once.

    Where all audiences have that of the whole, it is the whole's; else it is theirs alone.
    """
    whole = tuple(one for one in days if not _split(one))
    audiences = tuple(_list_audiences(days))
    shared = {one.on for one in whole if _is_deadline(one)}
    own = {one.deadline for one in audiences}
    if own and own == shared:
        audiences = tuple(one._replace(deadline=None) for one in audiences)
    elif own and None not in own:
        whole = tuple(one for one in whole if not _is_deadline(one))
    return QuoteDates(whole, audiences)


def _is_deadline(day: KeyDay) -> bool:
    return day.name.casefold() == DEADLINE


def _split(day: KeyDay) -> tuple[str, str] | None:
    """The audience and what the day is for; `None` for a day of the whole."""
    audience, between, what = day.name.rpartition(BETWEEN)
    return (audience, what) if between and what in (DONE, DEADLINE) else None


def _list_audiences(days: Sequence[KeyDay]) -> Iterator[AudienceDates]:
    """The audiences in the order in which they are stored."""
    found: dict[str, dict[str, date]] = {}
    for day in days:
        if split := _split(day):
            audience, what = split
            found.setdefault(audience, {})[what] = day.on
    for name, by_what in found.items():
        yield AudienceDates(name, by_what.get(DONE), by_what.get(DEADLINE))
