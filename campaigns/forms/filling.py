"""A plan of the person's own that starts from a plan of the price book."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.datastructures import MultiValueDict

from campaigns.forms.names import CUSTOM_PLANS
from campaigns.models import SoldPlan
from campaigns.plan_terms import values_of
from campaigns.reading import write_money

# The button that was pressed names the row to fill; each row has a choice of plans to start from.
FILL = "fill"
START_FROM = re.compile(rf"{CUSTOM_PLANS}-(0|[1-9][0-9]?)-start_from")


class Filling(NamedTuple):
    """The row of the custom plan to fill, and the slug of the plan to start from."""

    row: int
    slug: str


def is_key_of_filling(key: str) -> bool:
    """Whether a name in the data belongs to the buttons that fill custom plans."""
    return key == FILL or START_FROM.fullmatch(key) is not None


def read_filling(data: MultiValueDict[str, str]) -> Filling | None:
    """What the pressed button asks for; `None` where none was pressed."""
    row = data.get(FILL) or ""
    start_from = f"{CUSTOM_PLANS}-{row}-start_from"
    if not START_FROM.fullmatch(start_from):
        return None
    return Filling(int(row), data.get(start_from) or "")


def fill(
    data: MultiValueDict[str, str], filling: Filling, plans: Iterable[SoldPlan]
) -> MultiValueDict[str, str]:
    """`data` with the terms of the chosen one of `plans` in the custom plan's fields.

    A name that the person has given stays, and so do all other fields. A slug that none of `plans`
    has changes nothing.
    """
    filled = MultiValueDict({key: data.getlist(key) for key in data if not is_key_of_filling(key)})
    plan = next((plan for plan in plans if plan.slug == filling.slug), None)
    if plan is None:
        return filled
    prefix = f"{CUSTOM_PLANS}-{filling.row}-"
    for name, text in write_terms(plan).items():
        filled[f"{prefix}{name}"] = text
    if not (filled.get(f"{prefix}name") or "").strip():
        filled[f"{prefix}name"] = _find_name(plan.name, list(_names(filled)))
    return filled


def write_terms(plan: SoldPlan) -> dict[str, str]:
    """The plan's terms as the fields of a custom plan read them; unknown or unlimited is empty."""
    return {name: _write(value) for name, value in values_of(plan).items()}


def _write(value: int | Decimal | str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return write_money(value) if isinstance(value, Decimal) else str(value)


def _names(data: MultiValueDict[str, str]) -> Iterator[str]:
    """The names that custom plans have already."""
    for key in data:
        if re.fullmatch(rf"{CUSTOM_PLANS}-[0-9]+-name", key):
            yield data.get(key) or ""


def _find_name(name: str, taken: Sequence[str]) -> str:
    """A name for the person's own version of a plan, which no other custom plan has."""
    own = f"{name} (yours)"
    number = 1
    while own in taken:
        number += 1
        own = f"{name} (yours {number})"
    return own
