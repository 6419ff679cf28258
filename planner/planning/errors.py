"""The exceptions of the planning module: an input that breaks a rule, a used-up time budget.

A plan that cannot reach its target is a *result* with a status (RULES.md §4), never an exception.
"""

from decimal import Decimal


class InvalidInput(ValueError):
    """One field holds a value that the rules do not allow.

    `field` is its name in files, forms, addresses and JSON, `given` is the raw value, `allowed`
    states in plain words what is accepted.
    """

    def __init__(self, field: str, given: object, allowed: str) -> None:
        self.field = field
        self.given = given
        self.allowed = allowed
        super().__init__(f"{field}: given {given}, allowed: {allowed}")


class TimeBudgetExceeded(Exception):
    """The time budget of a calculation is used up before its result is complete."""


def require_whole(field: str, number: int, low: int, high: int) -> None:
    """Raise `InvalidInput` unless `number` is from `low` to `high`, both included."""
    if not low <= number <= high:
        raise InvalidInput(field, number, f"a whole number from {low:,} to {high:,}")


def require_dollars(field: str, amount: Decimal, most: Decimal) -> None:
    """Raise `InvalidInput` unless `amount` is a finite number from 0 to `most` dollars."""
    if not (amount.is_finite() and 0 <= amount <= most):
        raise InvalidInput(field, amount, f"dollars from 0 to {most:,}")
