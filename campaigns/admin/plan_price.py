from django import forms
from django.contrib import admin
from django.db import models

from campaigns.admin.amounts import FORMFIELD_OVERRIDES
from campaigns.admin.dated_rows import DatedRowForm, DatedRowFormSet
from campaigns.models import AMOUNTS, PlanPrice

SHORT = {"size": 8, "inputmode": "decimal"}
MEDIUM = {"size": 20}


class PlanPriceForm(DatedRowForm):
    owner = "plan"
    fault = "This plan already has a price for this day."


class PlanPriceFormSet(DatedRowFormSet):
    fault = "Effective on: two rows have the same day, but a day has one price."


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
