"""Replan from today, on a phone: what happened is noted, what is left is taken over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from campaigns.models import Campaign
from planner.planning.days import add_months
from tests.browser.campaigns import PHONE, save, share, somebody

pytestmark = pytest.mark.usefixtures("price_books")


def fits(page: Page) -> bool:
    """Whether nothing is wider than the phone."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_behind_replanned_and_back(browser: Browser, base_url: str, scripts: bool) -> None:
    today = timezone.localdate()
    start_on = add_months(today, -2) - timedelta(days=4)
    with somebody(browser, base_url, java_script_enabled=scripts, **PHONE) as page:
        save(page, f"?price_book=article&target=100&start_on={start_on}&deadline_months=5&rules=2")
        link = page.url
        page.get_by_role("link", name="Note what happened").click()
        page.get_by_label("Sent").first.fill("35")
        page.get_by_role("button", name="Note it").click()
        page.get_by_role("link", name="What now?").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Autumn: what now?")
        expect(page.get_by_text("65 of 100 people are left")).to_be_visible()
        for name in ("The cheapest single plan to still make it", "If nothing is changed"):
            expect(page.get_by_role("region", name=name)).to_be_visible()
        assert fits(page)
        best = page.get_by_role("region", name="The cheapest single plan")
        planned = best.locator(".replan-figure")
        total = planned.inner_text()
        page.get_by_role("button", name="Take it over as a new version").click()
        expect(page.locator(".messages")).to_contain_text("Version 2 plans what is left.")
        expect(page.get_by_label("How many")).to_have_value("65")
        expect(page.get_by_text("The whole campaign as saved")).to_contain_text(f"{total} planned")
        page.get_by_role("link", name="Versions", exact=True).click()
        rows = page.get_by_role("row")
        expect(rows.filter(has_text="Version 2")).to_contain_text(total)
        assert fits(page)
        page.get_by_role("button", name="Side by side").click()
        expect(page.get_by_role("heading", name="Version 1 and version 2")).to_be_visible()
        assert fits(page)
        page.get_by_role("link", name="Version 1", exact=True).click()
        expect(page.get_by_text("for reading only")).to_be_visible()
        assert fits(page)
        page.get_by_role("button", name="Make it the newest again").click()
        expect(page.locator(".messages")).to_contain_text("Version 1 is the newest again.")
        page.goto(link)
        expect(page.get_by_label("How many")).to_have_value("100")
    assert Campaign.objects.get().revisions.count() == 3


def test_the_owner_says_which_version_the_link_shows(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, **PHONE) as page:
        save(page, "?price_book=article&target=100")
        address = share(page)
        page.get_by_label("How many").fill("200")
        page.get_by_label("How many").press("Tab")
        expect(page.get_by_text("Not saved yet")).to_be_visible()
        page.get_by_role("button", name="Save changes").click()
        expect(page.locator(".messages")).to_contain_text("is saved")
        page.get_by_role("link", name="Versions", exact=True).click()
        page.get_by_role("button", name="Let the shared link show it").click()
        expect(page.locator(".messages")).to_contain_text("The shared link shows version 2.")
        page.goto(address)
        expect(page.get_by_text("to reach 200 people")).to_be_visible()
