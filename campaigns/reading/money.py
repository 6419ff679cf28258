"""Amounts of money in US dollars, the one currency of the price books."""

import re
import unicodedata
from decimal import Decimal

from campaigns.reading.numbers import (
    GAP,
    LONGEST_NUMBER,
    SCALE,
    read_numbers,
    read_scaled,
    write_plainly,
)
from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable
from planner.planning.wording import CURRENCY_SIGN

# As many as the database keeps of a price.
MOST_DECIMALS = 4
LONGEST_AMOUNT = LONGEST_NUMBER + len("US$ ") + len(" thousand") + len(" US dollars")
_AMOUNT = re.compile(
    r"(?:(?:US ?)?\$ ?|USD ?)?"
    r"(?P<number>[0-9.,](?:.*[0-9.,])?)"
    rf"(?P<scale>{GAP}{SCALE})?"
    r"(?: ?(?:US ?)?\$| ?USD| ?(?:US )?dollars?)?",
    re.IGNORECASE,
)
_OTHER_CURRENCY = re.compile(
    r"(?<![A-Z])(?:[A-Z]{1,2}\$|euros?|pounds?|francs?|yen|rupees?|fr|kr|zł"
    r"|AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|KRW"
    r"|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|QAR|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|VND|ZAR)"
    r"(?![A-Z])",
    re.IGNORECASE,
)


def read_money(text: str, *, high: Decimal) -> Decimal | Ambiguous | Unreadable:
    """The dollars from 0 to `high`, with at most four decimals, that `text` stands for.

    "5k" is 5,000 and "1.2m" 1,200,000 dollars.
    Equal amounts are the same decimal, with any number of zeros: "64.5" and "64.5000" are 64.50.
    """
    text = text.strip(" ")
    if len(text) > LONGEST_AMOUNT:
        return Unreadable()
    if parts := _AMOUNT.fullmatch(text):
        number, scale = parts["number"], parts["scale"]
        found = read_scaled(f"{number}{scale}") if scale else read_numbers(number)
        amounts = [amount for amount in found if _fits(amount, high)]
        match amounts:
            case [amount]:
                return Decimal(_trim(amount))
            case [thousands, units]:
                return Ambiguous((_reading(thousands), _reading(units)))
    if currency := _find_other_currency(text):
        return Unreadable(f"amounts are in US dollars, not in {currency}")
    return Unreadable()


def write_money(amount: Decimal) -> str:
    """The amount in the notation that has one reading: "1680", "64.50", "9.9990".

    Three decimals get a fourth: a point before three digits could group thousands.
    """
    text = _trim(amount)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def show_money(amount: Decimal) -> str:
    """The amount as pages show it, with cents, and with more where it has them: "$1,680.00"."""
    whole, _, decimals = write_plainly(amount).partition(".")
    return f"{CURRENCY_SIGN}{int(whole):,}.{decimals:0<2}"


def _trim(amount: Decimal) -> str:
    """The amount in dollars, or dollars and cents, or with the decimals that it needs."""
    text = write_plainly(amount)
    return f"{text}0" if text[-2:-1] == "." else text


def _fits(amount: Decimal, high: Decimal) -> bool:
    return amount <= high and len(write_plainly(amount).partition(".")[2]) <= MOST_DECIMALS


def _reading(amount: Decimal) -> Reading:
    return Reading(shown=show_money(amount), written=write_money(amount))


def _find_other_currency(text: str) -> str:
    """The sign or name of another currency in `text`; empty where there is none."""
    signs = (sign for sign in text if unicodedata.category(sign) == "Sc" and sign not in "$¢")
    if sign := next(signs, ""):
        return sign
    names = (name[0] for name in _OTHER_CURRENCY.finditer(text) if name[0].upper() != "US$")
    return next(names, "")
