"""A campaign that has everything, and its document."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from campaigns.models import Campaign, PriceBook
from campaigns.models.progress_entry import Noted
from campaigns.saved.progress import add_entry
from campaigns.transfer.writing import make_campaign_document
from planner.planning.progress.record import Entry
from tests.campaigns.campaign_page import fresh, press, send
from tests.campaigns.factories import (
    save_shared_campaign,
)
from tests.campaigns.logos import draw
from tests.campaigns.quotes import quote
from tests.campaigns.transfer.files import DOCUMENTS, NOT_WRITTEN

# What is saved of the campaign, by the key of its book.
ROWS: dict[int, dict[type[Model], list[Any]]] = {}


@pytest.fixture
def campaign(book: PriceBook, client: Client) -> Campaign:
    """Shared, changed since, and quoted twice: it holds all that a campaign can."""
    # Saved by the pages once: rows refer to a book by its key, on PostgreSQL another in each test.
    if book.pk in ROWS:
        for model, rows in ROWS[book.pk].items():
            model._default_manager.bulk_create(rows)
        return Campaign.objects.with_plans().get()
    campaign = save_all_of_it(client)
    ROWS[book.pk] = {model: [*model._default_manager.order_by("pk")] for model in NOT_WRITTEN}
    return campaign


def save_all_of_it(client: Client) -> Campaign:
    campaign = save_shared_campaign("target=100", name="Autumn", note="A note\nof two lines")
    quote(client, campaign, logo=SimpleUploadedFile("logo.png", draw()))
    press(client, campaign, "save", "price_book=ours&target=150", name="Autumn, larger")
    quote(client, campaign, markup_percent="", fee="50", tax_percent="7.7")
    quote(client, campaign, remove_logo="on")
    for day_of_month, audience in ((1, ""), (2, "Founders")):
        on = date(2026, 12, day_of_month)
        entry = Entry(
            first_on=on, last_on=on, sent=9, answered=2, declined=1, paid=Decimal("79.99"),
            credits_now=4 if audience else None, audience=audience,
        )  # fmt: skip
        add_entry(Noted(entry, "A note"), campaign=fresh(campaign))
    send(client, campaign, {"action": "withdraw-quote", "quote": "1"})
    return fresh(campaign)


@pytest.fixture
def document(request: pytest.FixtureRequest) -> Any:
    """The document of that campaign, made once for all tests that only read it."""
    if not DOCUMENTS:
        campaign: Campaign = request.getfixturevalue("campaign")
        DOCUMENTS.append(make_campaign_document(campaign))
    return deepcopy(DOCUMENTS[0])
