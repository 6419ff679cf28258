"""The months beside the verdict: each column is as wide as its labels, which stand apart."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("price_books")

# Three groups of held seats, days of two digits and dues of six.
HELD = "&".join(
    f"held_seats-{number}-plan={plan}&held_seats-{number}-seats={seats}"
    f"&held_seats-{number}-credits=40&held_seats-{number}-paid_until=2027-03-27"
    for number, (plan, seats) in enumerate(
        [("sales-navigator-core", 3), ("recruiter-lite", 2), ("sales-navigator-advanced", 1)]
    )
)
QUESTION = f"rules=2&price_book=linkedin-2026&start_on=2026-12-27&{HELD}"
SPANS = """list => [...list.children].filter(month => !month.matches(".end")).map(month => {
    const { left, right } = month.getBoundingClientRect();
    const spans = [...month.querySelectorAll(".sent, .due, .when")].map(label => {
        const range = document.createRange();
        range.selectNodeContents(label.firstChild ?? label);
        const box = range.getBoundingClientRect();
        return [box.left, box.right, box.height];
    });
    return { left, right, spans };
})"""


@pytest.mark.parametrize("width", [390, 1360])
@pytest.mark.parametrize(
    "asked",
    ["target=300&deadline_months=3", "target=90000&deadline_months=4"],
    ids=["small", "large"],
)
def test_labels_stand_apart_in_columns_that_hold_them(page: Page, asked: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/?{QUESTION}&{asked}")
    months = page.locator(".verdict .months:not(.dense)").evaluate(SPANS)
    assert len(months) > 1
    for month in months:
        labels = [span for span in month["spans"] if span[2]]
        assert len(labels) >= 2
        for left, right, _ in labels:
            assert month["left"] - 0.5 <= left < right <= month["right"] + 0.5
