"""A form that comes back with what is wrong leads to it."""

from typing import Any

from django import forms


class FocusingForm(forms.Form):
    """A form on a page of its own: after a refusal, its first faulty field has the focus."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        faulty = [name for name in self.fields if name in self.errors]
        for name in faulty:
            self.fields[name].widget.attrs["autofocus"] = name == faulty[0]
