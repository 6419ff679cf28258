"""Notations of a number, and which numbers a text in them can stand for.

Digits are ASCII and in plain notation, without a sign or an exponent, so a short text is a small
number. The decimal sign is a point or a comma. Thousands are grouped by a comma, a point, a space,
an apostrophe or an underscore, the same one throughout and another than the decimal sign. A "k" or
an "m" behind a number makes thousands or millions of it.

A library for locales (babel) reads a text by *one* locale, which a text does not name:
"1.680" is two numbers to two locales, and `parse_decimal` takes either for the only one.
"""

import re
from decimal import Decimal

from campaigns.reading.words import ANY_WORD, WORDS

LONGEST_NUMBER = 40
GROUP_SIGNS = " \u00a0\u2009\u202f_'\u2019"

_UNGROUPED = re.compile(r"(?P<whole>[0-9]*)(?:[.,](?P<decimals>[0-9]*))?")
_GROUPED = re.compile(
    rf"(?P<whole>[1-9][0-9]{{0,2}}(?P<group>[.,{GROUP_SIGNS}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
    r"(?:(?!(?P=group))[.,](?P<decimals>[0-9]*))?"
)
# "1000,000" looks like a million that lacks a comma.
_COMMA_OUT_OF_PLACE = re.compile(r"[0-9]{4,},[0-9]{3}")
# The exponents of what stands behind a number.
_EXPONENTS = {"k": 3, "thousand": 3, "m": 6, "million": 6}
# What stands between a number and what is behind it.
SPACES = " \u00a0\u2009\u202f"
GAP = f"[{SPACES}]?"
SCALE = f"(?:{'|'.join(_EXPONENTS)})"
_SCALED = re.compile(
    rf"(?P<number>[0-9.,](?:[0-9.,{GROUP_SIGNS}]*[0-9.,])?|{ANY_WORD}){GAP}(?P<scale>{SCALE})",
    re.IGNORECASE | re.ASCII,
)


def read_numbers(text: str) -> tuple[Decimal, ...]:
    """Every number that `text` can stand for: none, one, or two of them, the larger one first.

    Two are those of "1.680" and its like only: the point groups thousands to a reader whose decimal
    sign is the comma. "1,680" has one: a comma before three digits groups thousands here, as it
    does in every amount that the page shows.
    """
    grouped, ungrouped = _read_grouped(text), read_ungrouped(text)
    if grouped is None:
        is_slip = _COMMA_OUT_OF_PLACE.fullmatch(text)
        return () if ungrouped is None or is_slip else (ungrouped,)
    return (grouped,) if ungrouped is None or "," in text else (grouped, ungrouped)


def read_ungrouped(text: str) -> Decimal | None:
    """The number that `text` is without groups of thousands; `None` where it is none."""
    parts = _UNGROUPED.fullmatch(text)
    if parts is None or len(text) > LONGEST_NUMBER:
        return None
    whole, decimals = parts["whole"], parts["decimals"] or ""
    return Decimal(f"{whole}.{decimals}") if whole or decimals else None


def read_scaled(text: str) -> tuple[Decimal, ...]:
    """Every number that a text with "k" or "m" can stand for, the larger one first: "1.5k", "2 m".

    The number before them is read as `read_numbers` does: "1.500k" has two readings, "1,500k" one.
    A text without a "k" or an "m" has none.
    """
    parts = _SCALED.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if parts is None or _COMMA_OUT_OF_PLACE.fullmatch(parts["number"]):
        return ()
    number = parts["number"]
    word = WORDS.get(number.lower())
    found = read_numbers(number) if word is None else (Decimal(word),)
    exponent = _EXPONENTS[parts["scale"].lower()]
    # Exact at any length, as a product would not be.
    return tuple(Decimal(f"{one:f}e{exponent}") for one in found)


def read_wholes(text: str) -> tuple[int, ...]:
    """Every whole number that `text` can stand for, the larger one first.

    Whole numbers are written without decimals, so "1.500" is 1,500; but "2.000" can be the 2 of a
    program that writes decimals.
    """
    if text.isdecimal() and text.isascii():
        return (int(text),) if len(text) <= LONGEST_NUMBER else ()
    numbers = read_numbers(text)
    parts = _GROUPED.fullmatch(text)
    if parts is None or parts["decimals"] is not None:
        return ()
    return tuple(int(number) for number in numbers if number == int(number))


def write_plainly(number: Decimal) -> str:
    """`number` without an exponent and without superfluous zeros: "1680", "0.12"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_grouped(text: str) -> Decimal | None:
    parts = _GROUPED.fullmatch(text)
    if parts is None or len(text) > LONGEST_NUMBER:
        return None
    return Decimal(f"{parts['whole'].replace(parts['group'], '')}.{parts['decimals'] or ''}")
