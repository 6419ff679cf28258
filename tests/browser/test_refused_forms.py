"""A form that was refused leads into its first faulty field."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.campaigns import somebody
from tests.campaigns.factories import save_campaign

pytestmark = pytest.mark.usefixtures("price_books")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_refused_form_leads_into_its_first_faulty_field(browser: Browser, base_url: str) -> None:
    campaign = save_campaign("target=300")
    own = f"/campaigns/{campaign.edit_token}/"
    with somebody(browser, base_url) as page:
        page.goto("/campaigns/new/?target=100")
        page.get_by_label("Name").fill("")
        press(page, "Save")
        expect(page.get_by_label("Name")).to_be_focused()

        page.goto(f"{own}progress/")
        page.get_by_label("Answered").fill("some")
        page.get_by_label("Credits bought").fill("many")
        press(page, "Note it")
        expect(page.get_by_label("Answered")).to_be_focused()

        page.goto(f"{own}quotes/new/")
        page.get_by_label("Client", exact=True).fill("Client & Co")
        page.get_by_label("Mark-up in percent").fill("much")
        page.get_by_label("Tax in percent").fill("some")
        press(page, "Preview")
        expect(page.get_by_label("Mark-up in percent")).to_be_focused()
