"""Tables on a phone: every number has its column's heading beside it, and its place in the row."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import tinycss2
from playwright.sync_api import Page

from tests.stylesheets import STYLE_SHEETS, Selector, read_style_sheet, split_at_commas

pytestmark = pytest.mark.usefixtures("price_books")

QUESTION = (
    "target=150&budget=900&start_on=2026-12-01&price_book=article"
    "&reply_rate=10+%25&reply_rate_low=5+%25&reply_rate_high=25+%25"
)
TABLES = {
    "comparison": f"/?{QUESTION}",
    "seats": f"/?{QUESTION}",
    "forecasts": f"/forecast/?{QUESTION}",
    "plans": "/prices/article/",
}

# Each cell of each whole row: its column's heading, the label that is written beside it, its box.
READ = """table => {
    const bare = text => text.replace(/[↑↓]/g, "").trim();
    const headings = [...table.querySelectorAll("thead th")].map(head => bare(head.textContent));
    return [...table.querySelectorAll("tbody tr")]
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


def test_a_way_has_months_and_total_beside_its_name_and_the_rest_below(page: Page) -> None:
    for row in read_table(page, "comparison"):
        cells = {cell["heading"]: cell for cell in row}
        name = row[0]
        for heading in ("Months", "Total"):
            assert cells[heading]["left"] >= name["right"]
            assert name["top"] <= cells[heading]["top"] < name["bottom"]
        below = [cells[heading] for heading in ("To buy", "Subscription", "Credits", "A lead")]
        assert len({cell["top"] for cell in below}) == 1
        assert all(cell["top"] >= name["bottom"] for cell in below)


def find_cell_selectors() -> Iterator[str]:
    """The selectors of single cells of the comparison, each of an `:is()` list by itself."""
    for path in STYLE_SHEETS:
        for one in read_style_sheet(path.read_text()):
            for tokens in split_at_commas(one.tokens) if isinstance(one, Selector) else []:
                selector = tinycss2.serialize(tokens).strip()
                cell = re.fullmatch(r"\.comparison (td\S.*)", selector, flags=re.DOTALL)
                if cell:
                    start, _, chosen = cell[1].partition(":is(")
                    for part in chosen.removesuffix(")").split(",") if chosen else [""]:
                        yield f".comparison {start}{part.strip()}"


def test_every_cell_that_the_style_sheet_places_is_in_the_comparison(page: Page) -> None:
    selectors = [*find_cell_selectors()]
    page.goto(f"/?{QUESTION}&deadline_months=1")

    assert len(selectors) >= 4
    assert [selector for selector in selectors if not page.locator(selector).count()] == []
