"""Plans and records for the tests of replanning."""

from datetime import date
from decimal import Decimal
from typing import Any

from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.progress.record import Entry, Record
from planner.planning.progress.seats_now import planned_purchases, planned_sent
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning.builders import make_terms

START = date(2026, 12, 1)
TODAY = date(2027, 1, 5)


def make_core(**changes: Any) -> Terms:
    """Core of RULES.md §8."""
    usual: dict[str, Any] = {
        "slug": "core",
        "name": "Core",
        "monthly_credits": 50,
        "rollover_cap": 150,
        "monthly_price": Decimal("119.99"),
        "annual_price": None,
        "credit_price": None,
        "purchase_limit": 0,
        "grant_day": "first",
    }
    return make_terms(**usual | changes)


def plan_core(
    terms: Terms | None = None, *, strategy: Strategy = "cheapest", **changes: Any
) -> Estimate:
    """The plan of the worked examples, or one with `changes` of its scenario."""
    usual: dict[str, Any] = {"target": 200, "start_on": START, "deadline_months": 4}
    return make_estimate(terms or make_core(), Scenario(**usual | changes), strategy)


def note(until: date, *, since: date = START, **counts: Any) -> Entry:
    """An entry from the start, or another day, through a day."""
    return Entry(first_on=since, last_on=until, **counts)


def record(until: date = TODAY - DAY, **counts: Any) -> Record:
    """The record of one entry."""
    return Record.of([note(until, **counts)])


def record_as_planned(plan: Estimate, *, on: date) -> Record:
    """The record of a plan that was carried out to the letter until the eve of a day."""
    sent = sum(planned_sent(plan, before=on))
    rows = [row for row in plan.schedule if row.starts_on < on]
    if not rows:
        return Record()
    paid = sum((row.due or Decimal(0) for row in rows), Decimal(0))
    returned = sum(row.ledger.returned for row in rows)
    return Record.of(
        [
            note(
                on - DAY,
                since=plan.scenario.start_on,
                sent=sent,
                answered=returned,
                bought=planned_purchases(plan, before=on),
                paid=paid,
            )
        ]
    )
