"""Load the price books that come with the planner.

A file holds one book: the day on which its sources were read, the book's own fields, the `sources`
that its figures cite by key, its `plans` with their dated `prices`, and its `contradictions`. Keys
are the models' field names; plans and contradictions stand in the order in which they are shown.
The channels are no book's own, so `channels.toml` has those of all of them (`loading_channels`).
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from campaigns.models import Channel, Contradiction, Plan, PlanPrice, PriceBook
from campaigns.models.rows import save_valid
from campaigns.price_books.loading_channels import CHANNELS_FILE, add_missing_channels

FOLDER = Path(__file__).parent
BOOK_FILES = sorted({*FOLDER.glob("*.toml")} - {FOLDER / CHANNELS_FILE})

Fields = dict[str, Any]
Sources = Mapping[str, Fields]


@transaction.atomic
def load_shipped_books() -> list[Plan | Channel]:
    """Add the shipped books, plans and channels that are missing, and give back those added.

    What is there already stays as it is: a plan's prices too, since an admin may have moved or
    removed them. A book that is added becomes the default only where there is none.
    """
    channels = _read_file(FOLDER / CHANNELS_FILE)
    added: list[Plan | Channel] = []
    for path in BOOK_FILES:
        book, plans = _load_book(**_read_file(path))
        added += [*plans, *add_missing_channels(book, **channels)]
    return added


def _read_file(path: Path) -> Fields:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _load_book(
    *,
    checked_on: date,
    book: Fields,
    sources: Sources,
    plans: Sequence[Fields],
    contradictions: Sequence[Fields] = (),
) -> tuple[PriceBook, list[Plan]]:
    row = PriceBook.objects.filter(slug=book["slug"]).first()
    if row is None:
        row = _add_book(contradictions, **book)
    present = set(row.plans.values_list("slug", flat=True))
    return row, [
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
