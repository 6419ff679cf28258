"""The months beside the verdict: each column is as wide as its labels, which stand apart."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

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


# Four months, which are more than a phone holds with the deadline beside them.
FOUR = (
    "rules=2&price_book=article&start_on=2026-11-27&target=600&deadline_months=31+Mar+2027"
    "&held_seats-0-plan=sales-navigator-core&held_seats-0-seats=3"
    "&held_seats-0-paid_until=2027-03-31"
)


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_four_months_stand_whole_before_the_deadline(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/?{FOUR}")
    boxes = page.locator(".verdict .months > li").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    *months, deadline = boxes
    assert len(months) == 4
    assert all(right <= deadline[0] for _, right in months)


@pytest.mark.parametrize("width", [360, 600, 821, 1360])
def test_the_months_stay_within_the_verdict(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/?{FOUR}")
    outer, inner = (
        page.locator(place).first.evaluate(
            "one => { const box = one.getBoundingClientRect(); return [box.left, box.right]; }"
        )
        for place in (".card.verdict", ".verdict .timeline")
    )
    assert outer[0] <= inner[0] < inner[1] <= outer[1]


@pytest.mark.parametrize("width", [360, 821, 1360])
def test_no_word_beside_the_months_is_broken(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/?{FOUR}")
    # As a study brings it along.
    page.add_style_tag(url="/static/charts.css")
    lines = page.locator(".verdict .months .deadline").evaluate(
        """label => {
            const range = document.createRange();
            range.selectNodeContents(label);
            return range.getClientRects().length;
        }"""
    )
    assert lines == 1


MONTHS = (
    "rules=2&price_book=article&start_on=2026-11-28&plans=sales-navigator-core"
    "&strategies=as_granted&deadline_months=24&seats="
)
# Where bars and the numbers that are seen begin and end.
READ_MONTHS = """timeline => {
    const ends = (one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right];
    const write = (one) => {
        const range = document.createRange();
        range.selectNode(one.firstChild);
        return range;
    };
    const all = (what) => [...timeline.querySelectorAll(what)];
    return {
        bars: all("li").map(ends),
        numbers: all(".sent").filter(one => one.offsetWidth > 1).map(write).map(ends),
        room: timeline.clientWidth, needed: timeline.scrollWidth,
    };
}"""


@pytest.mark.parametrize("width", [320, 360, 390, 768])
@pytest.mark.parametrize(("months", "seats"), [(5, 30), (9, 1), (10, 3), (12, 1), (12, 30)])
def test_on_a_phone_up_to_twelve_months_are_seen_at_once(
    page: Page, width: int, months: int, seats: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/?{MONTHS}{seats}&target={50 * seats * months}")
    timeline = page.locator(".verdict .timeline")
    read = timeline.evaluate(READ_MONTHS)
    assert len(read["bars"]) == months + 1
    assert read["needed"] <= read["room"]
    assert len(read["numbers"]) in {0, months}
    for row in (read["bars"], read["numbers"]):
        for (_, right), (left, _) in pairwise(row):
            assert right < left
    # What has no room is heard.
    expect(timeline.locator("li").first).to_contain_text("due from 28 Nov")
    if width < 500:
        expect(timeline.locator(".months-span")).to_contain_text(
            f"{months} months from 28 Nov 2026"
        )
        expect(timeline.locator(".months-span")).to_be_visible()


def test_numbers_of_months_are_seen_where_they_have_room(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for months, seats, is_seen in ((5, 30, True), (12, 1, True), (10, 3, True), (12, 30, False)):
        page.goto(f"/?{MONTHS}{seats}&target={50 * seats * months}")
        read = page.locator(".verdict .timeline").evaluate(READ_MONTHS)
        assert len(read["numbers"]) == (months if is_seen else 0), (months, seats)


def test_a_wide_window_has_the_figures_of_every_month(page: Page) -> None:
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(f"/?{MONTHS}3&target=1800")
    timeline = page.locator(".verdict .timeline")
    assert all(label.is_visible() for label in timeline.locator(".when").all())
    expect(timeline.locator(".when")).to_have_count(13)
    expect(timeline.locator(".months-span")).to_be_hidden()
