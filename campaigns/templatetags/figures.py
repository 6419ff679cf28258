"""How figures are written on a page."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils import formats

from planner.planning import explain
from planner.planning.forecast.certainty import percent

register = template.Library()


@register.filter
def dollars(amount: Decimal | str | None) -> str:
    """Dollars and cents, rounded half up; "?" where a price is unknown."""
    # A template gives "" for the price of a plan that has no price row at all.
    return explain.dollars(amount) if isinstance(amount, Decimal) else "?"


@register.filter
def difference(amount: Decimal) -> str:
    """Dollars more or less: "+$20.00", "−$20.00"."""
    sign = "+" if amount >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{explain.dollars(abs(amount))}"


@register.filter
def signed(number: int) -> str:
    """A whole number more or less: "+2", "−1"."""
    return f"+{number:,}" if number >= 0 else f"\N{MINUS SIGN}{-number:,}"


@register.filter
def whole(number: int | None) -> str:
    """A whole number with separators; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


@register.filter
def day(on: date | None) -> str:
    """A day with its month in letters, the same to readers everywhere: "1 Dec 2026"."""
    return "–" if on is None else formats.date_format(on, "j M Y")


@register.filter
def counted(number: int, noun: str) -> str:
    """A number with its noun in the singular or plural."""
    return explain.count(number, noun)


@register.filter
def share(rate: Decimal) -> str:
    """A share as a percentage without needless digits: "12.5 %"."""
    return f"{(rate * 100).normalize():f} %"


@register.filter
def dollars_or_never(amount: Decimal | str | None) -> str:
    """Dollars of a forecast; a dash where too many trials are never done, or a price is unknown."""
    return explain.dollars(amount) if isinstance(amount, Decimal) else "–"


@register.filter
def chance(share: float | None) -> str:
    """A chance in whole percent, never rounded to certainty; a dash where there is none."""
    return "–" if share is None else percent(share)
