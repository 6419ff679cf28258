"""What happened on a day or in a stretch of days, and a sheet that has many of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from campaigns.forms.day_fields import DayField
from campaigns.forms.fields import MoneyField, NoteField, PickField, WholeNumberField
from campaigns.forms.units import CREDITS, MESSAGES, REPLIES
from campaigns.models.progress_entry import LONGEST_ENTRY_NOTE, Noted, ProgressEntry
from planner.planning.errors import InvalidInput
from planner.planning.progress.record import Entry, Record
from planner.planning.ranges import FIRST_START, MOST_BUDGET, MOST_CREDITS_HELD, MOST_LEADS

COUNTS = ("sent", "answered", "declined", "bought")
LONGEST_OWN_NAME = 100


def _count(label: str, high: int, units: tuple[str, ...]) -> WholeNumberField:
    return WholeNumberField(label=label, low=0, high=high, units=units, required=False)


class ProgressForm(forms.Form):
    """An entry of a campaign's record; what is left empty counts as 0, credits as not noted.

    `audiences` are the names of the campaign's audiences, one of which an entry can be of. The one
    that an entry has stays possible, also where the campaign has it no more. `record` is what is
    noted already, `row` the entry of it that is corrected.
    """

    sent = _count("Sent", MOST_LEADS, MESSAGES)
    answered = _count("Answered", MOST_LEADS, REPLIES)
    declined = _count("Of these “no”", MOST_LEADS, REPLIES)
    bought = _count("Credits bought", MOST_CREDITS_HELD, CREDITS)
    paid = MoneyField(label="Paid, $", high=MOST_BUDGET, required=False)
    credits_now = _count("Credits now", MOST_CREDITS_HELD, CREDITS)
    note = NoteField(label="Note", longest=LONGEST_ENTRY_NOTE, required=False)

    field_order = ("first_on", "last_on", "audience", "sent", "answered", "declined")

    def __init__(
        self,
        data: Any = None,
        *,
        today: date,
        audiences: Sequence[str] = (),
        record: Record | None = None,
        row: ProgressEntry | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        self._record, self._row = record or Record(), row
        days = {"first": FIRST_START, "last": today}
        self.fields["first_on"] = DayField(label="Day", **days)
        self.fields["last_on"] = DayField(label="Until", required=False, **days)
        self.fields["note"].widget.attrs["rows"] = 2
        if audiences:
            choices = [("", "All, or not known"), *((name, name) for name in audiences)]
            self.fields["audience"] = PickField(label="Audience", choices=choices, required=False)
        self.order_fields(self.field_order)

    @classmethod
    def of(
        cls, row: ProgressEntry, *, today: date, prefix: str, audiences: Sequence[str] = ()
    ) -> "ProgressForm":
        """The form that corrects a row."""
        names = ("first_on", "credits_now", "note", "audience")
        initial = {name: getattr(row, name) for name in names}
        initial["last_on"] = row.last_on if row.last_on != row.first_on else None
        initial |= {name: getattr(row, name) or None for name in (*COUNTS, "paid")}
        if not any(initial[name] for name in (*COUNTS, "paid")) and row.credits_now is None:
            # A day on which nothing was sent is noted as such.
            initial["sent"] = 0
        return cls(today=today, audiences=audiences, initial=initial, prefix=prefix)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if all(cleaned[name] is None for name in (*COUNTS, "paid", "credits_now")):
            self.add_error("sent", "at least one number, also a 0")
            return cleaned
        values: dict[str, Any] = {name: cleaned[name] or 0 for name in COUNTS}
        values |= {name: cleaned[name] for name in ("first_on", "credits_now")}
        values |= {"last_on": cleaned["last_on"] or cleaned["first_on"]}
        values |= {"audience": cleaned.get("audience", "")}
        try:
            entry = Entry(**values, paid=cleaned["paid"] or Decimal(0))
            self.noted = Noted(entry, cleaned["note"])
        except InvalidInput as fault:
            self.add_error(fault.field, _write_allowed(fault))
        else:
            self._compare_with_messages(entry)
        return cleaned

    def _compare_with_messages(self, entry: Entry) -> None:
        """Refuse an entry by which the record has more answers beyond its messages (RULES.md §12).

        A record may have some already, from a sheet: what makes that no worse is noted.
        """
        entries = list(self._record.entries)
        if self._row is not None and self._row.entry in entries:
            entries.remove(self._row.entry)
        others = Record(tuple(entries))
        if Record((*entries, entry)).unmatched > self._record.unmatched:
            most = max(0, others.sent + entry.sent - others.answered)
            self.add_error(
                "answered",
                f"at most {most:,}: more would be more answers than messages in all. First note "
                "the messages that are missing",
            )


def _write_allowed(fault: InvalidInput) -> str:
    if fault.field == "declined":
        return f"no more than the answers: {fault.allowed}"
    return fault.allowed


# What becomes of a name in a sheet that is none of the campaign's audiences.
OF_ALL, LEFT_OUT = "all", "out"


class SheetForm(forms.Form):
    """A sheet to read, from which day on, and its sender's name where the sheet has both sides.

    `audiences` are the names of the campaign's, of one of which the whole sheet can be.
    """

    sheet = forms.FileField(label="Sheet")
    own_name = forms.CharField(
        label="Your name in it", max_length=LONGEST_OWN_NAME, required=False, strip=True
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        audiences: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, files, use_required_attribute=False, **options)
        if audiences:
            choices = [
                ("", "As its column says; all, if none does"),
                *((one, one) for one in audiences),
            ]
            self.fields["audience"] = PickField(label="Audience", choices=choices, required=False)
        self.fields["from_on"] = DayField(label="Count from", first=FIRST_START, last=today)
        self.fields["sheet"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"
        self.fields["sheet"].error_messages = {
            "required": "a file: CSV or XLSX",
            "missing": "a file: CSV or XLSX",
            "invalid": "a file: CSV or XLSX",
            "empty": "a file that is not empty",
        }

    @classmethod
    def for_campaign(
        cls, start_on: date, *, today: date, audiences: Sequence[str] = ()
    ) -> "SheetForm":
        """The empty form, which counts from the campaign's start, or from today if it is later."""
        initial = {"from_on": min(start_on, today)}
        return cls(today=today, audiences=audiences, initial=initial)


