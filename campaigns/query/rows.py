"""Entries of one kind, as many as a person fills in: `held_seats-0-plan`, `held_seats-1-plan`, …"""

import re
from collections.abc import Callable
from itertools import count
from typing import Generic, TypeVar

from django.forms import Form
from django.utils.datastructures import MultiValueDict

from campaigns.plan_terms import PLAN_TERMS

# Lists of choices without an empty one: a browser sends them for an entry that was left empty, too.
ALWAYS_PICKED = {term.name for term in PLAN_TERMS if term.kind in ("choice", "flag")}

F = TypeVar("F", bound=Form)
Data = MultiValueDict[str, str]


def key_of(name: str, form: type[Form]) -> re.Pattern[str]:
    """The names of the fields of the entries called `name`: the entry's number, and its field."""
    return re.compile(rf"{name}-(0|[1-9][0-9]?)-({'|'.join(form.base_fields)})")


def find_entered(data: Data, key: re.Pattern[str]) -> dict[int, bool]:
    """The numbers of the entries in `data`, and whether each has any text."""
    rows: dict[int, bool] = {}
    for name, texts in data.lists():
        if match := key.fullmatch(name):
            row, field = int(match[1]), match[2]
            has_text = field not in ALWAYS_PICKED and bool(texts[-1].strip())
            rows[row] = rows.get(row, False) or has_text
    return rows


class Rows(Generic[F]):
    """The forms of one kind of entries: those with text, `forms`, and those left empty, `blank`.

    `make` gives the form of an entry from its texts, `None` where it has none, and its prefix.
    Of more than `most` entries the others are not read; `number` counts them all.
    """

    def __init__(
        self,
        data: Data,
        name: str,
        key: re.Pattern[str],
        make: Callable[[Data | None, str], F],
        *,
        most: int,
    ) -> None:
        self._data, self._name, self._key, self._make, self._most = data, name, key, make, most
        self._rows = find_entered(data, key)
        entered = sorted(row for row, has_text in self._rows.items() if has_text)
        self.number = len(entered)
        self._entered = {*entered}
        self.forms = [self.form_of(row) for row in entered[:most]]

    def form_of(self, row: int) -> F:
        """The form of an entry, filled in where it has text."""
        data = self._data if self._rows.get(row) else None
        return self._make(data, self._prefix_of(row))

    @property
    def blank(self) -> list[F]:
        """The entries that were left empty: the page has their fields, too."""
        blank = [row for row, has_text in self._rows.items() if not has_text]
        return [self.form_of(row) for row in blank[: self._most]]

    @property
    def next(self) -> F:
        """A further entry to fill in."""
        return self.form_of(self._next_row)

    @property
    def next_prefix(self) -> str:
        """The prefix of its names."""
        return self._prefix_of(self._next_row)

    @property
    def _next_row(self) -> int:
        return next(row for row in count() if row not in self._entered)

    def _prefix_of(self, row: int) -> str:
        return f"{self._name}-{row}"

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong with an entry."""
        return any(form.errors for form in self.forms)

    def knows(self, name: str) -> bool:
        """Whether it is the name of a field of such an entry."""
        return self._key.fullmatch(name) is not None

    def has_text_at(self, name: str) -> bool:
        """Whether it is that of an entry with text."""
        match = self._key.fullmatch(name)
        return match is not None and self._rows[int(match[1])]
