"""Pages that were made a moment ago: whoever asks the same gets the same, without the work.

A page is kept under everything that it says and rests on: the question in its own words, the day,
and the rows of the price books themselves, which are read every time. So nothing is ever stale.
Each process keeps its own; a new one, with other templates, begins with none.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256

from django.core.cache import caches

from campaigns.bridge import Question
from campaigns.models import SoldPlan

FIELDS = [field.name for field in SoldPlan._meta.get_fields()]
SECONDS_KEPT = 600
LARGEST_KEPT = 200_000


def keep_page(question: Question, make: Callable[[], bytes], *shown: object) -> bytes:
    """What `make` gives, kept under the question, what it rests on, and what else is `shown`."""
    pages = caches["pages"]
    key = sha256(repr((*_facts(question), *shown)).encode()).hexdigest()
    kept: bytes | None = pages.get(key)
    if kept is None:
        kept = make()
        if len(kept) <= LARGEST_KEPT:
            pages.set(key, kept, SECONDS_KEPT)
    return kept


def facts_of_plans(question: Question) -> list[tuple[object, ...]]:
    """Everything that is known of the book's plans."""
    return [
        (*(getattr(plan, name) for name in FIELDS), *_price(plan))
        for plan in question.form.book_plans
    ]


def _price(plan: SoldPlan) -> Iterator[object]:
    if price := plan.price:
        yield from (price.effective_on, price.monthly_price, price.annual_price)
        yield from (price.credit_price, price.source, price.source_url, price.note)


def _facts(question: Question) -> Iterator[object]:
    yield question.root
    yield question.today
    yield list(question.data.lists())
    yield [(book.slug, book.name, book.as_of) for book in question.form.books]
    yield question.frozen.frozen_on if question.frozen else None
    yield facts_of_plans(question)
