"""What the trials of a forecast cost, exact to the cent (RULES.md §7).

Trials are sorted by floats, which is fast; every reported figure is calculated from whole months
and credits in exact decimals.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.estimate import Estimate
from planner.planning.money import Subscription
from planner.planning.strategies import subscribe_for

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The trials in rising order of total; `spend_of` maps months to dollars of subscription."""

    months: Counts
    bought: Counts
    spend_of: dict[int, Decimal]
    credit_price: Decimal

    def at(self, index: int) -> Decimal:
        """The total, in dollars, of the trial at this index."""
        return self.spend_of[int(self.months[index])] + self.credit_price * int(self.bought[index])

    @property
    def sum(self) -> Decimal:
        """The totals of all trials together, in dollars."""
        trials_of = np.bincount(self.months)
        spends = (spend * int(trials_of[months]) for months, spend in self.spend_of.items())
        return sum(spends, self.credit_price * sum(self.bought.tolist()))


def price_trials(estimate: Estimate, months: Counts, bought: Counts) -> Totals | None:
    """The totals of trials from the months and the bought credits of each.

    `None` where a price is unknown that any of them needs.
    """
    credit_price = estimate.terms.credit_price
    if credit_price is None and bought.any():
        return None
    spend_of: dict[int, Decimal] = {}
    for duration in np.unique(months).tolist():
        spend = subscription_lasting(estimate, months=duration).spend
        if spend is None:
            return None
        spend_of[duration] = spend
    credit_price = credit_price or Decimal(0)
    spends = np.zeros(max(spend_of, default=0) + 1)
    spends[list(spend_of)] = [float(spend) for spend in spend_of.values()]
    order = np.argsort(spends[months] + float(credit_price) * bought)
    return Totals(
        months=months[order], bought=bought[order], spend_of=spend_of, credit_price=credit_price
    )


def subscription_lasting(estimate: Estimate, *, months: int) -> Subscription:
    """The estimate's subscription where it lasts `months` months instead of the planned ones.

    A planned year is paid in advance, also where the campaign is done early; all other months are
    single months. With yearly billing, or where a single month has no known price, years follow.
    """
    repriced = subscribe_for(estimate.terms, estimate.scenario, months)
    planned = estimate.subscription
    if estimate.scenario.billing == "annual" or repriced.monthly_price is None or planned is None:
        return repriced
    due = months - repriced.free_months
    years = min(planned.years, -(-due // MONTHS_IN_A_YEAR))
    return replace(repriced, years=years, single_months=max(0, due - years * MONTHS_IN_A_YEAR))
