"""An amount of money stands on one line, however narrow its column is."""

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.campaigns.campaign_page import link, press
from tests.campaigns.factories import save_shared_campaign

pytestmark = pytest.mark.usefixtures("price_books")

READ_AMOUNTS = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const amounts = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        if (!text.parentElement.checkVisibility()) continue;
        for (const { 0: amount, index } of text.data.matchAll(/\$[\d,.]*\d/g)) {
            range.setStart(text, index);
            range.setEnd(text, index + amount.length);
            const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
            amounts.push([amount, lines.size]);
        }
    }
    return amounts;
}"""
LONG_WORD = "https://example.com/" + "list-of-people/" * 12


@pytest.mark.parametrize("width", [1360, 821, 360])
@pytest.mark.parametrize("part", ["", "versions/?one=1&other=2"])
def test_an_amount_in_a_table_of_differences_stands_on_one_line(
    page: Page, client: Client, part: str, width: int
) -> None:
    campaign = save_shared_campaign("target=700&budget=1399.86&price_book=article")
    press(
        client,
        campaign,
        "save",
        "target=12345&budget=1000000.50&price_book=article",
        note=LONG_WORD,
    )
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{link(campaign)}{part}")
    table = page.locator(".differences")
    assert "$1,000,000.50" in table.inner_text()
    amounts = page.evaluate(READ_AMOUNTS)
    assert len(amounts) > 5
    assert [amount for amount, lines in amounts if lines != 1] == []
    # A word that no column has room for breaks.
    box = table.bounding_box()
    assert box
    assert box["width"] <= max(width, 460)
