"""The rows of a channel inside its form: dated figures, citations, rules of consent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from campaigns.admin.amounts import FORMFIELD_OVERRIDES, AmountField
from campaigns.admin.dated_rows import DatedRowForm, DatedRowFormSet
from campaigns.channel_terms import CHANNEL_TERMS, TERMS_BY_NAME
from campaigns.models import ChannelFigures, Citation, ConsentRule
from campaigns.reading import Ambiguous, Unreadable, read_share, write_share
from planner.planning.ranges import MOST_RATE_DECIMALS


class ShareField(forms.DecimalField):
    """A share read as on every page: "3.43 %", "0.0343" or "1 in 25"."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value  # The stored value of a row that cannot be changed.
        match read_share(str(value), most_decimals=MOST_RATE_DECIMALS):
            case Ambiguous() as ambiguous:
                raise ValidationError(f"{ambiguous.question} {ambiguous.hint}", code="ambiguous")
            case Unreadable():
                raise ValidationError(
                    f"{self.label}: a share from 0 to 100 %, such as 3.43 % or 0.0343.",
                    code="invalid",
                )
            case share:
                return share

    def prepare_value(self, value: Any) -> Any:
        return write_share(value) if isinstance(value, Decimal) else value


class PlainNumberField(forms.DecimalField):
    """A number, shown without the zeros that the database pads it with."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


FORM_CLASSES: dict[str, type[forms.DecimalField]] = {
    "dollars": AmountField,
    "share": ShareField,
    "touches": PlainNumberField,
    "minutes": PlainNumberField,
}
SHORT = {"size": 12, "inputmode": "decimal"}
TERMS_IN_A_ROW = 2


class ChannelFiguresForm(DatedRowForm):
    owner = "channel"
    fault = "This channel already has figures for this day."


class ChannelFiguresFormSet(DatedRowFormSet):
    fault = "Effective on: two rows have the same day, but a day has one set of figures."


def list_rows() -> list[tuple[str, ...]]:
    """The names of the terms, some beside each other in a row, in the order of their list."""
    names = [term.name for term in CHANNEL_TERMS]
    starts = range(0, len(names), TERMS_IN_A_ROW)
    return [tuple(names[start : start + TERMS_IN_A_ROW]) for start in starts]


class ChannelFiguresInline(admin.StackedInline):
    model = ChannelFigures
    form = ChannelFiguresForm
    formset = ChannelFiguresFormSet
    fields = ("effective_on", *list_rows(), "note")
    verbose_name = "dated figures"
    verbose_name_plural = "dated figures"
    extra = 1

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        term = TERMS_BY_NAME.get(db_field.name)
        if term and term.kind in FORM_CLASSES:
            kwargs |= {"form_class": FORM_CLASSES[term.kind], "widget": forms.TextInput(SHORT)}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CitationInline(admin.StackedInline):
    model = Citation
    formfield_overrides = FORMFIELD_OVERRIDES
    classes = ("collapse",)
    fields = (
        ("field", "value"),
        ("sample", "is_used", "number"),
        ("source", "source_url"),
        ("grade", "read_on"),
        "position",
    )
    extra = 0


class ConsentRuleInline(admin.StackedInline):
    model = ConsentRule
    classes = ("collapse",)
    formfield_overrides = FORMFIELD_OVERRIDES
    fields = (
        ("place", "within", "needs_consent"),
        "rule",
        ("source", "source_url"),
        ("grade", "read_on", "position"),
    )
    extra = 0
