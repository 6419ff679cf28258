"""A plan over channels month by month, and what is to be done on which day (RULES.md §10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from planner.planning.channels.capacity import UnitUse, list_days
from planner.planning.channels.channel import Channel
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.result import ChannelPlan, ChannelShare
from planner.planning.channels.unit_costs import UnitPrices
from planner.planning.days import month_of, month_starts_on
from planner.planning.estimate import Estimate
from planner.planning.worth import Outcome, add_outcomes

ZERO = Decimal(0)
# A unit is ordered, or a seat subscribed to; the last day of lead time and ramp; the first touch;
# the last one.
StepKind = Literal["order", "warm", "first", "done"]
STEP_KINDS: tuple[StepKind, ...] = ("order", "warm", "first", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMonth:
    """A month of a channel's share: what its people bring and take, and dollars that fall due.

    The people of the outcome are those whose last touch is in the month, its cash is what falls
    due in it.
    """

    channel: AnyChannel
    month: int
    starts_on: date
    outcome: Outcome

    @property
    def people(self) -> int:
        """The people whose last touch is in the month."""
        return self.outcome.people

    @property
    def due(self) -> Decimal:
        """Dollars that fall due in the month."""
        return self.outcome.cash or ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMonth:
    """A month of a plan: its shares, and what they come to together."""

    month: int
    starts_on: date
    shares: tuple[ShareMonth, ...]
    outcome: Outcome


class PlanStep(NamedTuple):
    """Something that a channel of a plan has on a day.

    `latest` is the last day that would still do: of an order, where there is one.
    """

    on: date
    kind: StepKind
    share: ChannelShare
    latest: date | None = None


def list_plan_months(plan: ChannelPlan) -> tuple[PlanMonth, ...]:
    """The months of a plan, from the first to the last in which one of its channels has anything.

    All figures add up to those of the plan; none for a plan without shares. Source: RULES.md §10.
    """
    of_shares = [one for share in plan.shares for one in list_months(plan, share)]
    last = max((one.month for one in of_shares), default=0)
    return tuple(_make_month(of_shares, month) for month in range(1, last + 1))


def _make_month(of_shares: list[ShareMonth], month: int) -> PlanMonth:
    # Every channel has the months before its first day, too, so that none is empty.
    shares = tuple(one for one in of_shares if one.month == month)
    return PlanMonth(
        month=month,
        starts_on=shares[0].starts_on,
        shares=shares,
        outcome=add_outcomes(
            [one.outcome for one in shares], cash=sum((one.due for one in shares), ZERO)
        ),
    )


def list_steps(plan: ChannelPlan) -> tuple[PlanStep, ...]:
    """What is to be done for a plan and when, by day.

    A channel that takes no unit has nothing to order. Source: RULES.md §10.
    """
    steps = [step for share in plan.shares for step in _steps_of(share)]
    return tuple(sorted(steps, key=lambda step: (step.on, STEP_KINDS.index(step.kind))))


def _steps_of(share: ChannelShare) -> Iterator[PlanStep]:
    if share.units:
        yield PlanStep(share.starts_on, "order", share, share.order_by)
    # A long ramp may end after the last touch.
    if share.warm_until and share.warm_until < share.done_on:
        yield PlanStep(share.warm_until, "warm", share)
    yield PlanStep(share.first_touch_on, "first", share)
    yield PlanStep(share.done_on, "done", share)


def list_months(plan: ChannelPlan, share: ChannelShare) -> tuple[ShareMonth, ...]:
    """The months of a share of a plan; all figures add up to those of the share.

    Set-ups are due in the first month, units and tool in each, contacts and touches with the
    people reached. Source: RULES.md §10.
    """
    if isinstance(share.channel, Channel):
        return tuple(_months_of_units(plan.request, share.channel, share))
    if share.estimate is None:
        return ()
    return tuple(_months_of_messages(plan.request, share, share.estimate))


def _months_of_units(
    request: ChannelRequest, channel: Channel, share: ChannelShare
) -> Iterator[ShareMonth]:
    days = list_days(channel, share.starts_on, share.ends_on, request.people)
    prices = UnitPrices(
        channel, people=request.people, start_on=share.starts_on, deadline=share.ends_on
    )
    # What units for so many months cost more than for one less falls due as that month begins.
    due: dict[int, Decimal] = {}
    paid = ZERO
    for number in range(1, share.months + 1):
        month = month_of(request.start_on, month_starts_on(share.starts_on, number))
        price = prices.price(UnitUse(share.units, number))
        due[month] = due.get(month, ZERO) + price - paid
        paid = price
    touches, reached = Fraction(0), 0
    for month in range(1, max(*due, month_of(request.start_on, share.done_on)) + 1):
        in_month = (day for day in days if month_of(request.start_on, day.on) == month)
        touches += sum((day.touches for day in in_month if day.month <= share.months), Fraction(0))
        by_now = min(share.people, int(share.units * touches / channel.touches))
        people = by_now - reached
        of_people = people * request.price_per_person(channel)
        yield _make_share_month(request, channel, month, people, due.get(month, ZERO) + of_people)
        reached = by_now


def _months_of_messages(
    request: ChannelRequest, share: ChannelShare, estimate: Estimate
) -> Iterator[ShareMonth]:
    last = max(row.month for row in estimate.schedule)
    for month in range(1, last + 1):
        rows = [row for row in estimate.schedule if row.month == month]
        people = sum(row.ledger.sent + row.free for row in rows)
        due = sum((row.due or ZERO for row in rows), ZERO)
        yield _make_share_month(request, share.channel, month, people, due)


def _make_share_month(
    request: ChannelRequest, channel: AnyChannel, month: int, people: int, due: Decimal
) -> ShareMonth:
    return ShareMonth(
        channel=channel,
        month=month,
        starts_on=month_starts_on(request.start_on, month),
        outcome=request.expect(channel, people, cash=due),
    )
