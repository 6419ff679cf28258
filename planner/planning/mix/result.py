"""The result: a mix month by month, its cost, and how far it is proven (RULES.md §6)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from planner.planning.credits import LedgerMonth
from planner.planning.estimate import CreditTotals, last_day_of, month_starts_on, total_credits
from planner.planning.mix.ledger import active_in, split_purchase
from planner.planning.mix.seats import SeatGroup
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.unit_costs import UnitCosts

MixStatus = Literal["optimal", "feasible", "infeasible", "unknown"]
MIX_STATUSES: tuple[MixStatus, ...] = ("optimal", "feasible", "infeasible", "unknown")


class PlanMonth(NamedTuple):
    """The part of one plan in a month: its seats, and the credits that they buy."""

    terms: Terms
    seats: int
    bought: int


class MixMonth(NamedTuple):
    """One billing month of the ledger, its subscribed plans, and the dollars that fall due."""

    starts_on: date
    ledger: LedgerMonth
    plans: tuple[PlanMonth, ...]
    subscription_spend: Decimal
    credit_spend: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix(UnitCosts):
    """The least-cost mix that was found, and how far it is proven.

    `optimal`: proven, no mix costs less. `feasible`: a mix, and proof that none costs less than
    `bound`. `infeasible`: proven, no mix makes the deadline. `unknown`: no mix and no proof within
    the time limit. The last two have no groups and no schedule.
    """

    scenario: Scenario
    max_seats: int
    status: MixStatus
    bound: Decimal | None
    groups: tuple[SeatGroup, ...] = ()
    schedule: tuple[MixMonth, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is a mix that sends everything by the deadline."""
        return self.status in ("optimal", "feasible")

    @property
    def months(self) -> int | None:
        """The billing month of the last message; 0 where every message is free."""
        return len(self.schedule) if self.is_done else None

    @property
    def done_on(self) -> date | None:
        """The last day of the last billing month: done by then."""
        if not self.schedule:
            return None
        return last_day_of(self.scenario.start_on, len(self.schedule))

    @property
    def seats(self) -> int:
        """Seats of all plans together."""
        return sum(group.seats for group in self.groups)

    @property
    def subscription_spend(self) -> Decimal | None:
        """Dollars spent on subscriptions."""
        return sum((group.spend for group in self.groups), Decimal(0)) if self.is_done else None

    @property
    def credit_spend(self) -> Decimal | None:
        """Dollars spent on bought credits."""
        if not self.is_done:
            return None
        return sum((row.credit_spend for row in self.schedule), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """Dollars in all."""
        subscription, bought = self.subscription_spend, self.credit_spend
        return None if subscription is None or bought is None else subscription + bought

    @property
    def gap(self) -> Decimal | None:
        """Dollars between the total and the bound; 0 where the total is proven to be the least."""
        return None if self.total is None or self.bound is None else self.total - self.bound

    @property
    def credits(self) -> CreditTotals | None:
        """Sums over the months."""
        if not self.is_done:
            return None
        ledger = [month.ledger for month in self.schedule]
        return total_credits(ledger, opening=self.scenario.opening_balance)


def lay_out(
    scenario: Scenario, groups: Sequence[SeatGroup], ledger: Sequence[LedgerMonth]
) -> tuple[MixMonth, ...]:
    """The months of the ledger with their dates, plans and dollars."""
    return tuple(_lay_out_month(scenario, active_in(row.month, groups), row) for row in ledger)


def _lay_out_month(scenario: Scenario, active: Sequence[SeatGroup], row: LedgerMonth) -> MixMonth:
    seats, bought = Counter[Terms](), Counter[Terms]()
    for group in active:
        seats[group.terms] += group.seats
    credit_spend = Decimal(0)
    for terms, credits, spend in split_purchase(active, row.bought):
        bought[terms] += credits
        credit_spend += spend
    return MixMonth(
        starts_on=month_starts_on(scenario.start_on, row.month),
        ledger=row,
        plans=tuple(PlanMonth(terms, number, bought[terms]) for terms, number in seats.items()),
        subscription_spend=sum((group.spend_in(row.month) for group in active), Decimal(0)),
        credit_spend=credit_spend,
    )
