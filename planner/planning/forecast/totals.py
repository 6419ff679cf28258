"""What the trials of a forecast cost, exact to the cent (RULES.md §7).

Trials are put in order by binary fractions, which is fast; every figure that is told is worked out
anew, from whole months and credits, in exact decimals.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from planner.planning.estimate import Estimate
from planner.planning.money import MONTHS_IN_A_YEAR, Subscription
from planner.planning.strategies import subscribe_for

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The trials in rising order of their totals; `spend_of` has the dollars of so many months."""

    months: Counts
    bought: Counts
    spend_of: dict[int, Decimal]
    credit_price: Decimal

    def at(self, index: int) -> Decimal:
        """Dollars in all of the trial at this place, from 0."""
        return self.spend_of[int(self.months[index])] + self.credit_price * int(self.bought[index])

    @property
    def sum(self) -> Decimal:
        """Dollars in all of all trials together."""
        trials_of = np.bincount(self.months)
        spends = (spend * int(trials_of[months]) for months, spend in self.spend_of.items())
        return sum(spends, self.credit_price * sum(self.bought.tolist()))


def price_trials(estimate: Estimate, months: Counts, bought: Counts) -> Totals | None:
    """The totals of trials that took so many months and bought so many credits.

    `None` where a price is unknown that any of them needs.
    """
    credit_price = estimate.terms.credit_price
    if credit_price is None and bought.any():
        return None
    spend_of: dict[int, Decimal] = {}
    for lived in np.unique(months).tolist():
        spend = keep_subscription(estimate, months=lived).spend
        if spend is None:
            return None
        spend_of[lived] = spend
    credit_price = credit_price or Decimal(0)
    spends = np.zeros(max(spend_of, default=0) + 1)
    spends[list(spend_of)] = [float(spend) for spend in spend_of.values()]
    order = np.argsort(spends[months] + float(credit_price) * bought)
    return Totals(
        months=months[order], bought=bought[order], spend_of=spend_of, credit_price=credit_price
    )


def keep_subscription(estimate: Estimate, *, months: int) -> Subscription:
    """The estimate's subscription, kept for `months` months, however many were planned.

    Years are paid in advance: who planned a year and is done early has paid for it, and who
    planned single months goes on with single months. With yearly billing, or where single months
    have no price, year follows on year.
    """
    kept = subscribe_for(estimate.terms, estimate.scenario, months)
    planned = estimate.subscription
    if estimate.scenario.billing == "annual" or kept.monthly_price is None or planned is None:
        return kept
    due = months - kept.free_months
    years = min(planned.years, -(-due // MONTHS_IN_A_YEAR))
    return Subscription(
        free_months=kept.free_months,
        years=years,
        single_months=max(0, due - years * MONTHS_IN_A_YEAR),
        annual_price=kept.annual_price,
        monthly_price=kept.monthly_price,
    )
