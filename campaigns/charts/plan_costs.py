"""What each plan costs by each deadline, and which plans a chart has room for.

Costs are exact dollars, the first that of one month; `None` is a plan that is not done by then or
has no known price. They never rise: what is done by one deadline is done by every later one.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from planner.planning.comparison import Comparison
from planner.planning.terms import Terms

MOST_DRAWN = 5


class PlanCosts(NamedTuple):
    """One plan's costs by deadline; `is_in_time`: whether it makes the last one at all."""

    terms: Terms
    costs: tuple[Decimal | None, ...]
    is_in_time: bool

    @property
    def known(self) -> list[Decimal]:
        """The costs from the first deadline on that has any."""
        return [cost for cost in self.costs if cost is not None]


def find_costs(comparison: Comparison, terms: Terms) -> PlanCosts:
    """The costs of one plan by every deadline up to the scenario's own (RULES.md §4)."""
    totals = {option.months: option.total for option in comparison.purchase_options[terms]}
    least = None
    costs: list[Decimal | None] = []
    for deadline in range(1, comparison.scenario.months_until_deadline + 1):
        total = totals.get(deadline)
        if total is not None and (least is None or total < least):
            least = total
        costs.append(least)
    return PlanCosts(terms, tuple(costs), is_in_time=bool(totals))


def choose_plans(
    priced: Sequence[PlanCosts], *, leading: Collection[Terms | None]
) -> list[PlanCosts]:
    """The plans that are drawn, cheapest first: those `leading` by any deadline, then the rest."""
    by_cost = sorted(priced, key=lambda plan: plan.known[-1])
    chosen = sorted(by_cost, key=lambda plan: plan.terms not in leading)[:MOST_DRAWN]
    return [plan for plan in by_cost if plan in chosen]
