"""WCAG 2.2 AA as far as a machine sees it: every page, light and dark, wide and narrow."""

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect
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
RULES_AND_SIZES = RULES | {"rules": {"target-size": {"enabled": True}}}
# On one page they have headings and landmarks of many.
OF_WHOLE_PAGES = ["heading-order", "landmark-unique", "page-has-heading-one"]
RULES_OF_COMPONENTS = RULES_AND_SIZES | {
    "rules": RULES_AND_SIZES["rules"] | {rule: {"enabled": False} for rule in OF_WHOLE_PAGES}
}
# What depends on the colors; all else, sizes too, is the same in a dark page.
COLORS = RESULTS | {"runOnly": ["color-contrast"]}
# What depends on whether a table scrolls.
SCROLLS = RESULTS | {"runOnly": ["scrollable-region-focusable"]}
LOOKS = [
    (320, "light", RULES_AND_SIZES),
    (320, "dark", COLORS),
    (1800, "light", RULES_AND_SIZES),
    (1800, "dark", COLORS),
    (1360, "light", SCROLLS),
]
# A month of a long chart is narrower than a finger. WCAG 2.5.8 allows that where another control
# on the page does the same, as the field for the months and the chart's table do.
IN_COLUMNS = "names => Boolean(document.querySelector(names.join(' '))?.closest('.columns'))"


def run_axe(page: Page, rules: dict[str, Any]) -> AxeResults:
    """What axe finds by these rules, but for the size of the months of a chart."""
    # A page has the script from the first run on.
    script = "0" if page.evaluate("'axe' in window") else AXE_SCRIPT
    run = Axe(script).run(page, options=rules)
    for violation in run.response["violations"]:
        if violation["id"] == "target-size":
            nodes = violation["nodes"]
            violation["nodes"] = [
                node for node in nodes if not page.evaluate(IN_COLUMNS, node["target"])
            ]
    run.response["violations"] = [one for one in run.response["violations"] if one["nodes"]]
    return run


def report(run: AxeResults) -> str:
    """The violations in words; empty where there is none."""
    return str(run.generate_report()) if run.violations_count else ""


def complain(page: Page) -> str:
    """What axe finds by every rule, in words; empty where it finds nothing."""
    return report(run_axe(page, RULES_AND_SIZES))


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


def look(page: Page, width: int, scheme: str) -> None:
    """Change what a page depends on by its styles alone, so that it need not come again."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")


# On the widest one no table has to scroll, so that axe sees the contrast of every cell; all else is
# the same there as at 1360, where tables scroll. 640 is a window of 1280 at 200 % zoom.
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(PAGES[name])
    complaints = {}
    for width, scheme, rules in LOOKS:
        look(page, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        run = run_axe(page, rules)
        if found := report(run):
            complaints[width, scheme] = found
        if width == 1800:
            assert doubts_about_contrast(run) == []
    look(page, 640, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert complaints == {}


def test_axe_finds_nothing_where_every_channel_is_open(page: Page) -> None:
    look(page, 390, "light")
    page.goto("/prices/")
    page.evaluate("document.querySelectorAll('.channels details').forEach(it => it.open = true)")
    expect(page.get_by_text("0.59 % of the e-mails of step 1")).to_be_visible()
    for width, scheme, rules in (
        (390, "light", RULES_AND_SIZES), (390, "dark", COLORS), (1800, "dark", RULES),
    ):  # fmt: skip
        look(page, width, scheme)
        run = run_axe(page, rules)
        assert report(run) == ""
        assert doubts_about_contrast(run) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_where_no_script_runs(page: Page) -> None:
    # axe is a script itself, so only the site's own scripts are blocked.
    page.route("**/*.js", lambda route: route.abort())
    complaints = {}
    for name, address in PAGES.items():
        page.goto(address)
        # Targets are as large as where scripts run.
        if found := report(run_axe(page, RULES)):
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


def test_axe_finds_nothing_on_the_pages_of_campaigns(
    page: Page, base_url: str, client: Client, campaign_pages: dict[str, str]
) -> None:
    remember(page.context, client, base_url)
    page.emulate_media(reduced_motion="reduce")
    complaints = {}
    for name, address in campaign_pages.items():
        look(page, 320, "light")
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
        for width, scheme, rules in ((320, "light", RULES_AND_SIZES), (1360, "dark", RULES)):
            look(page, width, scheme)
            if found := report(run_axe(page, rules)):
                complaints[name, width] = found
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert complaints == {}


@pytest.mark.parametrize("part", PARTS)
def test_no_component_has_a_fault_in_any_state(page: Page, settings: Settings, part: str) -> None:
    settings.DEBUG = True
    page.set_viewport_size({"width": 1800, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/styleguide/?part={part}&scheme=light")
    _, sections = PARTS[part]
    specimens = [one for section in sections for one in section.specimens]
    expect(page.locator(".specimen")).to_have_count(len(specimens))
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    runs = [run_axe(page, RULES_OF_COMPONENTS)]
    page.evaluate("document.querySelector('.styleguide').classList.replace('light', 'dark')")
    expect(page.locator(".styleguide")).to_have_css("color-scheme", "dark")
    runs.append(run_axe(page, COLORS))
    assert [report(run) for run in runs] == ["", ""]
    assert [doubts_about_contrast(run) for run in runs] == [[], []]
