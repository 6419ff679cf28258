"""A sequence of channels that a person gives (RULES.md §10)."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast

from django import forms

from campaigns.forms.fields import PickField
from planner.planning.channels import ChannelSequence, InMail

INMAIL = (str(InMail.__dataclass_fields__["slug"].default), "InMail")
STEPS = ("first", "second", "third")
ALLOWED = "a channel of the price book, by its short name"

Offered = list[tuple[str, str]]


def _list_choices(first: Iterable[tuple[str, str]], channels: Callable[[], Offered]) -> Offered:
    return [("", "None"), *first, *channels()]


class ChannelSequenceForm(forms.Form):
    """Two or three channels, each to those without an answer so far; the third may be empty."""

    first = PickField(label="First", choices=[])
    second = PickField(label="Then, without an answer", choices=[])
    third = PickField(label="Then", choices=[], required=False)
    first.require_pick(
        "InMail or a channel of the price book to begin with", allowed=f"{ALLOWED}, or inmail"
    )
    second.require_pick("a channel of the price book to go on with", allowed=ALLOWED)
    third.require_pick("a channel of the price book", allowed=ALLOWED)

    # `None` where the form has errors, or was not read.
    sequence: ChannelSequence | None = None

    def __init__(self, *args: Any, channels: Callable[[], Offered], **options: Any) -> None:
        super().__init__(*args, **options)
        # A page alone lists them: an answer needs none.
        for name in STEPS:
            picker = cast(PickField, self.fields[name])
            inmail = (INMAIL,) if name == "first" else ()
            picker.choices = partial(_list_choices, inmail, channels)

    @property
    def row(self) -> int:
        """The number of the entry among the sequences."""
        return int(str(self.prefix).rpartition("-")[2])

    def clean(self) -> dict[str, Any]:
        """Takes what was given; no channel is there twice."""
        given = [(name, self.cleaned_data.get(name)) for name in STEPS]
        taken: set[object] = set()
        for name, slug in given:
            if slug and slug in taken:
                self.add_error(name, "a channel that the steps before do not have")
            taken.add(slug)
        if not self.errors:
            steps = tuple(str(slug) for _, slug in given if slug)
            self.sequence = ChannelSequence(steps=steps)
        return self.cleaned_data
