"""Tables on a phone: every number has its column's heading beside it, and its place in the row."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("price_books")

QUESTION = (
    "target=150&budget=900&start_on=2026-12-01&price_book=article"
    "&reply_rate=10+%25&reply_rate_low=5+%25&reply_rate_high=25+%25"
)
TABLES = {
    "comparison": f"/?{QUESTION}&open=sales-navigator-core",
    "forecasts": f"/forecast/?{QUESTION}",
    "plans": "/prices/article/",
    "audience-table": (
        "/?price_book=linkedin-2026&audiences-0-name=A&audiences-0-target=60"
        "&audiences-1-name=B&audiences-1-target=40"
    ),
}

# Each cell of each whole row: its column's heading, the label that is written beside it, its box.
READ = """table => {
    const bare = text => text.replace(/[↑↓]/g, "").trim();
    const heads = [...table.querySelectorAll(":scope > thead th")];
    const headings = heads.map(head => bare(head.textContent));
    return [...table.querySelectorAll(":scope > tbody > tr")]
        .filter(row => row.cells.length === headings.length && !row.querySelector("[colspan]"))
        .map(row => [...row.cells].map((cell, index) => {
            const written = getComputedStyle(cell, "::before");
            const box = cell.getBoundingClientRect();
            return {
                heading: headings[index],
                label: written.display === "none" || written.content === "none"
                    ? "" : JSON.parse(written.content),
                isText: cell.matches(".text, .message") || cell.matches("th:not([data-label])"),
                top: box.top, bottom: box.bottom, left: box.left, right: box.right,
            };
        }));
}"""


def read_table(page: Page, name: str) -> list[list[dict[str, Any]]]:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(TABLES[name])
    table = page.locator(f"table.{name}").first
    table.wait_for(state="attached")
    rows: list[list[dict[str, Any]]] = table.evaluate(READ)
    assert rows
    return rows


@pytest.mark.parametrize("name", TABLES)
def test_every_number_has_its_columns_heading_beside_it(page: Page, name: str) -> None:
    for row in read_table(page, name):
        numbers = [cell for cell in row if not cell["isText"]]
        assert numbers
        assert [cell["label"] for cell in numbers] == [cell["heading"] for cell in numbers]


def test_the_comparison_is_a_list_of_plans_with_the_total_of_the_deadline(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"/?{QUESTION}")
    rows = page.locator(".matrix").first.locator("tbody tr")
    assert rows.count() > 3
    for row in rows.all():
        shown = [cell for cell in row.locator("td").all() if cell.is_visible()]
        assert len(shown) == 1, "the column of the question"
        plan, total = row.locator("th").bounding_box(), shown[0].bounding_box()
        assert plan
        assert total
        assert plan["y"] <= total["y"] + total["height"] / 2 <= plan["y"] + plan["height"] + 4
    heads = page.locator(".matrix thead button")
    assert all(head.is_visible() for head in heads.all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


CUSTOMERS = (
    "target=10&goal=customers&reply_rate=10+%25&positive_share=50+%25&meeting_rate=50+%25"
    "&win_rate=20+%25&value_per_customer=6000&price_book=article&start_on=2026-12-01"
)


@pytest.mark.parametrize("width", [360, 390])
def test_every_column_of_what_it_is_worth_is_seen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/?{CUSTOMERS}")
    page.get_by_text("Each stage").click()
    frame = page.locator(".worth .scroll")
    expect(frame.get_by_text("Each costs")).to_be_visible()
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


@pytest.mark.parametrize("width", [390, 1360])
def test_a_link_in_the_sentence_on_chances_stands_in_its_line(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/forecast/?{CUSTOMERS}")
    sentence = page.locator("p.finding", has=page.get_by_role("link", name="plan for these"))
    # The words before the link end on its line, or on the one above it; its point is on its line.
    boxes = sentence.evaluate(
        """sentence => [...sentence.childNodes]
            .filter(node => node.textContent.trim())
            .map(node => {
                const range = document.createRange();
                range.selectNodeContents(node);
                const rects = [...range.getClientRects()];
                return [rects[0].top, rects.at(-1).top, rects[0].height];
            })"""
    )
    (_, words, height), (first, last, _), (point, _, _) = boxes
    assert first - words < 2 * height
    assert point == pytest.approx(last, abs=4)
