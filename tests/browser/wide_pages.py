"""Which pages are wider than their window."""

from collections.abc import Iterable

from playwright.sync_api import Page

WIDTHS = (360, 390, 600, 768, 800, 821, 900, 1024)
# Of all elements that no frame with a scrollbar of its own holds, the one furthest to the right.
FIND_WIDEST = """() => {
    const isHeld = (one) => one !== document.body
        && (getComputedStyle(one).overflowX !== "visible" || isHeld(one.parentElement));
    const ends = (one) => Math.round(one.getBoundingClientRect().right);
    const all = [...document.body.querySelectorAll("*")].filter(one => !isHeld(one.parentElement));
    const widest = all.reduce((one, other) => ends(other) > ends(one) ? other : one);
    return `${widest.tagName}.${widest.className} ends at ${ends(widest)}`;
}"""


def find_wide(page: Page, addresses: Iterable[str]) -> list[str]:
    """The pages that are wider than their window, with its width and what is too wide."""
    found: list[str] = []
    for address in addresses:
        page.set_viewport_size({"width": 1360, "height": 800})
        response = page.goto(address, timeout=40_000)
        assert response
        assert response.status == 200, address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} at {width}: {page.evaluate(FIND_WIDEST)}")
    return found
