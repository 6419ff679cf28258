"""Optimistic locking: of two admins with the same form, the later one gets an error."""

from hashlib import sha256
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

# The form's field with the fingerprint of the row that the page showed.
STATE_FIELD = "seen"
CHANGED = (
    "Nothing was saved: this was changed after you had opened it. Open it again in another window "
    "to see what is new, and enter there what you still want to change."
)


class OptimisticLockForm(forms.ModelForm):
    """A form that refuses to be saved over anything that the page did not show.

    `related_rows` names the rows of each kind that are edited together with it.
    """

    related_rows: tuple[str, ...]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields[STATE_FIELD].initial = self._fingerprint()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk:
            # Held until the admin's transaction ends: two saves at once run one after the other.
            stored = type(self.instance)._default_manager.select_for_update()
            row = stored.filter(pk=self.instance.pk).first()
            if row is None or cleaned.get(STATE_FIELD) != self._fingerprint():
                raise ValidationError(CHANGED)
        return cleaned

    def _fingerprint(self) -> str:
        """A fingerprint of the row and of its related rows, as they are in the database."""
        row = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        related: list[models.Manager[Any]] = [
            getattr(self.instance, name) for name in self.related_rows
        ]
        rows = chain.from_iterable(each.order_by("pk").values_list() for each in related)
        state = [*row.values_list(), *rows]
        return sha256(repr(state).encode()).hexdigest()
