"""The estimate of one plan with one strategy: seats, days, credits, money (RULES.md §1-§5).

A plan that cannot reach the target is a result with a status, never an exception. Credits are
those of all seats of a group together, money is exact dollars, `None` where a price is unknown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from planner.planning.billing import bill, subscribe_for
from planner.planning.days import DAY, add_months, month_of, sending_day
from planner.planning.free_messages import (
    FreeMessages,
    find_last_day,
    place_free_messages,
)
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger, LedgerRow, run_ledger, sending_of
from planner.planning.losses import Losses, add_losses, find_losses
from planner.planning.money import Subscription, times
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.scenario import HORIZON, Scenario
from planner.planning.strategies import Strategy, run_strategy
from planner.planning.terms import Terms
from planner.planning.timeline import Timeline
from planner.planning.unit_costs import UnitCosts

Status = Literal["ok", "misses_deadline", "out_of_reach", "no_inmail"]
STATUSES: tuple[Status, ...] = ("ok", "misses_deadline", "out_of_reach", "no_inmail")


class ScheduleRow(NamedTuple):
    """One slice of the ledger: its first day, the month of the campaign, what falls due.

    `free` counts messages to open profiles. Spends are dollars, `None` where a price is unknown.
    """

    starts_on: date
    month: int
    ledger: LedgerRow
    free: int
    subscription_spend: Decimal | None
    credit_spend: Decimal | None

    @property
    def due(self) -> Decimal | None:
        """Dollars that fall due on the first day of the slice."""
        return _sum([self.subscription_spend, self.credit_spend])


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTotals:
    """Sums over the rows; opening + granted + returned + bought - sent - expired = left."""

    opening: int
    granted: int
    returned: int
    bought: int
    expired: int
    forfeited: int
    left: int


def total_credits(groups: Iterable[Sequence[LedgerRow]], *, opening: int) -> CreditTotals:
    """The sums over the rows of all groups; `opening` counts the credits of the start day."""
    ledgers = [rows for rows in groups if rows]
    rows = [row for ledger in ledgers for row in ledger]
    return CreditTotals(
        opening=opening,
        granted=sum(row.granted for row in rows),
        returned=sum(row.returned for row in rows),
        bought=sum(row.bought for row in rows),
        expired=sum(row.expired for row in rows),
        forfeited=sum(row.forfeited for row in rows),
        left=sum(ledger[-1].closing for ledger in ledgers) if ledgers else opening,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSchedule:
    """The seats of a group, what is to be paid for them, and their rows.

    `paid_until` is the last day that is paid for, before the start or with the subscription.
    """

    group: SeatGroup
    first_day: date
    paid_until: date
    subscription: Subscription
    schedule: tuple[ScheduleRow, ...]

    @property
    def seats(self) -> int:
        """The seats of the group."""
        return self.group.seats

    @property
    def terms(self) -> Terms:
        """The plan of the seats."""
        return self.group.terms

    @property
    def months(self) -> int:
        """Billing months to be paid for until the last message, free ones included."""
        return max(self.group.last_month, 0)

    @property
    def spend(self) -> Decimal | None:
        """Dollars for the seats; `None` where the price is unknown."""
        return self.subscription.spend

    @property
    def months_paid(self) -> int:
        """Months to be paid for, unused months of an annual block included (RULES.md §5)."""
        return self.subscription.months_paid

    @property
    def losses(self) -> Losses | None:
        """What of the subscription is paid and not used; `None` where that is unknown."""
        pays_from = self.group.calendar.pays_from
        return find_losses(
            [row.ledger for row in self.schedule],
            [month_of(pays_from, row.starts_on) for row in self.schedule],
            self.subscription,
            months_used=max(self.group.last_month, 0),
        )


@dataclass(frozen=True, kw_only=True)
class Estimate(UnitCosts):
    """What one plan with one strategy takes and costs.

    `credits` is `None` where the target is not reached (`out_of_reach`, `no_inmail`); schedules
    are empty then. `schedule` has the rows of all groups, merged by day. Money is new money: what
    is paid before the start is not counted.
    """

    scenario: Scenario
    terms: Terms
    strategy: Strategy
    status: Status
    seats: int
    groups: tuple[GroupSchedule, ...]
    schedule: tuple[ScheduleRow, ...]
    credits: CreditTotals | None
    done_on: date | None

    @property
    def is_done(self) -> bool:
        """Whether everything is sent, by the deadline or later."""
        return self.status in ("ok", "misses_deadline")

    @property
    def months(self) -> int | None:
        """The month of the campaign of the last message; 0 where free ones take one day."""
        if self.done_on is None:
            return None
        is_at_once = not self.groups and self.done_on == self.schedule_start
        return 0 if is_at_once else month_of(self.scenario.start_on, self.done_on)

    @property
    def schedule_start(self) -> date:
        """The first day on which messages may be sent."""
        return sending_day(self.scenario.start_on, 1, self.scenario.sends_on)

    @property
    def first_send_on(self) -> date | None:
        """The day of the first message on a credit."""
        first = next((row.starts_on for row in self.schedule if row.ledger.sent), None)
        return first and sending_day(first, 1, self.scenario.sends_on)

    @property
    def first_send_month(self) -> int | None:
        """The month of the campaign of the first message on a credit."""
        return next((row.month for row in self.schedule if row.ledger.sent), None)

    @property
    def subscription(self) -> Subscription | None:
        """What is to be paid for the seats that stay longest; `None` where nothing is sent."""
        longest = max(self.groups, key=lambda one: one.subscription.months_paid, default=None)
        return longest.subscription if longest else None

    @property
    def months_paid(self) -> int | None:
        """Months paid for of each seat that stays longest, unused ones included (RULES.md §5)."""
        return None if self.subscription is None else self.subscription.months_paid

    @property
    def seat_months_paid(self) -> int:
        """Months paid for of all seats together."""
        return sum(one.seats * one.months_paid for one in self.groups)

    @property
    def free_months(self) -> int:
        """Months of the trial, of each seat that has one."""
        return max((one.subscription.free_months for one in self.groups), default=0)

    @cached_property
    def subscription_spend(self) -> Decimal | None:
        """Dollars spent on subscriptions."""
        if self.credits is None:
            return None
        return _sum(one.subscription.spend for one in self.groups)

    @property
    def credit_spend(self) -> Decimal | None:
        """Dollars spent on bought credits."""
        return None if self.credits is None else times(self.terms.credit_price, self.credits.bought)

    @cached_property
    def total(self) -> Decimal | None:
        """Dollars in all."""
        return _sum([self.subscription_spend, self.credit_spend])

    @property
    def price_known(self) -> bool:
        """Whether every price that this estimate needs is known.

        For an estimate that is not done, whether the subscription has a price.
        """
        if self.is_done:
            return self.total is not None
        spend = subscribe_for(self.terms, self.scenario, seats=self.seats, months=HORIZON).spend
        return spend is not None

    @property
    def left_behind(self) -> int:
        """Credits held on other plans, which are no use to this one (RULES.md §4)."""
        held = self.scenario.held_seats
        return sum(one.credits for one in held if one.plan != self.terms.slug)

    @property
    def losses(self) -> Losses | None:
        """What of the subscriptions is paid and not used; `None` where that is unknown."""
        if self.credits is None:
            return None
        return add_losses(one.losses for one in self.groups)


def make_estimate(
    terms: Terms,
    scenario: Scenario,
    strategy: Strategy,
    *,
    search: PlanSearch | None = None,
    options: Sequence[PurchaseOption] | None = None,
) -> Estimate:
    """What reaching the scenario's target with this plan and strategy takes and costs.

    `search` and its `options`, where the caller has them already, are those of the same terms and
    scenario. Source: RULES.md §3-§5.
    """
    search = search or PlanSearch(terms, scenario)
    if scenario.to_send == 0:
        return _settle_free(search, strategy)
    course = run_strategy(strategy, search, options=options)
    if course is None:
        has_credits = terms.monthly_credits > 0 or terms.sells_credits
        return Estimate(
            scenario=scenario,
            terms=terms,
            strategy=strategy,
            status="out_of_reach" if has_credits else "no_inmail",
            seats=search.fewest,
            groups=(),
            schedule=(),
            credits=None,
            done_on=None,
        )
    found = lay_out(scenario, course.ledger, course.free)
    return Estimate(
        scenario=scenario,
        terms=terms,
        strategy=strategy,
        status="ok" if found.done_on <= scenario.deadline else "misses_deadline",
        seats=course.option.seats,
        groups=found.groups,
        schedule=found.schedule,
        credits=found.credits,
        done_on=found.done_on,
    )


class Layout(NamedTuple):
    """A ledger that sends everything: its groups, their rows merged by day, and its last day."""

    groups: tuple[GroupSchedule, ...]
    schedule: tuple[ScheduleRow, ...]
    credits: CreditTotals
    done_on: date


def lay_out(scenario: Scenario, ledger: Ledger, free: FreeMessages) -> Layout:
    """The days and the payments of a ledger whose groups are subscribed as long as needed."""
    end = max([*ledger.last_sends, free.last_slice]) + 1
    if free.last_slice > max(ledger.last_sends):
        ledger = _go_on(scenario, ledger, end)
    groups = tuple(
        _lay_out(scenario, ledger, free, number, end=end) for number in range(len(ledger.groups))
    )
    rows = [[row.ledger for row in group.schedule] for group in groups]
    return Layout(
        groups=groups,
        schedule=tuple(_merge(groups, ledger.timeline, end, free)),
        # Credits of seats that end before the start are in no row.
        credits=total_credits(rows, opening=sum(one[0].opening for one in rows if one)),
        done_on=find_last_day(scenario, ledger, free),
    )


def _go_on(scenario: Scenario, ledger: Ledger, end: int) -> Ledger:
    """The same ledger with rows up to slice `end`: free messages go on after those on credits."""
    return run_ledger(
        ledger.groups,
        sending_of(scenario),
        ledger.timeline,
        first_slice=min((row.slice for rows in ledger.rows for row in rows if row.sent), default=0),
        purchase_caps=ledger.bought_by_group,
        end=end,
        goes_on=True,
    )


def _settle_free(search: PlanSearch, strategy: Strategy) -> Estimate:
    """The estimate where every message goes to an open profile: it takes persons, not seats.

    More persons are never later. So the fewest that make the deadline are found by halving, or
    else the fewest that take no more months than the most do.
    """
    fewest, most = search.fewest, search.most
    best = _settle_with(search, strategy, most)

    def is_as_good(seats: int) -> bool:
        found = _settle_with(search, strategy, seats)
        return found.status == best.status and (best.status == "ok" or found.months == best.months)

    while fewest < most:
        middle = (fewest + most) // 2
        fewest, most = (fewest, middle) if is_as_good(middle) else (middle + 1, most)
    return _settle_with(search, strategy, most)


def _settle_with(search: PlanSearch, strategy: Strategy, seats: int) -> Estimate:
    """The estimate of so many persons where every message goes to an open profile."""
    scenario, timeline = search.scenario, search.timeline
    groups = search.groups_of(seats)
    ledger = Ledger(groups=groups, rows=[() for _ in groups], unsent=0, timeline=timeline)
    free = place_free_messages(scenario, ledger)
    done_on = None if free.unsent else find_last_day(scenario, ledger, free)
    status: Status = "out_of_reach"
    if done_on is not None:
        status = "ok" if done_on <= scenario.deadline else "misses_deadline"
    return Estimate(
        scenario=scenario,
        terms=search.terms,
        strategy=strategy,
        status=status,
        seats=seats,
        groups=(),
        schedule=tuple(_merge((), timeline, free.last_slice + 1, free)) if done_on else (),
        credits=total_credits((), opening=0) if done_on else None,
        done_on=done_on,
    )


def _lay_out(
    scenario: Scenario, ledger: Ledger, free: FreeMessages, number: int, *, end: int
) -> GroupSchedule:
    """One group's rows and payments, until the campaign is done or its own last day."""
    group, timeline = ledger.groups[number], ledger.timeline
    months = timeline.tracks[group.calendar].months
    due = max(group.last_month, 0)
    subscription = bill(group, scenario, due)
    last = min(end - 1, timeline.tracks[group.calendar].last_slice_of(group.last_month))
    schedule = tuple(
        ScheduleRow(
            starts_on=timeline.days[row.slice],
            month=timeline.months[row.slice],
            ledger=row,
            free=free.by_group[number][row.slice],
            subscription_spend=subscription.spend_in(months[row.slice])
            if _starts_paid_month(months, row.slice)
            else Decimal(0),
            credit_spend=times(group.terms.credit_price, row.bought),
        )
        for row in ledger.rows[number]
        if row.slice <= last
    )
    paid_months = subscription.months_paid + subscription.free_months
    return GroupSchedule(
        group=group,
        first_day=timeline.days[0],
        paid_until=add_months(group.calendar.pays_from, paid_months) - DAY,
        subscription=subscription,
        schedule=schedule,
    )


