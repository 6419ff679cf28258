"""How the admin shows and asks for addresses and amounts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from campaigns.reading import Ambiguous, Unreadable, read_money, write_money
from campaigns.wording import begin_large
from planner.planning.money import cents
from planner.planning.terms import MOST_PRICE


def trim_amount(amount: Decimal) -> Decimal:
    """`amount` with two decimals, or with more where it has them."""
    return cents(amount) if amount == cents(amount) else amount.normalize()


def without_line_breaks(words: str) -> str:
    """`words` with spaces at which a narrow column does not break."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


class AmountField(forms.DecimalField):
    """An amount read as on every page, shown without the zeros that the database pads it with."""

    def to_python(self, value: Any) -> Any:
        match read_money(str(value or ""), high=MOST_PRICE):
            case Ambiguous() as ambiguous:
                raise ValidationError(f"{ambiguous.question} {ambiguous.hint}", code="ambiguous")
            case Unreadable(reason) if reason:
                raise ValidationError(f"{begin_large(reason)}.", code="invalid")
            case Unreadable():
                # Django names the fault: no number, too many digits, beyond a limit.
                return super().to_python(value)
            case amount:
                return amount

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        amount = trim_amount(value)
        return amount if amount == cents(amount) else write_money(amount)


FORMFIELD_OVERRIDES: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {
    models.DecimalField: {"form_class": AmountField},
    models.URLField: {"assume_scheme": "https"},
}
