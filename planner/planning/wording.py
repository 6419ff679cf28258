"""How figures are written in words: money, shares, numbers with their nouns.

One function for each kind, used by the sentences of the engine and by everything that shows a
figure. A figure shown on its own is rounded (`dollars`, `percent`, `chance`); one that others are
calculated from is not (`exact_dollars`, `exact_percent`), so that a written step is correct.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from planner.planning.goals import Goal
from planner.planning.money import CENT, cents

# Money is in US dollars throughout (RULES.md §1): another currency would be a rule, not a sign. All
# that writes an amount takes the sign from here.
CURRENCY_SIGN = "$"
# A share with more decimals than this is a quotient, not an input.
DECIMALS_OF_A_WRITTEN_SHARE = 6
SIGNIFICANT_DIGITS = 3
# What a goal counts: one of it, and several.
LEADS: dict[Goal, tuple[str, str]] = {
    "contacted": ("person", "people"),
    "replied": ("reply", "replies"),
    "positive": ("positive reply", "positive replies"),
    "meetings": ("meeting", "meetings"),
    "customers": ("customer", "customers"),
}


def dollars(amount: Decimal) -> str:
    """An amount to the cent, rounded half up: "$1,234.50"."""
    return f"{CURRENCY_SIGN}{cents(amount):,}"


def exact_dollars(amount: Decimal) -> str:
    """An amount with all its decimals, at least two: "$9.999", "$10.00"."""
    plain = amount.normalize()
    decimals = max(-int(plain.as_tuple().exponent), -int(CENT.as_tuple().exponent))
    return f"{CURRENCY_SIGN}{plain:,.{decimals}f}"


def show_day(day: date) -> str:
    """A day as it is written in a sentence: "1 Mar 2027"."""
    return f"{day.day} {day:%b %Y}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 credit", "1,200 credits", "5 mailboxes"."""
    ending = "es" if noun.endswith(("x", "s", "ch", "sh")) else "s"
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}{ending}"


def count_leads(number: int, goal: Goal) -> str:
    """A number of leads as what the goal counts: "100 people", "46 replies"."""
    one, many = LEADS[goal]
    return f"{number:,} {one if number == 1 else many}"


def percent(share: Decimal) -> str:
    """A share from 0 to 1 as people write it: "12.5 %", and 4 of 35 as "11.4 %".

    A quotient is rounded to three significant digits, of its complement where that is smaller: it
    is not rounded to 0 or 100 %.
    """
    if share != round(share, DECIMALS_OF_A_WRITTEN_SHARE):
        share = _round_share(share)
    return exact_percent(share)


def rounded_percent(share: Fraction) -> str:
    """A calculated share from 0 to 1 to three significant digits: a product as "7.29 %"."""
    return exact_percent(_round_share(Decimal(share.numerator) / share.denominator))


def _round_share(share: Decimal) -> Decimal:
    """A share to three significant digits, of its complement where that is smaller."""
    if share in (0, 1):
        return share
    digits = min(share, 1 - share).adjusted() - SIGNIFICANT_DIGITS + 1
    return share.quantize(Decimal(1).scaleb(digits), rounding=ROUND_HALF_UP)


def exact_percent(share: Decimal) -> str:
    """A share from 0 to 1 with all its decimals: "11.4285714286 %"."""
    return f"{(share * 100).normalize():f} %"


def chance(share: float | Decimal) -> str:
    """A chance, or a part of a whole, in whole percent; not rounded to 0 or 100 %."""
    if 0 < share < 0.01:
        return "below 1 %"
    if 0.99 < share < 1:
        return "above 99 %"
    return f"{share * 100:.0f} %"
