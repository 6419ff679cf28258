"""The result: a mix, slice by slice, its cost, and how far it is proven (RULES.md §6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from planner.planning.audience_results import AudienceResult, list_results
from planner.planning.days import month_of, sending_day
from planner.planning.layout import CreditTotals, GroupSchedule, ScheduleRow
from planner.planning.scenario import Scenario
from planner.planning.unit_costs import UnitCosts

MixStatus = Literal["optimal", "feasible", "infeasible", "unknown"]
MIX_STATUSES: tuple[MixStatus, ...] = ("optimal", "feasible", "infeasible", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix(UnitCosts):
    """The least-cost mix that was found, and how far it is proven.

    `optimal`: proven, no mix costs less. `feasible`: a mix, and proof that none costs less than
    `bound`. `infeasible`: proven, no mix makes the deadline. `unknown`: no mix and no proof within
    the time limit. The last two have no groups and no schedule. `schedule` has the rows of all
    groups, merged by day. `is_earliest`: proven, no mix that costs as little has an earlier last
    message. Money is new money: what is paid before the start is not counted.
    `audience_days` are as those of an estimate.
    """

    scenario: Scenario
    max_seats: int
    status: MixStatus
    bound: Decimal | None
    is_earliest: bool = False
    groups: tuple[GroupSchedule, ...] = ()
    schedule: tuple[ScheduleRow, ...] = ()
    credits: CreditTotals | None = None
    done_on: date | None = None
    audience_days: tuple[date, ...] = ()

    @property
    def audiences(self) -> tuple[AudienceResult, ...]:
        """Each audience in the order in which it is written to; none where there is no mix."""
        return list_results(self.scenario, self.audience_days, self.total)

    @property
    def is_done(self) -> bool:
        """Whether there is a mix that sends everything by the deadline."""
        return self.status in ("optimal", "feasible")

    @property
    def months(self) -> int | None:
        """The month of the campaign of the last message; 0 where free ones take one day."""
        if self.done_on is None:
            return None
        scenario = self.scenario
        is_at_once = self.done_on == sending_day(scenario.start_on, 1, scenario.sends_on)
        if is_at_once and not self.groups:
            return 0
        return month_of(scenario.start_on, self.done_on)

    @property
    def seats(self) -> int:
        """Seats of all plans together."""
        return sum(group.seats for group in self.groups)

    @property
    def left_behind(self) -> int:
        """Credits of held seats that end before the campaign begins."""
        held = sum(one.credits for one in self.scenario.held_seats)
        return held - sum(one.group.credits for one in self.groups)

    @property
    def subscription_spend(self) -> Decimal | None:
        """Dollars spent on subscriptions."""
        if not self.is_done:
            return None
        return sum((one.subscription.spend or Decimal(0) for one in self.groups), Decimal(0))

    @property
    def credit_spend(self) -> Decimal | None:
        """Dollars spent on bought credits."""
        if not self.is_done:
            return None
        return sum((row.credit_spend or Decimal(0) for row in self.schedule), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """Dollars in all."""
        subscription, bought = self.subscription_spend, self.credit_spend
        return None if subscription is None or bought is None else subscription + bought

    @property
    def gap(self) -> Decimal | None:
        """Dollars between the total and the bound; 0 where the total is proven to be the least."""
        return None if self.total is None or self.bound is None else self.total - self.bound
