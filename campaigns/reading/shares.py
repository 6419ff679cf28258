"""Shares of a whole: reply rates, decline rates, open profiles."""

import re
from decimal import ROUND_HALF_UP, Decimal

from campaigns.reading.numbers import read_ungrouped, write_plainly
from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable
from campaigns.reading.words import ANY_WORD, WORDS

_PART_OF_A_WHOLE = re.compile(
    rf"(?P<part>[0-9]{{1,7}}|{ANY_WORD}) *(?:/|in|of|out of) *"
    rf"(?P<whole>[1-9][0-9]{{0,6}}|{ANY_WORD})",
    re.IGNORECASE | re.ASCII,
)
_PERCENTAGE = re.compile(r"(?P<number>[0-9.,]+) *(?:%|percent|per cent)", re.IGNORECASE)
_ONE = Ambiguous((Reading(shown="1 %", written="1 %"), Reading(shown="100 %", written="100 %")))
# A percentage with more decimals than this is finer than any measurement.
_DECIMALS_SHOWN = 2


def read_share(text: str, *, most_decimals: int) -> Decimal | Ambiguous | Unreadable:
    """The share from 0 to 1 that `text` stands for, with at most `most_decimals` decimals.

    "12 %", "0.12", "3 in 25", "3/25" and "one in eight" are unambiguous. A number alone is a
    percentage above 1 and a share below; 1 itself can be 1 % or all of them. Thousands are no
    share, so a comma is a decimal sign. A part of a whole is rounded to `most_decimals`.
    """
    text = text.strip(" \u00a0\u202f")
    if parts := _PART_OF_A_WHOLE.fullmatch(text):
        part, whole = _number_of(parts["part"]), _number_of(parts["whole"])
        share = round(Decimal(part) / Decimal(whole), most_decimals)
        return _check(Decimal(write_plainly(share)), most_decimals)
    if parts := _PERCENTAGE.fullmatch(text.replace("\u00a0", " ").replace("\u202f", " ")):
        return _check(_hundredths(read_ungrouped(parts["number"])), most_decimals)
    number = read_ungrouped(text)
    if number == 1:
        return _ONE
    return _check(_hundredths(number) if number and number > 1 else number, most_decimals)


def write_share(share: Decimal) -> str:
    """The share in the notation that has one reading: "0.12"; "100%" for all, as "1" has two."""
    return "100%" if share == 1 else write_plainly(share)


def show_share(share: Decimal) -> str:
    """The share as a percentage of at most two decimals: "12.5 %", "14.29 %".

    A share too small for them has as many as it needs, as it is not 0.
    """
    percent = share * 100
    rounded = percent.quantize(Decimal(10) ** -_DECIMALS_SHOWN, rounding=ROUND_HALF_UP)
    return f"{write_plainly(rounded or percent)} %"


def is_shown_exactly(share: Decimal) -> bool:
    """Whether `show_share` rounds nothing away."""
    return f"{write_plainly(share * 100)} %" == show_share(share)


def _number_of(text: str) -> int:
    """The number of digits or of a word."""
    return WORDS.get(text.lower()) or int(text)


def _hundredths(number: Decimal | None) -> Decimal | None:
    """A hundredth of `number`, exact at any length, as a quotient would not be."""
    if number is None:
        return None
    return Decimal(write_plainly(Decimal(f"{number:f}e-2")))


def _check(share: Decimal | None, most_decimals: int) -> Decimal | Unreadable:
    if share is None or share > 1 or share != round(share, most_decimals):
        return Unreadable()
    return share
