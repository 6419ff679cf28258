"""How the admin shows and asks for addresses and amounts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from campaigns.models import Plan
from planner.planning.money import cents


def trim_amount(amount: Decimal) -> Decimal:
    """`amount` with two decimals, or with more where it has them."""
    return cents(amount) if amount == cents(amount) else amount.normalize()


def show_amount(plan: Plan, amount: Decimal | None) -> str | None:
    """`amount` in the currency of the plan's book: "79.99 USD"; `None` where it is unknown."""
    if amount is None:
        return None
    return keep_together(f"{trim_amount(amount):,} {plan.book.currency}")


def keep_together(words: str) -> str:
    """`words` with spaces at which a narrow column does not break."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


class AmountField(forms.DecimalField):
    """An amount shown without the zeros that the database pads it with."""

    def prepare_value(self, value: Any) -> Any:
        return trim_amount(value) if isinstance(value, Decimal) else value


FORMFIELD_OVERRIDES: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {
    models.DecimalField: {"form_class": AmountField},
    models.URLField: {"assume_scheme": "https"},
}
