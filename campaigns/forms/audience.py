"""One of several audiences that the same seats write to (RULES.md §11)."""

from collections.abc import Callable
from typing import Any

from django import forms

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import NameField, ShareField, WholeNumberField, mark_required
from campaigns.forms.names import WRITTEN_TO
from campaigns.forms.units import OF_TARGETS, find_contradiction
from planner.planning import audience as most
from planner.planning import ranges as limits
from planner.planning.audience import Audience
from planner.planning.errors import InvalidInput
from planner.planning.goals import Goal


class AudienceForm(forms.Form):
    """People with a name, and where they differ from the others a deadline, rates, a priority.

    Its labels are others than those of the scenario's fields, so that each names one field.
    `goal` is what they are counted as, and `check` raises `InvalidInput` for what does not go with
    the rest of the scenario; both are `None` where that has faults itself.
    """

    name = NameField(label="Audience", longest=most.LONGEST_NAME)
    target = WholeNumberField(label="Target", low=1, high=most.MOST_PEOPLE, units=OF_TARGETS)
    deadline_on = DayField(
        label="By a date", first=limits.FIRST_START, last=limits.LAST_START, required=False
    )
    priority = WholeNumberField(label="Priority", low=1, high=most.MOST_AUDIENCES, required=False)
    reply_rate = ShareField(
        label="Replies", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS, empty=None
    )
    decline_rate = ShareField(
        label="Declines", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS, empty=None
    )
    open_profile_share = ShareField(
        label="Open profiles", of=WRITTEN_TO, most_decimals=limits.MOST_RATE_DECIMALS, empty=None
    )

    # The planning module's value; `None` where the form has errors, or was not read.
    audience: Audience | None = None

    def __init__(
        self,
        *args: Any,
        check: Callable[[Audience], object] | None,
        goal: Goal | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        mark_required(self)
        self.check, self.goal = check, goal

    @property
    def row(self) -> int:
        """The number of the entry among the audiences."""
        return int(str(self.prefix).rpartition("-")[2])

    def clean(self) -> dict[str, Any]:
        """Checks the audience by the planning module's own rules; the first priority is 1."""
        cleaned = self.cleaned_data
        if self.goal and "target" in cleaned:
            text = str(self["target"].value())
            if allowed := find_contradiction(text, self.goal):
                self.add_error("target", allowed)
        if self.errors:
            return cleaned
        audience = Audience(**cleaned | {"priority": cleaned["priority"] or 1})
        try:
            if self.check:
                self.check(audience)
        except InvalidInput as fault:
            field = fault.field.rpartition(".")[2]
            self.add_error(field if field in self.fields else "target", fault.allowed)
        else:
            self.audience = audience
        return cleaned
