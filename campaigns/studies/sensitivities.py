"""What each input of a question does to the total of its cheapest plan (RULES.md §7)."""

from campaigns.query.query import Query
from campaigns.studies.cache import get_or_compute
from campaigns.studies.time_budget import has_time_left
from planner.planning.sensitivity import Swing, find_sensitivity


def study_sensitivity(query: Query) -> tuple[Swing, ...]:
    """The swings of all inputs, largest first; empty where nothing makes the deadline.

    Raises `TimeBudgetExceeded` where there is less time than that takes.
    """
    values = query.values
    low, high = values["reply_rate_low"], values["reply_rate_high"]
    reply_rates = None if low is None else (low, high)

    def compute() -> tuple[Swing, ...]:
        return find_sensitivity(
            query.scenario,
            query.plans,
            query.strategies,
            reply_rates=reply_rates,
            has_time_left=has_time_left,
        )

    return get_or_compute("sensitivity", query, compute, reply_rates)
