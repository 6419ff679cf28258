"""A person's own figures for a channel, in place of those published (RULES.md §10)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from planner.planning.channels.channel import Channel

MINUTES = ("minutes_per_message", "minutes_per_answer", "minutes_per_meeting")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigures:
    """The figures of one channel that take the place of the book's; `None` leaves the book's.

    Each has the name and the unit of the field of `Channel`, or of its effort, that it takes the
    place of, but `reply_rate` is always a share of the people touched, and `capacity` holds from
    the first week on. With `most_units` 0 the channel is left out.
    """

    channel: str
    reach: Decimal | None = None
    reply_rate: Decimal | None = None
    most_units: int | None = None
    capacity: int | None = None
    unit_price: Decimal | None = None
    contact_price: Decimal | None = None
    set_up_price: Decimal | None = None
    units_per_set_up: int | None = None
    tool_price: Decimal | None = None
    touch_price: Decimal | None = None
    touches: int | None = None
    lead_days: int | None = None
    loss_rate: Decimal | None = None
    least_audience: int | None = None
    acceptance_rate: Decimal | None = None
    positive_share: Decimal | None = None
    meeting_rate: Decimal | None = None
    win_rate: Decimal | None = None
    minutes_per_message: int | None = None
    minutes_per_answer: int | None = None
    minutes_per_meeting: int | None = None

    def apply_to(self, channel: Channel) -> Channel:
        """The channel with these figures; its sources stay those of the book's figures."""
        changes: dict[str, Any] = dict(self._given())
        minutes = {name: Decimal(changes.pop(name)) for name in MINUTES if name in changes}
        if minutes:
            changes["effort"] = replace(channel.effort, **minutes)
        if self.reply_rate is not None:
            changes["reply_of"] = "people"
        if self.capacity is not None:
            changes |= {"capacity": Decimal(self.capacity), "ramp": ()}
        return replace(channel, **changes)

    def _given(self) -> Iterator[tuple[str, Any]]:
        for name in OWN_FIGURES:
            if (value := getattr(self, name)) is not None:
                yield name, value


# The figures of a channel that a person can put in.
OWN_FIGURES = tuple(one.name for one in fields(ChannelFigures) if one.name != "channel")
