"""The keyboard alone: what opens leads into its content, and gives the focus back at its end."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.campaigns.factories import save_shared_campaign

pytestmark = pytest.mark.usefixtures("price_books")

ROW = "sales-navigator-professional"


def holds_focus(element: Locator) -> bool:
    return bool(element.evaluate("one => one.contains(document.activeElement)"))


def open_and_close(page: Page, panels: Locator) -> None:
    """Open each by Enter, go by Tab to what can be pressed in it, close it by Escape."""
    count = panels.count()
    assert count
    for number in range(count):
        panel = panels.nth(number)
        summary = panel.locator("> summary")
        name = summary.inner_text()
        panel.evaluate("one => { one.open = false; }")
        summary.focus()
        page.keyboard.press("Enter")
        assert panel.evaluate("one => one.open"), name
        expect(summary).to_be_focused()
        if panel.locator("a, button, input, select, textarea").count():
            page.keyboard.press("Tab")
            assert holds_focus(panel), name
            expect(summary).not_to_be_focused()
        page.keyboard.press("Escape")
        assert not panel.evaluate("one => one.open"), name
        expect(summary).to_be_focused()


def test_every_panel_of_the_planner(page: Page) -> None:
    page.goto("/?target=1000&price_book=linkedin-2026&deadline_months=5")
    open_and_close(page, page.locator(".more > details"))
    open_and_close(page, page.locator("#answer details"))


@pytest.mark.parametrize("path", ["", "progress/"])
def test_every_panel_of_a_campaign(page: Page, path: str) -> None:
    campaign = save_shared_campaign("price_book=linkedin-2026")
    page.goto(f"/campaigns/{campaign.edit_token}/{path}")
    open_and_close(page, page.locator("main details:not(.columns *, .price-source)"))


def test_a_row_of_the_comparison(page: Page) -> None:
    page.goto("/?seats=1&target=99")
    plan = page.locator(f"#open-{ROW}")
    plan.focus()
    page.keyboard.press("Enter")
    expect(plan).to_have_attribute("aria-expanded", "true")
    expect(plan).to_be_focused()
    # The cells of the new answer are one stop a moment after it is there.
    expect(page.locator(".matrix [name=choose]:not([tabindex='-1'])")).to_have_count(1)
    page.keyboard.press("Tab")
    inside = page.locator(".inside")
    assert holds_focus(inside)
    page.keyboard.press("Shift+Tab")
    expect(plan).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(plan).to_have_attribute("aria-expanded", "false")
    expect(plan).to_be_focused()


def test_all_cells_are_one_stop_and_the_page_says_how_to_go_on(page: Page) -> None:
    page.goto("/?seats=1&target=99")
    stops = page.locator(".matrix [name=choose]:not([tabindex='-1'])")
    expect(stops).to_have_count(1)
    keys = page.locator("#keys")
    expect(keys).to_be_hidden()
    stops.focus()
    page.keyboard.press("ArrowLeft")
    expect(keys).to_be_visible()
    # Those of a new answer, too.
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("deadline_months=9"))
    expect(stops).to_have_count(1)


def test_a_usual_rate_is_taken_without_leaving_it(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Reply rates").click()
    rate = page.get_by_role("link", name="usual 20 %")
    rate.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Reply rate")).to_have_value("20 %")
    expect(rate).to_be_focused()
    expect(rate).to_have_attribute("aria-current", "true")


def test_the_other_book_gives_the_focus_to_the_way_back(page: Page) -> None:
    page.goto("/")
    other = page.locator("#other-books a")
    other.focus()
    page.keyboard.press("Enter")
    expect(other).to_contain_text("Article figures")
    expect(other).to_be_focused()


def test_a_link_of_a_study_on_its_own_page_leads_into_the_field(page: Page) -> None:
    page.goto("/channels/?target=60&price_book=linkedin-2026&start_on=2026-12-01&rules=2")
    page.get_by_role("link", name="your list").click()
    field = page.get_by_label("Size of your list")
    expect(field).to_be_focused()
    expect(field).to_be_visible()


@pytest.mark.parametrize(("width", "place"), [(1360, 0), (821, 0), (390, -1)])
def test_tab_reaches_what_passes_the_verdict_on_where_it_is_seen(
    page: Page, width: int, place: int
) -> None:
    """At the verdict's head where there is room, behind all of it on a phone."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/?target=150")
    copy, verdict = page.get_by_role("button", name="Copy link"), page.locator(".verdict")
    expect(copy).to_be_visible()
    stops: list[tuple[float, bool]] = []
    page.locator("#other-books a").last.focus()
    page.keyboard.press("Tab")
    while holds_focus(verdict):
        top = page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY")
        stops.append((top, holds_focus(page.locator(".verdict .share"))))
        page.keyboard.press("Tab")
    assert len(stops) > 5
    shares = [is_sharing for _, is_sharing in stops]
    assert shares[place]
    assert shares == sorted(shares, reverse=place == 0), "one after the other"
    tops = [top for top, is_sharing in stops if is_sharing]
    others = [top for top, is_sharing in stops if not is_sharing]
    assert max(tops) < min(others) if place == 0 else min(tops) > max(others)
