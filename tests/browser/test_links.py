"""Links to a campaign: copied, passed on, printed, and what they do not give away."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from campaigns.models import Campaign
from tests.browser.campaigns import PHONE, revise, save, share, somebody

pytestmark = pytest.mark.usefixtures("price_books")


CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_one_press_makes_the_link_and_copies_it(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, permissions=CLIPBOARD) as page:
        save(page)
        page.get_by_role("button", name="Share", exact=True).click()
        expect(page.get_by_text("Link copied.")).to_be_visible()
        address = page.get_by_label("Link to send").input_value()
        assert page.evaluate("navigator.clipboard.readText()") == address
        token = Campaign.objects.get().share_token
        assert address == f"{base_url}/c/{token}/"
        # The page behaves as if reloaded: later changes are based on that revision.
        revise(page, "200")
        expect(page.locator(".changed .tag")).to_be_visible()


def test_the_link_is_copied_again_with_one_press(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, permissions=CLIPBOARD) as page:
        save(page)
        address = share(page)
        page.evaluate("navigator.clipboard.writeText('another')")
        page.reload()
        page.get_by_role("button", name="Share", exact=True).click()
        expect(page.get_by_text("Link copied.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == address


def test_unsaved_changes_are_saved_by_the_same_press(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, permissions=CLIPBOARD) as page:
        save(page)
        page.get_by_label("How many").fill("222")
        expect(page.locator(".unsaved")).to_be_visible()
        page.get_by_role("button", name="Share (saves it first)").click()
        expect(page.get_by_text("Link copied.")).to_be_visible()
        expect(page.locator(".unsaved")).to_have_count(0)
        page.goto(page.evaluate("navigator.clipboard.readText()"))
        expect(page.get_by_text("What does it cost to reach 222 people")).to_be_visible()


@pytest.mark.parametrize("is_answered", [False, True])
def test_a_mistake_is_told_by_the_press_that_would_share_it(
    browser: Browser, base_url: str, *, is_answered: bool
) -> None:
    with somebody(browser, base_url, permissions=CLIPBOARD) as page:
        save(page)
        page.get_by_label("How many").fill("nobody")
        if is_answered:
            expect(page.locator("#faults")).to_contain_text("One field needs a correction")
        page.get_by_role("button", name="Share").first.click()
        expect(page.locator("#error-target")).to_contain_text("Please enter a whole number")
        expect(page.get_by_label("How many")).to_have_value("nobody")
        assert not Campaign.objects.get().is_shared


def test_an_answer_that_comes_meanwhile_stops_no_press(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, permissions=CLIPBOARD) as page:
        save(page)
        page.get_by_label("How many").fill("none")

        def redraw_its_part(route: Route) -> None:
            if not redrawn and route.request.method == "POST":
                redrawn.append(route.request)
                page.evaluate("document.querySelector('#sharing').outerHTML += ''")
            route.continue_()

        redrawn: list[Request] = []
        page.route("**/campaigns/**", redraw_its_part)
        page.get_by_role("button", name="Share").first.click()
        expect(page.locator("#error-target")).to_contain_text("Please enter a whole number")
        expect(page.get_by_label("How many")).to_have_value("none")


def test_a_refused_clipboard_leaves_the_link_to_be_copied_by_hand(
    browser: Browser, base_url: str
) -> None:
    with somebody(browser, base_url) as page:
        page.add_init_script(
            "navigator.clipboard.write = navigator.clipboard.writeText = () => Promise.reject()"
        )
        save(page)
        page.get_by_role("button", name="Share", exact=True).click()
        expect(page.get_by_text("Copy the link above.")).to_be_visible()
        field = page.get_by_label("Link to send")
        chosen = field.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
        assert chosen == field.input_value()


def test_the_edit_link_is_copied_from_its_own_place(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, permissions=CLIPBOARD) as page:
        save(page)
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == page.url.partition("#")[0]
        share(page)
        expect(page.locator("#edit-link")).to_be_hidden()


def test_a_phone_passes_the_link_on_by_its_own_sheet(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url, **PHONE) as page:
        page.add_init_script("navigator.share = async (what) => { window.passedOn = what; }")
        save(page)
        address = share(page)
        page.goto(address)
        page.get_by_role("button", name="Send by an app").click()
        passed_on = page.evaluate("window.passedOn")
        assert passed_on["url"] == address
        assert passed_on["title"].startswith("Autumn: ")


def test_a_shared_decision_is_printed_on_one_page_with_its_address(
    browser: Browser, base_url: str
) -> None:
    query = "?target=900&deadline_months=24&seats=1&strategies=as_granted&budget=1000"
    with somebody(browser, base_url) as page:
        save(page, query)
        address = share(page)
        page.goto(address)
        pdf = page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        page.emulate_media(media="print")
        expect(page.get_by_text(address)).to_be_visible()
        expect(page.locator(".steps")).to_be_visible()
        for name in ("Try other numbers", "E-mail", "Print"):
            expect(page.get_by_text(name, exact=True)).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("?target=20&goal=replied&reply_rate=0.1&seats=1", 6),
        ("?target=300&reply_rate=0.1&seats=1&deadline_months=3&open_profile_share=0.1", 8),
    ],
)
def test_a_phone_has_the_whole_schedule(
    browser: Browser, base_url: str, query: str, columns: int
) -> None:
    with somebody(browser, base_url) as page:
        save(page, query)
        page.goto(share(page))
        table = page.locator(".steps")
        assert table.locator("thead th").count() == columns
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 800})
            boxes = [cell.bounding_box() for cell in table.locator("td").all()]
            assert all(box and box["x"] + box["width"] <= width for box in boxes)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


WORTH = {
    "target": "100",
    "reply_rate": "10 %",
    "meeting_rate": "1 in 4",
    "win_rate": "1 in 5",
    "value_per_customer": "6000",
}


@pytest.mark.parametrize("asked", [{"target": "100"}, WORTH], ids=["plain", "worth"])
def test_a_question_of_few_months_is_printed_on_one_page(page: Page, asked: dict[str, str]) -> None:
    page.goto(f"/?{urlencode(asked | {'start_on': '2026-12-01', 'rules': '2'})}")
    expect(page.locator(".verdict")).to_be_visible()
    assert page.locator("#worth").count() == ("value_per_customer" in asked)
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_no_request_carries_the_link_elsewhere(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.reload(wait_until="networkidle")
        page.get_by_role("link", name="Prices", exact=True).click()
        page.wait_for_load_state("networkidle")
        assert hosts == {base_url.split("/")[2]}


def test_no_other_site_learns_the_link_from_a_reader_who_goes_there(
    browser: Browser, base_url: str
) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        asked: list[dict[str, str]] = []

        def answer(route: Any) -> None:
            asked.append(route.request.all_headers())
            route.fulfill(body="elsewhere")

        page.route("http://elsewhere.example/**", answer)
        page.evaluate("location.href = 'http://elsewhere.example/'")
        page.wait_for_url("http://elsewhere.example/")
        assert [headers.get("referer") for headers in asked] == [None]


def test_a_printed_page_does_not_carry_the_edit_link(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        token = page.url.split("/")[-2]
        links = page.locator(f"a[href*='{token}']")
        before = links.count()
        assert before > 10
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert links.count() == 0
        page.emulate_media(media="print")
        expect(page.locator("#edit-link")).to_be_hidden()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert links.count() == before


def test_a_question_on_paper_has_its_address_as_it_is_by_now(
    browser: Browser, base_url: str
) -> None:
    with somebody(browser, base_url) as page:
        page.goto("/?target=120")
        page.get_by_label("How many").fill("150")
        expect(page).to_have_url(re.compile("target=150"))
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.locator("#printed-address")).to_be_visible()
        expect(page.locator("#printed-address")).to_have_text(page.url)


def test_a_campaign_on_paper_has_the_link_to_send_or_none(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        page.emulate_media(media="print")
        expect(page.locator("#printed-address")).to_have_count(0)
        page.emulate_media(media="screen")
        address = share(page)
        page.reload()
        page.get_by_label("How many").fill("150")
        expect(page.locator(".unsaved")).to_be_visible()
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.locator("#printed-address")).to_have_text(address)
        expect(page.locator("#printed-address")).to_be_visible()
