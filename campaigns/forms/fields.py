"""Form fields for the kinds of values a scenario is made of.

Each reads what a person would write ("1,000", "10 %", "$64.50") and has one message, a noun phrase
of what is allowed: the page puts "Please enter" before it, or "Please pick", the command
"allowed:". What a text stands for is decided by `campaigns.reading`; a text with two readings
raises `TwoReadings`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from campaigns.reading import (
    Ambiguous,
    Unreadable,
    read_count,
    read_money,
    read_share,
    show_count,
    show_money,
    show_share,
    write_money,
    write_share,
)
from campaigns.reading.shares import is_shown_exactly
from planner.planning.scenario import BEST

# Only before three digits can a point be taken for something else than the decimal sign.
PLAIN_DIGITS = re.compile(r"[0-9]+(?:\.(?![0-9]{3}$)[0-9]+)?")
# What moves a terminal's cursor, breaks a line or turns the direction of writing.
CONTROL_SIGNS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# They count as letters or symbols and are drawn as nothing.
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def is_blank(sign: str) -> bool:
    """Whether nothing is seen of a sign that stands alone: spaces, marks, what is not drawn."""
    return sign in BLANK_LETTERS or unicodedata.category(sign)[0] not in "LNPS"


def mark_required(form: forms.Form) -> None:
    """Mark the fields that an entry needs: for screen readers, and for the page's script.

    Not by `required`, which would keep a browser from sending a form with an empty entry.
    """
    for field in form.fields.values():
        if field.required:
            field.widget.attrs["aria-required"] = "true"


class AllowedField(forms.Field):
    """A field with one error message: what is allowed."""

    # What the page calls for: to enter it, or to pick it from a list.
    verb = "enter"

    def __init__(self, *, allowed: str, **options: Any) -> None:
        super().__init__(**options)
        self.allow(allowed)

    def allow(self, allowed: str) -> None:
        """Use `allowed` as the message of every error."""
        self.allowed = allowed
        kinds = ("required", "invalid", "invalid_choice", "invalid_list")
        self.error_messages = dict.fromkeys(kinds, allowed)

    def refuse(self, allowed: str = "") -> ValidationError:
        """The error to raise; `allowed` where the usual message can be more precise."""
        return ValidationError(allowed or self.allowed, code="invalid")

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError:
            raise self.refuse() from None


class TwoReadings(ValidationError):
    """The text has two readings: its author decides which one is meant."""

    def __init__(self, ambiguous: Ambiguous) -> None:
        super().__init__(ambiguous.allowed, code="ambiguous")
        self.ambiguous = ambiguous


class NotInBook(ValidationError):
    """Plans that another price book has: `sentence` has their names, for pages.

    The message is what is allowed, as files and terminals write it.
    """

    def __init__(self, names: Sequence[str], allowed: str) -> None:
        super().__init__(allowed, code="not_in_book")
        are = "is" if len(names) == 1 else "are"
        self.sentence = (
            f"{' and '.join(f'“{name}”' for name in names)} {are} not in this price book. "
            f"Please pick {'another plan' if len(names) == 1 else 'other plans'}, or another "
            "price book."
        )


class ReadBoundField(BoundField):
    """A field of a form that shows how its text was read, or asks how it is meant."""

    field: "ReadField"

    def value(self) -> Any:
        """The text of the field, or what the form's `shown` has in its place."""
        shown: Mapping[str, str] = getattr(self.form, "shown", {})
        return shown[self.name] if self.name in shown else super().value()

    @property
    def assumed(self) -> str:
        """What the form's `assumed` calculates with while the field shows nothing; else empty."""
        assumed: Mapping[str, str] = getattr(self.form, "assumed", {})
        return assumed.get(self.name, "")

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        """The attributes of the input, with what is assumed in its place."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        return built | ({"placeholder": self.assumed} if self.assumed else {})

    @property
    def ambiguity(self) -> Ambiguous | None:
        """The question to the author of the text; `None` where there is none."""
        return find_ambiguity(self)

    @property
    def understood(self) -> str:
        """How the text was read: "= $1,680.00"; empty where the text is plain.

        Where other fields decide as well, the form's `echoes` have what it calculates with. Where
        it calculates with other values only, its `remarks` have that.
        """
        remarks: Mapping[str, str] = getattr(self.form, "remarks", {})
        if self.name in remarks and not self.errors:
            return remarks[self.name]
        text = str(self.value() or "")
        echoes: Mapping[str, str] = getattr(self.form, "echoes", {})
        if self.name in self.form.errors:
            return ""
        if self.name in echoes:
            return echoes[self.name]
        if not text.strip():
            return ""
        value = self.field.clean(text)
        return "" if self.field.is_plain(text, value) else self.field.echo(value)

    @property
    def aria_describedby(self) -> str | None:
        """The element of `fields/error.jinja`, where it is not empty."""
        return f"error-{self.html_name}" if self.errors or self.understood else None


def find_ambiguity(field: BoundField) -> Ambiguous | None:
    """The two readings of the text in `field`; `None` where it has one or none."""
    errors = field.errors.as_data() if field.errors else []
    return next((error.ambiguous for error in errors if isinstance(error, TwoReadings)), None)


class ReadField(AllowedField):
    """A value in one of the notations in which people write it."""

    widget = forms.TextInput
    bound_field_class = ReadBoundField

    def read(self, text: str) -> Decimal | int | date | Ambiguous | Unreadable:
        """What the text stands for."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as pages show it."""
        raise NotImplementedError

    def echo(self, value: Any) -> str:
        """How the text was read, for its author."""
        return f"= {self.show(value)}"

    def is_plain(self, text: str, value: Any) -> bool:
        """Whether the text itself shows how it was read."""
        return bool(PLAIN_DIGITS.fullmatch(text)) or text == self.show(value)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        match self.read(str(value)):
            case Ambiguous() as ambiguous:
                raise TwoReadings(ambiguous)
            case Unreadable(reason):
                raise self.refuse(f"{self.allowed}: {reason}" if reason else "")
            case value:
                return value


