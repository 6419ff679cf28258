"""What explanations claim, counted anew: RULES.md §3 to §5 without the planner's search.

The ledger is `reference.simulate`; money is tried out year by year. Slow, and sure.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import ceil, inf

from planner.planning.credits import HORIZON, LedgerMonth, Sending

from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Pool, Terms
from tests.planning import reference
from tests.planning.oracle import messages_on_credits, return_rate


@dataclass(frozen=True)
class Recount:
    """One plan in one scenario."""

    terms: Terms
    scenario: Scenario

    @cached_property
    def to_send(self) -> int:
        return messages_on_credits(self.scenario)

    @property
    def pool(self) -> Pool:
        terms, seats = self.terms, self.scenario.seats
        return Pool(
            grant=terms.monthly_credits * seats,
            cap=terms.rollover_cap * seats,
            life=ceil(terms.credit_lifetime_days * 10_000 / 304_375),
            purchase_limit=None if terms.purchase_limit is None else terms.purchase_limit * seats,
        )

    def sending(self, to_send: int | None = None) -> Sending:
        return Sending(
            to_send=self.to_send if to_send is None else to_send,
            return_rate=return_rate(self.scenario),
            send_limit=self.scenario.monthly_send_limit,
            opening_balance=self.scenario.opening_balance,
        )

    def rows(
        self, months: int, bought: int | None, *, to_send: int | None = None, first: int = 1
    ) -> list[LedgerMonth]:
        """The ledger of at most `months` months with at most `bought` credits."""
        sending = self.sending(to_send)
        return reference.simulate(
            self.pool, sending, first_send_month=first, purchase_cap=bought, months=months
        )

    def unsent(self, months: int, bought: int | None = 0, *, to_send: int | None = None) -> int:
        """What is left of `to_send` messages after `months` months."""
        wanted = self.to_send if to_send is None else to_send
        return wanted - sum(row.sent for row in self.rows(months, bought, to_send=to_send))

    def fewest_bought(self, months: int, *, to_send: int | None = None) -> int | None:
        """b(`months`): `None` where no number of credits is enough."""
        if months < 1 or self.unsent(months, None, to_send=to_send):
            return None
        too_few, enough = -1, self.unsent(months, 0, to_send=to_send)
        while enough - too_few > 1:
            between = (too_few + enough) // 2
            if self.unsent(months, between, to_send=to_send):
                too_few = between
            else:
                enough = between
        return enough

    def spend(self, months: int) -> Decimal | None:
        """Dollars for `months` months of subscription (RULES.md §5); `None` where unknown."""
        seats, scenario, terms = self.scenario.seats, self.scenario, self.terms
        due = max(0, months - (terms.trial_months if scenario.use_trial else 0))
        costs = []
        for years in range(ceil(due / 12) + 1):
            singles = max(0, due - 12 * years)
            if (scenario.billing == "monthly" and years) or (
                scenario.billing == "annual" and singles
            ):
                continue
            if (years and terms.annual_price is None) or (singles and terms.monthly_price is None):
                continue
            yearly = (terms.annual_price or Decimal(0)) * years
            costs.append((yearly + (terms.monthly_price or Decimal(0)) * singles) * seats)
        return min(costs, default=None)

    def total(self, months: int, bought: int) -> Decimal | None:
        """Dollars in all; none of something unknown costs nothing."""
        spend = self.spend(months)
        if spend is None or (bought and self.terms.credit_price is None):
            return None
        return spend + (self.terms.credit_price or Decimal(0)) * bought

    def adds(self, first: int, last: int) -> Decimal | None:
        """What the months from `first` to `last` add to the subscription."""
        through, before = self.spend(last), self.spend(first - 1)
        return None if through is None or before is None else through - before

    def months_of(self, strategy: Strategy) -> int | None:
        """The months that a strategy takes; `None` where more than 120."""
        if strategy == "cheapest":
            return self._months_of_cheapest()
        bought = 0 if strategy == "as_granted" else None
        first = 1
        if strategy == "accumulate":
            first = reference.month_to_start_sending(self.pool, self.sending())
        rows = self.rows(HORIZON, bought, first=first)
        return len(rows) if sum(row.sent for row in rows) == self.to_send else None

    def _months_of_cheapest(self) -> int | None:
        found = []
        for months in range(1, self.scenario.deadline_months + 1):
            bought = self.fewest_bought(months)
            if bought is not None:
                total = self.total(months, bought)
                cost = float(bought) if total is None else total
                found.append((total is None, cost, months, bought))
        if not found:
            return self.months_of("buy_now")
        _, _, months, bought = min(found)
        return len(self.rows(months, bought))

    def without(self, *limits: str) -> "Recount":
        """The same without some limits: "purchases", "sends"."""
        terms, scenario = self.terms, self.scenario
        if "purchases" in limits:
            terms = replace(terms, purchase_limit=None)
        if "sends" in limits:
            scenario = replace(scenario, monthly_send_limit=None)
        return Recount(terms, scenario)

    def is_shorter_without(self, strategy: Strategy, *limits: str) -> bool:
        """Whether a strategy takes fewer months if those limits are not there."""
        with_limits = self.months_of(strategy)
        months = self.without(*limits).months_of(strategy)
        return months is not None and months < (inf if with_limits is None else with_limits)
