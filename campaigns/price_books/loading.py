"""Load the price books that come with the planner.

A file holds one book: the day on which its sources were read, the book's own fields, the `sources`
that its figures cite by key, its `plans` with their dated `prices`, and its `contradictions`. Keys
are the models' field names; plans and contradictions stand in the order in which they are shown.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from campaigns.models import Contradiction, Plan, PlanPrice, PriceBook
from campaigns.models.rows import save_valid

FOLDER = Path(__file__).parent

Fields = dict[str, Any]
Sources = Mapping[str, Fields]


@transaction.atomic
def load_shipped_books() -> list[Plan]:
    """Add the shipped books and plans that are missing, and give back the plans added.

    What is there already stays as it is: a plan's prices too, since an admin may have moved or
    removed them. A book that is added becomes the default only where there is none.
    """
    return [
        plan for path in sorted(FOLDER.glob("*.toml")) for plan in _load_book(**_read_book(path))
    ]


def _read_book(path: Path) -> Fields:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _load_book(
    *,
    checked_on: date,
    book: Fields,
    sources: Sources,
    plans: Sequence[Fields],
    contradictions: Sequence[Fields] = (),
) -> list[Plan]:
    row = PriceBook.objects.filter(slug=book["slug"]).first()
    if row is None:
        row = _add_book(contradictions, **book)
    present = set(row.plans.values_list("slug", flat=True))
    return [
        _add_plan(sources, book=row, position=position, checked_on=checked_on, **plan)
        for position, plan in enumerate(plans, start=1)
        if plan["slug"] not in present
    ]


def _add_book(
    contradictions: Sequence[Fields], *, is_default: bool = False, **fields: Any
) -> PriceBook:
    is_free = not PriceBook.objects.filter(is_default=True).exists()
    book = save_valid(PriceBook(is_default=is_default and is_free, **fields))
    for position, contradiction in enumerate(contradictions, start=1):
        save_valid(Contradiction(book=book, position=position, **contradiction))
    return book


def _add_plan(sources: Sources, *, cites: str, prices: Sequence[Fields], **terms: Any) -> Plan:
    plan = save_valid(Plan(**sources[cites], **terms))
    for price in prices:
        _add_price(sources, plan=plan, **price)
    return plan


def _add_price(sources: Sources, *, cites: str, **fields: Any) -> PlanPrice:
    return save_valid(PlanPrice(**sources[cites], **fields))
