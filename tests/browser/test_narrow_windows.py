"""The planner in narrow windows: what stands beside each other, and what breaks into lines."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.usefixtures("price_books")

MEETINGS = "/?target=40&goal=meetings&price_book=article&start_on=2026-11-28&rules=2"
PEOPLE = "/?target=100&price_book=article&start_on=2026-11-28&rules=2"


def look(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)


def boxes_of(found: Locator) -> list[dict[str, Any]]:
    boxes: list[dict[str, Any]] = found.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    assert boxes
    return boxes


@pytest.mark.parametrize("width", [600, 768])
def test_goals_are_equally_wide(page: Page, width: int) -> None:
    look(page, PEOPLE, width)
    goals = boxes_of(page.locator(".question-head .segments label"))
    assert len(goals) == 5
    assert max(one["width"] for one in goals) - min(one["width"] for one in goals) < 1


@pytest.mark.parametrize("width", [600, 768])
def test_what_asks_for_a_mix_is_as_high_as_the_other_ways(page: Page, width: int) -> None:
    page.route("**/mix/way/**", lambda route: route.abort())
    look(page, PEOPLE, width)
    expect(page.get_by_role("link", name="Is a mix cheaper?")).to_be_visible()
    assert len({one["height"] for one in boxes_of(page.locator(".ways a"))}) == 1


@pytest.mark.parametrize("width", [360, 390, 600, 768])
def test_every_amount_to_choose_is_seen_whole(page: Page, width: int) -> None:
    look(page, MEETINGS, width)
    switches = page.locator(".compare .switch")
    expect(switches.last.get_by_role("link")).to_have_count(4)
    for switch in switches.all():
        assert switch.evaluate("one => one.scrollWidth <= one.clientWidth")
    [download] = boxes_of(page.locator(".compare .exports"))
    for chip in boxes_of(switches.get_by_role("link")):
        is_beside = chip["right"] <= download["left"] or chip["bottom"] <= download["top"]
        assert is_beside


@pytest.mark.parametrize("width", [320, 360, 1360])
def test_the_lines_of_a_plans_name_begin_below_each_other(page: Page, width: int) -> None:
    look(page, PEOPLE, width)
    name = page.locator(".matrix .plan", has_text="Sales Navigator Professional")
    begins = name.evaluate(
        """name => {
            const range = document.createRange();
            range.selectNodeContents(name);
            return [...range.getClientRects()].filter(one => one.width).map(one => one.left);
        }"""
    )
    assert len(begins) == (1 if width == 1360 else 2)
    assert max(begins) - min(begins) < 1


@pytest.mark.parametrize("width", [360, 390])
def test_the_price_book_has_a_line_of_its_own(page: Page, width: int) -> None:
    look(page, PEOPLE, width)
    [book] = boxes_of(page.locator(".more > .book"))
    chips = boxes_of(page.locator(".more > details > summary"))
    assert all(chip["bottom"] <= book["top"] for chip in chips)
