"""Whole numbers: people, seats, months, credits."""

import re
from collections.abc import Iterator
from functools import cache

from campaigns.reading.numbers import GAP, LONGEST_NUMBER, SPACES, read_scaled, read_wholes
from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable
from campaigns.reading.words import WORDS

# A number and its unit.
LONGEST_COUNT = 2 * LONGEST_NUMBER


def read_count(
    text: str, *, low: int, high: int, units: tuple[str, ...] = ()
) -> int | Ambiguous | Unreadable:
    """The whole number from `low` to `high` that `text` stands for.

    It is written in digits ("1,000"), in thousands or millions ("1.5k", "2 m") or as a word
    ("three"), and may have one of `units` behind it: "2 seats".
    """
    counts = {count for count in _find_counts(text.strip(" "), units) if low <= count <= high}
    match sorted(counts, reverse=True):
        case [count]:
            return count
        case [larger, smaller]:
            return Ambiguous((_reading(larger), _reading(smaller)))
    return Unreadable()


def has_unit(text: str, units: tuple[str, ...]) -> bool:
    """Whether one of `units` stands behind a number."""
    return any(True for _ in _find_numbers(_take_unit(text.strip(" "), units)))


def show_count(count: int) -> str:
    """The count as pages show it: "1,680"."""
    return f"{count:,}"


def _find_counts(text: str, units: tuple[str, ...]) -> Iterator[int]:
    """Every number that `text` can stand for: "3 m" is three minutes, or as many millions."""
    yield from _find_numbers(text)
    yield from _find_numbers(_take_unit(text, units))


def _find_numbers(text: str) -> Iterator[int]:
    yield from read_wholes(text)
    yield from (int(number) for number in read_scaled(text) if number == int(number))
    if len(text) <= LONGEST_NUMBER and (word := WORDS.get(text.lower())):
        yield word


def _take_unit(text: str, units: tuple[str, ...]) -> str:
    """The text without the unit behind it; empty where there is none."""
    if not units or len(text) > LONGEST_COUNT:
        return ""
    parts = _match_units(units).fullmatch(text)
    return parts["number"] if parts else ""


@cache
def _match_units(units: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?P<number>.*?[^{SPACES}]){GAP}(?:{names})", re.IGNORECASE | re.ASCII)


def _reading(count: int) -> Reading:
    return Reading(shown=show_count(count), written=str(count))
