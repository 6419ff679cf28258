"""The people of each channel, counted and priced exactly (RULES.md §10)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.planning.channels.channel import Channel
from planner.planning.channels.inmail import MessagePrices
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.unit_costs import UnitPrices

# By slug: the people of each usable channel, and of the sequence; and by slug, or for a step of a
# sequence by both slugs, the prices of units or messages.
People = Mapping[str, int]
Prices = Mapping[str, UnitPrices | MessagePrices]


def find_prices(request: ChannelRequest, *, known: Prices | None = None) -> Prices:
    """The prices of every usable channel, to be shared by requests with the same list and days.

    Those of a step of a sequence have a key of their own. Those of `known` are taken where they are
    of the same channel, list and days: what InMail costs for a number of messages takes long to
    calculate.
    """
    return {
        key: _find_prices_of(channel, request, *window, known.get(key) if known else None)
        for case in request.list_cases() or [request]
        for channel in request.usable()
        for key, window in [(_key_of(case, channel), case.window_of(channel))]
    }


def pick_prices(request: ChannelRequest, prices: Prices) -> Prices:
    """By channel, the prices of one case of a request, with or without a sequence."""
    return {one.slug: prices[_key_of(request, one)] for one in request.usable()}


def _key_of(case: ChannelRequest, channel: AnyChannel) -> str:
    sequence = case.sequence
    is_step = sequence is not None and channel.slug in sequence.steps
    return f"{sequence.slug} {channel.slug}" if sequence and is_step else channel.slug


def _find_prices_of(
    channel: AnyChannel,
    request: ChannelRequest,
    start_on: date,
    deadline: date,
    known: UnitPrices | MessagePrices | None,
) -> UnitPrices | MessagePrices:
    people = request.people
    if isinstance(channel, Channel):
        if isinstance(known, UnitPrices) and known.is_of(channel, people, start_on, deadline):
            return known
        return UnitPrices(channel, people=people, start_on=start_on, deadline=deadline)
    if isinstance(known, MessagePrices) and known.is_of(channel, start_on, deadline):
        return known
    return MessagePrices(channel, start_on=start_on, deadline=deadline)


def count_loads(request: ChannelRequest, people: People) -> dict[str, int]:
    """By channel, the people that it touches: its own, and those that steps of sequences go to.

    Of a step as many are expected as have not answered those before; the sum is rounded up.
    """
    loads = {one.slug: Fraction(people.get(one.slug, 0)) for one in request.usable()}
    for sequence in request.used_sequences():
        for slug, share in request.step_shares(sequence).items():
            loads[slug] += share * people.get(sequence.slug, 0)
    return {slug: -(-load // 1) for slug, load in loads.items()}


def is_allowed(request: ChannelRequest, people: People) -> bool:
    """Whether these people reach the goal within all limits but the units', exactly."""
    usable, most, loads = list(request.usable()), request.most_minutes, count_loads(request, people)
    return (
        _count_goal(request, people) >= request.target
        and (most is None or _sum(loads, usable, request.minutes_of) <= most)
        and _is_in_list(request, people)
        and all(
            not 0 < loads[channel.slug] < channel.least_audience
            for channel in usable
            if isinstance(channel, Channel)
        )
    )


def _count_goal(request: ChannelRequest, people: People) -> Fraction:
    """What is expected of the goal."""
    by_channels = _sum(people, list(request.usable()), request.share_of)
    return by_channels + sum(
        request.share_by(one) * people.get(one.slug, 0) for one in request.used_sequences()
    )


def _sum(
    people: People, usable: Sequence[AnyChannel], each: Callable[[AnyChannel], Fraction]
) -> Fraction:
    return sum((each(one) * people.get(one.slug, 0) for one in usable), Fraction(0))


def list_reach(request: ChannelRequest) -> dict[str, int]:
    """By channel and by sequence, the people of the list that it reaches."""
    of_channels = {one.slug: one.reachable(request.people) for one in request.usable()}
    return of_channels | {one.slug: request.reachable_by(one) for one in request.used_sequences()}


def _is_in_list(request: ChannelRequest, people: People) -> bool:
    """Whether the list has enough people for each channel, however those of several overlap."""
    reach = list_reach(request)
    return all(
        sum(number for slug, number in people.items() if reach[slug] <= most) <= most
        for most in set(reach.values())
    )


def find_cost(request: ChannelRequest, people: People, prices: Prices) -> Decimal | None:
    """Dollars in cash, and for the own time where the request adds it.

    `None` where no units, or no plan, reach the people of a channel in time.
    """
    total, loads = Decimal(0), count_loads(request, people)
    for channel in request.usable():
        number = loads[channel.slug]
        of_units = prices[channel.slug].total(number)
        if of_units is None:
            return None
        total += of_units + number * price_of_person(request, channel)
    return total


def price_of_person(request: ChannelRequest, channel: AnyChannel) -> Decimal:
    """Dollars for each person, the own time included where the request adds it."""
    return request.price_per_person(channel) + request.time_per_person(channel)


def spare(request: ChannelRequest, people: People) -> People:
    """The people that the goal needs: those of dear channels are spared first.

    People of sequences stay: fewer of them may be too few for a step's channel.
    """
    needed, usable = dict(people), list(request.usable())
    loads, surplus = count_loads(request, people), _count_goal(request, people) - request.target
    dear_first = sorted(usable, key=lambda one: price_of_person(request, one), reverse=True)
    for channel in dear_first:
        share, number = request.share_of(channel), people[channel.slug]
        least = channel.least_audience if isinstance(channel, Channel) else 0
        most = min(number, loads[channel.slug] - least)
        spared = max(0, min(most, int(surplus / share) if share else number))
        needed[channel.slug] -= spared
        surplus -= spared * share
    return needed
