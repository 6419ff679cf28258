"""Which price books there are, and which of their plans a query compares."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from campaigns.models import BookSnapshot, Plan, PlanPrice, PriceBook, SoldPlan
from campaigns.query.cached_rows import cached_rows
from campaigns.query.query import Book

AnyBook = TypeVar("AnyBook", bound=Book)

PLAN_MODELS = (PriceBook, Plan, PlanPrice)


def list_books() -> list[PriceBook]:
    """Every price book, the default first: read once for a page and handed to what needs it."""
    return list(PriceBook.objects.default_first())


def with_snapshot(books: Sequence[PriceBook], snapshot: BookSnapshot | None) -> list[Book]:
    """The books, with the snapshot in place of the book that it is of, also of a deleted one."""
    if snapshot is None:
        return list(books)
    listed: list[Book] = [snapshot if book.slug == snapshot.slug else book for book in books]
    return listed if snapshot in listed else [*listed, snapshot]


def book_of(books: Sequence[AnyBook], slug: str | None) -> AnyBook | None:
    """The book with that slug; `None` where it does not exist."""
    return next((book for book in books if book.slug == slug), None)


def name_plan(books: Sequence[Book], slug: str, *, on: date) -> str:
    """The name of a plan in the first of the books that has it; empty where none has."""
    rows = (row for book in books for row in plans_of(book, on=on))
    return next((row.name for row in rows if row.slug == slug), "")


def plans_of(book: Book | None, *, on: date) -> list[SoldPlan]:
    """The book's plans in order, with the prices in force on that day; a snapshot's as saved."""
    if book is None:
        return []
    if isinstance(book, BookSnapshot):
        return list(book.plans)
    plans = cached_rows(
        PLAN_MODELS,
        ("plans", book.slug, on),
        lambda: tuple[SoldPlan, ...](book.plans.in_order().with_prices_on(on)),
    )
    return list(plans)
