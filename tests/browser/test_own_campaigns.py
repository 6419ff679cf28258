"""The list of a browser's campaigns on a phone: no cell stands over another."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from campaigns.models import Campaign
from planner.planning.days import add_months
from tests.browser.campaigns import remember
from tests.campaigns.campaign_page import link
from tests.campaigns.pages import read_form

pytestmark = pytest.mark.usefixtures("price_books")

# The words of each cell: where they begin and end.
SPANS = """row => [...row.cells].map(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const boxes = [...range.getClientRects()].filter(box => box.width && box.height);
    const [all, least, most] = [side => boxes.map(box => box[side]), Math.min, Math.max];
    return {
        left: least(...all("left")), right: most(...all("right")),
        top: least(...all("top")), bottom: most(...all("bottom")),
    };
})"""


def replan(client: Client) -> None:
    """Save a campaign that began two months ago, and take over what is left of it."""
    today = timezone.localdate()
    asked = f"price_book=article&target=300&start_on={add_months(today, -2)}&deadline_months=9"
    client.post(f"/campaigns/new/?{asked}&rules=2", {"name": "Autumn"})
    own = link(Campaign.objects.get())
    noted = {"first_on": f"{today - timedelta(days=3)}", "sent": "35", "action": "add"}
    client.post(f"{own}progress/", noted)
    client.post(f"{own}replan/", read_form(client.get(f"{own}replan/"), "take"))


@pytest.mark.parametrize("width", [360, 390, 768])
def test_no_cell_of_the_list_stands_over_another(
    page: Page, client: Client, base_url: str, width: int
) -> None:
    replan(client)
    remember(page.context, client, base_url)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/campaigns/")
    row = page.locator(".own tbody tr", has_text="with what was spent before")
    cells = row.evaluate(SPANS)
    assert len(cells) == 6
    for number, one in enumerate(cells):
        for other in cells[number + 1 :]:
            is_beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert is_beside or one["bottom"] <= other["top"] + 1
