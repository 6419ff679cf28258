"""How the JSON document writes what it holds."""

from decimal import Decimal
from typing import Any

from planner.planning.money import cents

Json = dict[str, Any]


def entered_money(amount: Decimal | None) -> str | None:
    """Dollars as they were entered, as text with all their decimals, at least two."""
    if amount is None:
        return None
    return str(cents(amount) if amount == cents(amount) else amount.normalize())


def money(amount: Decimal | None) -> str | None:
    """Dollars and cents as text, rounded half up once (RULES.md §5)."""
    return None if amount is None else str(cents(amount))
