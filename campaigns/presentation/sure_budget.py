"""The cost, 90 % sure, among the figures of the verdict (RULES.md §7)."""

from decimal import Decimal
from typing import NamedTuple

from campaigns.query.links import Links
from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast
from planner.planning.wording import dollars

# Below a root: where it is looked for, after the answer is shown.
PAGE = "forecast/budget/"
# The study, its section on the page, and what asks for it there.
SECTION = "forecast"


class SureBudget(NamedTuple):
    """Where the figure is looked for, and where the study is that gives it."""

    address: str
    study: str


def offer_budget(estimate: Estimate, links: Links) -> SureBudget | None:
    """Where it is found; `None` where there is no total, or no rate to be unsure of."""
    if not estimate.is_done or estimate.total is None or not estimate.scenario.reply_rate:
        return None
    return SureBudget(links.address(PAGE), f"{links.address(**{SECTION: 'yes'})}#{SECTION}")


def write_budget(forecast: Forecast | None) -> str:
    """The dollars that are enough in 90 % of the trials; empty where no amount is."""
    total = forecast.sure_total if forecast else None
    return dollars(total) if isinstance(total, Decimal) else ""
