"""What units of a channel can do, day by day: lead time, ramp, loss, months (RULES.md §10).

Capacities are touches, exact fractions of what is expected of one unit on a day; a unit's sum over
its months is rounded down to whole touches.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from planner.planning.channels.channel import Channel
from planner.planning.days import (
    DAY,
    DAYS_IN_A_WEEK,
    WEEKDAYS_IN_A_WEEK,
    month_of,
    sending_day,
)


class UnitUse(NamedTuple):
    """Units of a channel, all ordered on the first day and paid for so many months."""

    units: int
    months: int


class Day(NamedTuple):
    """A day on which a unit sends: its month since the order, and the touches expected of it."""

    on: date
    month: int
    touches: Fraction


# A few channels for a request: five years of days are some 500 kB each.
@lru_cache(maxsize=32)
def list_days(channel: Channel, ordered_on: date, last: date, whole_list: int) -> tuple[Day, ...]:
    """The days through `last` on which a unit ordered on `ordered_on` sends.

    `whole_list` counts the people of the list: no more is asked of an unlimited capacity. Source:
    RULES.md §10.
    """
    return tuple(_find_days(channel, ordered_on, last, whole_list))


def _find_days(channel: Channel, ordered_on: date, last: date, people: int) -> Iterator[Day]:
    stays = 1 - Fraction(channel.loss_rate)
    usable_on = ordered_on + channel.lead_days * DAY
    amounts = [Fraction(amount) for amount in (*channel.ramp, channel.capacity or Decimal(0))]
    week = DAYS_IN_A_WEEK if channel.sends_on == "every_day" else WEEKDAYS_IN_A_WEEK
    if channel.capacity_per == "week":
        amounts = [amount / week for amount in amounts]
    day, known = sending_day(usable_on, 1, channel.sends_on), 0
    while day <= last:
        month = month_of(ordered_on, day)
        if channel.capacity_per in ("day", "week"):
            age = (day - usable_on).days // DAYS_IN_A_WEEK
            yield Day(day, month, amounts[min(age, len(channel.ramp))] * stays ** (month - 1))
        elif channel.capacity_per == "month":
            if month > known:
                yield Day(day, month, amounts[0] * stays ** (month - 1))
        else:
            touches = amounts[0]
            if channel.capacity_per == "unlimited":
                touches = Fraction(people * channel.touches)
            yield Day(day, month, touches)
            return
        known = month
        day = sending_day(day + DAY, 1, channel.sends_on)


def count_touches(days: Sequence[Day], months: int) -> tuple[int, ...]:
    """The whole touches of a unit that is there for 0, 1, … `months` months, rounded down."""
    by_month = [Fraction(0)] * (months + 1)
    for day in days:
        by_month[day.month] += day.touches
    return tuple(int(total) for total in accumulate(by_month))


def find_done_day(days: Sequence[Day], use: UnitUse, touches: int) -> date | None:
    """The first day by which the units have made so many touches; `None` where they do not."""
    total = Fraction(0)
    for day in days:
        if day.month > use.months:
            return None
        total += day.touches * use.units
        if total >= touches:
            return day.on
    return None


def find_order_by(
    channel: Channel, use: UnitUse, *, touches: int, people: int, start_on: date, deadline: date
) -> date:
    """The last day on which these units can be ordered and still make so many touches in time.

    `people` counts the list. Ordered on `start_on` they do. Found by halving.
    """
    works, fails = 0, (deadline - start_on).days + 1
    while fails - works > 1:
        middle = (works + fails) // 2
        days = tuple(_find_days(channel, start_on + middle * DAY, deadline, people))
        if find_done_day(days, use, touches):
            works = middle
        else:
            fails = middle
    return start_on + works * DAY
