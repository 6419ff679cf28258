"""A question that got no answer: the page shows that, keeps what is typed, and asks again."""

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.campaigns.mix_ways import TWO_MONTHS

pytestmark = pytest.mark.usefixtures("price_books")

QUESTIONS = re.compile(r"^http://[^/]+/\?.*\btarget=777")
# More than the first pause, less than the first two.
FIRST_PAUSE = 6_000


def fail_with(page: Page, status: int, pattern: str | re.Pattern[str] = QUESTIONS) -> list[str]:
    """Let the server answer with an error; the addresses that it is asked from now on."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=status, body="")

    page.route(pattern, refuse)
    return asked


def ask(page: Page) -> None:
    """Type a question, with a clock that stands still; until its response is there."""
    page.clock.install()
    with page.expect_response(QUESTIONS):
        page.get_by_label("How many").fill("777")
        page.clock.run_for(1_000)


def test_a_server_that_does_not_answer_is_told_and_loses_nothing(page: Page) -> None:
    page.goto("/")
    page.route("**/?**", lambda route: route.abort())
    page.get_by_label("How many").fill("777")
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.get_by_label("How many")).to_have_value("777")
    page.unroute("**/?**")
    page.get_by_label("How many").fill("778")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page).to_have_title(re.compile("^778 people"))


def test_a_question_that_got_lost_is_asked_again_by_itself(page: Page) -> None:
    page.goto("/")
    page.clock.install()
    page.context.set_offline(True)
    page.get_by_label("How many").fill("777")
    page.clock.run_for(1_000)
    trouble = page.locator("#trouble")
    expect(trouble).to_contain_text("asked again by itself")
    page.context.set_offline(False)
    expect(trouble).to_be_hidden()
    expect(page).to_have_title(re.compile("^777 people"))
    # No browser knows when a server is back.
    page.route("**/?**", lambda route: route.abort())
    page.get_by_label("How many").fill("778")
    page.clock.run_for(1_000)
    expect(trouble).to_be_visible()
    page.unroute("**/?**")
    page.clock.run_for(6_000)
    expect(trouble).to_be_hidden()
    expect(page).to_have_title(re.compile("^778 people"))


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_error_in_place_of_an_answer_is_told_and_asked_again(page: Page, status: int) -> None:
    page.goto("/")
    asked = fail_with(page, status)
    ask(page)
    trouble = page.locator("#trouble")
    expect(trouble).to_be_visible()
    expect(trouble).to_contain_text("asked again by itself")
    assert len(asked) == 1
    page.unroute(QUESTIONS)
    page.clock.run_for(FIRST_PAUSE)
    expect(trouble).to_be_hidden()
    expect(page).to_have_title(re.compile("^777 people"))


@pytest.mark.parametrize("status", [400, 403, 404, 414])
def test_what_is_refused_is_not_asked_again(page: Page, status: int) -> None:
    page.goto("/")
    asked = fail_with(page, status)
    ask(page)
    trouble = page.locator("#trouble")
    expect(trouble).to_be_visible()
    expect(trouble.locator(".asks-again")).to_be_hidden()
    expect(trouble).to_contain_text("Nothing is lost: try again.")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(10 * FIRST_PAUSE)
    expect(trouble).to_be_visible()
    assert len(asked) == 1
    expect(page.get_by_label("How many")).to_have_value("777")


def test_a_study_that_fails_asks_no_question(page: Page) -> None:
    page.clock.install()
    fail_with(page, 503, "**/sensitivity/?**")
    with page.expect_response("**/sensitivity/?**"):
        page.goto("/?sensitivity=yes")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    trouble = page.locator("#trouble")
    expect(trouble).to_be_visible()
    expect(trouble.locator(".asks-again")).to_be_hidden()
    expect(trouble).to_contain_text("Nothing is lost: try again.")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(FIRST_PAUSE)
    expect(trouble).to_be_visible()
    assert [one.url for one in asked if "/?" in one.url and "/mix/way/" not in one.url] == []


def test_another_answer_does_not_hide_that_the_question_got_none(page: Page) -> None:
    page.clock.install()
    address = "&".join(f"{name}={text}" for name, text in TWO_MONTHS.items())
    held: list[Route] = []
    page.route("**/mix/way/**", lambda route: held.append(route))
    page.goto(f"/?{address}")
    with page.expect_request("**/mix/way/**"):
        page.clock.run_for(1_000)
    fail_with(page, 503)
    with page.expect_response(QUESTIONS):
        page.get_by_label("How many").fill("777")
        page.clock.run_for(1_000)
    expect(page.locator("#trouble")).to_be_visible()
    [way] = held
    way.continue_()
    expect(page.get_by_role("link", name="Mix:")).to_be_visible()
    expect(page.locator("#trouble")).to_be_visible()
    page.unroute(QUESTIONS)
    page.clock.run_for(FIRST_PAUSE)
    expect(page).to_have_title(re.compile("^777 people"))
