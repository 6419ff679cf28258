"""A person's own figures for a channel of the price book (RULES.md §10)."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField

from campaigns.channel_term import ChannelTerm
from campaigns.channel_terms import NUMBERS, TERMS_BY_NAME
from campaigns.forms.fields import (
    AllowedField,
    MoneyField,
    PickField,
    ShareField,
    WholeNumberField,
)
from campaigns.forms.units import MINUTES
from planner.planning.channels import OWN_FIGURES, ChannelFigures
from planner.planning.channels.channel import MOST_CAPACITY, MOST_UNITS
from planner.planning.ranges import MOST_RATE_DECIMALS
from planner.planning.terms import MOST_PRICE

Offered = list[tuple[str, str]]


class ChannelFiguresForm(forms.Form):
    """Own figures for one channel; what is left empty is the book's."""

    channel = PickField(label="Channel", choices=[])
    channel.require_pick(
        "a channel of the price book for these figures",
        allowed="a channel of the price book, by its short name",
    )
    reach = ShareField(
        label="Of the list, reached", of="", most_decimals=MOST_RATE_DECIMALS, empty=None
    )
    reply_rate = ShareField(
        label="Of the people written to, replies",
        of="",
        most_decimals=MOST_RATE_DECIMALS,
        empty=None,
    )
    most_units = WholeNumberField(label="Senders at most", low=0, high=MOST_UNITS, required=False)
    capacity = WholeNumberField(
        label="Touches of each", low=1, high=int(MOST_CAPACITY), required=False
    )
    unit_price = MoneyField(label="A sender a month", high=MOST_PRICE, required=False)
    contact_price = MoneyField(label="A contact costs", high=MOST_PRICE, required=False)

    # The fields of the further figures are added below.

    # `None` where the form has errors, or was not read.
    figures: ChannelFigures | None = None

    def __init__(self, *args: Any, channels: Callable[[], Offered], **options: Any) -> None:
        super().__init__(*args, **options)
        self._channels = channels
        # A page alone lists them: an answer needs none.
        picker = cast(PickField, self.fields["channel"])
        picker.choices = lambda: [("", "None"), *channels()]

    @property
    def row(self) -> int:
        """The number of the entry among those of the person's own figures."""
        return int(str(self.prefix).rpartition("-")[2])

    @property
    def further(self) -> list[BoundField]:
        """The fields of the figures that few people have of their own."""
        return [self[name] for name in FURTHER_FIGURES]

    @property
    def has_further(self) -> bool:
        """Whether something stands in one of them."""
        return any(field.value() for field in self.further)

    def clean(self) -> dict[str, Any]:
        """Takes what was given."""
        if not self.errors:
            self.figures = ChannelFigures(**self.cleaned_data)
        return self.cleaned_data


def _make_field(term: ChannelTerm) -> AllowedField:
    """The field that reads an own figure; minutes are whole ones."""
    match term.kind:
        case "dollars":
            return MoneyField(label=term.label, high=MOST_PRICE, required=False)
        case "share":
            return ShareField(label=term.label, of="", most_decimals=MOST_RATE_DECIMALS, empty=None)
    low, high = NUMBERS[term.name]
    units = MINUTES if term.name.startswith("minutes_") else ()
    return WholeNumberField(label=term.label, low=low, high=int(high), units=units, required=False)


# Those that few people have of their own.
FURTHER_FIGURES = tuple(name for name in OWN_FIGURES if name not in ChannelFiguresForm.base_fields)
ChannelFiguresForm.base_fields |= {
    name: _make_field(TERMS_BY_NAME[name]) for name in FURTHER_FIGURES
}
