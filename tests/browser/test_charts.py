"""Charts as a reader has them: tooltips inside of the chart, beside what they are about."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("price_books")

QUESTION = (
    "target=150&budget=900&start_on=2026-12-01&price_book=article"
    "&reply_rate=10+%25&reply_rate_low=5+%25&reply_rate_high=25+%25"
)
PAGES = {
    "estimate": (
        f"/estimate/?estimate=sales-navigator-professional.as_granted&{QUESTION}&forecast=1"
    ),
    "mix": f"/mix/?{QUESTION}&max_seats=5",
}
CHARTS = {"estimate": {"balance", "fan", "spread"}, "mix": {"timeline"}}

# Each visible column is focused in turn, as by the keyboard.
MEASURE = """() => {
    const found = [];
    for (const column of document.querySelectorAll(".columns > *")) {
        if (!column.checkVisibility()) continue;
        column.focus();
        const tip = column.querySelector(".tip").getBoundingClientRect();
        const chart = column.closest(".chart").getBoundingClientRect();
        const own = column.getBoundingClientRect();
        const middle = (own.left + own.right) / 2;
        found.push({
            kind: column.closest(".chart").classList[1],
            isShown: document.activeElement === column && tip.width > 0,
            isInside: tip.left >= chart.left && tip.right <= chart.right
                && tip.top >= chart.top && tip.bottom <= chart.bottom,
            isBeside: middle < tip.left || middle > tip.right || tip.top >= own.bottom,
        });
    }
    return found;
}"""


@pytest.mark.parametrize("width", [320, 390, 768, 1360])
@pytest.mark.parametrize("name", PAGES)
def test_a_tooltip_stays_in_its_chart_and_beside_its_column(
    page: Page, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.goto(PAGES[name])
    for kind in CHARTS[name]:
        page.locator(f".chart.{kind} .columns").first.wait_for(state="attached")

    columns = page.evaluate(MEASURE)
    assert {column["kind"] for column in columns} == CHARTS[name]
    assert [column for column in columns if not column["isShown"]] == []
    assert [column for column in columns if not column["isInside"]] == []
    assert [column for column in columns if not column["isBeside"]] == []
