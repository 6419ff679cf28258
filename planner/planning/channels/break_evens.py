"""Where one channel becomes cheaper than another, by exact search (RULES.md §10)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planner.planning.channels.channel import Channel
from planner.planning.channels.choice import find_prices, price_of_person
from planner.planning.channels.inmail import InMail
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.errors import InvalidInput
from planner.planning.worth import Stage
from planner.planning.worth.break_evens import RATE_STEP

CostOf = Callable[[int], Fraction | None]
# So many numbers of people show where one channel becomes cheaper than the other.
MOST_POINTS = 10
# Where they do not cross, a curve goes back to this part of the people.
SPAN = 20


class CostPoint(NamedTuple):
    """Dollars of either channel for each expected one of a stage, for a number of people.

    `None` where a channel does not reach so many in time, or cannot be used for so few.
    """

    people: int
    first: Fraction | None
    second: Fraction | None


@dataclass(frozen=True, kw_only=True)
class ChannelBreakEven:
    """Where `first` costs less than `second` for each expected one of `stage`.

    Both reach the same number of people, `people`. `cost_of_first` and `cost_of_second` are
    dollars for each one then, `None` where the channel does not reach so many in time.
    `least_reply_rate` is the least answer rate of the first at which it costs less, `None` where
    none is. `not_below` is the least number of people for which it does not cost less, of those
    that both can be used for, or the first alone where the second can be used for none: 1 where
    there are none of these either, `None` where it costs less up to `people`.
    `curve` has the costs of both for round numbers of people up to `people`, and where they cross.
    """

    first: AnyChannel
    second: AnyChannel
    stage: Stage
    people: int
    cost_of_first: Fraction | None
    cost_of_second: Fraction | None
    least_reply_rate: Decimal | None
    not_below: int | None
    curve: tuple[CostPoint, ...] = ()

    @property
    def is_cheaper(self) -> bool:
        """Whether the first costs less at present."""
        return _is_less(self.cost_of_first, self.cost_of_second)


def find_channel_break_even(
    request: ChannelRequest, first: AnyChannel, second: AnyChannel, *, stage: Stage = "answers"
) -> ChannelBreakEven:
    """The break-even of two channels for the people of the request's list (RULES.md §10).

    The answer rate is looked for in steps
    of 0.0001 by halving, the people by dividing, both with the costs of whole units and of the
    engine's estimates. With `with_time` the time counts, as in a plan. Raises `InvalidInput` where
    a figure of either is unknown that this needs.
    """
    people = request.people
    of_first = cost_per_one(request, first, stage)
    of_second = cost_per_one(request, second, stage)
    least = _least_of(first, second)
    if least > people:
        # The second can be used for none of them: the first costs less wherever it can be.
        least = _least_of(first)
    not_below = 1 if least > people else _find_people(of_first, of_second, least, people)
    return ChannelBreakEven(
        first=first,
        second=second,
        stage=stage,
        people=people,
        cost_of_first=of_first(people),
        cost_of_second=of_second(people),
        least_reply_rate=_find_rate(request, first, stage, of_second(people)),
        not_below=not_below,
        curve=tuple(
            CostPoint(some, of_first(some), of_second(some))
            for some in _list_numbers(not_below, people)
        ),
    )


def _list_numbers(not_below: int | None, people: int) -> list[int]:
    """Round numbers of people around the one at which the lines cross, that and the one before."""
    if not_below is None or not_below == 1:
        return list_round_numbers(people // SPAN, people)
    crossing = {not_below - 1, not_below}
    return sorted(crossing.union(list_round_numbers(not_below // 2, people)))


def list_round_numbers(least: int, most: int) -> list[int]:
    """1, 2 and 5 times the powers of ten from `least` to below `most`, and `most`.

    Of more than `MOST_POINTS` the last ones.
    """
    powers = (10**power for power in range(len(str(most))))
    rounds = [factor * power for power in powers for factor in (1, 2, 5)]
    return [*(number for number in rounds if least <= number < most), most][-MOST_POINTS:]


def cost_per_one(request: ChannelRequest, channel: AnyChannel, stage: Stage) -> CostOf:
    """Dollars for each expected one of a stage, by the people that the channel reaches.

    `None` for people that it does not reach in time, and where none of the stage is expected.
    Raises `InvalidInput` where a figure is unknown that this needs.
    """
    alone = replace(request.only(channel), goal=stage, has_consent=True)
    if missing := alone.missing_for(channel):
        raise InvalidInput(missing[0], None, f"known, where {channel.name} is compared")
    prices = find_prices(alone)[channel.slug]
    each, share = Fraction(price_of_person(alone, channel)), channel.share_of(stage)

    def cost_of(people: int) -> Fraction | None:
        total = prices.total(people)
        if total is None or not share or people < _least_of(channel):
            return None
        return (Fraction(total) / people + each) / share

    return cost_of


def _is_less(first: Fraction | None, second: Fraction | None) -> bool:
    return first is not None and (second is None or first < second)


def _with_rate(channel: AnyChannel, rate: Decimal) -> AnyChannel:
    if isinstance(channel, InMail):
        return replace(channel, rates=replace(channel.rates, reply_rate=rate))
    return replace(channel, reply_rate=rate)


def _find_rate(
    request: ChannelRequest, channel: AnyChannel, stage: Stage, other: Fraction | None
) -> Decimal | None:
    """The least answer rate at which the channel costs less than `other`; `None` for none."""

    def is_cheaper(steps: int) -> bool:
        changed = _with_rate(channel, steps * RATE_STEP)
        return _is_less(cost_per_one(request, changed, stage)(request.people), other)

    most = Decimal(1)
    if isinstance(channel, InMail):
        most -= channel.scenario.decline_rate
    fails, works = 0, int(most / RATE_STEP)
    if not is_cheaper(works):
        return None
    while works - fails > 1:
        middle = (fails + works) // 2
        fails, works = (fails, middle) if is_cheaper(middle) else (middle, works)
    return works * RATE_STEP


def _least_of(*channels: AnyChannel) -> int:
    """The least number of people for which all of these channels can be used."""
    return max([1, *(one.least_audience for one in channels if isinstance(one, Channel))])


def _find_people(first: CostOf, second: CostOf, least: int, most: int) -> int | None:
    """The least number of people at which the first does not cost less; `None` for none.

    For n people each costs total(n) / n, and no total falls as n grows. So the first costs less
    for all numbers from `least` to `most` if its total for the most is below the second's for the
    least.
    """
    of_first, of_second = first(most), second(least)
    if of_first is not None and (of_second is None or of_first * most < of_second * least):
        return None
    if least == most:
        return least
    middle = (least + most) // 2
    found = _find_people(first, second, least, middle)
    return _find_people(first, second, middle + 1, most) if found is None else found