def _starts_paid_month(months: Sequence[int], position: int) -> bool:
    """Whether a billing month that is to be paid for begins with a slice."""
    month = months[position]
    return month >= 1 and (position == 0 or months[position - 1] != month)


def _merge(
    groups: Sequence[GroupSchedule],
    timeline: Timeline,
    end: int,
    free: FreeMessages,
) -> Iterator[ScheduleRow]:
    """The rows of all groups, day by day; those on which nothing happens are left out."""
    rows_at: dict[int, list[ScheduleRow]] = {}
    for group in groups:
        for row in group.schedule:
            rows_at.setdefault(row.ledger.slice, []).append(row)
    for position in range(end):
        rows = rows_at.get(position, [])
        ledgers = [row.ledger for row in rows]
        sums = [sum(column) for column in zip(*(row[1:] for row in ledgers), strict=True)]
        ledger = LedgerRow(position, *(sums or [0] * (len(LedgerRow._fields) - 1)))
        row = ScheduleRow(
            starts_on=timeline.days[position],
            month=timeline.months[position],
            ledger=ledger,
            free=sum(sent[position] for sent in free.by_group),
            subscription_spend=_sum(row.subscription_spend for row in rows),
            credit_spend=_sum(row.credit_spend for row in rows),
        )
        is_refresh = any(
            timeline.tracks[one.group.calendar].refreshes[position]
            for one in groups
            if any(row.ledger.slice == position for row in one.schedule)
        )
        pays = row.subscription_spend is None or row.subscription_spend > 0
        if not position or is_refresh or pays or ledger.sent or row.free:
            yield row


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of dollars; `None` where one is unknown."""
    total = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
