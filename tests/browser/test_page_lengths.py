"""How long the planner's page is: the decision, and little besides, on a desk and on a phone."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.campaigns.audiences import LIST_PRICES, entries
from tests.campaigns.queries import TEN_CUSTOMERS

pytestmark = pytest.mark.usefixtures("price_books")

FOUNDER = f"/?{urlencode(TEN_CUSTOMERS)}"

THREE = (
    {"name": "Founders", "target": "60", "deadline_on": "2027-02-15"},
    {"name": "Agencies", "target": "80", "deadline_on": "2027-04-30"},
    {"name": "Investors", "target": "45", "deadline_on": "2027-05-31"},
)
ALL_PLANS = {name: text for name, text in LIST_PRICES.items() if name != "plans"}
AUDIENCES = f"/?{urlencode(ALL_PLANS | entries(THREE))}"
RATES = {"goal": "meetings", "reply_rate": "10 %", "meeting_rate": "1 in 4"}
MEETINGS = f"/?{urlencode(ALL_PLANS | entries(THREE) | RATES)}"
# Late with one seat, and another plan makes it.
LATE = f"/?{urlencode(TEN_CUSTOMERS | {'deadline_months': '6', 'seats': '1'})}"


@pytest.mark.parametrize(
    ("address", "width", "most"),
    [
        ("/", 1360, 1800),
        ("/", 390, 2400),
        (FOUNDER, 1360, 1900),
        (FOUNDER, 390, 2600),
        (AUDIENCES, 390, 2600),
        (MEETINGS, 390, 2600),
        (LATE, 390, 2600),
    ],
    ids=[
        "first visit",
        "first visit, phone",
        "customers",
        "customers, phone",
        "three audiences, phone",
        "three audiences with rates, phone",
        "another plan makes it, phone",
    ],
)
def test_the_page_is_no_longer_than_a_decision(
    page: Page, address: str, width: int, most: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollHeight") <= most


def test_a_judgement_with_what_makes_it_takes_two_lines_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(LATE)
    title = page.locator("#verdict-title")
    expect(title).to_have_text("No: over 6 months late; 7 seats of Sales Navigator Core make it")
    lines = "one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)"
    assert round(title.evaluate(lines)) == 2


@pytest.mark.parametrize("width", [390, 1360])
def test_the_budget_takes_its_place_and_nothing_moves(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    with page.expect_response("**/forecast/budget/**"):
        page.goto(FOUNDER)
        before = page.locator(".facts").bounding_box()
    budget = page.locator("#sure-budget")
    expect(budget).to_contain_text("$")
    assert page.locator(".facts").bounding_box() == before
    expect(page.locator("body")).to_be_focused()


@pytest.mark.parametrize(
    ("months", "mark"),
    [
        ("24", "deadline 30 Nov 2028 not to scale"),
        ("31 Mar 2028", "deadline 31 Mar 2028 not to scale"),
    ],
)
def test_the_timeline_names_the_deadline(page: Page, months: str, mark: str) -> None:
    page.goto(f"/?{urlencode(TEN_CUSTOMERS | {'deadline_months': months})}")
    expect(page.locator(".months .end")).to_have_text(mark)
    expect(page.locator(".months .end .deadline")).to_be_visible()


def test_a_missed_deadline_stands_in_its_month(page: Page) -> None:
    page.goto(
        "/?target=20&deadline_months=15+Jan+2027&seats=1&plans=premium-career&strategies=as_granted"
        "&price_book=linkedin-2026&start_on=2026-12-01&rules=2"
    )
    month = page.locator(".months li:has(.deadline)")
    expect(month).to_contain_text("from 1 Jan")
    expect(month).to_contain_text("deadline 15 Jan")
    expect(month.locator("line")).to_have_count(1)
