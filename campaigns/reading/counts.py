"""Whole numbers: people, seats, months, credits."""

from campaigns.reading.numbers import read_wholes
from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable


def read_count(text: str, *, low: int, high: int) -> int | Ambiguous | Unreadable:
    """The whole number from `low` to `high` that `text` stands for."""
    match [count for count in read_wholes(text.strip(" ")) if low <= count <= high]:
        case [count]:
            return count
        case [thousands, units]:
            return Ambiguous((_reading(thousands), _reading(units)))
    return Unreadable()


def show_count(count: int) -> str:
    """The count as pages show it: "1,680"."""
    return f"{count:,}"


def _reading(count: int) -> Reading:
    return Reading(shown=show_count(count), written=str(count))
