"""Funnels from a message to a customer."""

from decimal import Decimal
from typing import Any

from planner.planning.worth import (
    Funnel,
    Rates,
)

RATES = Rates(reply_rate=Decimal("0.1"), meeting_rate=Decimal("0.25"), win_rate=Decimal("0.2"))


def make_funnel(**changes: Any) -> Funnel:
    """Ten customers for $6,000 each."""
    usual: dict[str, Any] = {
        "target": 10,
        "goal": "customers",
        "rates": RATES,
        "value_per_customer": Decimal(6_000),
    }
    return Funnel(**usual | changes)
