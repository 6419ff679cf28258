"""From a saved campaign to the quote in the client's browser, on a phone."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

pytestmark = pytest.mark.usefixtures("price_books")
PHONE: ViewportSize = {"width": 390, "height": 800}


def draw_logo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (240, 80), (11, 92, 86)).save(out, "PNG")
    return out.getvalue()


def fits(page: Page) -> bool:
    """Whether nothing stands out of the page to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_an_agency_makes_a_quote_and_its_client_opens_it(
    browser: Browser, base_url: str, has_script: bool
) -> None:
    context = browser.new_context(base_url=base_url, viewport=PHONE, java_script_enabled=has_script)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.goto("/campaigns/new/?target=100")
    page.get_by_label("Name").fill("Founders")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Make a quote").click()
    expect(page).to_have_url(re.compile("/quotes/new/$"))
    if has_script:
        assert fits(page)
    page.get_by_label("Client", exact=True).fill("Client & Co")
    page.get_by_label("From: you or your agency").fill("Our Agency")
    page.get_by_label("Mark-up in percent").fill("25")
    page.get_by_label("Tax in percent").fill("19")
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": draw_logo()}
    )
    page.get_by_role("button", name="Preview").click()
    preview = page.locator("#preview")
    # Twice $99.99 and a quarter more: 249.975.
    expect(preview).to_contain_text("$249.98")
    expect(preview.get_by_role("img", name="Our Agency")).to_be_visible()
    page.get_by_role("button", name="Make the quote").click()
    expect(page.get_by_role("status").first).to_contain_text("Quote 1 is made")
    page.locator("summary", has_text="Client & Co").click()
    link = page.get_by_label("Link for your client").input_value()

    client = browser.new_context(viewport=PHONE, java_script_enabled=has_script).new_page()
    client.on("console", lambda message: problems.append(message.text))
    client.goto(link)
    expect(client.get_by_role("heading", level=1)).to_have_text("Founders")
    expect(client.locator(".quote-total")).to_contain_text("$297.48")
    expect(client.get_by_role("img", name="Our Agency")).to_be_visible()
    text = client.content()
    for own in ("199.98", "99.99", "25 %", "Sales Navigator"):
        assert own not in text
    if has_script:
        assert fits(client)
        drawn = client.get_by_role("img", name="Our Agency").evaluate("one => one.naturalWidth")
        assert drawn == 240

    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status").first).to_contain_text("withdrawn")
    response = client.goto(link)
    assert response is not None
    assert response.status == 404
    assert [text for text in problems if "404" not in text] == []


def test_a_preview_survives_the_browser_s_back(page: Page) -> None:
    """And its being loaded again: no form is sent a second time."""
    page.goto("/campaigns/new/?target=100")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Make a quote").click()
    page.get_by_label("Client", exact=True).fill("Client & Co")
    page.get_by_label("Mark-up in percent").fill("25")
    page.get_by_role("button", name="Preview").click()
    preview, client = page.locator("#preview"), page.get_by_label("Client", exact=True)
    expect(preview).to_contain_text("$249.98")
    page.get_by_role("link", name="Back to the campaign").click()
    expect(page).not_to_have_url(re.compile("/quotes/new/"))
    page.go_back()
    expect(preview).to_contain_text("$249.98")
    expect(client).to_have_value("Client & Co")
    page.reload()
    expect(preview).to_contain_text("$249.98")
    client.fill("Another")
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_contain_text("Another")
