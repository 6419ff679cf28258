"""The page of a campaign's progress, as a person uses it."""

import re
from datetime import date, timedelta
from typing import Any

from django.test import Client

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.saved import progress
from planner.planning.progress.record import Entry
from tests.campaigns.campaign_page import link
from tests.campaigns.pages import Response, read_form

DECEMBER = date(2026, 12, 1)
DAY = timedelta(days=1)


def page_of(campaign: Campaign) -> str:
    return f"{link(campaign)}progress/"


def look(client: Client, campaign: Campaign, query: str = "") -> Response:
    response = client.get(f"{page_of(campaign)}?{query}")
    assert response.status_code == 200
    return response


def note(client: Client, campaign: Campaign, **typed: str) -> Response:
    """Fill in the form of the page and send it."""
    form = read_form(look(client, campaign), "add")
    return client.post(page_of(campaign), form | typed, follow=True)


def correction(client: Client, campaign: Campaign, row: ProgressEntry) -> dict[str, str]:
    return read_form(look(client, campaign, f"correct={row.pk}"), "correct")


def typed(**values: str) -> dict[str, str]:
    return {f"correct-{name}": text for name, text in values.items()}


def add(
    campaign: Campaign, day: date, *, until: date | None = None, **values: Any
) -> ProgressEntry:
    entry = Entry(first_on=day, last_on=until or day, **values)
    return progress.add_entry(Noted(entry), campaign=campaign)


def verdict(response: Response) -> str:
    found = re.search(r'class="pace-verdict [a-z]+">([^<]*)<', response.content.decode())
    assert found
    return found[1]
