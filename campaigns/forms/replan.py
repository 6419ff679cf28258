"""What a person knows better than the schedule when what is left is planned."""

from datetime import date
from typing import Any

from django import forms

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import PickField
from planner.planning.days import add_months
from planner.planning.ranges import MOST_MONTHS

LEARNED, PLANNED = "learned", "planned"


class ReplanForm(forms.Form):
    """The rate to plan with, and until when the plan's seats are paid; both may be left out."""

    rate = PickField(
        label="Reply rate",
        choices=[(LEARNED, "As learned"), (PLANNED, "As planned")],
        required=False,
    )

    def __init__(self, data: Any, *, on: date) -> None:
        super().__init__(data, use_required_attribute=False)
        # Where the last month is over, and was not renewed, the seats have ended.
        self.fields["paid_until"] = DayField(
            label="Seats are paid until",
            first=add_months(on, -1),
            last=add_months(on, MOST_MONTHS),
            required=False,
        )

    @property
    def takes_learned(self) -> bool:
        """Whether the learned rate is taken, as it is where none is picked."""
        return not self.is_valid() or self.cleaned_data["rate"] != PLANNED

    @property
    def paid_until(self) -> date | None:
        """The last paid day that was entered; `None` for that of the schedule."""
        day: date | None = self.cleaned_data["paid_until"] if self.is_valid() else None
        return day
