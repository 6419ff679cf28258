"""Three clients on the same seats, entered on a phone (RULES.md §11)."""

import re

import pytest
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.usefixtures("price_books")
CLIENTS = [("Acme", "220", "2027-01-31"), ("Borealis", "510", ""), ("Cobalt", "60", "2026-12-31")]


def test_an_agency_enters_three_clients_on_a_phone(browser: Browser, base_url: str) -> None:
    page = browser.new_context(base_url=base_url, viewport={"width": 390, "height": 844}).new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(
        "/?price_book=linkedin-2026&start_on=2026-12-01&rules=2&deadline_months=6"
        "&plans=sales-navigator-core"
    )
    page.locator("summary", has_text=re.compile("^Audiences$")).click()
    for row, (name, people, deadline_on) in enumerate(CLIENTS):
        # Each that is filled in brings the fields of a further one.
        entry = page.locator(f"#audience-{row}")
        entry.get_by_label("Audience").fill(name)
        entry.get_by_label("Target").fill(people)
        entry.get_by_label("By a date").fill(deadline_on)
        expect(page.locator(f"#audience-{row + 1}")).to_be_visible()
    expect(page.get_by_label("How many")).to_have_value("790")

    table = page.locator("#audiences-answer")
    expect(table.locator("tbody tr")).to_have_count(3)
    expect(table.locator("tbody tr").first).to_contain_text("Cobalt")
    expect(table).to_contain_text("$534.64")
    expect(table).to_contain_text("Together $1,919.84 with 3 seats; each alone $2,159.82 in all")
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 390
    expect(page).to_have_url(re.compile("audiences-2-deadline_on=2026-12-31"))

    # The address gives the same page again, with its entries.
    entered = page.url
    page.goto(entered)
    expect(page.locator("#audiences-answer")).to_contain_text("$534.64")
    expect(page.locator("[id='id_audiences-1-name']")).to_have_value("Borealis")

    # Two seats are too few, and the page names the one that is late.
    page.get_by_role("textbox", name="Seats", exact=True).fill("2")
    expect(page.locator("#audiences-answer")).to_contain_text("1 day late")
    assert problems == []


@pytest.mark.parametrize(
    ("panel", "first", "typed", "needed"),
    [
        ("Audiences", "id_audiences-0-name", "Acme", "audiences-0-target"),
        ("Own plan", "id_custom_plans-0-name", "Our deal", "custom_plans-0-monthly_credits"),
    ],
)
def test_an_entry_that_is_being_filled_in_is_no_mistake_yet(
    page: Page, panel: str, first: str, typed: str, needed: str
) -> None:
    questions: list[str] = []

    def note(sent: Request) -> None:
        if sent.headers.get("hx-target") == "answer":
            questions.append(sent.url)

    page.on("request", note)
    page.goto("/?target=100")
    page.locator("summary", has_text=re.compile(f"^{panel}$")).click()
    field = page.locator(f"[id='{first}']")
    field.press_sequentially(typed)
    # To the next field of the entry.
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert questions == []
    expect(page.locator(f"[id='error-{needed}']")).to_be_hidden()
    # Left as it is, it is one.
    page.get_by_label("How many").focus()
    expect(page.locator(f"[id='error-{needed}']")).to_be_visible()
    field.fill("")
    expect(page.locator(f"[id='error-{needed}']")).to_be_hidden()
