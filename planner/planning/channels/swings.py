"""What each figure of a channel does to the cheapest plan, one at a time (RULES.md §10)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from planner.planning.channels.channel import MOST_CAPACITY, Channel
from planner.planning.channels.choice import Prices, find_prices
from planner.planning.channels.inmail import InMail
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.result import ChannelPlan
from planner.planning.channels.search import TIME_LIMIT, find_least_cost
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.mix import Solver, solve
from planner.planning.money import cents
from planner.planning.ranges import MOST_RATE_DECIMALS
from planner.planning.terms import MOST_PRICE

HALF, MORE_BY_HALF = Decimal("0.5"), Decimal("1.5")
A_FIFTH_LESS, A_FIFTH_MORE = Decimal("0.8"), Decimal("1.2")
# Half and one and a half times, at most so much.
HALVED = {"reply_rate": Decimal(1), "capacity": MOST_CAPACITY}
# A fifth less and a fifth more, at most so much; prices to the cent.
FIFTHS = {"reach": Decimal(1)}
PRICED = ("unit_price", "set_up_price", "tool_price", "touch_price", "contact_price")
# By channel, figure and its value: dollars of the cheapest plan, `None` where there is none.
Costs = dict[tuple[str, str, Decimal], Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSwing:
    """The cost of the cheapest plan with a low and with a high value of one figure.

    Dollars, `None` where there is no plan. `swing` is the greatest less the least of the present
    cost and both, `None` where one of them is.
    """

    slug: str
    field: str
    low: Decimal
    high: Decimal
    cost_at_low: Decimal | None
    cost_at_high: Decimal | None
    swing: Decimal | None


def find_channel_swings(
    plan: ChannelPlan,
    *,
    slugs: Collection[str] | None = None,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
    costs: Costs | None = None,
) -> tuple[ChannelSwing, ...]:
    """The swing of each figure above 0 of the request's usable channels, the largest first.

    Where `slugs` are given, of these channels alone. One without a number ranks before all. The
    solver takes up to `time_limit` seconds for each of the two plans of a figure. `prices` are
    those of the plan's request. `costs` are those that are calculated already, and takes the
    others. Raises `TimeBudgetExceeded` where `has_time_left()` is false before a plan. Source:
    RULES.md §10.
    """
    request = plan.request
    known = find_prices(request) if prices is None else prices
    costs = {} if costs is None else costs

    def cost_with(channel: AnyChannel, field: str, value: Decimal) -> Decimal | None:
        key = channel.slug, field, value
        if key not in costs:
            costs[key] = find_cost_with(channel, field, value)
        return costs[key]

    def find_cost_with(channel: AnyChannel, field: str, value: Decimal) -> Decimal | None:
        if not has_time_left():
            raise TimeBudgetExceeded
        changed = _change(request, channel, field, value)
        return find_least_cost(
            changed,
            time_limit=time_limit,
            solver=solver,
            prices=find_prices(changed, known=known),
        )

    swings = []
    for channel in request.usable():
        if slugs is not None and channel.slug not in slugs:
            continue
        for field, low, high in _list_figures(channel):
            ends = cost_with(channel, field, low), cost_with(channel, field, high)
            swings.append(
                ChannelSwing(
                    slug=channel.slug,
                    field=field,
                    low=low,
                    high=high,
                    cost_at_low=ends[0],
                    cost_at_high=ends[1],
                    swing=_swing_of(plan.cost, *ends),
                )
            )
    return tuple(sorted(swings, key=lambda one: (one.swing is not None, -(one.swing or 0))))


def _list_figures(channel: AnyChannel) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The figures that are varied, each with its low and high value."""
    values = channel.rates if isinstance(channel, InMail) else channel
    for field in (*HALVED, *FIFTHS, *PRICED):
        present: Decimal | None = getattr(values, field, None)
        if not present:
            continue
        if field in HALVED:
            yield field, _round(present * HALF), min(_round(present * MORE_BY_HALF), HALVED[field])
        elif field in FIFTHS:
            low, high = _round(present * A_FIFTH_LESS), _round(present * A_FIFTH_MORE)
            yield field, low, min(high, FIFTHS[field])
        else:
            most = min(present * A_FIFTH_MORE, MOST_PRICE)
            yield field, cents(present * A_FIFTH_LESS), cents(most)


def _round(value: Decimal) -> Decimal:
    """The value with as many decimals as a share may have."""
    return round(value, MOST_RATE_DECIMALS).normalize()


def _change(
    request: ChannelRequest, channel: AnyChannel, field: str, value: Decimal
) -> ChannelRequest:
    if isinstance(channel, InMail):
        rates = replace(channel.rates, reply_rate=value)
        return replace(request, inmail=replace(channel, rates=rates))
    changed: Channel = replace(channel, **{field: value})  # type: ignore[arg-type]
    channels = (changed if one is channel else one for one in request.channels)
    return replace(request, channels=tuple(channels))


def _swing_of(*costs: Decimal | None) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return max(known) - min(known) if len(known) == len(costs) else None
