"""What another reading of the day of the grants would change (RULES.md §2)."""

from dataclasses import replace

from campaigns.decision import Decision
from campaigns.wording import day
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.grant_readings import OtherReading, read_otherwise
from planner.planning.groups import new_calendar
from planner.planning.money import cents
from planner.planning.wording import dollars

UNSTATED = "LinkedIn does not state which holds."


def explain_other_reading(decision: Decision) -> str:
    """What changes if new seats do, or do not, get credits on their first day; empty if nothing.

    LinkedIn grants the credits of some plans on the 1st and does not state which of both holds.
    First of the estimate shown, then of the cheapest of all that are compared.
    """
    chosen, query = decision.chosen, decision.query
    if chosen is None:
        return ""
    reading = read_otherwise(decision.comparison, query.plans, query.strategies)
    if reading is None:
        return ""
    other = reading.find(chosen) or _read_otherwise(chosen)
    shown = _explain_shown(chosen, other) if other else ""
    now, then = decision.comparison.cheapest, reading.cheapest
    is_of_cheapest = now in (None, chosen) and other is not None and _is_like(other, then)
    if _is_like(now, then) or (shown and is_of_cheapest):
        return shown
    of_cheapest = _explain_cheapest(reading, now)
    return f"{shown} {of_cheapest}" if shown else f"{of_cheapest} {UNSTATED}"


def _read_otherwise(estimate: Estimate) -> Estimate | None:
    """An estimate of a plan for which the reading is settled here, by the other one."""
    terms, scenario = estimate.terms, estimate.scenario
    if terms.grant_day != "first":
        return None
    at_start = new_calendar(terms, scenario).grants_on_start
    return make_estimate(terms, replace(scenario, grants_on_start=not at_start), estimate.strategy)


def _is_like(one: Estimate | None, other: Estimate | None) -> bool:
    """Whether both are of one plan at one total; or there is neither."""
    if one is None or other is None:
        return one is other
    return (one.terms.slug, one.total) == (other.terms.slug, other.total)


def _explain_shown(estimate: Estimate, other: Estimate) -> str:
    """What the other reading comes to, of the estimate shown; empty where it is the same."""
    same = (other.status, other.total, other.done_on)
    if same == (estimate.status, estimate.total, estimate.done_on):
        return ""
    at_start = new_calendar(estimate.terms, estimate.scenario).grants_on_start
    what = "come on the 1st only" if at_start else "also come on the first day"
    assumed = "come on the first day, too" if at_start else "come on the 1st"
    if other.done_on is None:
        result = "it is out of reach this way"
    elif other.total is None:
        result = f"it is done on {day(other.done_on)}"
    else:
        result = f"it costs {dollars(other.total)} and is done on {day(other.done_on)}"
    return (
        f"Here the credits of a new seat of {estimate.terms.name} {assumed}. If they {what}, "
        f"{result}: {UNSTATED}"
    )


def _explain_cheapest(reading: OtherReading, now: Estimate | None) -> str:
    """What is the cheapest by the other reading, and by how much it differs from the cheapest."""
    *names, last = (terms.name for terms in reading.plans)
    seats = f"{', '.join(names)} and {last}" if names else last
    if reading.grants_on_start:
        condition = f"If new seats of {seats} also get credits on their first day"
    else:
        condition = f"If new seats of {seats} get their credits on the 1st only"
    then = reading.cheapest
    if then is None or then.total is None or then.done_on is None:
        return f"{condition}, no way that is compared makes the deadline at a known price."
    result = (
        f"{condition}, the cheapest is {then.terms.name}: {dollars(then.total)}, done on "
        f"{day(then.done_on)}"
    )
    if now is None or now.total is None:
        return f"{result}; here nothing makes the deadline at a known price."
    difference = cents(then.total) - cents(now.total)
    if not difference:
        return f"{result}, the same money as {now.terms.name} here."
    compared = f"{dollars(abs(difference))} {'more' if difference > 0 else 'less'}"
    return f"{result}, {compared} than {now.terms.name} here."
