"""Which audience gets the messages of each row of a schedule (RULES.md §11)."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.planning.audience import Prefix
from planner.planning.estimate import Estimate


class RowShare(NamedTuple):
    """The messages of one row to one audience: on credits, and to open profiles."""

    name: str
    on_credits: int
    free: int

    @property
    def messages(self) -> int:
        """All of them."""
        return self.on_credits + self.free


def split_rows(estimate: Estimate) -> list[tuple[RowShare, ...]]:
    """The messages of each row of the schedule by audience, in the order of the queue.

    Audiences without a message in a row are left out of it; without audiences all rows are empty.
    """
    on_credits = free = 0
    rows = []
    for row in estimate.schedule:
        sent_before, free_before = on_credits, free
        on_credits, free = on_credits + row.ledger.sent, free + row.free
        shares = _split(estimate.scenario.queue, (sent_before, on_credits), (free_before, free))
        rows.append(tuple(one for one in shares if one.messages))
    return rows


def _split(
    queue: tuple[Prefix, ...], on_credits: tuple[int, int], free: tuple[int, int]
) -> Iterator[RowShare]:
    """What each audience has of the messages of the two queues after a number, through another."""
    for one in queue:
        yield RowShare(
            one.audience.name,
            _overlap(on_credits, one.on_credits - one.own_on_credits, one.on_credits),
            _overlap(free, one.free - one.own_free, one.free),
        )


def _overlap(of_row: tuple[int, int], before: int, through: int) -> int:
    return max(0, min(of_row[1], through) - max(of_row[0], before))
