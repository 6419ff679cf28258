"""A fragment puts nothing into an element that its page lacks: the browser would log an error."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from campaigns.forms import AudienceForm, ScenarioForm
from campaigns.models import Campaign, PriceBook
from tests.campaigns.pages import read_form

# Something that cannot be read in every field but those that an entry needs together.
MISTAKES = dict.fromkeys(
    (
        *(name for name in ScenarioForm.base_fields if name not in ("price_book", "plans")),
        *(f"audiences-0-{name}" for name in AudienceForm.base_fields if name != "name"),
    ),
    "?",
)
OUT_OF_BAND = re.compile(r'\bid="([\w-]+)"[^<>]*\bhx-swap-oob')
MESSAGE = re.compile(r'id="error-([\w-]+)"[^<>]*hx-swap-oob[^<>]*>\s*([^<]*)')
ID = re.compile(r'\bid="([\w-]+)"')


def missing_targets(client: Client, path: str, query: str = "?target=90") -> set[str]:
    """The elements that a change or a press on the page writes to, but for those that it has."""
    page = client.get(path).content.decode()
    targets = []
    for trigger in ("scenario", "question", "way-2"):
        headers = {"HX-Request": "true", "HX-Trigger": trigger}
        targets += OUT_OF_BAND.findall(client.get(path + query, headers=headers).content.decode())
    assert {"announcement", "error-deadline_months"} <= {*targets}
    return {*targets} - {*ID.findall(page)}


@pytest.fixture
def own_page(client: Client, book: PriceBook) -> str:
    client.post("/campaigns/new/?target=150", {"name": "Autumn"})
    return f"/campaigns/{Campaign.objects.get().edit_token}/"


def test_the_planner_has_every_target(client: Client, book: PriceBook) -> None:
    assert missing_targets(client, "/") == set()
    # With a message at each field that can have one.
    assert missing_targets(client, "/", f"?{urlencode(MISTAKES)}") == set()


def test_only_messages_that_say_something_are_brought(client: Client, book: PriceBook) -> None:
    page = client.get("/", headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'id="(error-[\w-]+)"', page) == ["error-deadline_months"]
    mistaken = client.get(f"/?{urlencode(MISTAKES)}", headers={"HX-Request": "true"})
    brought = dict(MESSAGE.findall(mistaken.content.decode()))
    assert {*MISTAKES} - {*brought} == set()
    assert [name for name, words in brought.items() if not words] == []


def test_every_field_has_a_place_for_its_message(client: Client, book: PriceBook) -> None:
    form = client.get("/").context["query_form"]
    page = client.get("/").content.decode()
    places = {*re.findall(r'id="error-([\w-]+)"', page)}
    fields = {field.html_name for one in (form.form, *form.entries) for field in one}
    assert fields - places == set()


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
