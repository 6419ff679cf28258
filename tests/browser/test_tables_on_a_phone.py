"""Tables on a phone: every number has its column's heading beside it, and its place in the row."""

from typing import Any

import pytest
from playwright.sync_api import Page

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
