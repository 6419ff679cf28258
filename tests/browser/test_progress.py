"""What really happened, noted on a phone: by hand, from a sheet, and by two people at once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from campaigns.models import Campaign
from tests.browser.campaigns import somebody
from tests.campaigns.factories import save_campaign
from tests.campaigns.sheet_files import as_csv

pytestmark = pytest.mark.usefixtures("price_books")
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "timezone_id": "UTC",
}
START = date.today() - timedelta(days=30)


@contextmanager
def phone(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """A phone whose console stays empty, and whose page fits."""
    with somebody(browser, base_url, **PHONE | options) as page:
        yield page
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture
def campaign(db: None) -> Campaign:
    """A campaign of 300 people that began thirty days ago."""
    return save_campaign(f"target=300&seats=2&start_on={START}&deadline_months=6")


def make_file() -> FilePayload:
    """A tracker of ten days, with semicolons and days first."""
    rows = [["Lead", "Sent on", "Status"]]
    for number in range(40):
        day = START + timedelta(days=5 + number % 10)
        state = "Replied" if number % 8 == 0 else "Sent"
        rows.append([f"Lead {number}", f"{day:%d.%m.%Y}", state])
    rows.append(["Lead 40", "soon", "Sent"])
    rows.append(["Lead 41", "25.12.2025", "Sent"])  # settles that the day comes first
    content = as_csv(rows, separator=";")
    return {"name": "tracker.csv", "mimeType": "text/csv", "buffer": content}


@pytest.mark.parametrize("has_script", [True, False])
def test_a_phone_notes_corrects_and_takes_a_sheet(
    browser: Browser, base_url: str, campaign: Campaign, has_script: bool
) -> None:
    with phone(browser, base_url, java_script_enabled=has_script) as page:
        page.goto(f"/campaigns/{campaign.edit_token}/")
        page.get_by_role("link", name="Note what happened").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Progress")
        expect(page.get_by_label("Day", exact=True)).to_have_value(date.today().isoformat())
        page.get_by_label("Sent", exact=True).fill("12")
        page.get_by_label("Answered", exact=True).fill("2")
        page.get_by_label("Of these “no”", exact=True).fill("3")
        button = page.get_by_role("button", name="Note it")
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] > 300
        button.click()
        expect(page.get_by_text("no more than the answers")).to_be_visible()
        expect(page.get_by_label("Sent", exact=True)).to_have_value("12")
        page.get_by_label("Of these “no”", exact=True).fill("1")
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_role("status").filter(has_text="Noted: ")).to_be_visible()
        expect(page.locator(".pace-verdict")).to_contain_text("behind; at this pace done on")

        page.get_by_role("link", name=re.compile("^Correct")).click()
        page.get_by_label("Sent", exact=True).fill("13")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Corrected: ")).to_be_visible()

        page.get_by_label("Sheet", exact=True).set_input_files(make_file())
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_text("10 lines, ")).to_be_visible()
        expect(page.get_by_text("Row 42: “soon” is not a day")).to_be_visible()
        page.get_by_role("button", name="Take it").click()
        expect(page.get_by_role("status").filter(has_text="10 lines noted")).to_be_visible()
        expect(page.locator("tfoot [data-label=Sent]")).to_have_text("53")
        expect(page.get_by_text("53 of 300 messages sent")).to_be_visible()

        page.get_by_label("Sheet", exact=True).set_input_files(make_file())
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_label("Leave them as they are noted")).to_be_checked()
        page.get_by_role("button", name="Take it").click()
        expect(page.locator("tfoot [data-label=Sent]")).to_have_text("53")

        page.get_by_role("link", name="Autumn").click()
        expect(page.get_by_text("behind; at this pace done on")).to_be_visible()


def test_two_phones_correct_one_line(browser: Browser, base_url: str, campaign: Campaign) -> None:
    with phone(browser, base_url) as first, phone(browser, base_url) as second:
        address = f"/campaigns/{campaign.edit_token}/progress/"
        first.goto(address)
        first.get_by_label("Sent", exact=True).fill("5")
        first.get_by_role("button", name="Note it").click()
        for page in (first, second):
            page.goto(address)
            page.get_by_role("link", name=re.compile("^Correct")).click()
        second.get_by_label("Sent", exact=True).fill("7")
        second.get_by_role("button", name="Save", exact=True).click()
        first.get_by_label("Sent", exact=True).fill("9")
        first.get_by_role("button", name="Save", exact=True).click()
        row = first.get_by_role("row", name="Sent 7 9")
        expect(row).to_be_visible()
        expect(first.get_by_label("Sent", exact=True)).to_have_value("9")
        first.get_by_role("button", name="Save", exact=True).click()
        expect(first.locator("tfoot [data-label=Sent]")).to_have_text("9")
