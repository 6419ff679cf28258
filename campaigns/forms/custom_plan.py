"""A plan of the person's own, beside those of the price book."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import slugify

from campaigns.forms.fields import (
    AllowedField,
    FlagField,
    MoneyField,
    NameField,
    PickField,
    ShortNameField,
    WholeNumberField,
    mark_required,
)
from campaigns.forms.units import CREDITS, DAYS, MONTHS
from campaigns.plan_terms import PLAN_TERMS, PlanTerm
from planner.planning.errors import InvalidInput
from planner.planning.terms import MOST_PRICE, WHOLE_NUMBERS, Terms


class CustomPlanForm(forms.Form):
    """A plan of the person's own: its terms in full, for one seat (RULES.md §2)."""

    # As long as a book's plan with “(your price)” behind its name.
    name = NameField(label="Name", longest=120)
    slug = ShortNameField(label="Short name", longest=80)
    # The fields of the terms are added below; these come first.
    field_order = ("name", "slug", "monthly_price", "annual_price")

    # The planning module's value; `None` where the form has errors, or was not read.
    terms: Terms | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mark_required(self)

    @property
    def row(self) -> int:
        """The number of the plan among those of the person's own."""
        return int(str(self.prefix).rpartition("-")[2])

    @property
    def name_and_need(self) -> list[tuple[BoundField, str]]:
        """The field of the name, with whether it has to be filled in."""
        return [(self["name"], _need(self["name"]))]

    @property
    def terms_and_needs(self) -> list[tuple[BoundField, str]]:
        """The fields of the terms, each with whether it has to be filled in."""
        return [(field, _need(field)) for field in self if field.name not in ("name", "slug")]

    def clean(self) -> dict[str, Any]:
        """Checks the terms by the planning module's own rules, and names the plan for addresses."""
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        cleaned["slug"] = cleaned["slug"] or slugify(cleaned["name"]) or str(self.prefix)
        if cleaned["purchase_limit"] != 0 and cleaned["credit_price"] is None:
            self.add_error("credit_price", "a price, or 0 as the most bought a month")
            return cleaned
        try:
            # A term that was left out has its default.
            values = {name: cleaned[name] for name in self.fields}
            known = {name: one for name, one in values.items() if one not in (None, "")}
            self.terms = Terms(**known)
        except InvalidInput as fault:
            self.add_error(fault.field, fault.allowed)
        return cleaned


# Of the terms that count no credits.
UNITS = {"credit_lifetime_days": DAYS, "trial_months": MONTHS}


def _make_field(term: PlanTerm) -> AllowedField:
    """The field that reads a term."""
    if term.kind == "choice":
        return PickField(label=term.label, choices=term.words, required=False)
    if term.kind == "flag":
        return FlagField(label=term.label, required=False)
    if term.kind == "price":
        return MoneyField(label=term.label, high=MOST_PRICE, required=term.is_required)
    low, high = WHOLE_NUMBERS[term.name]
    units = UNITS.get(term.name, CREDITS)
    return WholeNumberField(
        label=term.label, low=low, high=high, units=units, required=term.is_required
    )


CustomPlanForm.base_fields |= {term.name: _make_field(term) for term in PLAN_TERMS}
NEEDS = {term.name: term.need for term in PLAN_TERMS}


def _need(field: BoundField) -> str:
    """Whether a plan of the person's own needs the field, in a few words."""
    needed = "needed" if field.field.required else "optional"
    return NEEDS.get(field.name) or needed