class WholeNumberField(ReadField):
    """A whole number from `low` to `high`; empty is `None`. One of `units` may stand behind it."""

    def __init__(self, *, low: int, high: int, units: tuple[str, ...] = (), **options: Any) -> None:
        self.low, self.high, self.units = low, high, units
        super().__init__(allowed=f"a whole number from {low:,} to {high:,}", **options)
        self.widget.attrs["inputmode"] = "numeric"

    def read(self, text: str) -> int | Ambiguous | Unreadable:
        return read_count(text, low=self.low, high=self.high, units=self.units)

    def show(self, value: int) -> str:
        return show_count(value)


class SeatsField(WholeNumberField):
    """A number of seats, or "best" for the number that costs least."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.allow(f"{self.allowed}, or “{BEST}” for the number that costs least")
        # A keyboard of digits has no letters.
        del self.widget.attrs["inputmode"]

    def to_python(self, value: Any) -> int | Literal["best"] | None:
        if str(value).strip().lower() == BEST:
            return BEST
        number: int | None = super().to_python(value)
        return number

    def show(self, value: int | str) -> str:
        return BEST if value == BEST else super().show(int(value))

    def is_plain(self, text: str, value: Any) -> bool:
        return value == BEST or super().is_plain(text, value)


class MoneyField(ReadField):
    """Dollars from 0 to `high` with at most four decimals; empty is `None`."""

    def __init__(self, *, high: Decimal, **options: Any) -> None:
        self.high = high
        super().__init__(allowed=f"dollars from 0 to {high:,}, such as 64.50", **options)
        self.widget.attrs["inputmode"] = "decimal"

    def read(self, text: str) -> Decimal | Ambiguous | Unreadable:
        return read_money(text, high=self.high)

    def show(self, value: Decimal) -> str:
        return show_money(value)

    def prepare_value(self, value: Any) -> Any:
        return write_money(value) if isinstance(value, Decimal) else value


class ShareField(ReadField):
    """A share from 0 to 1, written as "10 %", "0.1", "1 in 10" or "1/10"; empty is `empty`.

    `of` is what it is a share of, which pages write beside the label; empty where the label does.
    """

    def __init__(
        self, *, of: str, most_decimals: int, empty: Decimal | None = Decimal(0), **options: Any
    ) -> None:
        self.of, self.most_decimals, self.empty = of, most_decimals, empty
        super().__init__(
            allowed="a percentage from 0 to 100, such as 10 %, or 1 in 10, or 0.1",
            required=False,
            **options,
        )
        self.widget.attrs["inputmode"] = "decimal"

    def read(self, text: str) -> Decimal | Ambiguous | Unreadable:
        return read_share(text, most_decimals=self.most_decimals)

    def show(self, value: Decimal) -> str:
        return show_share(value)

    def echo(self, value: Decimal) -> str:
        return super().echo(value) if is_shown_exactly(value) else f"≈ {self.show(value)}"

    def is_plain(self, text: str, value: Decimal) -> bool:
        """Whether the text is a percentage with its sign, or nothing at all."""
        return not value or text.replace(" ", "") == self.show(value).replace(" ", "")

    def to_python(self, value: Any) -> Decimal | None:
        share: Decimal | None = super().to_python(value)
        return self.empty if share is None else share

    def prepare_value(self, value: Any) -> Any:
        return write_share(value) if isinstance(value, Decimal) else value


class NameField(AllowedField, forms.CharField):
    """A short text in one line, of which something can be seen."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        allowed = f"a text of at most {longest} characters in one line"
        super().__init__(allowed=allowed, max_length=longest, **options)

    def run_validators(self, value: Any) -> None:
        if len(value.splitlines()) > 1:
            raise self.refuse()
        if sign := CONTROL_SIGNS.search(value):
            # The fault of a pasted text is invisible.
            name = f"U+{ord(sign[0]):04X}"
            raise self.refuse(f"{self.allowed}, without the sign {name}, which cannot be seen")
        if value and all(is_blank(sign) for sign in value):
            raise self.refuse(f"{self.allowed}, with something to be seen")
        super().run_validators(value)


