"""One plan of a book, worked through: the numbers that the rules are explained with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from campaigns.forms import STRATEGY_NAMES
from campaigns.models import Plan
from campaigns.query.query import terms_of
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms

LEADS = 100
# The plan of the article's own example; a book without it is explained with another one.
FAVOURITE = "sales-navigator-professional"


class ExampleStrategy(NamedTuple):
    """One strategy of the example."""

    name: str
    why: str
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """A plan that can be costed, and what reaching `leads` people takes, strategy by strategy."""

    plan: Plan
    terms: Terms
    leads: int
    price_of_a_credit: Decimal
    returned_at_ten_percent: int
    ways: tuple[ExampleStrategy, ...]

    @property
    def half_price_of_a_credit(self) -> Decimal:
        """What the article's "$2 for each InMail" is (RULES.md §8, example 5)."""
        return self.price_of_a_credit / 2

    @property
    def by_cost(self) -> list[ExampleStrategy]:
        """The ways with a known total, the cheapest first."""
        known = [way for way in self.ways if way.estimate.total is not None]
        return sorted(known, key=lambda way: way.estimate.total or Decimal(0))


def work_out(plans: Sequence[Plan], *, today: date) -> WorkedExample | None:
    """The example with the best suited of the plans; `None` where none grants credits for money."""
    priced = [
        plan
        for plan in plans
        if plan.monthly_credits and plan.price and plan.price.monthly_price is not None
    ]
    plan = min(priced, key=lambda plan: (plan.slug != FAVOURITE, plan.is_legacy), default=None)
    if plan is None:
        return None
    terms = terms_of(plan)
    scenario = Scenario(target=LEADS, start_on=today, seats=1)
    estimates = [make_estimate(terms, scenario, strategy) for strategy in STRATEGIES]
    return WorkedExample(
        plan=plan,
        terms=terms,
        leads=LEADS,
        price_of_a_credit=(terms.monthly_price or Decimal(0)) / terms.monthly_credits,
        returned_at_ten_percent=terms.monthly_credits // 10,
        ways=tuple(
            ExampleStrategy(STRATEGY_NAMES[estimate.strategy], explain(estimate), estimate)
            for estimate in estimates
        ),
    )
