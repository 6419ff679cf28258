"""What the trials of a forecast cost, exact to the cent (RULES.md §7).

Trials are sorted by floats, which is fast; every reported figure is calculated from whole slices
and credits in exact decimals.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from planner.planning.forecast.plan import Plan
from planner.planning.forecast.wallets import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The trials in rising order of total; `spend_of` maps slices to dollars of subscriptions."""

    slices: Counts
    bought: Counts
    spend_of: dict[int, Decimal]
    credit_price: Decimal

    def at(self, index: int) -> Decimal:
        """The total, in dollars, of the trial at this index."""
        return self.spend_of[int(self.slices[index])] + self.credit_price * int(self.bought[index])

    @property
    def sum(self) -> Decimal:
        """The totals of all trials together, in dollars."""
        trials_of = np.bincount(self.slices)
        spends = (spend * int(trials_of[slices]) for slices, spend in self.spend_of.items())
        return sum(spends, self.credit_price * sum(self.bought.tolist()))


def price_trials(plan: Plan, slices: Counts, bought: Counts) -> Totals | None:
    """The totals of trials from the slices and the bought credits of each.

    `slices` counts those up to the last message on a credit. `None` where a price is unknown that
    any of them needs.
    """
    credit_price = plan.terms.credit_price
    if credit_price is None and bought.any():
        return None
    spend_of: dict[int, Decimal] = {}
    for number in np.unique(slices).tolist():
        spend = plan.spend_through(number)
        if spend is None:
            return None
        spend_of[number] = spend
    credit_price = credit_price or Decimal(0)
    spends = np.zeros(max(spend_of, default=0) + 1)
    spends[list(spend_of)] = [float(spend) for spend in spend_of.values()]
    order = np.argsort(spends[slices] + float(credit_price) * bought)
    return Totals(
        slices=slices[order], bought=bought[order], spend_of=spend_of, credit_price=credit_price
    )
