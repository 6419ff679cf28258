"""What another reading of the day of the grants would change (RULES.md §2)."""

from dataclasses import replace

from campaigns.wording import day
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.groups import new_calendar
from planner.planning.wording import dollars


def explain_other_reading(estimate: Estimate) -> str:
    """What changes if new seats do, or do not, get credits on their first day; empty if nothing.

    LinkedIn grants the credits of some plans on the 1st and does not state which of both holds.
    """
    terms, scenario = estimate.terms, estimate.scenario
    has_new_seats = any(not one.group.is_held for one in estimate.groups)
    if terms.grant_day != "first" or not has_new_seats or scenario.start_on.day == 1:
        return ""
    at_start = new_calendar(terms, scenario).grants_on_start
    other = make_estimate(terms, replace(scenario, grants_on_start=not at_start), estimate.strategy)
    if (other.status, other.total, other.done_on) == (
        estimate.status,
        estimate.total,
        estimate.done_on,
    ):
        return ""
    what = "come on the 1st only" if at_start else "also come on the first day"
    assumed = "come on the first day, too" if at_start else "come on the 1st"
    if other.done_on is None:
        result = "it is out of reach this way"
    elif other.total is None:
        result = f"it is done on {day(other.done_on)}"
    else:
        result = f"it costs {dollars(other.total)} and is done on {day(other.done_on)}"
    return (
        f"Here the credits of a new seat of {terms.name} {assumed}. If they {what}, {result}: "
        "LinkedIn does not state which holds."
    )
