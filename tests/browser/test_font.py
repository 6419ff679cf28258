"""The font that the browser draws with: ours, for every sign of a page."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("price_books")


def list_fonts(page: Page) -> set[tuple[str, bool]]:
    """The fonts of the page's texts: the family, and whether it comes from the site."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    texts = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *"})
    return {
        (font["familyName"], font["isCustomFont"])
        for node in texts["nodeIds"]
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }


def test_every_sign_is_drawn_with_it(page: Page) -> None:
    page.goto("/?target=600&seats=3&deadline_months=4&open=sales-navigator-professional")
    # Nothing on the page is replaced while its texts are looked at.
    expect(page.locator("#mix-way[hx-get]")).to_have_count(0)
    assert list_fonts(page) == {("Inter Variable", True)}
