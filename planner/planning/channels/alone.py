"""Each channel alone for the same goal and deadline: its plan, and what binds (RULES.md §10)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from planner.planning.channels.channel import Channel
from planner.planning.channels.choice import Prices, find_prices
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.result import ChannelPlan
from planner.planning.channels.search import TIME_LIMIT, find_channel_plan
from planner.planning.mix import Solver, solve
from planner.planning.ranges import MOST_LEADS
from planner.planning.worth.funnel import MINUTES_IN_AN_HOUR

# The consent of the people, an audience that is large enough, the people of the list that can be
# reached, what units or seats can do by the deadline, the person's own hours.
LimitKind = Literal["consent", "audience", "list", "capacity", "hours"]
LIMIT_KINDS: tuple[LimitKind, ...] = ("consent", "audience", "list", "capacity", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a channel needs of something, and what there is of it: people, or hours."""

    kind: LimitKind
    needed: Fraction
    available: Fraction

    @property
    def is_met(self) -> bool:
        """Whether there is as much as is needed."""
        return self.needed <= self.available

    @property
    def use(self) -> Fraction | None:
        """What is needed as a part of what there is; `None` where there is nothing."""
        return self.needed / self.available if self.available else None


@dataclass(frozen=True, kw_only=True)
class ChannelAlone:
    """One channel alone for the goal and the deadline of `request`.

    `people` are those that it takes, `None` where a rate is unknown or 0. `unknown` names the
    fields that a plan needs and that are unknown. `limits` are in the order of what binds first.
    `plan` is `None` where something is unknown.
    """

    request: ChannelRequest
    channel: AnyChannel
    people: int | None
    unknown: tuple[str, ...]
    limits: tuple[Limit, ...]
    plan: ChannelPlan | None

    @property
    def binds(self) -> Limit | None:
        """The limit that is nearest, or exceeded most; `None` where nothing is limited."""
        return next(iter(self.limits), None)


def find_each_alone(
    request: ChannelRequest,
    *,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
) -> tuple[ChannelAlone, ...]:
    """Every channel of a request alone, in their order, those that are not allowed included.

    The solver takes up to `time_limit` seconds for each. `prices` are those of the request's
    usable channels, where the caller has them already. Source: RULES.md §10.
    """
    return tuple(
        find_alone(request, channel, time_limit=time_limit, solver=solver, prices=prices)
        for channel in request.all_channels
    )


def find_alone(
    request: ChannelRequest,
    channel: AnyChannel,
    *,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
) -> ChannelAlone:
    """One channel of a request alone (RULES.md §10); `prices` as for `find_each_alone`."""
    alone = request.only(channel)
    unknown, share = alone.missing_for(channel), channel.share_of(request.goal)
    people = -(-request.target // share) if share else None
    if people is not None and isinstance(channel, Channel):
        people = max(people, channel.least_audience)
    # Limits are of use where there is nothing to plan, too.
    priced = {} if unknown else find_prices(replace(alone, has_consent=True), known=prices)
    limits = sorted(_find_limits(alone, channel, people, priced), key=_order_of)
    plan = None
    if not unknown:
        plan = find_channel_plan(alone, time_limit=time_limit, solver=solver, prices=priced)
    return ChannelAlone(
        request=request,
        channel=channel,
        people=people,
        unknown=unknown,
        limits=tuple(limits),
        plan=plan,
    )


def _order_of(limit: Limit) -> tuple[bool, Fraction]:
    return limit.use is not None, -(limit.use or Fraction(0))


def _find_limits(
    request: ChannelRequest, channel: AnyChannel, people: int | None, priced: Prices
) -> Iterator[Limit]:
    reachable = channel.reachable(request.people)
    if request.is_forbidden(channel):
        yield Limit(kind="consent", needed=Fraction(1), available=Fraction(0))
    if isinstance(channel, Channel) and channel.least_audience:
        least = Fraction(channel.least_audience)
        yield Limit(kind="audience", needed=least, available=Fraction(reachable))
    if people is None:
        return
    yield Limit(kind="list", needed=Fraction(people), available=Fraction(reachable))
    if not priced:
        return
    prices = priced[channel.slug]
    if isinstance(channel, Channel):
        wanted, is_limited = MOST_LEADS, channel.most_units is not None
    else:
        # The engine is asked for no more messages than there are people.
        wanted, is_limited = min(people, reachable), False
    most = prices.most(wanted)
    if is_limited or most < min(people, wanted):
        yield Limit(kind="capacity", needed=Fraction(people), available=Fraction(most))
    if request.most_hours is not None:
        needed = people * request.minutes_of(channel) / MINUTES_IN_AN_HOUR
        yield Limit(kind="hours", needed=needed, available=Fraction(request.most_hours))
