"""What a campaign has besides its scenario: a name, a note, the shared link's last day."""

from datetime import date
from typing import Any

from django import forms

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import NameField, NoteField
from campaigns.models.campaign import LONGEST_NAME, LONGEST_NOTE
from planner.planning.ranges import LAST_START


class CampaignForm(forms.Form):
    """A campaign's name and note."""

    name = NameField(label="Name", longest=LONGEST_NAME)
    note = NoteField(label="Note", longest=LONGEST_NOTE, required=False)


class ShareForm(forms.Form):
    """Until when a shared link works; empty: until it is switched off."""

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        self.fields["expires_on"] = DayField(
            label="Works until", first=today, last=LAST_START, required=False
        )
