"""What a person does to a campaign in the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True}


@contextmanager
def somebody(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """A person with a browser of their own, whose console stays empty."""
    context = browser.new_context(base_url=base_url, **options)
    context.set_default_timeout(10_000)
    page = context.new_page()
    problems: list[str] = []
    context.on("console", lambda message: problems.append(message.text))
    context.on("weberror", lambda error: problems.append(str(error.error)))
    yield page
    context.close()
    # The browser itself logs 404 and 409 responses to the console.
    own = [text for text in problems if "the server responded with a status of 4" not in text]
    assert not own, own


def save(page: Page, query: str = "", name: str = "Autumn") -> None:
    page.goto(f"/{query}")
    page.get_by_role("button", name="Save and share").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Save this plan")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Keep the edit link")).to_be_visible()
    # The words are there before the deferred script that listens to keys and to printing.
    page.wait_for_load_state()


def share(page: Page) -> str:
    """The link to send."""
    page.get_by_role("button", name="Share", exact=True).click()
    field = page.get_by_label("Link to send")
    expect(field).to_be_visible()
    return field.input_value()


def total(page: Page) -> str:
    return page.locator(".verdict .total").inner_text()


def total_of_decision(page: Page) -> str:
    """The total on the page that the link to send opens."""
    return page.locator(".deal [data-label=Total]").inner_text().split()[-1]


def revise(page: Page, people: str) -> None:
    page.get_by_label("How many").fill(people)
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("status").filter(has_text="is saved")).to_be_visible()


def remember(context: BrowserContext, client: Client, base_url: str) -> None:
    """Copy the test client's cookie to the browser."""
    value = client.cookies["campaigns"].value
    context.add_cookies([{"name": "campaigns", "value": value, "url": base_url}])
