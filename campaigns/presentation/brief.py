"""A decision in brief, for readers without the form: the question, the verdict, the schedule.

The shared page, the picture of a link's preview and the list of campaigns take it from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from campaigns.decision import Decision
from campaigns.figure_values import write_already_paid
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.alternatives import name_way_out
from campaigns.presentation.assumptions import list_assumptions
from campaigns.presentation.audiences import Audiences, draw_audiences
from campaigns.presentation.dates import dates_of
from campaigns.presentation.judgement import Judgement, judge
from campaigns.presentation.sources import Source, describe_prices, list_sources_of
from campaigns.presentation.step_table import StepTable, draw_step_table
from campaigns.presentation.worth import write_worth
from campaigns.query.query import Query
from campaigns.wording import name_cheapest, write_deadline
from planner.planning.estimate import Estimate
from planner.planning.explain import explain
from planner.planning.phrases import describe_sends, reach
from planner.planning.scenario import BEST, Scenario
from planner.planning.wording import count, dollars, exact_dollars, show_day


class KeyDay(NamedTuple):
    """A day that matters, and what for."""

    name: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A decision on one page. `estimate` is `None` where no plan is compared.

    `way_out` is what makes the deadline that it misses, if known.
    """

    question: str
    verdict: Judgement
    way_out: str
    budget: str
    estimate: Estimate | None
    way: str
    already_paid: str
    why: str
    worth: str
    audiences: Audiences | None
    cheaper: str
    key_days: tuple[KeyDay, ...]
    steps: StepTable | None
    assumptions: tuple[str, ...]
    prices: str
    sources: tuple[Source, ...]


def make_brief(decision: Decision) -> Brief:
    """The decision in brief; the way it shows is the one that its page shows in full."""
    query, estimate = decision.query, decision.chosen
    return Brief(
        question=write_question(query.scenario),
        verdict=judge(estimate),
        way_out=name_way_out(decision),
        budget=judge_budget(estimate),
        estimate=estimate,
        way=describe_way(estimate) if estimate else "",
        already_paid=write_already_paid(estimate) if estimate else "",
        why=explain(estimate) if estimate else "",
        worth=write_worth(estimate),
        audiences=draw_audiences(decision),
        cheaper=_name_cheaper(decision),
        key_days=tuple(list_key_days(query, estimate)) if estimate else (),
        steps=draw_step_table(estimate.schedule) if estimate else None,
        assumptions=tuple(list_assumptions(query)),
        prices=describe_prices(estimate.terms) if estimate else "",
        sources=tuple(list_sources_of(estimate.terms, query)) if estimate else (),
    )


def write_question(scenario: Scenario) -> str:
    """What is asked, as a sentence."""
    verb = "reach" if scenario.goal == "contacted" else "get"
    seats = "" if scenario.seats == BEST else f" with {count(scenario.seats, 'seat')}"
    return (
        f"What does it cost to {verb} {reach(scenario)} on LinkedIn by InMail "
        f"{write_deadline(scenario)}, from {show_day(scenario.start_on)}{seats}?"
    )


def judge_budget(estimate: Estimate | None) -> str:
    """How the total compares with the budget; empty where one of them is not known."""
    if estimate is None or estimate.total is None or estimate.scenario.budget is None:
        return ""
    budget = exact_dollars(estimate.scenario.budget)
    over = estimate.total - estimate.scenario.budget
    if over > 0:
        return f"{dollars(over)} over the budget of {budget}"
    return f"within the budget of {budget}, {dollars(-over)} left"


def describe_way(estimate: Estimate) -> str:
    """Plan, seats and what is sent when: "Sales Navigator Core, 3 seats, all 100 at once"."""
    seats = count(estimate.seats, "seat") if estimate.seats else ""
    sends = describe_sends(estimate) or STRATEGY_NAMES[estimate.strategy].lower()
    return ", ".join(part for part in (estimate.terms.name, seats, sends) if part)


def _name_cheaper(decision: Decision) -> str:
    """What is cheaper than the way shown: "the cheapest single plan is …"; empty where none is."""
    cheapest, shown = decision.comparison.cheapest, decision.chosen
    if cheapest is None or shown is None or cheapest.total is None or shown.total is None:
        return ""
    if cheapest.total >= shown.total:
        return ""
    of_what = name_cheapest(decision.comparison)
    return f"the {of_what} is {dollars(cheapest.total)} with {describe_way(cheapest)}"


def list_key_days(query: Query, estimate: Estimate) -> Iterator[KeyDay]:
    """The days that a reader acts on, in their order."""
    dates = dates_of(query, estimate)
    days = [
        ("First message", estimate.first_send_on),
        ("Everything sent", dates.done_by),
        ("Deadline", dates.deadline),
        ("Change to monthly payment before", dates.change_before),
        ("Cancel before", dates.cancel_before),
    ]
    found = [KeyDay(name, on) for name, on in days if on is not None]
    yield from sorted(found, key=lambda day: day.on)
