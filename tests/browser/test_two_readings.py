"""Texts with two readings, and plans of one's own that start from the book's, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.usefixtures("price_books")


def open_budget(page: Page, address: str = "/") -> None:
    page.goto(address)
    page.locator("summary", has_text="Dates, limits").click()


def test_an_amount_with_two_readings_is_asked_about_and_answered_by_the_keyboard(
    page: Page,
) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    open_budget(page)
    page.get_by_label("How many").fill("150")
    budget = page.get_by_label("Budget", exact=True)
    budget.fill("1.680")
    question = page.locator("#error-budget")
    expect(question).to_contain_text("Do you mean $1,680.00 or $1.68? Write 1680 or 1.68.")
    expect(budget).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".verdict"), "the last answer stays").to_contain_text("$")
    budget.press("Tab")
    expect(page.get_by_role("button", name="Budget: $1,680.00")).to_be_focused()
    page.keyboard.press("Enter")
    expect(budget).to_have_value("1680")
    expect(budget).to_be_focused()
    expect(page).to_have_url(re.compile(r"target=150.*budget=1680"))
    expect(question).to_be_empty()
    expect(budget).to_have_attribute("aria-invalid", "false")
    expect(page.locator(".verdict")).to_contain_text("150")
    assert problems == []


def test_the_enter_key_never_picks_a_reading(page: Page) -> None:
    for address in ("/", "/?reply_rate=1"):
        page.goto(address)
        rate = page.get_by_label("Reply rate")
        rate.fill("1")
        expect(page.locator("#error-reply_rate")).to_contain_text("Do you mean 1 % or 100 %?")
        rate.press("Enter")
        page.wait_for_load_state("networkidle")
        expect(rate).to_have_value("1")
        expect(page.locator("#error-reply_rate")).to_contain_text("Do you mean 1 % or 100 %?")


def test_a_reading_that_has_the_focus_does_not_replace_what_is_typed(page: Page) -> None:
    page.goto("/")
    for label, question in (("How many", "5.000"), ("Budget", "1.000")):
        if label == "Budget":
            page.get_by_text("Dates, limits").click()
        field = page.get_by_label(label, exact=True)
        field.fill(question)
        reading = page.locator(".readings button, .error button").first
        expect(reading).to_be_visible()
        # The focus reaches the button before the answer to what is typed takes it away.
        field.evaluate(
            """(field) => {
                field.value = "250";
                field.dispatchEvent(new Event("input", { bubbles: true }));
                document.querySelector("[data-fills]").focus();
            }"""
        )
        expect(page).to_have_url(
            re.compile(rf"{'target' if label == 'How many' else 'budget'}=250")
        )
        expect(field).to_have_value("250")


def test_what_was_understood_stands_beside_the_field(page: Page) -> None:
    page.goto("/")
    rate = page.get_by_label("Reply rate")
    beside = page.locator("#error-reply_rate")
    for text, understood in (("10", "= 10 %"), ("1 in 7", "≈ 14.29 %"), ("0.12", "= 12 %")):
        rate.fill(text)
        expect(beside).to_have_text(understood)
        expect(rate).to_have_attribute("aria-invalid", "false")
        expect(rate).to_have_attribute("aria-describedby", "error-reply_rate")
    rate.fill("12 %")
    expect(beside).to_be_empty()


def test_a_deadline_is_typed_in_words_and_understood(page: Page) -> None:
    page.goto("/?start_on=2026-12-01")
    deadline = page.get_by_label("Deadline", exact=True)
    beside = page.locator("#error-deadline_months")
    expect(beside).to_have_text("= by 30 Nov 2027")
    for text, understood in (("6 weeks", "= by 11 Jan 2027"), ("by March", "= by 31 Mar 2027")):
        deadline.fill(text)
        expect(beside).to_have_text(understood)
        expect(deadline).to_have_attribute("aria-describedby", "error-deadline_months")
    expect(page.locator(".verdict")).to_contain_text("by 31 Mar 2027")
    deadline.fill("03/04/2027")
    page.get_by_role("button", name="Deadline: 3 Apr 2027").click()
    expect(deadline).to_have_value("2027-04-03")
    expect(beside).to_have_text("= by 3 Apr 2027")


def test_a_start_is_typed_in_words_and_stands_in_the_address_as_a_day(page: Page) -> None:
    open_budget(page)
    page.get_by_label("Start", exact=True).fill("24 December 2026")
    expect(page.locator("#error-start_on")).to_have_text("= 24 Dec 2026")
    expect(page).to_have_url(re.compile(r"start_on=2026-12-24"))


def test_without_javascript_a_reading_is_picked_and_all_else_stays(
    browser: Browser, base_url: str
) -> None:
    page = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    open_budget(page)
    page.get_by_label("Budget", exact=True).fill("2.000")
    page.get_by_label("How many").fill("120")
    page.get_by_role("button", name="Calculate").click()
    page.get_by_label("How many").fill("130")
    page.get_by_role("button", name="Budget: $2,000.00").click()
    expect(page.get_by_label("Budget", exact=True)).to_have_value("2000")
    expect(page.get_by_label("How many")).to_have_value("130")
    expect(page.locator(".verdict")).to_be_visible()
    page.context.close()


TERMS = {
    "Name": "Recruiter Lite (yours)",
    "Price a month": "169.99",
    "Credits a month": "30",
    "Most credits held": "90",
    "Price of a bought credit": "10",
}


def fill_from_recruiter_lite(page: Page) -> None:
    page.locator("summary", has_text="Own plan").click()
    plan = page.locator(".custom-plan")
    plan.get_by_label("Start from a plan of the book").select_option("Recruiter Lite")
    plan.get_by_role("button", name="Fill in").click()


def test_a_plan_of_ones_own_is_filled_from_a_plan_of_the_book(page: Page) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto("/")
    page.get_by_label("How many").fill("150")
    fill_from_recruiter_lite(page)
    plan = page.locator(".custom-plan").first
    for label, text in TERMS.items():
        expect(plan.get_by_label(label)).to_have_value(text)
    expect(plan.get_by_role("button", name="Fill in")).to_be_focused()
    expect(page.get_by_label("How many")).to_have_value("150")
    expect(page.locator(".matrix").first).to_contain_text("Recruiter Lite (yours)")
    expect(page).not_to_have_url(re.compile("fill="))
    plan.get_by_label("Price a month").fill("1.680")
    page.get_by_role("button", name="Price a month: $1,680.00").click()
    expect(plan.get_by_label("Price a month")).to_have_value("1680")
    expect(page).to_have_url(re.compile("monthly_price=1680&"))
    page.reload()
    expect(page.locator(".custom-plan").first.get_by_label("Price a month")).to_have_value("1680")
    assert problems == []


def test_without_javascript_a_plan_is_filled_and_all_else_stays(
    browser: Browser, base_url: str
) -> None:
    page = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("How many").fill("150")
    fill_from_recruiter_lite(page)
    plan = page.locator(".custom-plan").first
    for label, text in TERMS.items():
        expect(plan.get_by_label(label)).to_have_value(text)
    expect(page.get_by_label("How many")).to_have_value("150")
    expect(page).to_have_url(re.compile(r"custom_plans-0-monthly_price=169\.99.*#custom-plan-0$"))
    expect(page).not_to_have_url(re.compile("fill="))
    page.context.close()


def test_a_plan_of_ones_own_says_what_it_needs_before_it_is_sent(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Own plan").click()
    plan = page.locator(".custom-plan")
    labels = [" ".join(text.split()) for text in plan.locator("label").all_inner_texts()]
    assert [label for label in labels if label.endswith(" needed")] == [
        "Name needed",
        "Credits a month needed",
        "Most credits held needed",
        "A credit lives, in days needed",
    ]
    expect(plan.get_by_label("Credits a month")).to_have_attribute("aria-required", "true")
    expect(plan.get_by_label("Price a month")).not_to_have_attribute("aria-required", "true")
