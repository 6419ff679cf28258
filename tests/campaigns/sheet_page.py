"""The page that takes a sheet, as a person uses it."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.models import Campaign
from tests.campaigns.campaign_page import link
from tests.campaigns.pages import Response


def sheet_page(campaign: Campaign) -> str:
    return f"{link(campaign)}progress/import/"


def upload(client: Client, campaign: Campaign, content: bytes, **typed: str) -> Response:
    file = SimpleUploadedFile("tracker.csv", content)
    form = {"sheet": file, "from_on": "2026-09-01", "own_name": ""} | typed
    return client.post(sheet_page(campaign), form)


def read_sums(page: Response) -> str:
    found = re.search(r'name="sums" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def take(client: Client, campaign: Campaign, page: Response, **typed: str) -> Response:
    return client.post(sheet_page(campaign), {"sums": read_sums(page)} | typed, follow=True)
