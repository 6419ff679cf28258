"""The wording of figures as filters; what a template has no value for becomes a sign.

Templates of Jinja2 have them, too (`planner/form_rendering.py`).
"""

from datetime import date
from decimal import Decimal

from django import template

from campaigns.wording import day, difference, lead_label, short_day, signed, unbroken
from planner.planning import wording

register = template.Library()
register.filter("difference", difference)
register.filter("plain_day", day)
register.filter("short_day", short_day)
register.filter("signed", signed)
register.filter("unbroken", unbroken)
register.filter("lead_label", lead_label)
register.filter("counted", wording.count)
register.filter("leads", wording.count_leads)
register.filter("share", wording.percent)


@register.filter("day", expects_localtime=True)
def nonbreaking_day(on: date | None) -> str:
    """A day that no narrow column breaks across lines: "1\u00a0Dec\u00a02026"."""
    return unbroken(day(on))


@register.simple_tag
def currency_sign() -> str:
    """The sign before an amount."""
    return wording.CURRENCY_SIGN


@register.filter
def dollars(amount: Decimal | str | None) -> str:
    """Dollars and cents, rounded half up; "?" where a price is unknown."""
    # A template gives "" for the price of a plan that has no price row at all.
    return wording.dollars(amount) if isinstance(amount, Decimal) else "?"


@register.filter
def exact_dollars(amount: Decimal | str | None) -> str:
    """Dollars with all their decimals, at least two; "?" where a price is unknown."""
    return wording.exact_dollars(amount) if isinstance(amount, Decimal) else "?"


@register.filter
def whole(number: int | None) -> str:
    """A whole number with separators; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


@register.filter
def dollars_or_never(amount: Decimal | str | None) -> str:
    """Dollars of a forecast; a dash where too many trials are never done, or a price is unknown."""
    return wording.dollars(amount) if isinstance(amount, Decimal) else "–"


@register.filter
def chance(share: float | None) -> str:
    """A chance in whole percent, never rounded to certainty; a dash where there is none."""
    return "–" if share is None else wording.chance(share)
