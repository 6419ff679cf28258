"""Seats that the person has already on the start day (RULES.md §1)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from campaigns.forms.fields import DayField, PickField, WholeNumberField
from planner.planning import scenario as limits
from planner.planning.scenario import HeldSeats


class HeldSeatsForm(forms.Form):
    """Some seats of one plan: how many, the credits in them, and until when they are paid for."""

    plan = PickField(label="Plan", choices=[])
    seats = WholeNumberField(label="Seats", low=1, high=limits.MOST_SEATS, required=False)
    credits = WholeNumberField(
        label="Credits in them", low=0, high=limits.MOST_CREDITS_HELD, required=False
    )
    paid_until = DayField(label="Paid until", first=limits.FIRST_START, last=limits.LAST_START)

    # The planning module's value; `None` where the form has errors, or was not read.
    held: HeldSeats | None = None

    def __init__(
        self, *args: Any, plans: Sequence[tuple[str, str]], start_on: date | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        picker = self.fields["plan"]
        assert isinstance(picker, PickField)
        picker.offer(plans)
        picker.choices = [("", "None"), *plans]
        self.start_on = start_on

    @property
    def row(self) -> int:
        """The number of the entry among those of the person's seats."""
        return int(str(self.prefix).rpartition("-")[2])

    def clean(self) -> dict[str, Any]:
        """One seat and no credits where their number is left out."""
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        if self.start_on and cleaned["paid_until"] < self.start_on - timedelta(days=1):
            eve = self.start_on - timedelta(days=1)
            self.add_error("paid_until", f"the day before the start, {eve}, or a later one")
            return cleaned
        self.held = HeldSeats(
            plan=cleaned["plan"],
            seats=cleaned["seats"] or 1,
            credits=cleaned["credits"] or 0,
            paid_until=cleaned["paid_until"],
        )
        return cleaned
