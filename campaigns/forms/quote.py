"""What an agency enters for a quote."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import MoneyField, NameField, NoteField, PickField, ReadField
from campaigns.models.campaign import LONGEST_NAME, LONGEST_NOTE
from campaigns.models.quote import LONGEST_CLIENT, LONGEST_PREFIX
from campaigns.reading import Unreadable
from campaigns.reading.numbers import read_ungrouped, write_plainly
from campaigns.wording import day
from planner.planning.money import cents
from planner.planning.quotes import (
    MOST_DECIMALS,
    MOST_FEE,
    MOST_MARKUP,
    MOST_TAX,
    PaidSeats,
    Pricing,
)
from planner.planning.ranges import LAST_START
from planner.planning.wording import dollars

WHOLE_CAMPAIGN = "The whole campaign"
# Of a replanned campaign.
REST, WHOLE = "rest", "whole"
# What the own cost counts.
WITH_PAID, NEW_MONEY = "with_paid", "new_money"
PAID_UNKNOWN = "new_money: what was paid before for the seats of the whole campaign is not known"
ONE_OF_BOTH = "a mark-up in percent or a fixed fee, one of them; 0 for none"


def _write_paid(paid: PaidSeats) -> str:
    """What can be counted of what was paid before; empty where there is nothing."""
    if paid.plan and not paid.whole:
        return dollars(paid.plan)
    parts = ((paid.plan, "what is left"), (paid.whole, "the whole campaign"))
    return ", ".join(f"{dollars(amount)} of {what}" for amount, what in parts if amount)


class PercentField(ReadField):
    """A percentage from 0 to `high`, with or without its sign; empty is `None`."""

    def __init__(self, *, high: Decimal, **options: Any) -> None:
        self.high = high
        allowed = f"a percentage from 0 to {high:,}, such as 12.5"
        super().__init__(allowed=allowed, required=False, **options)
        self.widget.attrs["inputmode"] = "decimal"

    def read(self, text: str) -> Decimal | Unreadable:
        number = read_ungrouped(text.strip().removesuffix("%").strip())
        if number is None or number > self.high or number != round(number, MOST_DECIMALS):
            return Unreadable()
        return Decimal(write_plainly(number))

    def show(self, value: Decimal) -> str:
        return f"{write_plainly(value)} %"


class LogoField(forms.FileField):
    """A picture, which becomes the PNG that is stored; empty is `None`."""

    def to_python(self, data: Any) -> bytes | None:  # type: ignore[override]  # no file is stored
        if data in self.empty_values:
            return None
        # The imaging library takes its time to load.
        from campaigns.quote_logo import UnusableLogo, read_logo

        try:
            return read_logo(data.read())
        except UnusableLogo as unusable:
            raise ValidationError(str(unusable), code="invalid") from None


class QuoteForm(forms.Form):
    """The fields of a quote; its price comes from the saved campaign, never from the form."""

    title = NameField(label="What is offered", longest=LONGEST_NAME)
    client = NameField(label="Client", longest=LONGEST_CLIENT)
    agency = NameField(label="From: you or your agency", longest=LONGEST_CLIENT, required=False)
    markup_percent = PercentField(label="Mark-up in percent", high=MOST_MARKUP)
    fee = MoneyField(label="or a fixed fee in dollars", high=MOST_FEE, required=False)
    tax_percent = PercentField(label="Tax in percent", high=MOST_TAX)
    number_prefix = NameField(label="Before the number", longest=LONGEST_PREFIX, required=False)
    note = NoteField(label="Note to the client", longest=LONGEST_NOTE, required=False)
    logo = LogoField(
        label="Logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label="Without the logo", required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        audiences: Sequence[str] = (),
        before: tuple[date, str] | None = None,
        paid: PaidSeats,
        initial: Any = None,
    ) -> None:
        """`before` is of a replanned campaign: the first day of its plan, dollars spent before."""
        self.paid = paid
        super().__init__(data, files, initial=initial, use_required_attribute=False)
        names = [("", WHOLE_CAMPAIGN), *((name, name) for name in audiences)]
        if before is not None:
            counts_from, spent = before
            names[0] = ("", "All audiences")
            covers = [
                (REST, f"What is left, from {day(counts_from)} on"),
                (WHOLE, f"The whole campaign, with the {spent} spent before"),
            ]
            self.fields["covers"] = PickField(label="Which part of it", choices=covers)
        self.fields["audience"] = PickField(label="What is quoted", choices=names, required=False)
        if amounts := _write_paid(paid):
            self.cost_basis_hint = (
                f"Already paid for your seats: {amounts}. Those months are a cost of this "
                "campaign, too: at its prices, each month whole. Take new money only where another "
                "quote pays for them."
            )
            bases = [
                (WITH_PAID, "With what is already paid"),
                (NEW_MONEY, "New money only"),
            ]
            self.fields["cost_basis"] = PickField(label="What the price counts", choices=bases)
        self.fields["valid_until"] = DayField(label="Valid until", first=today, last=LAST_START)

    def clean_fee(self) -> Decimal | None:
        fee: Decimal | None = self.cleaned_data["fee"]
        if fee is not None and fee != cents(fee):
            raise ValidationError("dollars and whole cents, such as 250.00", code="invalid")
        return fee

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("markup_percent", "fee")
        given = [name for name in names if cleaned.get(name) is not None]
        if len(given) != 1 and not any(name in self.errors for name in names):
            self.add_error("markup_percent", ONE_OF_BOTH)
        if self._counts_paid and self.paid.of(is_whole=cleaned.get("covers") == WHOLE) is None:
            self.add_error("cost_basis", PAID_UNKNOWN)
        return cleaned

    def write_typed(self) -> str:
        """The texts that were typed, as a query string; "Without the logo" has done its work."""
        typed = QueryDict(mutable=True)
        for name in self.fields:
            if name in self.data and name != "remove_logo":
                typed[name] = self.data[name]
        return typed.urlencode()

    @property
    def _counts_paid(self) -> bool:
        return self.cleaned_data.get("cost_basis") == WITH_PAID

    @property
    def already_paid(self) -> Decimal:
        """The dollars paid before that the own cost counts, of a form without errors."""
        is_whole = self.cleaned_data.get("covers") == WHOLE
        return (self.paid.of(is_whole=is_whole) or Decimal(0)) if self._counts_paid else Decimal(0)

    @property
    def pricing(self) -> Pricing:
        """The pricing that was entered, of a form without errors."""
        entered = self.cleaned_data
        return Pricing(
            markup_percent=entered["markup_percent"],
            fee=entered["fee"],
            tax_percent=entered["tax_percent"] or Decimal(0),
        )
