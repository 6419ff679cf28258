"""Whether an estimate is worth it: what its messages bring, and from where on it pays.

Shown where something beyond the replies is known: a later rate, a value, the time (RULES.md §9).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from campaigns.forms import ScenarioForm
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.wording import begin_large, show_return
from planner.planning.estimate import Estimate
from planner.planning.goals import GOALS, RATES, Goal
from planner.planning.scenario import Scenario
from planner.planning.wording import LEADS, dollars, percent
from planner.planning.worth import Outcome, explain_break_evens, explain_worth
from planner.planning.worth.amounts import to_cents
from planner.planning.worth.asked import break_evens_of, outcome_of
from planner.planning.worth.funnel import STAGE_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """A stage from messages to customers: its name, the expected number, dollars for each."""

    name: str
    expected: str
    cost_each: str
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedRate:
    """A usual rate that stands for one that was not entered, and its field."""

    field: str
    label: str
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an estimate brings. Texts are empty where something that they need is unknown.

    `time` is the person's own, a figure beside the cash; `time_address` asks with the time added
    to the cost, or without it where it is.
    """

    sentence: str
    stages: tuple[StageRow, ...]
    break_evens: tuple[str, ...]
    time: str
    adds_time: bool
    time_address: str
    return_on_cost: str
    assumed: tuple[AssumedRate, ...]


def draw_worth(query: Query, estimate: Estimate | None, links: Links) -> Worth | None:
    """The worth of an estimate that is done; `None` where nothing is asked of it."""
    if estimate is None or not estimate.is_done or not has_worth(estimate.scenario):
        return None
    scenario, outcome = estimate.scenario, outcome_of(estimate)
    found = break_evens_of(estimate)
    return Worth(
        sentence=explain_worth(outcome),
        stages=tuple(_list_stages(scenario, outcome)),
        break_evens=explain_break_evens(found) if found else (),
        time=_write_time(outcome),
        adds_time=scenario.with_time,
        time_address=_address_with_time(scenario, links),
        return_on_cost=show_return(outcome),
        assumed=tuple(
            AssumedRate(
                field=name,
                label=str(ScenarioForm.base_fields[name].label),
                rate=percent(query.values[name]),
            )
            for name in query.assumed_rates
        ),
    )


def write_worth(estimate: Estimate | None) -> str:
    """What an estimate is expected to bring, in a sentence or two; empty if not asked for."""
    if estimate is None or not estimate.is_done or not has_worth(estimate.scenario):
        return ""
    return explain_worth(outcome_of(estimate))


def has_worth(scenario: Scenario) -> bool:
    """Whether a scenario has an input of what comes after a reply."""
    later = scenario.meeting_rate, scenario.win_rate, scenario.value_per_customer
    minutes = (
        scenario.minutes_per_message,
        scenario.minutes_per_answer,
        scenario.minutes_per_meeting,
    )
    is_later_goal = GOALS.index(scenario.goal) > GOALS.index("replied")
    return is_later_goal or any(one is not None for one in later) or any(minutes)


def _list_stages(scenario: Scenario, outcome: Outcome) -> Iterator[StageRow]:
    for goal in GOALS:
        number = outcome.expected(STAGE_OF[goal])
        rate: Decimal | None = None if goal == "contacted" else getattr(scenario, RATES[goal])
        if goal == "replied" and scenario.audiences:
            rate = None  # each has its own
        # That all replies are positive is no news.
        if number is None or (goal == "positive" and rate == 1 and scenario.goal != goal):
            continue
        each = outcome.cost_per(STAGE_OF[goal])
        yield StageRow(
            name=begin_large(LEADS[goal][1]),
            expected=_write_number(to_cents(number)),
            cost_each="" if each is None else dollars(each),
            rate="" if rate is None else f"{percent(rate)} of {_noun_before(goal)}",
        )


def _noun_before(goal: Goal) -> str:
    """What the rate that leads to a goal is a share of: "people", "meetings"."""
    return LEADS[GOALS[GOALS.index(goal) - 1]][1]


def _write_number(number: Decimal) -> str:
    """An expected number, with a decimal where it is not whole."""
    return f"{int(number):,}" if number == int(number) else f"{number:,.1f}"


def _write_time(outcome: Outcome) -> str:
    """The person's own time: "41.7 hours, $2,083.33"; empty where there is none."""
    if not outcome.hours:
        return ""
    hours = f"{_write_number(to_cents(outcome.hours))} hours"
    return hours if outcome.time_cost is None else f"{hours}, {dollars(outcome.time_cost)}"


def _address_with_time(scenario: Scenario, links: Links) -> str:
    if scenario.hour_cost is None:
        return ""
    return links.address(with_time="" if scenario.with_time else "true")
