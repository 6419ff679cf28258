"""Reading JSON that anyone may have written: each value by its type, each fault by its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from campaigns.query.faults import Fault

FIRST_DAY = date(2000, 1, 1)
DECIMAL = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
# What a text must not have: PostgreSQL stores no NUL, and no database half a pair of surrogates.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_SHOWN = 60
# Of a file; a person reads fewer, and a file can have millions.
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file, the place where it stands, and the faults of the whole file.

    Each reading gives a value of its type; where there is none, it adds a fault and gives a
    harmless value, so that every fault is found at once.
    """

    value: Any
    place: str = ""
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, allowed: str, place: str = "") -> None:
        """Add a fault: what is allowed here, or at a `place` below."""
        if len(self.faults) >= MOST_FAULTS:
            return
        is_plain = isinstance(self.value, str | int) and not place
        shown = f"{self.value}"[:LONGEST_SHOWN] if is_plain else ""
        where = ".".join(filter(None, (self.place, place)))
        shown = UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", shown)
        where = UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", where)
        where = where or "file"
        # One for each place: what is missing is of no type, either.
        if all(fault.field != where for fault in self.faults):
            self.faults.append(Fault(where, shown, allowed))

    def child(self, name: str) -> "Node":
        """The value of that name; `None` where it is not there."""
        inner = self.value.get(name) if isinstance(self.value, dict) else None
        return Node(inner, f"{self.place}.{name}".lstrip("."), self.faults)

    def has(self, name: str) -> bool:
        """Whether there is anything by that name."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def require_names(self, *names: str) -> bool:
        """Whether this is an object with these names and no others."""
        if not isinstance(self.value, dict):
            self.refuse("an object")
            return False
        for name in names:
            if name not in self.value:
                self.refuse("a value", name)
        for name in sorted({*self.value} - {*names}):
            self.refuse("nothing by this name", name[:LONGEST_SHOWN])
        return True

    def items(self, *, most: int) -> Iterator["Node"]:
        """The values of a list; none where it is no list, or has more than `most`."""
        if not isinstance(self.value, list) or len(self.value) > most:
            self.refuse(f"a list of at most {most:,}")
            return
        for number, inner in enumerate(self.value):
            yield Node(inner, f"{self.place}[{number}]", self.faults)

    def text(self, *, longest: int, is_empty_allowed: bool = True) -> str:
        """A text of at most `longest` characters that every database stores."""
        value = self.value
        is_text = isinstance(value, str) and len(value) <= longest
        if not is_text or UNSTORABLE.search(value) or not (value or is_empty_allowed):
            least = "" if is_empty_allowed else ", not empty"
            self.refuse(f"a text of at most {longest:,} characters{least}")
            return ""
        return str(value)

    def whole(self, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.refuse(f"a whole number from {low:,} to {high:,}")
            return low
        return value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.refuse("true or false")
        return self.value is True

    def amount(self) -> Decimal:
        """A number of 0 or more, as a text: "64.50"."""
        if not isinstance(self.value, str) or not DECIMAL.fullmatch(self.value):
            self.refuse("a number as a text, such as “64.50”")
            return Decimal(0)
        return Decimal(self.value)

    def day(self) -> date:
        """An ISO date."""
        try:
            day = date.fromisoformat(self.value)
        except (TypeError, ValueError):
            day = None
        if day is None or day.isoformat() != self.value:
            self.refuse("a day such as 2026-12-01")
            return FIRST_DAY
        return day

    def moment(self, *, latest: datetime) -> datetime:
        """An ISO date and time with its offset from UTC, not after `latest`."""
        try:
            moment = datetime.fromisoformat(self.value)
            is_fine = moment.tzinfo is not None and moment.date() >= FIRST_DAY and moment <= latest
        except (TypeError, ValueError, OverflowError):
            is_fine = False
        if not is_fine:
            self.refuse("a time such as 2026-12-01T12:00:00+00:00, not in the future")
            return latest
        return moment

    def require_storable(self) -> bool:
        """Whether every text of it can be stored; a fault otherwise."""
        is_storable = not _has_unstorable(self.value)
        if not is_storable:
            self.refuse("texts without NUL and without half pairs of surrogates")
        return is_storable


def _has_unstorable(value: Any) -> bool:
    match value:
        case str():
            return bool(UNSTORABLE.search(value))
        case dict():
            return any(_has_unstorable(key) or _has_unstorable(one) for key, one in value.items())
        case list():
            return any(map(_has_unstorable, value))
    return False
