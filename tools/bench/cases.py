"""What is measured: the article's current plans, and the cases that the tests solve as well."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.planning.estimate import make_estimate
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.planning import oracle
from tests.planning.random_cases import draw_case_of_one_seat

BOOK = Path(__file__).resolve().parents[2] / "campaigns" / "price_books" / "article.toml"
TERMS = ("slug", "name", "monthly_credits", "rollover_cap", "credit_lifetime_days")
OPTIONS = ("purchase_limit", "trial_months")
PRICES = ("monthly_price", "annual_price", "credit_price")


def read_current_plans() -> list[Terms]:
    """The plans of the article's book that are sold today, at their newest prices."""
    book = tomllib.loads(BOOK.read_text(encoding="utf-8"), parse_float=Decimal)
    return [
        Terms(
            **{field: plan[field] for field in TERMS},
            **{field: plan[field] for field in OPTIONS if field in plan},
            **{field: plan["prices"][-1][field] for field in PRICES if field in plan["prices"][-1]},
        )
        for plan in book["plans"]
        if not plan.get("is_legacy")
    ]


def make_scenario(*, leads: int, deadline_months: int, reply_rate: str) -> Scenario:
    return Scenario(
        target=leads,
        start_on=date(2026, 11, 1),
        deadline_months=deadline_months,
        reply_rate=Decimal(reply_rate),
    )


def draw_solvable_cases(number: int) -> list[tuple[Terms, Scenario]]:
    """Random cases with every limit in play that make their deadline."""
    cases: list[tuple[Terms, Scenario]] = []
    seed = 0
    while len(cases) < number:
        terms, scenario = draw_case_of_one_seat(seed)
        seed += 1
        if make_estimate(terms, scenario, "cheapest").status == "ok" and scenario.to_send:
            cases.append((terms, scenario))
    return cases


def formulate_all(cases: list[tuple[Terms, Scenario]]) -> list[oracle.Program]:
    """The integer programs of the cases, one for every month up to the deadline."""
    return [
        oracle.formulate(terms, scenario, months=months)
        for terms, scenario in cases
        for months in range(1, scenario.deadline_months + 1)
    ]
