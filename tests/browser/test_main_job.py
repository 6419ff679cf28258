"""From the first visit to a decision, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.usefixtures("price_books")


def answer_of(page: Page) -> str:
    return page.locator(".verdict").inner_text()


def test_a_person_plans_a_campaign_from_first_visit_to_copied_address(
    page: Page, browser: Browser, base_url: str
) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))

    # The first answer is for the number of seats that costs least.
    page.goto("/")
    seats = page.get_by_role("textbox", name="Seats", exact=True)
    expect(seats).to_have_value("best")
    expect(page.locator(".verdict")).to_contain_text("$199.98")
    expect(page.locator(".verdict .months li:not(.end)")).to_have_count(2)

    # The article is about one seat, and its example is the way that is shown.
    seats.fill("1")
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("The article’s example")
    expect(verdict).to_contain_text("$639.97")
    expect(verdict).to_contain_text("$6.40")
    expect(verdict.get_by_role("link", name="Cheapest single plan $199.98")).to_be_visible()
    expect(page.locator(".verdict .months li:not(.end)")).to_have_count(3)

    # Every change is answered at once, keeps the focus, and appears in the address.
    people = page.get_by_label("How many")
    people.fill("1000")
    expect(page).to_have_title(re.compile("^1,000 people for"))
    expect(people).to_be_focused()
    address = r"\?target=1000&price_book=article&start_on=[0-9-]{10}&seats=1&rules=2$"
    expect(page).to_have_url(re.compile(address))
    with_article_prices = answer_of(page)

    page.get_by_label("Prices").select_option("LinkedIn list 2026")
    expect(page).to_have_url(re.compile("price_book=linkedin-2026"))
    page.locator("summary", has_text=re.compile("^Plans$")).click()
    expect(page.locator("#plan-choices")).to_contain_text("Sales Navigator Advanced")
    page.get_by_label("Deadline", exact=True).fill("24")
    expect(page).to_have_url(re.compile("deadline_months=24"))
    page.locator("#id_plans_sales-navigator-advanced").check()
    expect(page.locator(".verdict")).to_contain_text("Sales Navigator Advanced")
    expect(page.locator(".matrix tbody tr")).to_have_count(1)
    decided = answer_of(page)

    # Another way of the plan is shown month by month.
    page.locator("#open-sales-navigator-advanced").click()
    page.locator("[id='pick-sales-navigator-advanced.accumulate']").click()
    expect(page).to_have_url(re.compile(r"estimate=sales-navigator-advanced\.accumulate"))
    expect(page.locator(".verdict")).to_contain_text("months of saving up, then")
    chosen = answer_of(page)
    assert chosen != decided

    # The address gives the same page in another browser.
    other = browser.new_context(base_url=base_url).new_page()
    other.goto(page.url)
    expect(other.get_by_label("How many")).to_have_value("1000")
    assert answer_of(other) == chosen
    other.context.close()

    # Back undoes, one change at a time, the fields as well as the answer.
    page.go_back()
    expect(page).not_to_have_url(re.compile("estimate="))
    page.go_back()
    expect(page).not_to_have_url(re.compile("open="))
    page.go_back()
    expect(page.locator("#id_plans_sales-navigator-advanced")).not_to_be_checked()
    page.go_back()
    expect(page.get_by_label("Deadline", exact=True)).to_have_value("12")
    page.go_back()
    expect(page.get_by_label("Prices")).to_have_value("article")
    assert answer_of(page) == with_article_prices
    page.go_back()
    expect(page.get_by_label("How many")).to_have_value("100")
    expect(page.locator(".verdict")).to_contain_text("$639.97")
    page.go_back()
    expect(seats).to_have_value("best")
    expect(page.locator(".verdict")).to_contain_text("$199.98")
    page.go_forward()
    expect(seats).to_have_value("1")
    page.go_forward()
    expect(page.get_by_label("How many")).to_have_value("1000")

    assert problems == []


def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    page.goto("/")
    people, rate = page.get_by_label("How many"), page.get_by_label("Reply rate")
    rate.fill("10 %")
    people.fill("a hundred")
    message = page.locator("#error-target")
    expect(message).to_have_text("Please enter a whole number from 1 to 1,000,000.")
    expect(people).to_have_attribute("aria-invalid", "true")
    expect(people).to_have_value("a hundred")
    expect(rate).to_have_value("10 %")
    page.reload()
    expect(people).to_have_value("a hundred")
    expect(message).to_be_visible()
    # The last answer stays beside the mistake.
    expect(page.locator(".verdict")).to_contain_text("for 100 people")
    people.fill("100")
    expect(page.locator(".verdict")).to_contain_text("$")
    expect(message).to_be_hidden()
    expect(people).to_have_attribute("aria-invalid", "false")


def test_it_works_without_javascript(browser: Browser, base_url: str) -> None:
    page = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("How many").fill("105")
    page.locator("summary", has_text=re.compile("^Plans$")).click()
    page.locator("#id_plans_sales-navigator-professional").check()
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator(".verdict")).to_contain_text("$449.95")
    expect(page.get_by_label("How many")).to_have_value("105")
    page.get_by_label("How many").fill("0")
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#error-target")).to_contain_text("a whole number from 1 to 1,000,000")
    expect(page.get_by_label("How many")).to_have_value("0")
    page.context.close()


def test_a_plan_of_ones_own_joins_the_comparison(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Own plan").click()
    terms = {
        "Name": "Our deal",
        "Price a month": "64.50",
        "Credits a month": "40",
        "Most credits held": "120",
        "A credit lives, in days": "90",
        "Most bought a month": "0",
    }
    plan = page.locator(".custom-plan")
    for label, text in terms.items():
        plan.get_by_label(re.compile(f"^{label}")).fill(text)
    expect(page.locator(".verdict")).to_contain_text("Our deal")
    expect(page.locator(".verdict")).to_contain_text("$193.50")
    page.reload()
    expect(page.locator(".verdict")).to_contain_text("$193.50")
