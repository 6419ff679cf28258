"""A share of a plan month by month: the people reached, and what falls due (RULES.md §10)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.planning.channels.capacity import UnitUse, list_days
from planner.planning.channels.channel import Channel
from planner.planning.channels.request import ChannelRequest
from planner.planning.channels.result import ChannelPlan, ChannelShare
from planner.planning.channels.unit_costs import UnitPrices
from planner.planning.days import month_starts_on
from planner.planning.estimate import Estimate

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMonth:
    """A month of the campaign: the people whose last touch is in it, and dollars that fall due."""

    month: int
    starts_on: date
    people: int
    due: Decimal


def list_months(plan: ChannelPlan, share: ChannelShare) -> tuple[ShareMonth, ...]:
    """The months of a share of a plan; people and dollars add up to those of the share.

    Set-ups are due in the first month, units and tool in each, contacts and touches with the
    people reached. Source: RULES.md §10.
    """
    if isinstance(share.channel, Channel):
        return tuple(_months_of_units(plan.request, share.channel, share))
    return () if share.estimate is None else tuple(_months_of_messages(share.estimate))


def _months_of_units(
    request: ChannelRequest, channel: Channel, share: ChannelShare
) -> list[ShareMonth]:
    days = list_days(channel, request.start_on, request.deadline, request.people)
    prices = UnitPrices(
        channel, people=request.people, start_on=request.start_on, deadline=request.deadline
    )
    months: list[ShareMonth] = []
    touches, reached, paid = Fraction(0), 0, ZERO
    for month in range(1, share.months + 1):
        touches += sum((day.touches for day in days if day.month == month), Fraction(0))
        by_now = min(share.people, int(share.units * touches / channel.touches))
        # Each month costs what units for so many months cost more than for one less.
        price = prices.price(UnitUse(share.units, month))
        people = by_now - reached
        due = price - paid + people * request.price_per_person(channel)
        starts_on = month_starts_on(request.start_on, month)
        months.append(ShareMonth(month=month, starts_on=starts_on, people=people, due=due))
        reached, paid = by_now, price
    return months


def _months_of_messages(estimate: Estimate) -> list[ShareMonth]:
    last = max(row.month for row in estimate.schedule)
    return [
        ShareMonth(
            month=month,
            starts_on=month_starts_on(estimate.scenario.start_on, month),
            people=sum(
                row.ledger.sent + row.free for row in estimate.schedule if row.month == month
            ),
            due=sum((row.due or ZERO for row in estimate.schedule if row.month == month), ZERO),
        )
        for month in range(1, last + 1)
    ]
