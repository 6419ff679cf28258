"""Alternatives in a few words each, with the address that leads there."""

from dataclasses import dataclass
from decimal import Decimal

from campaigns.bridge import Question
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.comparison import key_of
from planner.planning.alternatives import Alternative, find_alternatives
from planner.planning.estimate import Estimate
from planner.planning.explain import count, dollars

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One alternative: what changes, what that takes, and where it is shown."""

    title: str
    text: str
    address: str


def suggest(question: Question) -> list[Suggestion]:
    """The alternatives worth knowing, at most three."""
    found = find_alternatives(question.comparison, question.plans)
    return [_put_in_words(alternative, question) for alternative in found[:MOST_SHOWN]]


def _put_in_words(alternative: Alternative, question: Question) -> Suggestion:
    estimate = alternative.estimate
    match alternative.change:
        case "sooner" | "later":
            address = question.address(
                deadline_months=str(estimate.months), deadline_on="", estimate=""
            )
        case "more_seats":
            address = question.address(seats=str(estimate.scenario.seats), estimate="")
        case "other_plan":
            address = question.address(estimate=key_of(estimate))
    return Suggestion(title=_title(alternative), text=_describe(estimate), address=address)


def _title(alternative: Alternative) -> str:
    estimate, months = alternative.estimate, alternative.months_more
    seats = estimate.scenario.seats
    if months is None or alternative.dollars_more is None:
        total = dollars(estimate.total) if estimate.total is not None else ""
        if alternative.change == "later":
            return f"It works within {count(estimate.months or 0, 'month')}: {total}"
        return f"{count(seats, 'seat')} make it in time: {total}"
    money = _say_difference(alternative)
    match alternative.change:
        case "sooner":
            return f"{count(-months, 'month').capitalize()} sooner: {money}"
        case "later":
            return f"{count(months, 'month').capitalize()} longer: {money}"
        case "more_seats":
            return f"One more seat: {count(-months, 'month')} sooner, {money}"
        case "other_plan":
            return f"{estimate.terms.name}: {money}"


def _say_difference(alternative: Alternative) -> str:
    more = alternative.dollars_more or Decimal(0)
    if not more:
        return "same money"
    return f"+{dollars(more)}" if more > 0 else f"\N{MINUS SIGN}{dollars(-more)}"


def _describe(estimate: Estimate) -> str:
    seats = estimate.scenario.seats
    plan = estimate.terms.name if seats == 1 else f"{seats:,} × {estimate.terms.name}"
    bought = estimate.credits.bought if estimate.credits else 0
    buying = f"buy {bought:,}" if bought else "nothing to buy"
    parts = [plan, count(estimate.months or 0, "month"), buying]
    if estimate.strategy != "cheapest":
        parts.insert(1, STRATEGY_NAMES[estimate.strategy].lower())
    return ", ".join(parts)
