"""Rows into sums by day, and the rows that cannot be read, with the reason."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from campaigns.sheets.cells import Row, UnreadableSheet
from planner.planning.errors import InvalidInput
from planner.planning.progress.record import Entry
from planner.planning.wording import show_day

LONGEST_QUOTE = 40


class Unread(NamedTuple):
    """Rows, counted from 1 as a spreadsheet does, that cannot be read for one reason."""

    reason: str
    rows: tuple[int, ...]


class Tally:
    """Adds up what the rows of a sheet bring, from `from_on` through `today`.

    `name_of` gives the audience of a row; empty: all, or not known.
    """

    def __init__(
        self, *, from_on: date, today: date, name_of: Callable[[Row], str] = lambda row: ""
    ) -> None:
        self.from_on, self.today = from_on, today
        self.taken = 0
        self._name_of, self._audience = name_of, name_of([])
        self._sums: dict[tuple[date, date, str], dict[str, Any]] = {}
        self._unread: dict[str, list[int]] = {}
        self._left_out = Counter[str]()

    def begin(self, row: Row) -> None:
        """Begin a row: what is added from now on is of its audience."""
        self._audience = self._name_of(row)

    def add(self, first_on: date, last_on: date | None = None, **values: Any) -> None:
        """Add what a day, or the days through `last_on`, brought."""
        sums = self._sums.setdefault((first_on, last_on or first_on, self._audience), {})
        for name, value in values.items():
            if value is not None:
                sums[name] = sums.get(name, 0) + value

    def refuse(self, row: int, reason: str) -> None:
        """Name a row that cannot be read."""
        self._unread.setdefault(reason, []).append(row)

    def leave_out(self, reason: str) -> None:
        """Count a row that is read and not taken."""
        self._left_out[reason] += 1

    def is_of_time(self, row: int, day: date, last_on: date | None = None) -> bool:
        """Whether a day, or the days through `last_on`, are counted; else the row is not taken."""
        if day > self.today:
            self.refuse(row, "its day is after today")
        elif (last_on or day) < self.from_on:
            self.leave_out(f"before {show_day(self.from_on)}")
        else:
            return True
        return False

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The rows that cannot be read, by reason, in the order of the sheet."""
        return tuple(Unread(reason, tuple(rows)) for reason, rows in self._unread.items())

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """Why rows are not taken, and how many."""
        return tuple(self._left_out.most_common())

    def lines(self) -> tuple[Entry, ...]:
        """The sums, day by day. Raises `UnreadableSheet` where a sum is out of range."""
        try:
            return tuple(
                Entry(
                    first_on=first_on,
                    last_on=last_on,
                    audience=audience,
                    **{"paid": Decimal(0)} | sums,
                )
                for (first_on, last_on, audience), sums in sorted(
                    self._sums.items(), key=lambda one: one[0]
                )
            )
        except InvalidInput as fault:
            raise UnreadableSheet(
                f"a sum is out of range: {fault.given} is not {fault.allowed}"
            ) from None


def quote(text: object) -> str:
    """A cell's text, short enough to be named."""
    cut = f"{text}"
    return f"“{cut[:LONGEST_QUOTE]}…”" if len(cut) > LONGEST_QUOTE else f"“{cut}”"
