"""Form fields for the kinds of values a scenario is made of.

Each reads what a person would write ("1,000", "10 %", "$64.50") and has one message, a noun phrase
of what is allowed: the page puts "Please enter" before it, the command "allowed:".
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_NUMBER = 40
PART_OF_A_WHOLE = re.compile(r"([0-9]{1,7}) *(?:/|in|of) *([1-9][0-9]{0,6})")
# ASCII digits in plain notation only: no exponent, so a short text is a small number. Commas stand
# between thousands and nowhere else: "0,1" is refused rather than taken for 1.
PERCENTAGE_WITHOUT_SIGN = re.compile(r"[1-9][0-9]?(?:\.[0-9]{1,4})?|100")
WHOLE_NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
NUMBER = re.compile(rf"(?:{WHOLE_NUMBER.pattern})?(?:\.[0-9]*)?")
# What moves a terminal's cursor, breaks a line or turns the direction of writing.
CONTROL_SIGNS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# They count as letters or symbols and are drawn as nothing.
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def is_blank(sign: str) -> bool:
    """Whether nothing is seen of a sign that stands alone: spaces, marks, what is not drawn."""
    return sign in BLANK_LETTERS or unicodedata.category(sign)[0] not in "LNPS"


class AllowedField(forms.Field):
    """A field whose every error says the same: what is allowed."""

    def __init__(self, *, allowed: str, **options: Any) -> None:
        super().__init__(**options)
        self.allow(allowed)

    def allow(self, allowed: str) -> None:
        """Say `allowed` in every error."""
        self.allowed = allowed
        kinds = ("required", "invalid", "invalid_choice", "invalid_list")
        self.error_messages = dict.fromkeys(kinds, allowed)

    def refuse(self, allowed: str = "") -> ValidationError:
        """The error to raise; `allowed` where more than usual can be said of what is."""
        return ValidationError(allowed or self.allowed, code="invalid")

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError:
            raise self.refuse() from None


class NumberField(AllowedField):
    """An exact number written with or without separators and signs of its unit."""

    widget = forms.TextInput
    unit_signs = ""
    notation = NUMBER

    def parse(self, text: str) -> Decimal:
        plain = text.translate(str.maketrans("", "", f" \u00a0\u202f_{self.unit_signs}"))
        if len(text) > LONGEST_NUMBER or not self.notation.fullmatch(plain):
            raise self.refuse()
        try:
            return Decimal(plain.replace(",", ""))
        except InvalidOperation:
            raise self.refuse() from None

    def prepare_value(self, value: Any) -> Any:
        return format(value, "f") if isinstance(value, Decimal) else value


class WholeNumberField(NumberField):
    """A whole number from `low` to `high`; empty is `None`."""

    notation = WHOLE_NUMBER

    def __init__(self, *, low: int, high: int, unit: str = "", **options: Any) -> None:
        self.low, self.high = low, high
        allowed = f"a whole number from {low:,} to {high:,}{unit}"
        super().__init__(allowed=allowed, **options)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        number = int(self.parse(str(value)))
        if not self.low <= number <= self.high:
            raise self.refuse()
        return number


class MoneyField(NumberField):
    """Dollars from 0 to `high` with at most four decimals; empty is `None`."""

    unit_signs = "$"

    def __init__(self, *, high: Decimal, **options: Any) -> None:
        self.high = high
        super().__init__(allowed=f"dollars from 0 to {high:,}, such as 64.50", **options)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        amount = self.parse(str(value))
        if not 0 <= amount <= self.high or amount != round(amount, 4):
            raise self.refuse()
        return amount


class ShareField(NumberField):
    """A share from 0 to 1, also written as "10 %", "1 in 7" or "1/7"; empty is `empty`."""

    unit_signs = "%"

    def __init__(
        self, *, most_decimals: int, empty: Decimal | None = Decimal(0), **options: Any
    ) -> None:
        self.most_decimals, self.empty = most_decimals, empty
        super().__init__(
            allowed="a share from 0 to 1, or a percentage such as 10 %, or 1 in 10",
            required=False,
            **options,
        )
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return self.empty
        text = str(value).strip()
        if parts := PART_OF_A_WHOLE.fullmatch(text):
            share = Decimal(parts[1]) / Decimal(parts[2])
            share = round(share, self.most_decimals)
        else:
            share = self.parse(text.replace(",", ".")) / (100 if text.endswith("%") else 1)
        if PERCENTAGE_WITHOUT_SIGN.fullmatch(text) and share > 1:
            raise self.refuse(f"a share from 0 to 1, or 1 in 10; for {text} percent write {text} %")
        if "%" in text[:-1] or not 0 <= share <= 1 or share != round(share, self.most_decimals):
            raise self.refuse()
        return share


class NameField(AllowedField, forms.CharField):
    """A short text in one line, of which something can be seen."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        allowed = f"a text of at most {longest} characters in one line"
        super().__init__(allowed=allowed, max_length=longest, **options)

    def run_validators(self, value: Any) -> None:
        if len(value.splitlines()) > 1:
            raise self.refuse()
        if sign := CONTROL_SIGNS.search(value):
            # Whoever pasted it cannot see what is wrong.
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


class PickField(AllowedField, forms.ChoiceField):
    """One of a few named choices."""

    def __init__(self, *, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(allowed="", choices=choices, **options)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let it be one of `choices`, and let the message say so."""
        self.choices = choices
        self.allow("one of " + ", ".join(name for name, _ in choices))


class PickSomeField(AllowedField, forms.MultipleChoiceField):
    """Some of a few named choices; none picked is an empty list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(allowed="", choices=choices, required=False, **options)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let it be some of `choices`, and let the message say so."""
        self.choices = choices
        self.allow("any of " + ", ".join(name for name, _ in choices))

    def to_python(self, value: Any) -> list[str]:
        return [name for name in super().to_python(value) if name]


class FlagField(PickField):
    """Yes or no, written out, so that "no" can be told from "not said" in an address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("true", "Yes"), ("false", "No")], **options)

    def clean(self, value: Any) -> bool:
        return bool(super().clean(value) == "true")


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
