"""A person's own figures for a channel, in place of those published (RULES.md §10)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from planner.planning.channels.channel import Channel

# The figures of a channel that a person can put in.
OWN_FIGURES = ("reach", "reply_rate", "most_units", "capacity", "unit_price", "contact_price")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigures:
    """The figures of one channel that take the place of the book's; `None` leaves the book's.

    `reach` is the share of the list that the channel can reach, `reply_rate` the replies of the
    people touched, `most_units` the most mailboxes, senders or callers there can be, `capacity` the
    touches of each in the channel's own time; prices are dollars, of a unit a month, of a contact.
    """

    channel: str
    reach: Decimal | None = None
    reply_rate: Decimal | None = None
    most_units: int | None = None
    capacity: int | None = None
    unit_price: Decimal | None = None
    contact_price: Decimal | None = None

    def apply_to(self, channel: Channel) -> Channel:
        """The channel with these figures; its sources stay those of the book's figures."""
        changes: dict[str, Any] = dict(self._given())
        if self.reply_rate is not None:
            changes["reply_of"] = "people"
        if self.capacity is not None:
            changes |= {"capacity": Decimal(self.capacity), "ramp": ()}
        return replace(channel, **changes)

    def _given(self) -> Iterator[tuple[str, Any]]:
        for name in OWN_FIGURES:
            if (value := getattr(self, name)) is not None:
                yield name, value
