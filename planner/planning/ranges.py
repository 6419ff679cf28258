"""How large inputs may be, and from when to when they may lie (RULES.md §1 and §3).

Limits are included. Rates are exact decimals from 0 to 1, money is dollars.
"""

from datetime import date
from decimal import Decimal

from planner.planning.days import DAY, add_months
from planner.planning.errors import InvalidInput
from planner.planning.shares import MOST_DECIMALS

MOST_LEADS = 1_000_000
MOST_MONTHS = 60
MOST_SEATS = 10_000
MOST_CREDITS_HELD = 1_000_000
MOST_HELD = 20
MOST_SENDS = 1_000_000
MOST_BUDGET = Decimal(1_000_000_000)
MOST_RATE_DECIMALS = MOST_DECIMALS
MOST_VALUE = Decimal(1_000_000_000)
MOST_MINUTES = 10_000
MOST_HOUR_COST = Decimal(1_000_000)
FIRST_START, LAST_START = date(2000, 1, 1), date(2099, 12, 31)
# Months after which what is not done is out of reach (RULES.md §4).
HORIZON = 120


def require_start(day: date) -> None:
    """Raises `InvalidInput` for a start day that is out of range."""
    if not FIRST_START <= day <= LAST_START:
        raise InvalidInput("start_on", day, f"a day {FIRST_START} to {LAST_START}")


def require_deadline(field: str, day: date | None, start_on: date) -> None:
    """Raises `InvalidInput` for a deadline before the start or after the longest campaign."""
    last = add_months(start_on, MOST_MONTHS) - DAY
    if day is not None and not start_on <= day <= last:
        raise InvalidInput(field, day, f"a day from the start, {start_on}, to {last}")


def require_paid_until(day: date, start_on: date) -> None:
    """Raises `InvalidInput` for held seats that end before the start or after the horizon."""
    eve, horizon = start_on - DAY, add_months(start_on, HORIZON) - DAY
    if not eve <= day <= horizon:
        allowed = f"a day from {eve}, the eve of the start, to {horizon}"
        raise InvalidInput("held_seats.paid_until", day, allowed)
