"""Seats that the person has already on the start day (RULES.md §1)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, cast

from django import forms

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import PickField, WholeNumberField, mark_required
from campaigns.forms.units import CREDITS, SEATS
from planner.planning import ranges as limits
from planner.planning.errors import InvalidInput
from planner.planning.scenario import HeldSeats, Scenario


class HeldSeatsForm(forms.Form):
    """Some seats of one plan: how many, the credits in them, and until when they are paid for."""

    plan = PickField(label="Plan", choices=[])
    plan.allow("the short name of a plan")  # until there is a book to choose from
    seats = WholeNumberField(
        label="Seats", low=1, high=limits.MOST_SEATS, units=SEATS, required=False
    )
    credits = WholeNumberField(
        label="Credits in them", low=0, high=limits.MOST_CREDITS_HELD, units=CREDITS, required=False
    )
    paid_until = DayField(label="Paid until", first=limits.FIRST_START, last=limits.LAST_START)

    # The planning module's value; `None` where the form has errors, or was not read.
    held: HeldSeats | None = None

    def __init__(
        self,
        *args: Any,
        plans: Sequence[tuple[str, str]],
        start_on: date | None,
        name_elsewhere: Callable[[str], str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        mark_required(self)
        picker = cast(PickField, self.fields["plan"])
        picker.offer(plans)
        # On the page a plan is missing, not misspelled: its list shows the names.
        picker.require_pick("the plan of these seats", allowed=picker.allowed)
        choices = [("", "None"), *plans]
        picker.choices = choices
        picker.name_elsewhere = name_elsewhere
        # A plan that only another book has stays in the list: to be seen, not to be picked.
        slug = str(self["plan"].value() or "")
        others = [(slug, f"{name} (not in this book)") for name in picker.find_elsewhere(slug)]
        cast(forms.Select, picker.widget).choices = [*choices, *others]
        paid = self.fields["paid_until"]
        paid.error_messages["required"] = "the last day that is paid for, such as 2026-12-31"
        self.start_on = start_on

    @property
    def row(self) -> int:
        """The number of the entry among those of the person's seats."""
        return int(str(self.prefix).rpartition("-")[2])

    def clean(self) -> dict[str, Any]:
        """One seat and no credits where their number is left out."""
        cleaned = self.cleaned_data
        if self.errors or self.start_on is None:
            return cleaned
        held = HeldSeats(
            plan=cleaned["plan"],
            seats=cleaned["seats"] or 1,
            credits=cleaned["credits"] or 0,
            paid_until=cleaned["paid_until"],
        )
        try:
            # The planning module's own rule for the days.
            Scenario(target=1, start_on=self.start_on, held_seats=(held,))
        except InvalidInput as fault:
            self.add_error(fault.field.rpartition(".")[2], fault.allowed)
        else:
            self.held = held
        return cleaned
