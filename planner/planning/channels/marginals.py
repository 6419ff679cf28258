"""What one more unit of each limit is worth: the plan with it, less the plan (RULES.md §10).

Differences of whole plans, not prices of a relaxed program: in whole units one more of something
often saves nothing, and sometimes much.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from planner.planning.channels.capacity import UnitUse, find_done_day
from planner.planning.channels.channel import Channel
from planner.planning.channels.choice import Prices, find_prices
from planner.planning.channels.inmail import InMail
from planner.planning.channels.request import ChannelRequest
from planner.planning.channels.result import ChannelPlan, ChannelShare
from planner.planning.channels.search import TIME_LIMIT, find_channel_plan
from planner.planning.channels.unit_costs import UnitPrices
from planner.planning.days import DAY, DAYS_IN_A_WEEK, add_months
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import make_estimate
from planner.planning.mix import Solver, solve
from planner.planning.ranges import MOST_LEADS, MOST_MONTHS, MOST_SEATS

# One more person of the list, unit of a channel, week until the deadline, hour; one less to reach.
MarginKind = Literal["people", "units", "week", "hour", "target"]
MARGIN_KINDS: tuple[MarginKind, ...] = ("people", "units", "week", "hour", "target")
# By kind and channel, the plans with one more.
Relaxed = dict[tuple[MarginKind, str | None], ChannelPlan]


@dataclass(frozen=True, kw_only=True)
class Marginal:
    """The plan with one more of something, of channel `slug` where it is one of its units.

    `saves` is the dollars by which it costs less, 0 or more; `None` where either is no plan.
    """

    kind: MarginKind
    slug: str | None
    plan: ChannelPlan
    saves: Decimal | None

    @property
    def makes_possible(self) -> bool:
        """Whether there is a plan only with one more of it."""
        return self.saves is None and self.plan.is_done


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMoreUnit:
    """A share of a plan with one more unit for the same months: its day, and dollars more."""

    done_on: date
    days_sooner: int
    costs: Decimal


def find_marginals(
    plan: ChannelPlan,
    *,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
    plans: Relaxed | None = None,
) -> tuple[Marginal, ...]:
    """One more of each limit of a plan's request, what saves most first (RULES.md §10).

    Limits: the list, the units of channels with `most_units` and the seats of an InMail scenario
    with `max_seats`, the deadline, the hours, the target. The solver takes up to `time_limit`
    seconds for each. `prices` are those of the plan's request. `plans` are those that are found
    already, and takes the others. Raises `TimeBudgetExceeded` where `has_time_left()` is false
    before a plan.
    """
    known = find_prices(plan.request) if prices is None else prices
    plans = {} if plans is None else plans
    found = []
    for kind, slug, request in _relax(plan.request):
        if (kind, slug) not in plans:
            if not has_time_left():
                raise TimeBudgetExceeded
            plans[kind, slug] = find_channel_plan(
                request,
                time_limit=time_limit,
                solver=solver,
                prices=find_prices(request, known=known),
            )
        found.append(_compare(plan, kind, slug, plans[kind, slug]))
    return tuple(sorted(found, key=lambda one: (not one.makes_possible, -(one.saves or 0))))


def _compare(
    plan: ChannelPlan, kind: MarginKind, slug: str | None, relaxed: ChannelPlan
) -> Marginal:
    saves = None
    if plan.cost is not None and relaxed.cost is not None:
        # The plan is one of the relaxed request's as well, where no better one is found in time.
        saves = max(Decimal(0), plan.cost - relaxed.cost)
    return Marginal(kind=kind, slug=slug, plan=relaxed, saves=saves)


def _relax(request: ChannelRequest) -> Iterator[tuple[MarginKind, str | None, ChannelRequest]]:
    if request.people < MOST_LEADS:
        yield "people", None, replace(request, people=request.people + 1)
    for channel in request.usable():
        if more := _with_one_more(request, channel):
            yield "units", channel.slug, more
    later = request.deadline + DAYS_IN_A_WEEK * DAY
    if later < add_months(request.start_on, MOST_MONTHS):
        yield "week", None, replace(request, deadline=later)
    if request.most_hours is not None:
        yield "hour", None, replace(request, most_hours=request.most_hours + 1)
    if request.target > 1:
        yield "target", None, replace(request, target=request.target - 1)


def _with_one_more(request: ChannelRequest, channel: Channel | InMail) -> ChannelRequest | None:
    """The request with one more unit, or seat; `None` where their number is not limited."""
    if isinstance(channel, InMail):
        seats = channel.scenario.max_seats
        if seats is None:
            return None
        scenario = replace(channel.scenario, max_seats=seats + 1)
        return replace(request, inmail=replace(channel, scenario=scenario))
    if channel.most_units is None:
        return None
    more = replace(channel, most_units=channel.most_units + 1)
    channels = (more if one is channel else one for one in request.channels)
    return replace(request, channels=tuple(channels))


def find_one_more_unit(plan: ChannelPlan, share: ChannelShare) -> OneMoreUnit | None:
    """A share of a plan with one more unit: how much sooner its people are reached, for how much.

    Of InMail the same plan with one more seat, `None` where that is not possible. Source:
    RULES.md §10.
    """
    if not isinstance(share.channel, Channel):
        return _with_one_more_seat(share)
    prices = UnitPrices(
        share.channel,
        people=plan.request.people,
        start_on=share.starts_on,
        deadline=share.ends_on,
    )
    use = UnitUse(share.units + 1, share.months)
    touches = share.people * prices.channel.touches
    done_on = find_done_day(prices.days, use, touches) or share.done_on
    before = prices.price(UnitUse(share.units, share.months))
    return OneMoreUnit(
        done_on=done_on,
        days_sooner=(share.done_on - done_on).days,
        costs=prices.price(use) - before,
    )


def _with_one_more_seat(share: ChannelShare) -> OneMoreUnit | None:
    if share.estimate is None or share.estimate.seats >= MOST_SEATS:
        return None
    before = share.estimate
    scenario = replace(before.scenario, seats=before.seats + 1, max_seats=None)
    after = make_estimate(before.terms, scenario, before.strategy)
    if after.done_on is None or after.total is None or after.status != "ok":
        return None
    return OneMoreUnit(
        done_on=after.done_on,
        days_sooner=(share.done_on - after.done_on).days,
        costs=after.total - share.cash,
    )
