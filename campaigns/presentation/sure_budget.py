"""The cost, 90 % sure, among the figures of the verdict (RULES.md §7, §9)."""

from decimal import Decimal
from typing import NamedTuple

from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.forecasts import forecast_one
from planner.planning.comparison import find_least_total
from planner.planning.estimate import Estimate
from planner.planning.wording import dollars
from planner.planning.worth.asked import chance_of, scenario_of_sure

# Below a root: where it is looked for, after the answer is shown.
PAGE = "forecast/budget/"
# The study, its section on the page, and what asks for it there.
SECTION = "forecast"


class SureBudget(NamedTuple):
    """Where the figure is looked for, and where the study is that gives it.

    `address` is empty where several audiences have no such figure for a goal beyond people: what
    reaches it with all of them together is not calculated, and the study has their chances alone.
    """

    address: str
    study: str


def offer_budget(estimate: Estimate, links: Links) -> SureBudget | None:
    """Where it is found; `None` where there is no total, or no rate to be unsure of."""
    if not estimate.is_done or estimate.total is None or not estimate.scenario.reply_rate:
        return None
    has_none = estimate.scenario.audiences and estimate.scenario.goal != "contacted"
    page = "" if has_none else links.address(PAGE)
    return SureBudget(page, f"{links.address(**{SECTION: 'yes'})}#{SECTION}")


def find_budget(query: Query, estimate: Estimate) -> str:
    """The dollars with which the query's goal is reached in 90 % of the trials; empty: no amount.

    People are reached by those messages that are planned, at a cost that depends on how many of
    them answer. For a goal beyond people more messages have to be sent: it is what the least plan
    for these costs. Raises `TimeBudgetExceeded`. Source: RULES.md §9.
    """
    scenario = query.scenario
    if scenario.goal == "contacted":
        forecast = forecast_one(query, estimate)
        return _write(forecast.sure_total if forecast else None)
    surer = scenario_of_sure(scenario, chance_of(scenario, query.belief))
    return _write(find_least_total(surer, query.plans) if surer else None)


def _write(total: object) -> str:
    """An amount in dollars; empty where it is none."""
    return dollars(total) if isinstance(total, Decimal) else ""
