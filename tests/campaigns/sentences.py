"""What the registries of claims have in common: numbers, amounts and days in sentences."""

import re
from datetime import date, datetime
from decimal import Decimal

N = r"([\d,]+)"
DOLLARS = r"\$([\d,]+\.\d\d)"
DAY_OF = r"(\d+ [A-Z][a-z]{2} \d{4})"
Said = tuple[str, ...]
"""The groups of a pattern; those that are not there are empty."""

NOUNS = r"(?:(?:more |unused )?(?:InMail )?(?:message|credit|seat|month|day|answer)|more audience)"
VERBS = r"(is|are|expires?|arrives?)"


def number(text: str) -> int:
    return int(text.replace(",", ""))


def dollars_of(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()


def check_plurals(sentence: str) -> None:
    """One of a thing is one, and any other number are several."""
    for many, ending in re.findall(rf"\b([\d,]+) {NOUNS}(s?)\b", sentence):
        assert (number(many) == 1) == (not ending), sentence
    for many, verb in re.findall(rf"\b([\d,]+) {NOUNS}s? (?:more )?{VERBS}\b", sentence):
        assert (number(many) == 1) == (verb == "is" or verb.endswith("s")), sentence
