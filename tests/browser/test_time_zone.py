"""The start's today is that of the reader's clock, from the first answer that is asked for on."""

import pytest
from playwright.sync_api import Page, expect

# Where the calendar's day is always another than that of the other one.
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"

pytestmark = pytest.mark.usefixtures("price_books")


@pytest.fixture(params=[EAST, WEST])
def browser_context_args(
    browser_context_args: dict[str, object], request: pytest.FixtureRequest
) -> dict[str, object]:
    return {**browser_context_args, "timezone_id": request.param}


def test_the_first_key_is_early_enough_for_the_reader_s_today(
    page: Page, base_url: str, browser_context_args: dict[str, object]
) -> None:
    page.goto(base_url)
    people = page.get_by_label("How many", exact=True)
    assert "timezone" not in {cookie.get("name") for cookie in page.context.cookies()}

    with page.expect_response(lambda response: "target=150" in response.url) as asked:
        people.press("Control+a")
        people.type("150")

    cookie = asked.value.request.all_headers()["cookie"]
    assert f"timezone={browser_context_args['timezone_id']}" in cookie
    expect(page.locator(".verdict")).to_be_visible()


def test_a_page_that_is_only_loaded_again_knows_it_too(
    page: Page, base_url: str, browser_context_args: dict[str, object]
) -> None:
    page.goto(base_url)
    page.reload()
    (cookie,) = page.context.cookies()
    assert (cookie.get("name"), cookie.get("value")) == (
        "timezone",
        browser_context_args["timezone_id"],
    )
