"""What the models share: the bounds of a row, and how one is written."""

from decimal import Decimal
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def require_range(
    *, model: str, field: str, low: int, high: int | Decimal
) -> models.CheckConstraint:
    """The constraint that keeps `field` of `model` between `low` and `high`, both included.

    An unknown value (NULL) passes.
    """
    return models.CheckConstraint(
        condition=models.Q((f"{field}__gte", low), (f"{field}__lte", high)),
        name=f"{model}_{field}_in_range",
        violation_error_message=(
            f"{field.replace('_', ' ').capitalize()}: from {low:,} to {high:,}."
        ),
    )


def save_valid(row: Row) -> Row:
    """Save `row` if it is valid, and give it back; raises `ValidationError` if it is not."""
    row.full_clean()
    row.save()
    return row
