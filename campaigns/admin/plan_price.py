from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import escape

from campaigns.admin.amounts import FORMFIELD_OVERRIDES
from campaigns.models import AMOUNTS, PlanPrice

SHORT = {"size": 8, "inputmode": "decimal"}
MEDIUM = {"size": 20}


class PlainText(forms.Widget):
    """A value that can be read and not changed."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return escape(value or "–")


class PlanPriceForm(forms.ModelForm):
    def clean_effective_on(self) -> date:
        # An inline form leaves the model's unique constraint to the database.
        day: date = self.cleaned_data["effective_on"]
        others = PlanPrice.objects.exclude(pk=self.instance.pk)
        if others.filter(plan=self.instance.plan_id, effective_on=day).exists():
            raise ValidationError("This plan already has a price for this day.")
        return day


class PlanPriceFormSet(forms.BaseInlineFormSet):
    """A plan's dated prices; those from before today are history and cannot be changed."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk and form.instance.effective_on < timezone.localdate():
            for bound_field in form.visible_fields():
                # Django keeps the stored value of a disabled field, not what the browser sends.
                bound_field.field.disabled = True
                bound_field.field.widget = PlainText()

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "Effective on: two rows have the same day, but a day has one price."


class PlanPriceInline(admin.TabularInline):
    model = PlanPrice
    form = PlanPriceForm
    formset = PlanPriceFormSet
    # Narrower than the admin's own, so that the columns fit beside each other.
    formfield_overrides = {
        models.CharField: {"widget": forms.TextInput(MEDIUM)},
        models.URLField: FORMFIELD_OVERRIDES[models.URLField] | {"widget": forms.URLInput(MEDIUM)},
        models.DecimalField: FORMFIELD_OVERRIDES[models.DecimalField]
        | {"widget": forms.TextInput(SHORT)},
    }
    fields = ("effective_on", *AMOUNTS, "source", "source_url", "note")
    verbose_name = "dated price"
    extra = 1
