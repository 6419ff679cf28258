"""Plans and scenarios for tests: the article's example, changed where a test needs it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.planning.credits import LedgerMonth, Sending, run_ledger
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Pool, Terms

COLUMNS = LedgerMonth._fields
NO_PRICES: dict[str, Any] = {"monthly_price": None, "annual_price": None, "credit_price": None}


def make_terms(**changes: Any) -> Terms:
    """The article's "Account with Sales Navigator"."""
    usual: dict[str, Any] = {
        "slug": "navigator",
        "name": "Navigator",
        "monthly_credits": 20,
        "rollover_cap": 60,
        "credit_lifetime_days": 90,
        "monthly_price": Decimal("79.99"),
        "annual_price": Decimal("779.88"),
        "credit_price": Decimal("10.00"),
    }
    return Terms(**usual | changes)


def make_scenario(**changes: Any) -> Scenario:
    """The article's 100 leads without a reply."""
    usual: dict[str, Any] = {"target": 100, "start_on": date(2026, 11, 1)}
    return Scenario(**usual | changes)


def estimate(strategy: Strategy, terms: Terms | None = None, **changes: Any) -> Estimate:
    """The article's plan, or `terms`, for the article's scenario with `changes`."""
    return make_estimate(terms or make_terms(), make_scenario(**changes), strategy)


def make_pool(**changes: Any) -> Pool:
    usual: dict[str, Any] = {"grant": 20, "cap": 60, "life": 3, "purchase_limit": None}
    return Pool(**usual | changes)


def make_sending(to_send: int = 100, *, rate: str = "0", **changes: Any) -> Sending:
    usual: dict[str, Any] = {"send_limit": None, "opening_balance": 0}
    return Sending(to_send=to_send, return_rate=Fraction(rate), **usual | changes)


def run(
    pool: Pool,
    sending: Sending,
    *,
    first_send_month: int = 1,
    purchase_cap: int | None = 0,
    months: int = 12,
) -> list[LedgerMonth]:
    return run_ledger(
        pool, sending, first_send_month=first_send_month, purchase_cap=purchase_cap, months=months
    )


def column(rows: list[LedgerMonth], name: str) -> list[int]:
    """One column of the ledger, month by month."""
    return [row[COLUMNS.index(name)] for row in rows]


def column_of(answer: Estimate, name: str) -> list[int]:
    """One column of an estimate's schedule, month by month."""
    return column([row.ledger for row in answer.schedule], name)


def bought_of(answer: Estimate) -> int | None:
    return None if answer.credits is None else answer.credits.bought
