"""The audiences that messages go to, and the messages that a record lacks (RULES.md §11, §12).

Audiences stand in the order of the queue. Counts are messages.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple, Protocol

from planner.planning.audience_rows import RowShare, split_rows
from planner.planning.estimate import Estimate
from planner.planning.progress.audience_sent import fill_up
from planner.planning.progress.record import Record
from planner.planning.wording import count

# More names make no title; the text has all of them.
MOST_NAMED = 3


class Need(NamedTuple):
    """What an audience, by its name, gets: `number` by one item, `enough` through that item."""

    name: str
    number: int
    enough: int


class RowNeeds(NamedTuple):
    """Those of the messages of a row on credits, and of those to open profiles."""

    on_credits: tuple[Need, ...]
    free: tuple[Need, ...]


def list_needs(estimate: Estimate) -> list[RowNeeds]:
    """The needs of each row of the schedule; empty without audiences."""
    rows = split_rows(estimate)
    names = [one.audience.name for one in estimate.audiences]
    enough = accumulate(rows, _add, initial=dict.fromkeys(names, 0))
    next(enough)
    return [_needs_of(shares, through) for shares, through in zip(rows, enough, strict=True)]


def _add(before: dict[str, int], shares: tuple[RowShare, ...]) -> dict[str, int]:
    return before | {one.name: before[one.name] + one.messages for one in shares}


def _needs_of(shares: tuple[RowShare, ...], enough: dict[str, int]) -> RowNeeds:
    on_credits = {one.name: one.on_credits for one in shares}
    free = {one.name: one.free for one in shares}
    return RowNeeds(
        tuple(Need(name, on_credits.get(name, 0), many) for name, many in enough.items()),
        tuple(Need(name, free.get(name, 0), many) for name, many in enough.items()),
    )


def list_all_needs(estimate: Estimate, only: str = "") -> tuple[Need, ...]:
    """All messages of each audience; of `only` one by itself, those before it go first."""
    needs = []
    place = [one.audience.name for one in estimate.audiences].index(only) if only else None
    for number, one in enumerate(estimate.audiences):
        is_item = place in (None, number)
        is_through = place is None or number <= place
        needs.append(
            Need(
                one.audience.name,
                one.messages if is_item else 0,
                one.messages if is_through else 0,
            )
        )
    return tuple(needs)


def list_left(needs: Sequence[Need], record: Record) -> list[Need]:
    """What the record leaves of an item, by audience; empty where it is done.

    `needs` name all audiences: entries of others count for what is lacking in their order.
    """
    sent = {one.name: record.sent_to(one.name) for one in needs}
    wanted = {one.name: one.enough for one in needs}
    filled = fill_up(sent, record.sent - sum(sent.values()), [wanted])
    left = [
        one._replace(number=min(one.number, max(0, one.enough - filled[one.name]))) for one in needs
    ]
    return [one for one in left if one.number]


class PlannedItem(Protocol):
    """What a record shows as done when its `measure` has reached `enough`, or with `needs` those.

    With no measure a record cannot show it. `number` counts messages of the `unit`, where a record
    shows how many of them are left.
    """

    @property
    def measure(self) -> str: ...
    @property
    def enough(self) -> Decimal: ...
    @property
    def number(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def needs(self) -> tuple[Need, ...]: ...


def is_done(item: PlannedItem, record: Record) -> bool:
    """Whether the record shows the item as done."""
    if item.needs:
        return not list_left(item.needs, record)
    return bool(item.measure) and Decimal(getattr(record, item.measure)) >= item.enough


def name_rest(item: PlannedItem, record: Record) -> tuple[int, str] | None:
    """The messages that the record leaves of an item, and its title then; `None` for all."""
    needs = list_left(item.needs, record)
    left = sum(one.number for one in needs) if needs else int(item.enough) - record.sent
    if not item.unit or not 0 < left < item.number:
        return None
    return left, f"Send {count(left, f'more {item.unit}')}{write_audiences(needs)}"


def write_audiences(needs: Sequence[Need]) -> str:
    """The audiences of messages, after a title: ": 60 Acme, 40 Beta", ": Acme"; empty for none."""
    parts = list(_write_parts([one for one in needs if one.number]))
    return f": {', '.join(parts)}" if parts else ""


def _write_parts(needs: Sequence[Need]) -> Iterator[str]:
    if len(needs) == 1:
        yield needs[0].name
        return
    # One more name takes no more room than "others".
    named = needs if len(needs) <= MOST_NAMED + 1 else needs[:MOST_NAMED]
    for one in named:
        yield f"{one.number:,} {one.name}"
    if others := sum(one.number for one in needs[len(named) :]):
        yield f"{others:,} others"


def write_all(needs: Sequence[Need]) -> str:
    """All of them in a sentence, before the next one, where the title does not name them all."""
    listed = [one for one in needs if one.number]
    if len(listed) <= MOST_NAMED + 1:
        return ""
    return f"For {', '.join(f'{one.name} {one.number:,}' for one in listed)}. "


def number_of(name: str) -> str:
    """A number of an audience that follows from its name alone, for the key of an event."""
    digest = sha256(name.strip().casefold().encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**12:012}"
