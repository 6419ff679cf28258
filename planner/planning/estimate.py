"""The estimate of one plan with one strategy: seats, days, credits, money (RULES.md §1-§5).

A plan that cannot reach the target is a result with a status, never an exception. Credits are
those of all seats of a group together, money is exact dollars, `None` where a price is unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from planner.planning.audience_results import (
    AudienceResult,
    are_in_time,
    find_days,
    list_results,
)
from planner.planning.billing import subscribe_for
from planner.planning.days import month_of, sending_day
from planner.planning.free_messages import (
    find_last_day,
    place_free_messages,
)
from planner.planning.layout import (
    CreditTotals,
    GroupSchedule,
    ScheduleRow,
    add_dollars,
    merge_rows,
    total_credits,
)
from planner.planning.ledger import Ledger
from planner.planning.losses import Losses, add_losses
from planner.planning.money import Subscription, times
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.paid_before import price_paid_months
from planner.planning.ranges import HORIZON
from planner.planning.scenario import Scenario
from planner.planning.strategies import Course, Strategy, run_strategies
from planner.planning.terms import Terms
from planner.planning.unit_costs import UnitCosts

Status = Literal["ok", "misses_deadline", "out_of_reach", "no_inmail"]
STATUSES: tuple[Status, ...] = ("ok", "misses_deadline", "out_of_reach", "no_inmail")


@dataclass(frozen=True, kw_only=True)
class Estimate(UnitCosts):
    """What one plan with one strategy takes and costs.

    `credits` is `None` where the target is not reached (`out_of_reach`, `no_inmail`); schedules
    are empty then. `schedule` has the rows of all groups, merged by day. Money is new money: what
    is paid before the start is not counted. `audience_days` are the last days of the audiences, in
    the order of the scenario's queue.
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
    audience_days: tuple[date, ...] = ()

    @cached_property
    def audiences(self) -> tuple[AudienceResult, ...]:
        """Each audience in the order in which it is written to; none where nothing is done."""
        return list_results(self.scenario, self.audience_days, self.total)

    @property
    def tightest(self) -> tuple[date, date] | None:
        """The deadline with the least time to spare, and the day on which it is made, or missed.

        That of an audience where there are any; `None` where nothing is done.
        """
        if self.audiences:
            one = min(self.audiences, key=lambda one: one.deadline - one.done_on)
            return one.deadline, one.done_on
        return None if self.done_on is None else (self.scenario.deadline, self.done_on)

    @property
    def is_done(self) -> bool:
        """Whether everything is sent, by the deadline or later."""
        return self.status in ("ok", "misses_deadline")

    @cached_property
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
        return add_dollars(one.subscription.spend for one in self.groups)

    @property
    def credit_spend(self) -> Decimal | None:
        """Dollars spent on bought credits."""
        return None if self.credits is None else times(self.terms.credit_price, self.credits.bought)

    @cached_property
    def total(self) -> Decimal | None:
        """Dollars in all."""
        return add_dollars([self.subscription_spend, self.credit_spend])

    @cached_property
    def already_paid(self) -> Decimal | None:
        """Dollars paid before for the held seats’ months in the campaign, no part of the total."""
        if self.done_on is None:
            return None
        return price_paid_months(self.terms, self.scenario, self.done_on)

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
    return make_estimates(search, [strategy], options=options)[0]


def make_estimates(
    search: PlanSearch,
    strategies: Sequence[Strategy],
    *,
    options: Sequence[PurchaseOption] | None = None,
) -> list[Estimate]:
    """The estimate of each strategy with the plan of a search (see `make_estimate`)."""
    if search.scenario.to_send == 0:
        return [_settle_free(search, strategy) for strategy in strategies]
    courses = run_strategies(strategies, search, options=options)
    return [
        _describe(search, strategy, course)
        for strategy, course in zip(strategies, courses, strict=True)
    ]


def _describe(search: PlanSearch, strategy: Strategy, course: Course | None) -> Estimate:
    """The estimate of a course; of one that does not send everything where there is none."""
    scenario, terms = search.scenario, search.terms
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
    found = course.layout
    return Estimate(
        scenario=scenario,
        terms=terms,
        strategy=strategy,
        status=_status_of(scenario, found.done_on, found.audience_days),
        seats=course.option.seats,
        groups=found.groups,
        schedule=found.schedule,
        credits=found.credits,
        done_on=found.done_on,
        audience_days=found.audience_days,
    )


def _status_of(scenario: Scenario, done_on: date, audience_days: Sequence[date]) -> Status:
    """Whether everything, and every audience, is in time."""
    is_ok = done_on <= scenario.deadline and are_in_time(scenario, audience_days)
    return "ok" if is_ok else "misses_deadline"


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
    days: tuple[date, ...] = ()
    if done_on is not None:
        days = find_days(scenario, ledger, free)
        status = _status_of(scenario, done_on, days)
    return Estimate(
        scenario=scenario,
        terms=search.terms,
        strategy=strategy,
        status=status,
        seats=seats,
        groups=(),
        schedule=tuple(merge_rows((), timeline, free.last_slice + 1, free)) if done_on else (),
        credits=total_credits((), opening=0) if done_on else None,
        done_on=done_on,
        audience_days=days,
    )
