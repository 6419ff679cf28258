"""Which price books there are, and which of their plans a query compares."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from campaigns.models import (
    BookSnapshot,
    Channel,
    ConsentRule,
    Plan,
    PlanPrice,
    PriceBook,
    SoldPlan,
)
from campaigns.query.query import Book

AnyBook = TypeVar("AnyBook", bound=Book)
PRICE_MODELS: tuple[type[Model], ...] = (PriceBook, Plan, PlanPrice, Channel, ConsentRule)
# The plans read last, of each book and day, under the state of all rows that they were read from.
MOST_CACHED = 64
cached_plans: OrderedDict[tuple[str, str, date], list[SoldPlan]] = OrderedDict()
_lock = Lock()


def read_price_rows() -> list[tuple[object, ...]]:
    """Every column of every row that a price or a plan's terms can come from.

    As the database has them: to make objects of the rows would take ten times as long.
    """
    rows: list[tuple[object, ...]] = []
    with connection.cursor() as cursor:
        for model in PRICE_MODELS:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  (no text of others)
            rows += cursor.fetchall()
    return rows


def _read_state() -> str:
    """What differs as soon as anything of the price books does."""
    return sha256(repr(read_price_rows()).encode()).hexdigest()


def list_books() -> list[PriceBook]:
    """Every price book, the default first: read once for a page and handed to what needs it."""
    state = _read_state()
    books = list(PriceBook.objects.default_first())
    for book in books:
        book.state = state
    return books


def with_snapshot(books: Sequence[PriceBook], snapshot: BookSnapshot | None) -> list[Book]:
    """The books, with the snapshot in place of the book that it is of, also of a deleted one."""
    if snapshot is None:
        return list(books)
    listed: list[Book] = [snapshot if book.slug == snapshot.slug else book for book in books]
    return listed if snapshot in listed else [*listed, snapshot]


def book_of(books: Sequence[AnyBook], slug: str | None) -> AnyBook | None:
    """The book with that slug; `None` where it does not exist."""
    return next((book for book in books if book.slug == slug), None)


def plans_of(book: Book | None, *, on: date) -> list[SoldPlan]:
    """The book's plans in order, with the prices in force on that day; a snapshot's as saved."""
    if book is None:
        return []
    if isinstance(book, BookSnapshot):
        return list(book.plans)
    if book.state is None:
        return _read_plans(book, on)
    key = book.state, book.slug, on
    with _lock:
        plans = cached_plans.get(key)
    if plans is None:
        plans = _read_plans(book, on)
        # Where something has changed meanwhile, they may be the old ones or the new ones.
        if _read_state() == book.state:
            with _lock:
                cached_plans[key] = plans
                while len(cached_plans) > MOST_CACHED:
                    cached_plans.popitem(last=False)
    return list(plans)


def _read_plans(book: PriceBook, on: date) -> list[SoldPlan]:
    return list(book.plans.in_order().with_prices_on(on))
