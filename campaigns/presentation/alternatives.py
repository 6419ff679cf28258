"""Alternatives in a few words each, with the address that leads there."""

from dataclasses import dataclass

from campaigns.decision import Decision, key_of
from campaigns.forms import STRATEGY_NAMES
from campaigns.query.links import Links
from planner.planning.alternatives import Alternative, find_alternatives
from planner.planning.estimate import Estimate
from planner.planning.scenario import BEST
from planner.planning.wording import count, dollars

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One alternative: what changes, what that does to the money, how, and where it is shown."""

    title: str
    money: str
    text: str
    address: str


def suggest(decision: Decision, links: Links) -> list[Suggestion]:
    """The alternatives worth knowing, at most three: what saves most first.

    Where something is in time at a known price, those are what saves money: the ways that do not
    are part of the verdict and of the comparison.
    """
    found = [
        alternative
        for alternative in find_alternatives(decision.comparison, decision.query.plans)
        if decision.comparison.cheapest is None or (alternative.dollars_more or 0) < 0
    ]
    found.sort(key=lambda alternative: min(alternative.dollars_more or 0, 0))
    return [_put_in_words(alternative, links) for alternative in found[:MOST_SHOWN]]


def _put_in_words(alternative: Alternative, links: Links) -> Suggestion:
    estimate = alternative.estimate
    match alternative.change:
        case "sooner" | "later":
            address = links.address_of_cheapest(
                deadline_months=str(estimate.months), deadline_on="", estimate=""
            )
        case "other_seats":
            address = links.address_of_cheapest(
                seats=BEST, max_seats="", max_seats_per_plan="", senders="", estimate=""
            )
        case "other_plan":
            address = links.address(estimate=key_of(estimate))
    return Suggestion(
        title=_title(alternative),
        money=_describe_cost(alternative),
        text=_describe(estimate),
        address=address,
    )


def _title(alternative: Alternative) -> str:
    estimate, months = alternative.estimate, alternative.months_more
    seats = estimate.seats
    if months is None:
        if alternative.change == "later":
            return f"It works within {count(estimate.months or 0, 'month')}:"
        return f"{count(seats, 'seat')} {'makes' if seats == 1 else 'make'} it in time:"
    if alternative.change == "other_seats":
        return f"{count(seats, 'seat')}: {_describe_time(months)},"
    if alternative.change == "other_plan":
        return f"{estimate.terms.name}:"
    return f"{_describe_time(months)}:"


def _describe_cost(alternative: Alternative) -> str:
    more, total = alternative.dollars_more, alternative.estimate.total
    if more is None:
        return "" if total is None else dollars(total)
    if not more:
        return "same money"
    return f"+{dollars(more)}" if more > 0 else f"\N{MINUS SIGN}{dollars(-more)}"


def _describe_time(months: int) -> str:
    if not months:
        return "as soon"
    return f"{count(abs(months), 'month')} {'sooner' if months < 0 else 'longer'}"


def _describe(estimate: Estimate) -> str:
    seats = estimate.seats
    plan = estimate.terms.name if seats == 1 else f"{seats:,} × {estimate.terms.name}"
    bought = estimate.credits.bought if estimate.credits else 0
    buying = f"buy {bought:,}" if bought else "nothing to buy"
    parts = [plan, count(estimate.months or 0, "month"), buying]
    if estimate.strategy != "cheapest":
        parts.insert(1, STRATEGY_NAMES[estimate.strategy].lower())
    return ", ".join(parts)
