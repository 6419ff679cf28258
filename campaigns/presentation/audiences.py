"""The audiences of an estimate: the last day of each, its share of the cost (RULES.md §11)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from campaigns.decision import Decision
from campaigns.presentation.judgement import write_span
from campaigns.studies.time_budget import has_time_left
from planner.planning.alternatives import find_cheapest
from planner.planning.audience_results import AudienceResult
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.goals import Goal
from planner.planning.mix import Mix
from planner.planning.together import Together, compare_with_each_alone
from planner.planning.wording import count_leads, show_day


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRow:
    """One audience as the page shows it."""

    name: str
    leads: str
    messages: int
    done_on: date
    verdict: str
    mood: Literal["good", "tight", "bad"]
    deadline: str
    share: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiences:
    """The audiences in the order in which they are written to; `why` is empty for one alone."""

    rows: tuple[AudienceRow, ...]
    total: Decimal | None
    why: str


def draw_audiences(decision: Decision) -> Audiences | None:
    """The audiences of the estimate shown in full; `None` where there are none, or none is done."""
    chosen = decision.chosen
    if chosen is None or not chosen.audiences:
        return None
    together = compare_alone(decision)
    return Audiences(
        rows=draw_rows(chosen),
        total=chosen.total,
        why=together.why if together else "",
    )


def draw_rows(estimate: Estimate | Mix) -> tuple[AudienceRow, ...]:
    """The audiences of an estimate or a mix, in the order in which they are written to."""
    return tuple(_draw(one, estimate.scenario.goal) for one in estimate.audiences)


def _draw(one: AudienceResult, goal: Goal) -> AudienceRow:
    mood: Literal["good", "tight", "bad"] = "good"
    verdict = "on time"
    if one.days_late:
        mood, verdict = "bad", f"{write_span(one.deadline, one.done_on)} late"
    elif one.done_on == one.deadline:
        mood, verdict = "tight", "on the last day"
    return AudienceRow(
        name=one.audience.name,
        leads=count_leads(one.audience.target, goal),
        messages=one.messages,
        done_on=one.done_on,
        verdict=verdict,
        mood=mood,
        deadline=show_day(one.deadline),
        share=one.share,
    )


def compare_alone(decision: Decision) -> Together | None:
    """All audiences together and each alone, at the cheapest of the plans compared.

    `None` for fewer than two, and where a page has no time left to find out.
    """
    scenario, plans = decision.query.scenario, decision.query.plans
    if len(scenario.audiences) < 2:
        return None
    comparison = decision.comparison
    # Of all strategies, as each alone is.
    is_known = comparison.has_the_least
    cheapest = comparison.cheapest if is_known else find_cheapest(scenario, plans)
    try:
        return compare_with_each_alone(scenario, plans, cheapest, has_time_left=has_time_left)
    except TimeBudgetExceeded:
        return None
