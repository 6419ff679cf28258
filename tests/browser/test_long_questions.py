"""A long query's comparison has buttons of one form as rows: pressing one, and going back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.campaigns.long_questions import ask

pytestmark = pytest.mark.usefixtures("price_books")

ADDRESS = f"/?{ask(plans=10, target='100', deadline_months='12', open='sales-navigator-core')}"


def test_a_row_is_chosen_and_back_undoes_it(page: Page) -> None:
    page.goto(ADDRESS)
    row = page.locator('[id^="pick-"]').nth(1)
    key = (row.get_attribute("id") or "").removeprefix("pick-")
    row.click()
    expect(page).to_have_url(re.compile(f"estimate={re.escape(key)}"))
    expect(page.locator('[id^="pick-"][aria-current]')).to_have_id(f"pick-{key}")
    assert page.url.count("estimate=") == 1

    page.go_back()
    expect(page).not_to_have_url(re.compile("estimate="))
    expect(page.locator('[id^="pick-"][aria-current]')).not_to_have_id(f"pick-{key}")


def test_a_row_is_chosen_without_javascript(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    row = page.locator('[id^="pick-"]').nth(1)
    key = row.get_attribute("id") or ""
    row.click()
    expect(page.locator('[id^="pick-"][aria-current]')).to_have_id(key)
    context.close()