class TakingForm(forms.Form):
    """What to take of a sheet that was read: its sums, in which order of day and month.

    Of each of the `unknown` names of audiences it asks which of the `audiences` it is.
    """

    sums = forms.CharField()
    overlap = PickField(
        label="Days that are noted already",
        choices=[
            ("skip", "Leave them as they are noted"),
            ("replace", "Put the sheet’s numbers in their place"),
            ("add", "Count both: the sheet is of other messages"),
        ],
    )
    order = forms.CharField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        unknown: Sequence[str] = (),
        audiences: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        choices = [
            ("", "Please choose"),
            *((f"={name}", name) for name in audiences),
            (OF_ALL, "None of them: count it for all"),
            (LEFT_OUT, "Leave it out"),
        ]
        self._unknown = {f"audience-{number}": name for number, name in enumerate(unknown)}
        for field, name in self._unknown.items():
            asked = PickField(label=f"“{name}”", choices=choices)
            asked.allow("which audience it is, or that it is left out")
            self.fields[field] = asked

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that ask about names of audiences."""
        return [self[field] for field in self._unknown]

    @property
    def meant(self) -> dict[str, str | None]:
        """Of each unknown name the audience meant: empty for all, `None` to leave it out."""
        meant: dict[str, str | None] = {}
        for field, name in self._unknown.items():
            chosen = self.cleaned_data[field]
            meant[name] = {OF_ALL: "", LEFT_OUT: None}.get(chosen, chosen.removeprefix("="))
        return meant
