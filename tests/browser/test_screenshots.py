"""The main states of the product, pixel by pixel, wide and narrow, light and dark.

`make screenshots` retakes the pictures after an intended change. What differs is written to
test-results/screenshots, to be looked at beside the picture in tests/browser/screenshots.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from campaigns.models import Campaign
from campaigns.saved.editing import share_campaign
from tests.browser import pictures

TAKE = os.environ.get("SCREENSHOTS") == "take"
RESULTS = Path(__file__).parents[2] / "test-results" / "screenshots"
WIDTHS = (1360, 390)
# A narrow style guide has nothing that the narrow pages have not.
WIDE_ALONE = ("style-guide", "style-guide-studies", "style-guide-campaigns")
# A dark page has the layout of the light one, so its picture is for its colors alone.
SMALLER = {"light": 1, "dark": 3}
# Of all pictures together.
MOST_BYTES = 1_500_000
NOON = "2026-12-01 12:00 +0000"
# The address that a state stands for; that of a campaign is known once it is saved.
STATES = {
    "planner": "/",
    "no": "/?target=600&seats=1&deadline_months=3&price_book=linkedin-2026&budget=300",
    "opened-row": "/?target=600&seats=3&deadline_months=4&open=sales-navigator-professional",
    "faults": "/?target=abc&reply_rate=120+%25&budget=1.680&deadline_months=by+March",
    "prices": "/prices/linkedin-2026/",
    "shared": "",
    "own-campaigns": "/campaigns/",
    "style-guide": "/styleguide/",
    "style-guide-studies": "/styleguide/?part=studies",
    "style-guide-campaigns": "/styleguide/?part=campaigns",
}
OF_CAMPAIGNS = ("shared", "own-campaigns")
# The address of a link has the port of the test's server.
SAME_LINKS = """document.querySelectorAll(".share input").forEach(
    (one) => { one.value = "https://planner.example.com/c/0123456789"; })"""

# The place of the way is taken, or htmx has heard that there is none.
MIX_IS_LOOKED_FOR = """() => !document.querySelector("#mix-way[hx-get]") ||
    performance.getEntriesByType("resource").some(
        (one) => one.name.includes("/mix/way/") && one.responseStatus === 204)"""


@pytest.fixture
def screen(
    browser: Browser, base_url: str, price_books: None, time_machine: TimeMachineFixture
) -> Iterator[Page]:
    """A new browser on a day that does not pass."""
    time_machine.move_to(NOON, tick=False)
    context = browser.new_context(base_url=base_url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def shared_path(screen: Page, client: Client, base_url: str) -> str:
    """Where a campaign is shared; the browser remembers it and another, which is late."""
    for query, name in (
        ("target=150&deadline_months=6&seats=1", "Autumn"),
        ("target=1000&monthly_send_limit=100&deadline_months=6", "A thousand leads"),
    ):
        client.post(f"/campaigns/new/?{query}", {"name": name})
    remembered = client.cookies["campaigns"].value
    screen.context.add_cookies([{"name": "campaigns", "value": remembered, "url": base_url}])
    campaign = Campaign.objects.earliest("pk")
    share_campaign(campaign=campaign)
    campaign.refresh_from_db()
    return f"/c/{campaign.share_token}/"


@pytest.mark.parametrize("state", [state for state in STATES if state not in OF_CAMPAIGNS])
def test_it_looks_as_before(screen: Page, state: str, settings: Settings) -> None:
    settings.DEBUG = state in WIDE_ALONE
    open_page(screen, STATES[state])
    assert compare(screen, state) == {}


@pytest.mark.parametrize("state", OF_CAMPAIGNS)
def test_a_campaign_looks_as_before(screen: Page, state: str, shared_path: str) -> None:
    open_page(screen, STATES[state] or shared_path)
    assert compare(screen, state) == {}


def open_page(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response
    assert response.ok
    # A mix among the ways comes after the answer: the picture is of the answer with it.
    page.wait_for_function(MIX_IS_LOOKED_FOR)


def widths_of(state: str) -> tuple[int, ...]:
    return WIDTHS[:1] if state in WIDE_ALONE else WIDTHS


def compare(page: Page, state: str) -> dict[str, str]:
    """What differs in which picture; nothing where pictures are to be taken."""
    assert page.context.browser
    version, differences = page.context.browser.version, {}
    page.evaluate(SAME_LINKS)
    for width in widths_of(state):
        for scheme in SMALLER:
            name = f"{state}-{width}-{scheme}.webp"
            taken = pictures.reduce_colors(take(page, width, scheme), by=SMALLER[scheme])
            if TAKE:
                pictures.save(taken, pictures.FOLDER / name)
                pictures.TAKEN_WITH.write_text(f"{version}\n")
            elif found := pictures.find_difference(name, taken, version):
                pictures.save(taken, RESULTS / name)
                differences[name] = found
    return differences


def take(page: Page, width: int, scheme: str) -> bytes:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # A text in the font that stands in for ours has other pixels.
    page.evaluate("document.fonts.ready.then(() => 0)")
    return page.screenshot(full_page=True, animations="disabled")


def test_the_pictures_are_those_of_the_states_and_small() -> None:
    names = {f"{s}-{w}-{c}.webp" for s in STATES for w in widths_of(s) for c in SMALLER}
    files = [path for path in pictures.FOLDER.iterdir() if path != pictures.TAKEN_WITH]
    assert {path.name for path in files} == names
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def draw(text: str, *, height: int = 200) -> Image.Image:
    image = Image.new("RGB", (400, height), "white")
    ImageDraw.Draw(image).text((20, 20), text, fill="black", font_size=13)
    return image


def test_one_figure_is_a_difference_and_an_edge_is_none() -> None:
    one = draw("$1,199.88")
    assert pictures.compare_pixels(one, draw("$1,199.88")) == ""
    assert "pixels differ, within" in pictures.compare_pixels(one, draw("$1,199.83"))
    assert "400 × 190 pixels instead of" in pictures.compare_pixels(one, draw("", height=190))
    soft = one.filter(ImageFilter.GaussianBlur(0.4))
    assert pictures.compare_pixels(one, soft)
    assert pictures.compare_tiles(one, soft) == ""
    assert "of the picture differs" in pictures.compare_tiles(one, draw("Other words " * 5))


def test_a_paler_line_is_a_difference() -> None:
    lines = [Image.new("RGB", (400, 1), color) for color in ("#dfdfd8", "#c8c8c0")]
    one, other = (image.point(pictures.VALUES * 3) for image in lines)
    assert "400 pixels differ" in pictures.compare_pixels(one, other)


def test_a_difference_by_another_chromium_names_both() -> None:
    name, before = "planner-390-dark.webp", pictures.TAKEN_WITH.read_text().strip()
    stored = Image.open(pictures.FOLDER / name).convert("RGB")
    assert pictures.find_difference(name, stored, "1.0") == ""
    found = pictures.find_difference(name, ImageChops.invert(stored), "1.0")
    assert before in found
    assert "this is 1.0" in found
    assert "make screenshots" in found
