"""A second, slow reading of the rules of seats, wallets and days, to test the engine against.

It shares nothing with the planning module, not even values, and searches by trying. What it had to
choose where the rules leave a choice stands at the head of each module.
"""

from tests.planning.seat_reference.estimate import estimate, estimate_with_seats
from tests.planning.seat_reference.mix import least_mix
from tests.planning.seat_reference.values import (
    STRATEGIES,
    Day,
    GroupResult,
    HeldSeats,
    Plan,
    Result,
    Row,
    Scenario,
    Strategy,
)

__all__ = [
    "STRATEGIES",
    "Day",
    "GroupResult",
    "HeldSeats",
    "Plan",
    "Result",
    "Row",
    "Scenario",
    "Strategy",
    "estimate",
    "estimate_with_seats",
    "least_mix",
]
