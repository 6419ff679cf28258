"""The planner's page on paper: one sheet that is read without effort, and nothing of it cut off."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.campaigns import save, share, somebody
from tests.campaigns.queries import TEN_CUSTOMERS

pytestmark = pytest.mark.usefixtures("price_books")

# A4 without its margins of 10 mm, in the pixels of CSS; and 8.5 pt in them.
SHEET: ViewportSize = {"width": 718, "height": 1047}
LEAST = 8.5 * 96 / 72
SIZES = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility({ visibilityProperty: true }))
    .filter(one => [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim()))
    .map(one => parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom)"""
CUT_OFF = """() => [document.documentElement, ...document.querySelectorAll(".scroll, .card")]
    .filter(one => one.scrollWidth > one.clientWidth && one.checkVisibility())
    .map(one => one.className)"""
# Twelve months with credits bought, and plans with long notes.
OF_THE_ARTICLE = {"price_book": "article", "deadline_months": "12"}


def count_sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize(
    ("asked", "months"),
    [({"deadline_months": "9"}, 8), ({"deadline_months": "12"}, 10), (OF_THE_ARTICLE, 12)],
    ids=["nine months", "twelve months", "the article's"],
)
def test_a_year_with_what_it_is_worth_takes_one_page(
    page: Page, asked: dict[str, str], months: int
) -> None:
    with page.expect_response("**/forecast/budget/**"):
        page.goto(f"/?{urlencode(TEN_CUSTOMERS | asked)}")
    expect(page.locator("#sure-budget")).to_contain_text("$")
    assert count_sheets(page) == 1
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    expect(page.locator(".ledger tbody tr")).to_have_count(months)
    for part in (".verdict", "#worth", ".ledger", ".matrix", ".assumptions p", "#printed-address"):
        expect(page.locator(part).first).to_be_visible()
    assert min(page.evaluate(SIZES)) >= LEAST
    assert page.evaluate(CUT_OFF) == []


def test_a_campaign_of_a_year_takes_one_page(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page, f"?{urlencode(TEN_CUSTOMERS | OF_THE_ARTICLE)}")
        address = share(page)
        page.reload()
        assert count_sheets(page) == 1
        page.emulate_media(media="print")
        page.set_viewport_size(SHEET)
        expect(page.get_by_text(address)).to_be_visible()
        assert min(page.evaluate(SIZES)) >= LEAST
        assert page.evaluate(CUT_OFF) == []


def test_what_leads_on_is_left_out(page: Page) -> None:
    page.route("**/forecast/budget/**", lambda route: route.fulfill(status=204))
    page.goto(f"/?{urlencode(TEN_CUSTOMERS)}")
    expect(page.get_by_text("How sure?")).to_be_visible()
    page.emulate_media(media="print")
    for words in ("How sure?", "Every figure", "Each stage"):
        expect(page.get_by_text(words).first).to_be_hidden()
