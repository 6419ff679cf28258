"""The result: a plan over channels, each share with its units, dates, cash and outcome (§10)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from planner.planning.channels.capacity import UnitUse, find_done_day, find_order_by
from planner.planning.channels.choice import People, Prices, count_loads
from planner.planning.channels.inmail import MessagePrices
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.sequence import ChannelSequence
from planner.planning.channels.unit_costs import NO_UNITS, UnitPrices
from planner.planning.days import DAY, DAYS_IN_A_WEEK
from planner.planning.estimate import Estimate
from planner.planning.mix import MixStatus
from planner.planning.worth import Outcome, add_outcomes

ZERO = Decimal(0)
# By the year, by the month, or some of each.
Payment = Literal["annual", "monthly", "both"]


@dataclass(frozen=True, kw_only=True)
class ChannelShare:
    """The people that one channel touches, and what reaching them takes.

    `in_sequences` of the people are touched as a step of a sequence. `units` are there for `months`
    months from `starts_on` on, and used until `ends_on` at the latest; of InMail, whose `estimate`
    has the details, they are seats. `order_by` is the last day on which the units can be ordered
    and still be in time; `warm_until` the last day of lead time and ramp, `None` where there is
    neither.
    """

    channel: AnyChannel
    people: int
    units: int
    months: int
    starts_on: date
    ends_on: date
    outcome: Outcome
    first_touch_on: date
    done_on: date
    order_by: date | None = None
    warm_until: date | None = None
    estimate: Estimate | None = None
    in_sequences: int = 0

    @property
    def cash(self) -> Decimal:
        """Dollars to be paid for this channel."""
        return self.outcome.cash or ZERO

    @property
    def new_seats(self) -> int:
        """The seats of InMail that are not there already; 0 of other channels."""
        groups = self.estimate.groups if self.estimate else ()
        return sum(one.seats for one in groups if not one.group.is_held)

    @property
    def payment(self) -> Payment | None:
        """How the seats of InMail are paid; `None` where nothing is to be paid for seats."""
        paid = [one.subscription for one in self.estimate.groups] if self.estimate else []
        years, months = any(one.years for one in paid), any(one.single_months for one in paid)
        if years and months:
            return "both"
        return "annual" if years else "monthly" if months else None


class SequenceShare(NamedTuple):
    """The people of a plan that get a sequence; its steps are in the shares of their channels."""

    sequence: ChannelSequence
    people: int


@dataclass(frozen=True, kw_only=True)
class ChannelPlan:
    """The cheapest plan that was found, and how far it is proven.

    `optimal`: proven, no plan costs less. `feasible`: a plan, and proof that none costs less than
    `bound` dollars. `infeasible`: proven, no plan reaches the goal by the deadline. `unknown`: no
    plan and no proof within the time limit. The last two have no shares. `cost` is what is least:
    the cash, and the own time where the request adds it.
    """

    request: ChannelRequest
    status: MixStatus
    bound: Decimal | None
    cost: Decimal | None = None
    shares: tuple[ChannelShare, ...] = ()
    sequences: tuple[SequenceShare, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is a plan."""
        return self.cost is not None

    @property
    def gap(self) -> Decimal | None:
        """Dollars between the cost and the bound; 0 where the cost is proven to be the least."""
        return None if self.cost is None or self.bound is None else self.cost - self.bound

    @property
    def total(self) -> Decimal | None:
        """Dollars to be paid for all channels; `None` without a plan."""
        return sum((share.cash for share in self.shares), ZERO) if self.is_done else None

    @property
    def people(self) -> int:
        """The people reached, each by one channel or by one sequence."""
        by_one = sum(share.people - share.in_sequences for share in self.shares)
        return by_one + sum(share.people for share in self.sequences)

    @property
    def done_on(self) -> date | None:
        """The day of the last touch of all; `None` without a plan."""
        return max((share.done_on for share in self.shares), default=None)

    @cached_property
    def outcome(self) -> Outcome | None:
        """What all shares are expected to bring together; `None` without a plan."""
        if not self.shares:
            return None
        together = add_outcomes([share.outcome for share in self.shares], cash=self.total)
        return replace(together, people=self.people)


def lay_out(request: ChannelRequest, people: People, prices: Prices) -> tuple[ChannelShare, ...]:
    """The shares of the people, in the order of the request's channels."""
    loads = count_loads(request, people)
    return tuple(
        replace(
            _share_of_units(request, priced, loads[slug])
            if isinstance(priced, UnitPrices)
            else _share_of_messages(request, priced, loads[slug]),
            in_sequences=loads[slug] - people.get(slug, 0),
        )
        for slug, priced in prices.items()
        if loads.get(slug)
    )


def _share_of_messages(request: ChannelRequest, prices: MessagePrices, people: int) -> ChannelShare:
    estimate = prices.estimate(people)
    return ChannelShare(
        channel=prices.inmail,
        people=people,
        units=estimate.seats,
        months=estimate.months or 0,
        starts_on=prices.start_on,
        ends_on=prices.deadline,
        outcome=request.expect(prices.inmail, people, cash=estimate.total),
        first_touch_on=estimate.first_send_on or estimate.schedule_start,
        done_on=estimate.done_on or prices.deadline,
        estimate=estimate,
    )


def _share_of_units(request: ChannelRequest, prices: UnitPrices, people: int) -> ChannelShare:
    channel, use = prices.channel, prices.use(people) or NO_UNITS
    touches, start_on, deadline = people * channel.touches, prices.start_on, prices.deadline
    warming = channel.lead_days + len(channel.ramp) * DAYS_IN_A_WEEK
    cash = (prices.total(people) or ZERO) + people * request.price_per_person(channel)
    return ChannelShare(
        channel=channel,
        people=people,
        units=use.units,
        months=use.months,
        starts_on=start_on,
        ends_on=deadline,
        outcome=request.expect(channel, people, cash=cash),
        first_touch_on=next(day.on for day in prices.days if day.touches),
        done_on=find_done_day(prices.days, use, touches) or deadline,
        order_by=find_order_by(
            channel,
            UnitUse(*use),
            touches=touches,
            people=request.people,
            start_on=start_on,
            deadline=deadline,
        ),
        warm_until=start_on + (warming - 1) * DAY if warming else None,
    )
