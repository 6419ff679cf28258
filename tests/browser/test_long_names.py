"""Names without a space: they break, and no page is wider than its window for them."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.browser.wide_pages import find_wide
from tests.campaigns.campaign_page import link
from tests.campaigns.factories import save_shared_campaign

pytestmark = pytest.mark.usefixtures("price_books")

NAME = "W" * 60
AUDIENCES = {
    "rules": "2",
    "price_book": "article",
    "start_on": "2026-12-01",
    "audiences-0-name": NAME,
    "audiences-0-target": "40",
    "audiences-0-deadline_on": "2027-01-15",
}
OWN_PLAN = {
    "rules": "2",
    "price_book": "article",
    "start_on": "2026-12-01",
    "target": "50",
    "plans": "",
    "custom_plans-0-name": NAME,
    "custom_plans-0-monthly_price": "9",
    "custom_plans-0-monthly_credits": "20",
    "custom_plans-0-rollover_cap": "60",
    "custom_plans-0-credit_lifetime_days": "90",
    "custom_plans-0-credit_price": "10",
}


@pytest.mark.parametrize("asked", [AUDIENCES, OWN_PLAN], ids=["an audience", "a plan of one's own"])
def test_no_answer_is_wider_than_the_window(page: Page, asked: dict[str, str]) -> None:
    query = urlencode(asked)
    assert find_wide(page, [f"/?{query}", f"/estimate/?{query}"]) == []


def test_no_page_of_a_campaign_is_wider_than_the_window(page: Page) -> None:
    campaign = save_shared_campaign(urlencode(AUDIENCES), name="W" * 100)
    own = link(campaign)
    parts = ("", "versions/", "progress/", "replan/", "quotes/new/")
    assert find_wide(page, [f"{own}{part}" for part in parts]) == []
