"""What the units of a channel cost for so many people: a step function (RULES.md §10)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.channels.capacity import UnitUse, count_touches, list_days
from planner.planning.channels.channel import MOST_UNITS, Channel
from planner.planning.days import month_of

ZERO = Decimal(0)
NO_UNITS = UnitUse(0, 0)


class PeopleRange(NamedTuple):
    """From `least` to `most` people for at least `total` dollars, which the least of them cost."""

    least: int
    most: int
    total: Decimal


class UnitPrices:
    """The least cost of the units for each number of people by a deadline.

    All units of a channel begin on the start day and are there for the same number of months.
    `people` counts the list. The prices and the capacity of the channel have to be known. More
    people never cost less.
    """

    def __init__(self, channel: Channel, *, people: int, start_on: date, deadline: date) -> None:
        self.channel, self.people = channel, people
        self.start_on, self.deadline = start_on, deadline
        self.days = list_days(channel, start_on, deadline, people)
        # By months: the touches of one unit.
        self.touches = count_touches(self.days, month_of(start_on, deadline))
        self._most_units = MOST_UNITS if channel.most_units is None else channel.most_units

    def is_of(self, channel: Channel, people: int, start_on: date, deadline: date) -> bool:
        """Whether they are the prices of this channel, list and days."""
        own = self.channel, self.people, self.start_on, self.deadline
        return own == (channel, people, start_on, deadline)

    def use(self, people: int) -> UnitUse | None:
        """The units and months that reach so many people at the least cost; `None` for none.

        Ties go to fewer units, then to fewer months.
        """
        if not people:
            return NO_UNITS
        needed = people * self.channel.touches
        uses = [
            UnitUse(-(-needed // touches), months)
            for months, touches in enumerate(self.touches)
            if touches
        ]
        possible = [use for use in uses if use.units <= self._most_units]
        return min(possible, key=lambda use: (self.price(use), *use), default=None)

    def total(self, people: int) -> Decimal | None:
        """Dollars for units, set-ups and tool; `None` where no units reach so many in time."""
        use = self.use(people)
        return None if use is None else self.price(use)

    def most(self, people: int) -> int:
        """The most of `people` people that are reached in time."""
        return min(people, self._most_units * self.touches[-1] // self.channel.touches)

    def ends(self, people: int, limit: int) -> list[int] | None:
        """The numbers of people, up to `people`, after each of which another unit is needed.

        `None` where there are more than `limit`.
        """
        ends = {people}
        for touches in filter(None, self.touches):
            each = self.channel.touches
            units = min(self._most_units, -(-people * each // touches))
            if units + len(ends) > limit:
                return None
            ends |= {count * touches // each for count in range(1, units + 1)}
        return sorted(end for end in ends if 0 < end <= people)

    def price(self, use: UnitUse) -> Decimal:
        """Dollars for these units and months: the units, their set-ups, the tool."""
        channel = self.channel
        set_ups = -(-use.units // channel.units_per_set_up)
        return (
            (channel.unit_price or ZERO) * use.units * use.months
            + (channel.set_up_price or ZERO) * set_ups
            + (channel.tool_price or ZERO) * use.months
        )
