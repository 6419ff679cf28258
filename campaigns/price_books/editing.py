from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from campaigns.models import PriceBook
from campaigns.models.rows import Row, save_valid

OF_A_CHANNEL = ("dated_figures", "citations", "consent_rules")


@transaction.atomic
def make_default(*, book: PriceBook) -> None:
    """Make `book` the one that the planner starts with, in place of the present default."""
    # Of two admins that choose at once, the second waits here and then replaces the first.
    list(PriceBook.objects.select_for_update().filter(is_default=True))
    PriceBook.objects.filter(is_default=True).update(is_default=False)
    book.is_default = True
    book.full_clean()
    book.save(update_fields=["is_default"])


@transaction.atomic
def duplicate_book(*, book: PriceBook) -> PriceBook:
    """A copy of `book` with all that belongs to it; never the default.

    Its slug is the first free one of "article-copy", "article-copy-2", …
    """
    slug, name = _find_free_name(book)
    copy = _copy_row(book, slug=slug, name=name, is_default=False)
    for contradiction in book.contradictions.all():
        _copy_row(contradiction, book=copy)
    for plan in book.plans.prefetch_related("prices"):
        plan_copy = _copy_row(plan, book=copy)
        for price in plan.prices.all():
            _copy_row(price, plan=plan_copy)
    for channel in book.channels.prefetch_related(*OF_A_CHANNEL):
        channel_copy = _copy_row(channel, book=copy)
        for name in OF_A_CHANNEL:
            for row in getattr(channel, name).all():
                _copy_row(row, channel=channel_copy)
    return copy


def _find_free_name(book: PriceBook) -> tuple[str, str]:
    """The slug and the name of the next copy, cut short so that they fit."""
    taken = set(PriceBook.objects.values_list("slug", flat=True))
    marks = chain(["copy"], (f"copy {number}" for number in count(2)))
    named = ((f"{book.slug[:40]}-{slugify(mark)}", f"{book.name[:85]} ({mark})") for mark in marks)
    return next((slug, name) for slug, name in named if slug not in taken)


def _copy_row(row: Row, **changes: Any) -> Row:
    fields = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return save_valid(type(row)(**fields | changes))
