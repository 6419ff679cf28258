"""The field of the reply rate where a usual one is taken, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("price_books")

USUAL = "= 10 %, a usual rate"


def pick(page: Page, goal: str) -> None:
    page.locator(".segments label", has_text=goal).click()


def test_a_goal_beyond_people_empties_the_rate_and_people_bring_the_zero_back(page: Page) -> None:
    page.goto("/")
    rate, echo = page.get_by_label("Reply rate"), page.locator("#error-reply_rate")
    expect(rate).to_have_value("0")
    for _ in range(2):
        pick(page, "Replies")
        expect(echo).to_have_text(USUAL)
        expect(rate).to_have_value("")
        expect(rate).to_have_attribute("placeholder", "10 %")
        pick(page, "Meetings")
        page.get_by_label("How many").fill("21")
        expect(page).to_have_url(re.compile("target=21"))
        expect(rate).to_have_value("")
        pick(page, "People")
        expect(echo).to_be_empty()
        expect(rate).to_have_value("0")
        expect(rate).not_to_have_attribute("placeholder", "10 %")
    assert "reply_rate" not in page.url


def test_a_typed_zero_stays_until_the_field_is_left(page: Page) -> None:
    page.goto("/?goal=replied&target=20")
    rate, echo = page.get_by_label("Reply rate"), page.locator("#error-reply_rate")
    expect(rate).to_have_value("")
    rate.press_sequentially("15")
    expect(echo).to_have_text("= 15 %")
    rate.fill("0")
    expect(echo).to_have_text(USUAL)
    expect(rate).to_have_value("0")
    rate.press_sequentially(".2")
    expect(echo).to_have_text("= 20 %")
    rate.fill("0")
    expect(echo).to_have_text(USUAL)
    rate.press("Tab")
    expect(rate).to_have_value("")
    expect(rate).to_have_attribute("placeholder", "10 %")


def test_an_entered_rate_outlives_a_change_of_the_goal(page: Page) -> None:
    page.goto("/?reply_rate=12+%25")
    rate = page.get_by_label("Reply rate")
    for goal in ("Replies", "People"):
        pick(page, goal)
        expect(page.get_by_role("radio", name=goal)).to_be_checked()
        is_replies = goal == "Replies"
        expect(page).to_have_url(re.compile("goal=replied" if is_replies else r"/\?(?!.*goal)"))
        expect(rate).to_have_value("12 %")
