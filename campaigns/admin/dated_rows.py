"""Dated rows inside a form: those from before today are history and stay as they are."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import escape


class PlainText(forms.Widget):
    """A value that can be read and not changed."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return escape("–" if value in (None, "") else value)


class DatedRowForm(forms.ModelForm):
    """A dated row of `owner`, of which a day has one; `fault` is the error else."""

    owner: str
    fault: str

    def clean_effective_on(self) -> date:
        # An inline form leaves the model's unique constraint to the database.
        day: date = self.cleaned_data["effective_on"]
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        of_owner = {f"{self.owner}_id": getattr(self.instance, f"{self.owner}_id")}
        if others.filter(**of_owner, effective_on=day).exists():
            raise ValidationError(self.fault)
        return day


class DatedRowFormSet(forms.BaseInlineFormSet):
    """The dated rows of one owner; those from before today cannot be changed."""

    # What is wrong with two rows of one day.
    fault: str

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk and form.instance.effective_on < timezone.localdate():
            for bound_field in form.visible_fields():
                # Django keeps the stored value of a disabled field, not what the browser sends.
                bound_field.field.disabled = True
                bound_field.field.widget = PlainText()

    def get_unique_error_message(self, unique_check: Any) -> str:
        return self.fault
