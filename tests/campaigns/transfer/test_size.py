"""A campaign with as many versions, entries and quotes as there may be goes into one file."""

import json
from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client

from campaigns.models import Campaign, ProgressEntry, Revision, SubscriptionChoice
from campaigns.quote_logo import LARGEST_FILE as LARGEST_LOGO
from campaigns.saved.editing import MOST_VERSIONS
from campaigns.saved.progress import MOST_ENTRIES
from campaigns.transfer import read_campaign_file, store_campaign, write_campaign_file
from campaigns.transfer.reading import LARGEST_DOCUMENT, LARGEST_FILE
from campaigns.transfer.writing import make_campaign_document
from planner.body_limits import (
    LARGEST_ADMIN_BODY,
    LARGEST_BODY,
    LARGEST_SHEET_BODY,
    describe_limit,
    largest_body,
)
from tests.campaigns.audiences import CLIENTS, LIST_PRICES, entries
from tests.campaigns.factories import save_campaign

WORDS = [f"word{number}" for number in range(5_000)]


def write_note(random: Random, length: int) -> str:
    return " ".join(random.choices(WORDS, k=length // 8))[:length]


@pytest.fixture
def large(price_books: None, client: Client) -> Campaign:
    """100 versions of the list of 2026 with audiences, each with a note of its own."""
    random = Random(17)
    asked = "&".join(f"{name}={text}" for name, text in (LIST_PRICES | entries(CLIENTS)).items())
    campaign = save_campaign(asked)
    first = Revision.objects.prefetch_related("choices").get(campaign=campaign)
    choices = list(first.choices.all())
    for number in range(2, MOST_VERSIONS + 1):
        first.pk, first.number, first.creation_key = None, number, None
        first._state.adding = True
        first.note = write_note(random, 1_000)
        first.save()
        for choice in choices:
            choice.pk, choice.revision = None, first
            choice._state.adding = True
        SubscriptionChoice.objects.bulk_create(choices)
    Campaign.objects.filter(pk=campaign.pk).update(number=MOST_VERSIONS)
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            campaign=campaign,
            first_on=date(2024, 1, 1) + timedelta(days=day),
            last_on=date(2024, 1, 1) + timedelta(days=day),
            sent=random.randint(0, 60),
            answered=random.randint(0, 9),
            note=write_note(random, 200),
        )
        for day in range(MOST_ENTRIES)
    )
    return Campaign.objects.get(pk=campaign.pk)


def test_it_is_within_the_limits_with_room_to_spare(large: Campaign) -> None:
    content = write_campaign_file(large)
    assert len(content) < LARGEST_FILE / 2
    assert len(json.dumps(make_campaign_document(large), indent=1)) < LARGEST_DOCUMENT / 2
    brought = store_campaign(read_campaign_file(content))
    assert brought.revisions.count() == MOST_VERSIONS
    assert brought.progress.count() == MOST_ENTRIES


def test_what_is_named_where_a_body_is_refused_is_the_limit_of_its_file() -> None:
    for path, allowed in (
        ("/campaigns/import/", f"{LARGEST_FILE // 1_000:,} kB"),
        ("/campaigns/abc/progress/import/", f"{LARGEST_SHEET_BODY // 1_000_000} MB"),
        ("/campaigns/abc/quotes/new/", f"{LARGEST_LOGO // 1_000} kB"),
        ("/admin/login/", f"{LARGEST_ADMIN_BODY // 1_000} kB"),
        ("/", f"{LARGEST_BODY // 1_000} kB"),
    ):
        assert f"at most {allowed}" in describe_limit(path)
        assert largest_body(path) >= LARGEST_BODY
    # Room for what a browser puts around a file.
    assert largest_body("/campaigns/import/") > LARGEST_FILE + 10_000
    assert largest_body("/campaigns/abc/quotes/new/") > LARGEST_LOGO + LARGEST_BODY
