"""What the tests of charts draw, and how they read what is drawn."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.template.loader import render_to_string

from campaigns.charts import (
    MoneyChart,
)
from planner.planning.comparison import Comparison, list_options
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.rates import FixedRate, RateBetween
from planner.planning.mix import Mix, find_mix
from planner.planning.options import PlanSearch
from planner.planning.sensitivity import Swing, find_sensitivity
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning.builders import NO_PRICES, estimate, make_scenario, make_terms

STATIC = Path(__file__).parents[2] / "static"
SCRIPT = "<script>alert(1)</script> & \"Co\" 'x'"
# The least breadths of the plot in a narrow and in a wide chart (static/charts.css).
LEAST_PLOTS = (246 - 50 - 12, 560 - 50 - 12)
DIGIT = 8  # pixels, in the broadest of the page's fonts
NAVIGATOR = make_terms()
CAREER = make_terms(
    slug="career",
    name="Career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    annual_price=None,
)
UNPRICED = make_terms(slug="team", name="Team", **NO_PRICES)
CREDITS_NOT_SOLD = make_terms(slug="core", name="Core", purchase_limit=0)


def many(number: int, **changes: Any) -> list[Terms]:
    """Plans that differ in price and credits, so that their lines cross."""
    return [
        make_terms(
            slug=f"plan-{index}",
            name=f"Recruiter Professional Services {index}",
            monthly_price=Decimal(30 + 17 * index),
            annual_price=None,
            monthly_credits=4 + 7 * index,
            rollover_cap=3 * (4 + 7 * index),
            **changes,
        )
        for index in range(number)
    ]


def address_of(months: int) -> str:
    return f"/?price_book=article&start_on=2026-12-01&deadline_months={months}"


def write(name: str, chart: object) -> str:
    return render_to_string(f"charts/_{name}.html", {"chart": chart})


def read(markup: str) -> ElementTree.Element:
    """The chart's elements; its markup is well-formed XML, too."""
    return ElementTree.fromstring(markup)  # noqa: S314 (markup of our own)


def text_of(element: ElementTree.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def read_table(markup: str) -> list[list[str]]:
    return [
        [text_of(cell) for cell in row] for row in read(markup).iterfind(".//details//table//tr")
    ]


def read_steps(path: str, months: int) -> list[float | None]:
    """How high a stepped line stands in each month; `None` before it begins."""
    steps: list[float | None] = [None] * months
    start = month = 0
    y = 0.0
    for command, numbers in re.findall(r"([MVH])([^MVH]+)", path):
        if command == "M":
            start, y = int(numbers.split()[0]), float(numbers.split()[1])
        elif command == "V":
            y = float(numbers)
        else:
            month = int(numbers)
            steps[start:month] = [y] * (month - start)
            start = month
    return steps


def cost_of(terms: Terms, comparison: Comparison, months: int) -> Decimal | None:
    """The engine's own answer to what being done within `months` costs with this plan."""
    scenario = replace(comparison.scenario, deadline_months=months, deadline_on=None)
    totals = [option.total for option in list_options(PlanSearch(terms, scenario))]
    return min((total for total in totals if total is not None), default=None)


# The least breadths of the plot in a narrow and in a wide chart inside a card (static/charts.css).
NARROW_PLOT, WIDE_PLOT = 184, 498
UNSURE = RateBetween(low=Decimal("0.05"), high=Decimal("0.25"))
RANGE = (Decimal("0.05"), Decimal("0.25"))
LIKELY = {"reply_rate": Decimal("0.12")}


@cache
def forecast(
    *, way: Strategy = "as_granted", terms: Terms | None = None, **changes: Any
) -> Forecast:
    """A thousand trials of the article's plan, or of `terms`, at a reply rate of 5 to 25 %."""
    answer = estimate(way, terms, **{"target": 150} | LIKELY | changes)
    made = make_forecast(answer, UNSURE, trials=1_000)
    assert made is not None
    return made


@cache
def certain(**changes: Any) -> Forecast:
    """A forecast of messages without any reply."""
    made = make_forecast(
        estimate("accumulate", **changes), FixedRate(rate=Decimal(0)), trials=1_000
    )
    assert made is not None
    return made


@cache
def swings(*terms: Terms, **changes: Any) -> tuple[Swing, ...]:
    scenario = make_scenario(**LIKELY | changes)
    return find_sensitivity(scenario, terms or (NAVIGATOR, CAREER), reply_rates=RANGE)


@cache
def mix(*terms: Terms, max_seats: int = 5, **changes: Any) -> Mix:
    scenario = make_scenario(**changes)
    return find_mix(scenario, terms or (NAVIGATOR, CAREER), max_seats=max_seats, time_limit=0.5)


def amount_of(text: str) -> Decimal:
    return Decimal(text.strip("$").replace(",", ""))


def losses_of(chart: MoneyChart) -> dict[str, str]:
    """What was paid for nothing: its worth by kind."""
    return {
        item.key.removesuffix(" part"): item.value
        for item in chart.legend
        if item.key.endswith(" part")
    }


def read_line(path: str) -> dict[int, float]:
    """How high a line stands at the end of each month."""
    points = re.findall(r"[ML]([\d.]+) ([\d.]+)", path)
    return {int(month): float(y) for month, y in points}
