"""What each input of a question does to the total of its cheapest plan, and to its return.

RULES.md §7 and §9.
"""

from decimal import Decimal

from campaigns.query.query import Query
from campaigns.studies.cache import get_or_compute
from campaigns.studies.time_budget import has_time_left
from planner.planning.estimate import Estimate
from planner.planning.sensitivity import Swing, find_sensitivity
from planner.planning.worth import WorthSwing
from planner.planning.worth.asked import worth_swings_of


def study_worth(query: Query, cheapest: Estimate | None) -> tuple[WorthSwing, ...]:
    """What moves the return of the cheapest estimate, largest first; none where it is unknown.

    Raises `TimeBudgetExceeded` where there is less time than that takes.
    """
    reply_rates = _reply_rates_of(query)

    def compute() -> tuple[WorthSwing, ...]:
        if cheapest is None:
            return ()
        return worth_swings_of(cheapest, reply_rates=reply_rates, has_time_left=has_time_left)

    return get_or_compute("worth", query, compute, reply_rates)


def study_sensitivity(query: Query) -> tuple[Swing, ...]:
    """The swings of all inputs, largest first; empty where nothing makes the deadline.

    Raises `TimeBudgetExceeded` where there is less time than that takes.
    """
    reply_rates = _reply_rates_of(query)

    def compute() -> tuple[Swing, ...]:
        return find_sensitivity(
            query.scenario,
            query.plans,
            query.strategies,
            reply_rates=reply_rates,
            has_time_left=has_time_left,
        )

    return get_or_compute("sensitivity", query, compute, reply_rates)


def _reply_rates_of(query: Query) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest rate that the person expects."""
    low, high = query.values["reply_rate_low"], query.values["reply_rate_high"]
    return None if low is None else (low, high)
