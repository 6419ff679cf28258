"""Alternatives in a few words each, with the address that leads there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.decision import Decision, key_of
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.judgement import write_difference
from campaigns.query.links import Links
from campaigns.reading import write_deadline
from campaigns.wording import begin_large
from planner.planning.alternatives import Alternative, find_alternatives
from planner.planning.estimate import Estimate
from planner.planning.scenario import BEST, Scenario
from planner.planning.wording import count, dollars, show_day

MOST_SHOWN = 3
# Less is not worth a change of plan.
LEAST_SAVED = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One alternative: what changes, what that does to the money, how, and where it is shown.

    `way_out` is its part in the verdict on what is late; empty unless it is a number of seats.
    """

    title: str
    money: str
    text: str
    address: str
    way_out: str


def suggest(decision: Decision, links: Links) -> list[Suggestion]:
    """The alternatives worth knowing, at most three: what saves most first.

    Where something is in time at a known price, those are what saves a dollar or more: the ways
    that do not are part of the verdict and of the comparison.
    """
    return [_put_in_words(one, decision, links) for one in _find_suggested(decision)]


def name_way_out(decision: Decision) -> str:
    """What makes the deadline that the verdict misses: "2 more seats make it"; empty if unknown."""
    if _late_way(decision) is None:
        return ""
    ways = (_write_way_out(one, decision) for one in _find_suggested(decision))
    return next(filter(None, ways), "")


def _find_suggested(decision: Decision) -> list[Alternative]:
    found = [
        alternative
        for alternative in find_alternatives(decision.comparison, decision.query.plans)
        if decision.comparison.cheapest is None or (alternative.dollars_more or 0) <= -LEAST_SAVED
    ]
    if decision.query.opening_balance:
        # Credits that go along to any plan are held on other seats where their number is another.
        found = [alternative for alternative in found if alternative.change != "other_seats"]
    found.sort(key=lambda alternative: min(alternative.dollars_more or 0, 0))
    return found[:MOST_SHOWN]


def _put_in_words(alternative: Alternative, decision: Decision, links: Links) -> Suggestion:
    estimate, scenario = alternative.estimate, decision.query.scenario
    match alternative.change:
        case "sooner" | "later":
            address = address_by(estimate.months or 1, estimate.done_on, scenario, links)
        case "other_seats":
            lifted: dict[str, str] = {"seats": BEST}
            if scenario.max_seats != estimate.scenario.max_seats:
                lifted |= {"max_seats": "", "max_seats_per_plan": "", "senders": ""}
            address = links.address_of_cheapest(**lifted, estimate="")
        case "other_plan":
            address = links.address(estimate=key_of(estimate))
    return Suggestion(
        title=_title(alternative, decision),
        money=_describe_cost(alternative),
        text=_describe(estimate),
        address=address,
        way_out=_write_way_out(alternative, decision),
    )


def address_by(months: int, done_on: date | None, scenario: Scenario, links: Links) -> str:
    """The page that shows the cheapest way that is done by then, where a scenario was asked for.

    A day takes the place of a day: the end of the month of the campaign may be later.
    """
    deadline = months if scenario.deadline_on is None or done_on is None else done_on
    return links.address_of_cheapest(
        deadline_months=write_deadline(deadline), deadline_on="", estimate=""
    )


def _title(alternative: Alternative, decision: Decision) -> str:
    estimate, best = alternative.estimate, decision.comparison.cheapest
    seats, done_on = estimate.seats, estimate.done_on or estimate.scenario.deadline
    if best is None or best.done_on is None:
        if alternative.change == "other_seats":
            return f"{count(seats, 'seat')} {'makes' if seats == 1 else 'make'} it in time:"
        if decision.query.scenario.deadline_on is not None:
            return f"It works by {show_day(done_on)}:"
        return f"It works within {count(estimate.months or 0, 'month')}:"
    if alternative.change == "other_plan":
        return f"{estimate.terms.name}:"
    time = write_difference(done_on, best.done_on)
    if alternative.change == "other_seats":
        return f"{count(seats, 'seat')}: {time},"
    return f"{begin_large(time)}:"


def _late_way(decision: Decision) -> Estimate | None:
    """The estimate that the verdict calls late; `None` where it or another is in time."""
    chosen = decision.chosen
    if decision.comparison.cheapest or chosen is None or chosen.status != "misses_deadline":
        return None
    return chosen


def _write_way_out(alternative: Alternative, decision: Decision) -> str:
    """The seats that make it where those given do not: "2 more seats make it"."""
    enough, late = alternative.estimate, _late_way(decision)
    if alternative.change != "other_seats" or late is None:
        return ""
    more = enough.seats - late.seats
    # A person compares seats of one plan: of another the number of all is clearer.
    if more < 1 or enough.terms.slug != late.terms.slug:
        of_plan = f"{count(enough.seats, 'seat')} of {enough.terms.name}"
        return f"{of_plan} {'makes' if enough.seats == 1 else 'make'} it"
    return f"{more:,} more {'seat makes' if more == 1 else 'seats make'} it"


def _describe_cost(alternative: Alternative) -> str:
    more, total = alternative.dollars_more, alternative.estimate.total
    if more is None:
        return "" if total is None else dollars(total)
    if not more:
        return "same money"
    return f"+{dollars(more)}" if more > 0 else f"\N{MINUS SIGN}{dollars(-more)}"


def _describe(estimate: Estimate) -> str:
    seats = estimate.seats
    plan = estimate.terms.name if seats == 1 else f"{seats:,} × {estimate.terms.name}"
    bought = estimate.credits.bought if estimate.credits else 0
    buying = f"buy {bought:,}" if bought else "nothing to buy"
    done = [] if estimate.done_on is None else [f"done on {show_day(estimate.done_on)}"]
    parts = [plan, *done, buying]
    if estimate.strategy != "cheapest":
        parts.insert(1, STRATEGY_NAMES[estimate.strategy].lower())
    return ", ".join(parts)
