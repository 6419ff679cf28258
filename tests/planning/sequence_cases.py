"""Small requests with sequences, and the least of everything that can be done with them."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod

from planner.planning.channels import Channel, ChannelRequest, ChannelSequence, InMail
from tests.planning.channel_cases import draw_request
from tests.planning.channel_oracle import (
    answer_share,
    minutes_of_person,
    price_people,
    share_of,
    taking_part,
)


def draw_with_sequences(seed: int, *, most_people: int) -> ChannelRequest:
    """A request of two channels, sometimes InMail, with a sequence or two; answers are the goal."""
    request = draw_request(seed, most_people=most_people, most_channels=2)
    draw = random.Random(seed)
    slugs = [one.slug for one in request.all_channels]
    draw.shuffle(slugs)
    sequences = [ChannelSequence(steps=tuple(slugs[: draw.choice([2, 2, 3])]))]
    if draw.random() < 0.3:
        sequences.append(ChannelSequence(steps=(slugs[1], slugs[0])))
    target = draw.randint(1, 1 + request.people // 4)
    if draw.random() < 0.7:
        # As much as only sequences bring.
        channels = {one.slug: one for one in request.all_channels}
        silent = prod(1 - answer_share(channels[slug]) for slug in sequences[0].steps)
        target = max(1, floor(request.people * (1 - silent)))
        request = replace(
            request,
            channels=tuple(replace(one, reach=Decimal(1)) for one in request.channels),
            inmail=replace(request.inmail, reach=Decimal(1)) if request.inmail else None,
            has_consent=True,
            most_hours=None,
        )
    return replace(request, goal="answers", target=target, sequences=tuple(sequences))


def search_with_sequences(request: ChannelRequest) -> Decimal | None:
    """The least cost without a sequence, and with each of those that can take part."""
    channels = {one.slug: one for one in taking_part(request)}
    possible = [
        one.steps
        for one in request.sequences
        if channels.keys() >= set(one.steps) and "inmail" not in one.steps[1:]
    ]
    costs = [_search_with(request, channels, steps) for steps in [(), *possible]]
    return min((cost for cost in costs if cost is not None), default=None)


def _search_with(
    request: ChannelRequest, channels: dict[str, Channel | InMail], steps: tuple[str, ...]
) -> Decimal | None:
    """The least cost over every number of people of each channel and of one sequence.

    A step goes to those without an answer so far; what a channel touches is rounded up.
    """
    ways = [*((slug,) for slug in channels), *([steps] if steps else [])]
    reach = {slug: floor(request.people * Fraction(one.reach)) for slug, one in channels.items()}
    most = [
        max(0, sum(reach[slug] for slug in way) - request.people * (len(way) - 1)) for way in ways
    ]
    best: Decimal | None = None
    prices: dict[tuple[str, int], Decimal | None] = {}
    for people in product(*(range(number + 1) for number in most)):
        if not _is_in_list(people, most):
            continue
        loads, goal = count_by_hand(channels, ways, people, request)
        if goal < request.target:
            continue
        minutes = sum(loads[slug] * minutes_of_person(channels[slug]) for slug in loads)
        if request.most_hours is not None and minutes > 60 * request.most_hours:
            continue
        costs = []
        for slug, load in loads.items():
            if (slug, load) not in prices:
                in_time = put_in_its_part(request, channels[slug], steps)
                prices[slug, load] = price_people(in_time, channels[slug], load)
            costs.append(prices[slug, load])
        known = [cost for cost in costs if cost is not None]
        if len(known) == len(costs):
            total = sum(known, Decimal(0))
            best = total if best is None else min(best, total)
    return best


def put_in_its_part(
    request: ChannelRequest, channel: Channel | InMail, steps: tuple[str, ...]
) -> ChannelRequest:
    """The request with the days of a step: the time is divided evenly, lead time comes before."""
    if channel.slug not in steps:
        return request
    days = (request.deadline - request.start_on).days + 1
    number = steps.index(channel.slug)
    first, last = days * number // len(steps), days * (number + 1) // len(steps) - 1
    lead = getattr(channel, "lead_days", 0)
    return replace(
        request,
        start_on=request.start_on + timedelta(days=max(0, first - lead)),
        deadline=request.start_on + timedelta(days=last),
    )


def _is_in_list(people: tuple[int, ...], most: list[int]) -> bool:
    """Whether the ways have different people, where each reaches some of those of a wider one."""
    pairs = list(zip(people, most, strict=True))
    return all(sum(number for number, reach in pairs if reach <= limit) <= limit for limit in most)


def count_by_hand(
    channels: dict[str, Channel | InMail],
    ways: list[tuple[str, ...]],
    people: tuple[int, ...],
    request: ChannelRequest,
) -> tuple[dict[str, int], Fraction]:
    """The people that each channel touches, and what is expected of the goal."""
    touched = dict.fromkeys(channels, Fraction(0))
    goal = Fraction(0)
    for way, number in zip(ways, people, strict=True):
        left = Fraction(number)
        for slug in way:
            touched[slug] += left
            goal += left * share_of(request, channels[slug])
            left -= left * answer_share(channels[slug])
    return {slug: ceil(number) for slug, number in touched.items()}, goal
