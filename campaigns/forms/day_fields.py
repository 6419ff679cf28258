"""Form fields for days: strict ones, the start and the deadline as people write them."""

from datetime import date
from typing import Any

from django import forms

from campaigns.forms.fields import AllowedField, ReadField
from campaigns.reading import (
    Ambiguous,
    Deadline,
    Unreadable,
    read_day,
    read_deadline,
    show_deadline,
)
from planner.planning.wording import show_day


class DayField(AllowedField):
    """A day of the calendar as year-month-day."""

    widget = forms.DateInput

    def __init__(self, *, first: date, last: date, **options: Any) -> None:
        self.first, self.last = first, last
        super().__init__(allowed=f"a day from {first} to {last}, such as 2026-12-01", **options)
        self.widget.input_type = "date"

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise self.refuse() from None
        # Python reads other notations of a day too, but a browser's field would be empty.
        if day.isoformat() != text or not self.first <= day <= self.last:
            raise self.refuse()
        return day


class StartField(ReadField):
    """A day from `first` to `last` as people write it; without a year from `today` on."""

    def __init__(self, *, first: date, last: date, **options: Any) -> None:
        self.first, self.last, self.today = first, last, first
        allowed = f"a day from {first} to {last}, such as 2026-12-01 or 1 Dec 2026"
        super().__init__(allowed=allowed, **options)

    def read(self, text: str) -> date | Ambiguous | Unreadable:
        return read_day(text, today=self.today, low=self.first, high=self.last)

    def show(self, value: date) -> str:
        return show_day(value)

    def is_plain(self, text: str, value: date) -> bool:
        """Whether the text is the day as pages or addresses show it."""
        return text.strip() in (self.show(value), value.isoformat())


class DeadlineField(ReadField):
    """Months of the campaign, or the day of the deadline: "4", "6 weeks", "by March", "Q1".

    Texts are read from `start_on` on, the day on which the campaign starts.
    """

    def __init__(self, *, most_months: int, start_on: date, **options: Any) -> None:
        self.most_months, self.start_on = most_months, start_on
        allowed = (
            f"a number of months from 1 to {most_months}, "
            "or a deadline such as 6 weeks, 31 Mar 2027, by March or Q1"
        )
        super().__init__(allowed=allowed, **options)

    def read(self, text: str) -> Deadline | Ambiguous | Unreadable:
        return read_deadline(text, start_on=self.start_on, most_months=self.most_months)

    def show(self, value: Deadline) -> str:
        return show_deadline(value, start_on=self.start_on)

    def is_plain(self, text: str, value: Deadline) -> bool:
        """Whether the text is the day as pages show it, with or without "by"."""
        return text.strip() in (self.show(value), self.show(value).removeprefix("by "))