class NoteField(AllowedField, forms.CharField):
    """A text of some lines."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.longest = longest
        allowed = f"a text of at most {longest:,} characters"
        super().__init__(allowed=allowed, max_length=longest, **options)
        self.widget.attrs["rows"] = 3

    def to_python(self, value: Any) -> str:
        # A browser sends two signs for the end of a line; a person counts one.
        return str(super().to_python(value)).replace("\r\n", "\n")


class ShortNameField(AllowedField, forms.SlugField):
    """A name that fits into an address."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        allowed = f"at most {longest} of the letters a to z, digits and hyphens"
        super().__init__(allowed=allowed, max_length=longest, required=False, **options)


class OfBook(forms.ChoiceField):
    """Choices of which a price book has some: those that only another one has go by their names."""

    # The name of a choice that is not offered here; empty where no book has it.
    name_elsewhere: Callable[[str], str] | None = None

    def find_elsewhere(self, value: str | Sequence[str]) -> list[str]:
        """The names of those in `value` that only another book has."""
        if self.name_elsewhere is None:
            return []
        picked = [value] if isinstance(value, str) else value
        others = (slug for slug in picked if slug and not self.valid_value(slug))
        return [name for slug in others if (name := self.name_elsewhere(slug))]

    def validate(self, value: Any) -> None:
        if names := self.find_elsewhere(value):
            raise NotInBook(names, str(self.error_messages["invalid_choice"]))
        super().validate(value)


class PickField(AllowedField, OfBook):
    """One of a few named choices."""

    def require_pick(self, wanted: str, *, allowed: str) -> None:
        """Name `wanted` where nothing is picked; `allowed` is what may stand in a file."""
        self.verb = "pick"
        self.allow(allowed)
        self.error_messages["required"] = wanted

    def __init__(self, *, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(allowed="", choices=choices, **options)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let it be one of `choices`, and name them in the message."""
        self.choices = choices
        self.allow("one of " + ", ".join(name for name, _ in choices if name))


class PickSomeField(AllowedField, OfBook, forms.MultipleChoiceField):
    """Some of a few named choices; none picked is an empty list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(allowed="", choices=choices, required=False, **options)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let it be some of `choices`, and name them in the message."""
        self.choices = choices
        self.allow("any of " + ", ".join(name for name, _ in choices))

    def to_python(self, value: Any) -> list[str]:
        return [name for name in super().to_python(value) if name]


class FlagField(PickField):
    """Yes or no, written out, so that "no" differs from a missing value in an address.

    Where it is not required it may be left open, which is `None`; `empty` names that choice.
    """

    def __init__(self, *, empty: str = "", **options: Any) -> None:
        open_choice = [("", empty)] if empty else []
        super().__init__(choices=[*open_choice, ("true", "Yes"), ("false", "No")], **options)

    def clean(self, value: Any) -> bool | None:
        text = super().clean(value)
        return None if text == "" else text == "true"
