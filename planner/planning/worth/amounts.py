"""Exact fractions of dollars, rounded once to the cent (RULES.md §9)."""

from decimal import Decimal
from fractions import Fraction

from planner.planning.money import CENT

CENTS_IN_A_DOLLAR = 100
TENTHS_IN_ONE, TENTH = 10, Decimal("0.1")
HALF = Fraction(1, 2)


def to_cents(amount: Fraction) -> Decimal:
    """Dollars rounded to the nearest cent, a half away from 0."""
    cents = abs(amount) * CENTS_IN_A_DOLLAR
    nearest = (cents + HALF) // 1
    return (nearest if amount >= 0 else -nearest) * CENT


def to_tenths(number: Fraction) -> Decimal:
    """A number of 0 or more rounded to the nearest tenth, a half up."""
    return (number * TENTHS_IN_ONE + HALF) // 1 * TENTH


def up_to_cents(amount: Fraction) -> Decimal:
    """The least whole number of cents that is not below `amount`, in dollars."""
    return -(-amount * CENTS_IN_A_DOLLAR // 1) * CENT


def down_to_cents(amount: Fraction) -> Decimal:
    """The greatest whole number of cents that is not above `amount`, in dollars."""
    return (amount * CENTS_IN_A_DOLLAR // 1) * CENT
