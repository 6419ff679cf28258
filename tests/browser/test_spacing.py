"""What stands below or beside one another keeps its distance, and its line."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("price_books")

GAPS = """section => [...section.children].slice(1).map(
    (one) => one.getBoundingClientRect().top
        - one.previousElementSibling.getBoundingClientRect().bottom)"""


@pytest.mark.parametrize("width", [390, 1360])
def test_the_head_of_an_estimate_keeps_its_parts_apart(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/estimate/?rules=2&price_book=article&start_on=2026-12-01&target=100")
    gaps = page.locator("section:has(> #estimate-title)").evaluate(GAPS)
    assert len(gaps) >= 4
    assert min(gaps) >= 8


def test_the_rates_of_an_audience_stand_on_one_line(page: Page) -> None:
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto("/?rules=2&price_book=article&audiences-0-name=A&audiences-0-target=60")
    page.locator("summary", has_text="Audiences").click()
    names = ("reply_rate", "decline_rate", "open_profile_share")
    fields = [page.locator(f"[name=audiences-0-{name}]") for name in names]
    assert len({field.evaluate("one => one.getBoundingClientRect().top") for field in fields}) == 1


@pytest.mark.parametrize("deadline", ["12 Dec 2026", "by September"])
def test_a_deadline_is_read_whole_on_a_narrow_phone(page: Page, deadline: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/?rules=2&price_book=article&start_on=2026-11-27&deadline_months={deadline}")
    field = page.locator("[name=deadline_months]").first
    assert field.input_value() == deadline
    assert field.evaluate("one => one.scrollWidth - one.clientWidth") == 0


@pytest.mark.parametrize("width", [320, 390, 600])
def test_on_a_phone_a_plan_and_its_price_stand_within_the_comparison(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/?rules=2&price_book=article&start_on=2026-12-01&target=100")
    box = page.locator(".compare").bounding_box()
    prices = page.locator(".matrix > tbody > tr:not(.inside) > .current")
    rights = [one.bounding_box() for one in prices.all() if one.is_visible()]
    assert box
    assert len(rights) >= 5
    # The card's padding and border.
    end = box["x"] + box["width"] - 17
    assert all(one and abs(one["x"] + one["width"] - end) < 1 for one in rights)
