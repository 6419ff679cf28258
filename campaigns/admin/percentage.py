"""The page that changes the prices of selected plans by a percentage, after a preview."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from campaigns.models import Plan
from campaigns.plan_terms import PRICES
from campaigns.price_books import (
    ChangedPlan,
    PercentageChange,
    PricesHaveChanged,
    change_by_percentage,
    fingerprint,
    look_ahead,
)
from planner.planning.wording import exact_dollars

# As wide as the admin's own fields for words.
WIDE = {"class": "vTextField"}
LEAST_PERCENT, MOST_PERCENT = -100, 1_000
UNSEEN = "Nothing was added: this is not what you looked at. Look at it again, then add it."


class PercentageForm(forms.Form):
    """How the prices change, from when on, and by which source."""

    percent = forms.DecimalField(
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
        decimal_places=4,
        widget=forms.TextInput({"inputmode": "decimal", "size": 8}),
        help_text="5 raises prices by 5 %, -10 lowers them by 10 %. Rounded to cents.",
    )
    effective_on = forms.DateField(
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The first day of the new prices, today or later.",
    )
    amounts = forms.MultipleChoiceField(
        choices=[(term.name, term.head) for term in PRICES],
        initial=["monthly_price", "annual_price"],
        widget=forms.CheckboxSelectMultiple,
        help_text="The others stay as they are.",
    )
    source = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.TextInput(WIDE),
        help_text="Who says so. The planner shows it beside the prices.",
    )
    source_url = forms.URLField(
        label="Source address",
        max_length=200,
        required=False,
        widget=forms.URLInput(WIDE),
        assume_scheme="https",
    )
    note = forms.CharField(max_length=300, required=False, widget=forms.TextInput(WIDE))

    def clean_percent(self) -> Decimal:
        percent: Decimal = self.cleaned_data["percent"]
        if percent == 0:
            raise ValidationError("0 % changes nothing.")
        return percent

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        if day < timezone.localdate():
            raise ValidationError("Prices from before today are history: today or later.")
        return day


class PreviewRow(NamedTuple):
    """A plan, its amounts now and then (`None` where one stays), and a remark."""

    plan: Plan
    amounts: list[tuple[str, str | None]]
    why_not: str
    until: date | None


class PercentagePage:
    """The form; the preview; and, after the preview, the new prices.

    An action of the list of plans: `queryset` are those that were ticked there.
    """

    def __init__(
        self, model_admin: "admin.ModelAdmin[Plan]", request: HttpRequest, queryset: QuerySet[Plan]
    ) -> None:
        self.model_admin = model_admin
        self.request = request
        self.plans = [plan.pk for plan in queryset]

    def answer(self) -> HttpResponse:
        pressed = self.request.POST
        is_submitted = "look" in pressed or "add" in pressed
        form = PercentageForm(
            pressed if is_submitted else None, initial={"effective_on": timezone.localdate()}
        )
        if not form.is_valid():
            return self._show(form, [])
        change = PercentageChange(**form.cleaned_data)
        if "add" in pressed:
            try:
                return self._add(change)
            except PricesHaveChanged:
                messages.error(self.request, UNSEEN)
        return self._show(form, look_ahead(self.plans, change))

    def _add(self, change: PercentageChange) -> HttpResponse:
        expected = self.request.POST.get("seen", "")
        changed = change_by_percentage(self.plans, change, expected=expected)
        added = [one for one in changed if one.new]
        for one in added:
            change_message = {"name": "dated price", "object": str(one.new)}
            self.model_admin.log_change(self.request, one.plan, [{"added": change_message}])
        messages.success(self.request, f"Prices added: {len(added)}.")
        return HttpResponseRedirect(self.request.get_full_path())

    def _show(self, form: PercentageForm, changed: list[ChangedPlan]) -> HttpResponse:
        context: dict[str, Any] = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": "Change prices by a percentage",
            "opts": self.model_admin.opts,
            "media": self.model_admin.media,
            "form": form,
            "plans": self.plans,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "heads": [term.head for term in PRICES],
            "rows": [_spell_out(one) for one in changed],
            "number_of_new": sum(one.new is not None for one in changed),
            "seen": fingerprint(changed),
        }
        return TemplateResponse(self.request, "admin/campaigns/plan/change_prices.html", context)


def _spell_out(one: ChangedPlan) -> PreviewRow:
    amounts: list[tuple[str, str | None]] = []
    for name in (term.name for term in PRICES):
        was: Decimal | None = getattr(one.old, name, None)
        becomes: Decimal | None = getattr(one.new, name, None)
        shown = "unknown" if was is None else exact_dollars(was)
        amounts.append(
            (shown, None if becomes is None or becomes == was else exact_dollars(becomes))
        )
    return PreviewRow(one.plan, amounts, one.why_not, one.until)
