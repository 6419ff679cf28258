"""The cheaper mix among the ways: it comes after the answer, and nothing moves for it."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Route, expect

from tests.campaigns.mix_ways import TWO_MONTHS

pytestmark = pytest.mark.usefixtures("price_books")

ADDRESS = f"/?{urlencode(TWO_MONTHS)}"
NAME = "Mix: 1 Premium Career + 1 Sales Navigator Core $149.98 (−$89.98)"


@pytest.mark.parametrize(
    ("width", "still"),
    [
        (390, ".ways li:first-child"),
        (530, "#compare-title"),
        (900, "#compare-title"),
        (1150, "#compare-title"),
        (1360, "#compare-title"),
    ],
)
def test_it_comes_after_the_answer_and_nothing_moves(page: Page, width: int, still: str) -> None:
    """On a phone it is a line of its own, so what is above it stays where it is."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ADDRESS)
    waiting, below = page.locator("#mix-way"), page.locator(still)
    expect(waiting).to_have_count(1)
    before = below.bounding_box()
    chip = page.get_by_role("list", name="Ways").get_by_role("link", name=NAME, exact=True)
    expect(chip).to_be_visible()
    expect(waiting).to_have_count(0)
    assert below.bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [600, 821, 1000])
def test_no_empty_line_waits_for_it_in_a_window_without_room(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.route("**/mix/way/**", lambda route: route.fulfill(status=204))
    page.goto("/?target=150")
    expect(page.locator("#mix-way")).to_have_count(1)
    gaps = page.evaluate(
        """() => {
            const bottom = (one) => one.getBoundingClientRect().bottom;
            const [card, ways] = [".verdict", ".ways"].map(name => document.querySelector(name));
            const chips = [...ways.querySelectorAll("a")].map(bottom);
            return [bottom(ways) - Math.max(...chips), bottom(card) - bottom(ways)];
        }"""
    )
    assert gaps[0] <= 1
    assert width <= 820 or gaps[1] <= 24


@pytest.mark.parametrize("key", ["press", "Enter"])
def test_it_leads_to_the_study_of_the_mix(page: Page, key: str) -> None:
    page.goto(ADDRESS)
    chip = page.get_by_role("link", name=NAME)
    expect(chip).to_be_visible()
    # The reader stays where the keyboard is.
    expect(page.locator("body")).to_be_focused()
    if key == "press":
        chip.click()
    else:
        page.locator(".ways a").nth(-2).focus()
        page.keyboard.press("Tab")
        expect(chip).to_be_focused()
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"max_seats=5#mix$"))
    study = page.locator("#mix")
    expect(study).to_contain_text("$149.98")
    expect(study).to_be_focused()
    # The question goes on with the seats of the mix, so the next answer has it, too.
    page.get_by_label("How many").fill("54")
    expect(page).to_have_url(re.compile("target=54.*max_seats=5"))


def test_with_the_next_answer_the_last_mix_is_dropped(page: Page) -> None:
    page.goto(ADDRESS)
    page.get_by_label("How many").fill("54")
    expect(page).to_have_url(re.compile("target=54&"))
    expect(page.get_by_role("link", name="Mix:")).to_have_attribute(
        "href", re.compile("target=54&")
    )
    # One that is under way comes too late, and the console stays empty.
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    held: list[Route] = []
    page.route("**/mix/way/?target=53&**", lambda route: held.append(route))
    with page.expect_request("**/mix/way/?target=53&**"):
        page.get_by_label("How many").fill("53")
    page.get_by_label("How many").fill("52")
    expect(page).to_have_title(re.compile("^52 people"))
    chip = page.get_by_role("link", name="Mix:")
    expect(chip).to_be_visible()
    [late] = held
    with page.expect_response("**/mix/way/?target=53&**"):
        late.continue_()
    expect(chip).to_have_attribute("href", re.compile("target=52&"))
    expect(page.locator("#trouble")).to_be_hidden()
    assert problems == []


def test_a_mix_that_cannot_be_looked_for_is_no_trouble(page: Page) -> None:
    page.route("**/mix/way/**", lambda route: route.abort())
    page.goto(ADDRESS)
    with page.expect_event("requestfailed"):
        pass
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.get_by_role("link", name="Cheapest single plan")).to_be_visible()


def test_where_no_mix_is_cheaper_one_way_alone_is_no_choice(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    with page.expect_response("**/mix/way/**") as answered:
        page.goto(f"{ADDRESS}&plans=sales-navigator-core&target=50")
    assert answered.value.status == 200
    for way in page.locator(".ways a").all():
        expect(way).to_be_hidden()


@pytest.mark.parametrize("width", [530, 900, 1360])
def test_where_no_mix_is_cheaper_its_place_says_so_and_nothing_moves(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    held: list[Route] = []
    page.route("**/mix/way/**", lambda route: held.append(route))
    with page.expect_request("**/mix/way/**"):
        page.goto(f"{ADDRESS}&target=50&deadline_months=12")
    below = page.locator("#compare-title")
    before = below.bounding_box()
    held.pop().continue_()
    expect(page.get_by_role("link", name="No mix of up to 5 seats is cheaper")).to_be_visible()
    assert below.bounding_box() == before
    page.wait_for_timeout(1000)
    assert not held, "the place asks again"


@pytest.mark.parametrize(("asked", "part"), [("", "offer-mix"), ("&max_seats=3", "mix")])
def test_where_no_mix_comes_its_place_leads_to_the_study(page: Page, asked: str, part: str) -> None:
    page.route("**/mix/way/**", lambda route: route.fulfill(status=204))
    with page.expect_response("**/mix/way/**"):
        page.goto(f"/?target=150{asked}")
    page.get_by_role("link", name="Is a mix cheaper?").click()
    expect(page).to_have_url(re.compile(f"#{part}$"))
    expect(page.locator(f"#{part}")).to_be_in_viewport()
