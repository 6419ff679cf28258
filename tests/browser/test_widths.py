"""No page is wider than its window, at any width between those of a phone and of a desk.

At 821 pixels, the narrowest of the wide layout, there is the least room for what stands in columns.
"""

from urllib.parse import urlencode

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from campaigns.studies.registry import STUDIES, study_pages
from campaigns.styleguide.specimens import PARTS
from tests.browser.campaigns import remember
from tests.browser.wide_pages import find_wide
from tests.campaigns.campaign_page import link, press
from tests.campaigns.factories import save_shared_campaign

pytestmark = pytest.mark.usefixtures("price_books")

HELD = {
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
    "target": "600",
    "deadline_months": "31 Mar 2027",
    "reply_rate": "12 %",
    "goal": "contacted",
    "held_seats-1-plan": "sales-navigator-core",
    "held_seats-1-seats": "3",
    "held_seats-1-paid_until": "2027-03-31",
}
CUSTOMERS = {
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
    "goal": "customers",
    "target": "4",
    "deadline_months": "24",
    "reply_rate": "10 %",
    "meeting_rate": "1 in 4",
    "win_rate": "1 in 5",
    "value_per_customer": "60000",
    "minutes_per_message": "5",
    "minutes_per_meeting": "45",
    "hour_cost": "60",
    "budget": "90000",
    "list_size": "50000",
}


@pytest.mark.parametrize("asked", [HELD, CUSTOMERS], ids=["held seats", "customers"])
def test_no_answer_and_no_study_is_wider_than_the_window(page: Page, asked: dict[str, str]) -> None:
    query = urlencode(asked | {"max_seats": "5"})
    addresses = [f"/{name}/?{query}" for name in study_pages()]
    addresses += [f"/?{query}", f"/estimate/?{query}"]
    assert {name.rpartition("/")[2] for name in study_pages()} == {one.name for one in STUDIES}
    assert find_wide(page, addresses) == []


def test_no_other_page_is_wider_than_the_window(page: Page, settings: Settings) -> None:
    settings.DEBUG = True
    pages = [
        "/",
        "/channels/",
        "/prices/",
        "/prices/linkedin-2026/",
        "/how-it-works/",
        "/campaigns/",
    ]
    parts = [f"/styleguide/?part={name}" for name in PARTS if name]
    assert find_wide(page, pages + parts) == []


def test_no_page_of_a_campaign_is_wider_than_the_window(
    page: Page, client: Client, base_url: str, campaign_pages: dict[str, str]
) -> None:
    remember(page.context, client, base_url)
    assert find_wide(page, campaign_pages.values()) == []


def test_no_page_of_a_large_campaign_is_wider_than_the_window(page: Page, client: Client) -> None:
    """Amounts of seven figures, and every button beside them."""
    first = urlencode(HELD | {"target": "60000"})
    campaign = save_shared_campaign(first)
    for target in ("61000", "62000"):
        asked = urlencode(HELD | {"target": target})
        press(client, campaign, "save", asked, note="For Ann")
    own = link(campaign)
    parts = ("", "versions/", "versions/?one=1&other=3", "progress/", "replan/", "quotes/new/")
    assert find_wide(page, [f"{own}{part}" for part in parts]) == []
