"""The comparison by the other reading of a new seat's first day (RULES.md §2).

LinkedIn does not state whether new seats of plans that grant their credits on the 1st get some on
their first day, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.planning.comparison import Comparison, cheapest_in_time, rank
from planner.planning.estimate import Estimate, make_estimates
from planner.planning.groups import new_calendar
from planner.planning.options import PlanSearch
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """The estimates, best first, if new seats do, or do not, get credits on their first day.

    `plans` are those for which that is another reading; the estimates of others are as they were.
    `cheapest` is as that of a `Comparison`.
    """

    grants_on_start: bool
    plans: tuple[Terms, ...]
    estimates: tuple[Estimate, ...]
    cheapest: Estimate | None

    def find(self, estimate: Estimate) -> Estimate | None:
        """The same plan and strategy by this reading; `None` where it is no other for the plan."""
        if estimate.terms not in self.plans:
            return None
        key = estimate.terms, estimate.strategy
        return next(one for one in self.estimates if (one.terms, one.strategy) == key)


def read_otherwise(
    comparison: Comparison, plans: Sequence[Terms], strategies: Sequence[Strategy]
) -> OtherReading | None:
    """A comparison of `plans` and `strategies` by the other reading; `None` where it is the same.

    Where some plan grants nothing on the first day, the other is that all do. Only plans for which
    it differs are calculated again. Source: RULES.md §2 and §4.
    """
    scenario = comparison.scenario
    open_plans = [one for one in plans if one.grant_day == "first"]
    if not open_plans or scenario.start_on.day == 1 or not scenario.to_send:
        return None
    at_start = {one: new_calendar(one, scenario).grants_on_start for one in open_plans}
    grants_on_start = not all(at_start.values())
    differing = tuple(one for one in open_plans if at_start[one] != grants_on_start)
    other = replace(scenario, grants_on_start=grants_on_start)
    as_it_was = {(one.terms, one.strategy): one for one in comparison.estimates}
    # Of equal estimates the plan that is given first ranks first.
    estimates: list[Estimate] = []
    for terms in plans:
        if terms in differing:
            estimates += make_estimates(PlanSearch(terms, other), strategies)
        else:
            estimates += (as_it_was[terms, strategy] for strategy in strategies)
    ranked = rank(estimates)
    return OtherReading(
        grants_on_start=grants_on_start,
        plans=differing,
        estimates=tuple(ranked),
        cheapest=cheapest_in_time(ranked),
    )
