"""The estimate of one plan with one strategy: months, credits, money (RULES.md §1-§5).

A plan that cannot reach the target is a result with a status, never an exception. Credits are
those of all seats together, money is exact dollars, `None` where a price is unknown.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from planner.planning.credits import HORIZON, LedgerMonth
from planner.planning.losses import Losses, find_losses
from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.money import Subscription, times
from planner.planning.scenario import Scenario
from planner.planning.strategies import (
    PurchaseOption,
    Strategy,
    find_purchase_options,
    run_strategy,
    subscribe_for,
)
from planner.planning.terms import Terms
from planner.planning.unit_costs import UnitCosts

Status = Literal["ok", "misses_deadline", "out_of_reach", "no_inmail"]
STATUSES: tuple[Status, ...] = ("ok", "misses_deadline", "out_of_reach", "no_inmail")


class ScheduleMonth(NamedTuple):
    """One billing month of the ledger, with its first day and the dollars that fall due in it."""

    starts_on: date
    ledger: LedgerMonth
    subscription_spend: Decimal | None
    credit_spend: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTotals:
    """Sums over the months; opening + granted + returned + bought - sent - expired = left."""

    opening: int
    granted: int
    returned: int
    bought: int
    expired: int
    forfeited: int
    left: int


def total_credits(ledger: Sequence[LedgerMonth], *, opening: int) -> CreditTotals:
    """The sums over a ledger's months; `opening` is the balance before month 1."""
    return CreditTotals(
        opening=opening,
        granted=sum(row.granted for row in ledger),
        returned=sum(row.returned for row in ledger),
        bought=sum(row.bought for row in ledger),
        expired=sum(row.expired for row in ledger),
        forfeited=sum(row.forfeited for row in ledger),
        left=ledger[-1].closing if ledger else opening,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(UnitCosts):
    """What one plan with one strategy takes and costs.

    `months`, `credits` and `subscription` are `None` where the target is not reached
    (`out_of_reach`, `no_inmail`); the schedule is empty then.
    """

    scenario: Scenario
    terms: Terms
    strategy: Strategy
    status: Status
    schedule: tuple[ScheduleMonth, ...]
    subscription: Subscription | None
    credits: CreditTotals | None

    @property
    def is_done(self) -> bool:
        """Whether everything is sent, by the deadline or later."""
        return self.status in ("ok", "misses_deadline")

    @property
    def months(self) -> int | None:
        """The billing month of the last message; 0 where every message is free."""
        return len(self.schedule) if self.is_done else None

    @property
    def first_send_month(self) -> int | None:
        """The billing month of the first message on a credit."""
        return next((row.ledger.month for row in self.schedule if row.ledger.sent), None)

    @property
    def done_on(self) -> date | None:
        """The last day of the last billing month."""
        if not self.schedule:
            return None
        return last_day_of(self.scenario.start_on, len(self.schedule))

    @property
    def last_messages_from(self) -> date | None:
        """The first day of the last billing month, from which its credits can be sent."""
        return self.schedule[-1].starts_on if self.schedule else None

    @property
    def months_paid(self) -> int | None:
        """Months paid for, unused months of an annual block included (RULES.md §5)."""
        return None if self.subscription is None else self.subscription.months_paid

    @property
    def subscription_spend(self) -> Decimal | None:
        """Dollars spent on subscriptions."""
        return None if self.subscription is None else self.subscription.spend

    @property
    def credit_spend(self) -> Decimal | None:
        """Dollars spent on bought credits."""
        return None if self.credits is None else times(self.terms.credit_price, self.credits.bought)

    @property
    def total(self) -> Decimal | None:
        """Dollars in all."""
        subscription, bought = self.subscription_spend, self.credit_spend
        return None if subscription is None or bought is None else subscription + bought

    @property
    def price_known(self) -> bool:
        """Whether every price that this estimate needs is known.

        For an estimate that is not done, whether the subscription has a price.
        """
        if self.is_done:
            return self.total is not None
        return subscribe_for(self.terms, self.scenario, HORIZON).spend is not None

    @property
    def losses(self) -> Losses | None:
        """What of the subscription is paid and not used; `None` where that is unknown."""
        if self.subscription is None:
            return None
        return find_losses(
            [month.ledger for month in self.schedule],
            self.subscription,
            grant=self.terms.monthly_credits * self.scenario.seats,
        )


def month_starts_on(start_on: date, month: int) -> date:
    """The first day of billing month `month`, at most its calendar month's last (RULES.md §1)."""
    years, month_index = divmod(start_on.month - 1 + month - 1, 12)
    year, calendar_month = start_on.year + years, month_index + 1
    last_day = calendar.monthrange(year, calendar_month)[1]
    return date(year, calendar_month, min(start_on.day, last_day))


def last_day_of(start_on: date, month: int) -> date:
    """The last day of billing month `month`."""
    return month_starts_on(start_on, month + 1) - timedelta(days=1)


def count_months(start_on: date, by: date) -> int:
    """The billing months from `start_on` that start on the day `by` or before."""
    months = (by.year - start_on.year) * MONTHS_IN_A_YEAR + by.month - start_on.month + 1
    while months > 0 and month_starts_on(start_on, months) > by:
        months -= 1
    return max(0, months)


def make_estimate(
    terms: Terms,
    scenario: Scenario,
    strategy: Strategy,
    *,
    purchase_options: list[PurchaseOption] | None = None,
) -> Estimate:
    """What reaching the scenario's target with this plan and strategy takes and costs.

    `purchase_options`, where the caller has them already, are those of `find_purchase_options` for
    the same terms and scenario. Source: RULES.md §3-§5.
    """
    if scenario.to_send == 0:
        return _settle(terms, scenario, strategy, "ok", [])
    if purchase_options is None:
        purchase_options = find_purchase_options(terms, scenario) if strategy == "cheapest" else []
    ledger = run_strategy(strategy, terms, scenario, purchase_options=purchase_options)
    if ledger is None:
        has_credits = terms.monthly_credits > 0 or terms.sells_credits
        return Estimate(
            scenario=scenario,
            terms=terms,
            strategy=strategy,
            status="out_of_reach" if has_credits else "no_inmail",
            schedule=(),
            subscription=None,
            credits=None,
        )
    in_time = len(ledger) <= scenario.deadline_months
    return _settle(terms, scenario, strategy, "ok" if in_time else "misses_deadline", ledger)


def _settle(
    terms: Terms,
    scenario: Scenario,
    strategy: Strategy,
    status: Status,
    ledger: list[LedgerMonth],
) -> Estimate:
    """The estimate of a ledger that sends everything, with its money, dates and sums."""
    subscription = subscribe_for(terms, scenario, len(ledger))
    return Estimate(
        scenario=scenario,
        terms=terms,
        strategy=strategy,
        status=status,
        schedule=tuple(
            ScheduleMonth(
                month_starts_on(scenario.start_on, row.month),
                row,
                subscription.spend_in(row.month),
                times(terms.credit_price, row.bought),
            )
            for row in ledger
        ),
        subscription=subscription,
        credits=total_credits(ledger, opening=scenario.opening_balance),
    )
