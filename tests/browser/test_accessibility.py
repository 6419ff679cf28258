"""WCAG 2.2 AA as far as a machine sees it: every page, light and dark, wide and narrow."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from campaigns.styleguide.specimens import PARTS
from tests.browser.campaigns import remember

pytestmark = pytest.mark.usefixtures("price_books")

PAGES = {
    "planner": "/",
    "planner, everything folded out": (
        "/?target=500&budget=900&reply_rate=10+%25&plans=sales-navigator-core&plans=executive-25"
        "&strategies=buy_now&custom_plans-0-name=Mine&custom_plans-0-monthly_price=1"
        "&custom_plans-0-monthly_credits=9&custom_plans-0-rollover_cap=9"
        "&custom_plans-0-credit_lifetime_days=90&custom_plans-0-credit_price=1"
        "&track_record_sent=100&track_record_replied=9&sort=-months"
    ),
    "planner, with mistakes": (
        "/?target=abc&reply_rate=1&budget=1.680&decline_rate=10&unknown=1&custom_plans-0-name=Mine"
        "&custom_plans-0-annual_price=2.000&custom_plans-0-monthly_price=%E2%82%AC5"
    ),
    "planner, audiences": (
        "/?price_book=linkedin-2026&start_on=2026-12-01&deadline_months=2&seats=1"
        "&audiences-0-name=Acme&audiences-0-target=60&audiences-0-deadline_on=2026-12-31"
        "&audiences-1-name=Borealis&audiences-1-target=40"
    ),
    "planner, nothing in time": "/?price_book=linkedin-2026&target=1000&deadline_months=5",
    "estimate": "/estimate/?estimate=sales-navigator-professional.accumulate&target=150",
    "prices": "/prices/",
    "prices of 2026": "/prices/linkedin-2026/",
    "how it works": "/how-it-works/",
    "not found": "/nothing-here/",
}
# axe describes every element that it passed unless configured not to.
RESULTS = {"resultTypes": ["violations", "incomplete"]}
RULES: dict[str, Any] = RESULTS | {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "rules": {"target-size": {"enabled": False}},
}
# On one page they have headings and landmarks of many.
OF_WHOLE_PAGES = ["heading-order", "landmark-unique", "page-has-heading-one"]
RULES_OF_COMPONENTS = RULES | {
    "rules": RULES["rules"] | {rule: {"enabled": False} for rule in OF_WHOLE_PAGES}
}
# What depends on the colors; all else, sizes too, is the same in a dark page.
COLORS = RESULTS | {"runOnly": ["color-contrast"]}
# What depends on whether a table scrolls.
SCROLLS = RESULTS | {"runOnly": ["scrollable-region-focusable"]}
# A month of a long chart is narrower than a finger. WCAG 2.5.8 allows that where another control
# on the page does the same, as the field for the months and the chart's table do.
TARGETS = {"exclude": [[".columns"]]}
SIZES = RESULTS | {"runOnly": ["target-size"]}


def run_axe(page: Page, rules: dict[str, Any], *, sizes: bool = True) -> list[AxeResults]:
    """What axe finds by these rules, and about the size of targets."""
    runs = [Axe().run(page, options=rules)]
    if sizes:
        runs.append(Axe().run(page, context=TARGETS, options=SIZES))
    return runs


def report(runs: list[AxeResults]) -> str:
    """The violations in words; empty where there is none."""
    return "\n".join(run.generate_report() for run in runs if run.violations_count)


def complain(page: Page) -> str:
    """What axe finds by every rule, in words; empty where it finds nothing."""
    return report(run_axe(page, RULES))


def doubts_about_contrast(run: AxeResults) -> list[str]:
    """Texts whose contrast axe could not measure: an unknown result is not a pass.

    Letters of a chart, which axe takes for pictures, and texts half behind the form's buttons are
    exempt.
    """
    return [
        str(node["target"])
        for entry in run.response["incomplete"]
        if entry["id"] == "color-contrast"
        for node in entry["nodes"]
        if not node["html"].startswith(("<text", "<tspan"))
        and node["any"][0]["data"].get("messageKey") != "elmPartiallyObscured"
    ]


# On the widest one no table has to scroll, so that axe sees the contrast of every cell; all else is
# the same there as at 1360, where tables scroll.
@pytest.mark.parametrize("width", [320, 1800])
def test_axe_finds_nothing(browser: Browser, base_url: str, width: int) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints = {}
    for name, address in PAGES.items():
        page.goto(address)
        for scheme, rules in (("light", RULES), ("dark", COLORS)):
            # Colors are all that the scheme changes, so the page need not come again.
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            runs = run_axe(page, rules, sizes=rules is not COLORS)
            if found := report(runs):
                complaints[f"{name}, {scheme}"] = found
            if width == 1800 and (doubts := doubts_about_contrast(runs[0])):
                complaints[f"contrast: {name}, {scheme}"] = str(doubts)
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if width == 1800:
            page.set_viewport_size({"width": 1360, "height": 800})
            if found := report(run_axe(page, SCROLLS, sizes=False)):
                complaints[f"{name}, scrolling"] = found
            assert page.evaluate("document.documentElement.scrollWidth") <= 1360, name
            page.set_viewport_size({"width": width, "height": 800})
    context.close()
    assert complaints == {}


@pytest.mark.parametrize(
    ("scheme", "width", "rules"),
    [("light", 390, RULES), ("dark", 390, COLORS), ("dark", 1800, RULES)],
)
def test_axe_finds_nothing_where_every_channel_is_open(
    browser: Browser, base_url: str, scheme: str, width: int, rules: dict[str, Any]
) -> None:
    context = browser.new_context(
        base_url=base_url,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto("/prices/")
    page.evaluate("document.querySelectorAll('.channels details').forEach(it => it.open = true)")
    expect(page.get_by_text("0.59 % of the e-mails of step 1")).to_be_visible()
    runs = run_axe(page, rules, sizes=scheme == "light")
    assert report(runs) == ""
    assert doubts_about_contrast(runs[0]) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_axe_finds_nothing_where_no_script_runs(page: Page) -> None:
    # axe is a script itself, so only the site's own scripts are blocked.
    page.route("**/*.js", lambda route: route.abort())
    complaints = {}
    for name, address in PAGES.items():
        page.goto(address)
        # Targets are as large as where scripts run.
        if found := report(run_axe(page, RULES, sizes=False)):
            complaints[name] = found
    assert complaints == {}


def test_axe_finds_nothing_after_a_change(page: Page) -> None:
    page.goto("/")
    page.get_by_label("How many").fill("nobody")
    page.locator("#error-target").wait_for()
    # The old answer is dimmed while a new one is requested.
    expect(page.locator(".answer.htmx-request")).to_have_count(0)
    assert complain(page) == ""
    page.get_by_label("How many").fill("700")
    expect(page).to_have_url(re.compile("target=700"))
    expect(page.locator(".answer.htmx-request")).to_have_count(0)
    assert complain(page) == ""


def test_at_twice_the_size_nothing_runs_off_the_side(browser: Browser, base_url: str) -> None:
    # 200 % zoom of a window 1280 pixels wide leaves a layout 640 wide.
    context = browser.new_context(
        base_url=base_url, viewport={"width": 640, "height": 400}, device_scale_factor=2
    )
    page = context.new_page()
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1360)])
def test_axe_finds_nothing_on_the_pages_of_campaigns(
    browser: Browser,
    base_url: str,
    client: Client,
    campaign_pages: dict[str, str],
    scheme: str,
    width: int,
) -> None:
    context = browser.new_context(
        base_url=base_url,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    remember(context, client, base_url)
    page = context.new_page()
    complaints = {}
    for name, address in campaign_pages.items():
        page.goto(address)
        if name == "new quote":
            # With a fault at each field.
            page.get_by_label("Tax in percent").fill("x")
            page.get_by_role("button", name="Preview").click()
            page.get_by_text("Please enter").first.wait_for()
        if name == "campaign":
            # With every message of the page, the edit conflict included.
            page.get_by_label("How many").fill("180")
            page.evaluate("document.querySelector('#campaign [name=seen]').value = '0'")
            page.get_by_role("button", name="Save changes").click()
            page.get_by_role("alert").filter(has_text="Somebody else").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        # On a wide page no target is smaller.
        if found := report(run_axe(page, RULES, sizes=width == 320)):
            complaints[name] = found
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()
    assert complaints == {}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_component_has_a_fault_in_any_state(
    browser: Browser, base_url: str, settings: Settings, scheme: str, part: str
) -> None:
    settings.DEBUG = True
    context = browser.new_context(
        base_url=base_url, viewport={"width": 1800, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"/styleguide/?part={part}&scheme={scheme}")
    _, sections = PARTS[part]
    specimens = [one for section in sections for one in section.specimens]
    expect(page.locator(".specimen")).to_have_count(len(specimens))
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    is_light = scheme == "light"
    runs = run_axe(page, RULES_OF_COMPONENTS if is_light else COLORS, sizes=is_light)
    doubts = doubts_about_contrast(runs[0])
    context.close()
    assert report(runs) == ""
    assert doubts == []
