"""A fragment puts nothing into an element that its page lacks: the browser would log an error."""

import re

import pytest
from django.test import Client

from campaigns.models import Campaign, PriceBook
from tests.campaigns.pages import read_form

OUT_OF_BAND = re.compile(r'\bid="([\w-]+)"[^<>]*\bhx-swap-oob')
ID = re.compile(r'\bid="([\w-]+)"')


def missing_targets(client: Client, path: str, query: str = "?target=90") -> set[str]:
    """The elements that a change or a press on the page writes to, but for those that it has."""
    page = client.get(path).content.decode()
    targets = []
    for trigger in ("scenario", "question", "way-2"):
        headers = {"HX-Request": "true", "HX-Trigger": trigger}
        targets += OUT_OF_BAND.findall(client.get(path + query, headers=headers).content.decode())
    assert {"announcement", "error-target"} <= {*targets}
    return {*targets} - {*ID.findall(page)}


@pytest.fixture
def own_page(client: Client, book: PriceBook) -> str:
    client.post("/campaigns/new/?target=150", {"name": "Autumn"})
    return f"/campaigns/{Campaign.objects.get().edit_token}/"


def test_the_planner_has_every_target(client: Client, book: PriceBook) -> None:
    assert missing_targets(client, "/") == set()


def test_a_campaign_that_is_not_shared_has_every_target(client: Client, own_page: str) -> None:
    assert missing_targets(client, own_page) == set()


@pytest.mark.parametrize("saved_since", [False, True])
def test_a_campaign_that_is_shared_has_every_target(
    client: Client, own_page: str, saved_since: bool
) -> None:
    client.post(own_page, {"action": "share"})
    if saved_since:
        client.post(own_page, read_form(client.get(f"{own_page}?target=170"), "save"))
    campaign = Campaign.objects.get()
    assert campaign.changed_since_shared == saved_since

    assert missing_targets(client, own_page) == set()
    assert missing_targets(client, f"/c/{campaign.share_token}/?price_book=ours") == set()
