"""Demo data: a price book of its own and three saved campaigns to look at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict

from campaigns.decision import decide
from campaigns.models import Campaign, PriceBook
from campaigns.models.rows import save_valid
from campaigns.presentation.drafts import draft_of
from campaigns.price_books.editing import duplicate_book
from campaigns.price_books.percentage import (
    PercentageChange,
    change_by_percentage,
    fingerprint,
    look_ahead,
)
from campaigns.query.books import list_books
from campaigns.query.form import read_query
from campaigns.saved.editing import create_campaign, share_campaign

DEMO_BOOK = "demo"
SHIPPED_BOOK = "article"
# By how many percent the demo book's subscriptions rise once the first campaign is saved.
RISE = Decimal(8)
RAISED_AMOUNTS = ("monthly_price", "annual_price")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCampaign:
    """A campaign of the demo data: its name, its note, and the fields of its scenario."""

    name: str
    note: str
    fields: dict[str, str]


CHANGED_PRICES = DemoCampaign(
    name="Demo: hire ten engineers",
    note="Saved before the prices of its book rose: its page compares them with today’s.",
    fields={"target": "10", "goal": "replied", "reply_rate": "0.05", "deadline_months": "6"},
)
SHARED = DemoCampaign(
    name="Demo: invite 300 founders",
    note="Shared by a read-only link: anyone who has it sees this plan and can change nothing.",
    fields={"target": "300", "reply_rate": "0.12", "seats": "2", "deadline_months": "4"},
)
LATE = DemoCampaign(
    name="Demo: 1,000 leads by 100 a month",
    note="At most 100 messages a month: no plan reaches everybody by the deadline.",
    fields={"target": "1000", "monthly_send_limit": "100", "deadline_months": "6"},
)


class NoShippedBook(Exception):
    """The shipped price book that the demo book is a copy of was not loaded, or was removed."""


@transaction.atomic
def load_demo(*, today: date) -> list[Campaign]:
    """Save the demo campaigns where there is no demo book; all campaigns that use that book.

    Where the book exists, nothing is added or changed: what was edited or deleted stays so.
    Raises `NoShippedBook`.
    """
    if not PriceBook.objects.filter(slug=DEMO_BOOK).exists():
        book = _add_book()
        _save(CHANGED_PRICES, today=today)
        _raise_prices(book, today=today)
        share_campaign(campaign=_save(SHARED, today=today))
        _save(LATE, today=today)
    rows = Campaign.objects.not_deleted().filter(revisions__book_slug=DEMO_BOOK).distinct()
    return list(rows.order_by("pk").with_revisions())


def _add_book() -> PriceBook:
    """A copy of the shipped book under its own name: the shipped book stays as it is."""
    try:
        shipped = PriceBook.objects.get(slug=SHIPPED_BOOK)
    except PriceBook.DoesNotExist:
        raise NoShippedBook from None
    book = duplicate_book(book=shipped)
    book.slug, book.name = DEMO_BOOK, "Demo prices"
    book.note = (
        f"Made up: “{shipped.name}”, subscriptions {RISE} % dearer since the demo was loaded."
    )
    return save_valid(book)


def _raise_prices(book: PriceBook, *, today: date) -> None:
    plans = list(book.plans.values_list("pk", flat=True))
    change = PercentageChange(
        percent=RISE, effective_on=today, amounts=RAISED_AMOUNTS, note="made up for the demo"
    )
    change_by_percentage(plans, change, expected=fingerprint(look_ahead(plans, change)))


def _save(demo: DemoCampaign, *, today: date) -> Campaign:
    """The campaign, saved as the planner's page saves it; it starts `today`."""
    fields = {"price_book": DEMO_BOOK, "start_on": today.isoformat(), "rules": "2", **demo.fields}
    query = read_query(QueryDict(urlencode(fields)), today=today, books=list_books())
    if isinstance(query, list):
        raise ValueError(f"{demo.name}: {query}")
    return create_campaign(draft_of(decide(query), name=demo.name, note=demo.note))
