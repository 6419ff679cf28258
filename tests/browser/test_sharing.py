"""A campaign from hand to hand: saved, shared, played with, copied, changed by two at once."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from campaigns.models import Campaign
from tests.browser.campaigns import PHONE, revise, save, share, somebody, total, total_of_decision
from tests.campaigns.factories import change_price, save_shared_campaign

pytestmark = pytest.mark.usefixtures("price_books")


def test_a_sender_and_a_receiver_side_by_side(browser: Browser, base_url: str) -> None:
    with (
        somebody(browser, base_url) as sender,
        somebody(browser, base_url, **PHONE) as receiver,
    ):
        sender.goto("/")
        sender.get_by_label("How many").fill("150")
        expect(sender.locator(".verdict .total")).to_have_text("$299.97")
        sender.get_by_role("button", name="Save and share").click()
        expect(sender.get_by_label("Name")).to_have_value(re.compile("^150 people from "))
        sender.get_by_label("Name").fill("Autumn")
        sender.get_by_label("Note").fill("For Ann,\n\nwho pays.")
        sender.get_by_role("button", name="Save", exact=True).click()
        expect(sender).to_have_url(re.compile("/campaigns/[A-Za-z0-9_-]{43}/$"))
        expect(sender.get_by_role("heading", level=1)).to_have_text("Autumn")
        address = share(sender)
        assert sender.url.partition("#")[0] != address

        receiver.goto(address)
        assert total_of_decision(receiver) == total(sender) == "$299.97"
        expect(receiver.get_by_role("heading", level=1)).to_have_text("Autumn")
        expect(receiver.get_by_text("who pays.")).to_be_visible()
        assert receiver.evaluate("document.documentElement.scrollWidth") <= 390
        table = receiver.locator(".steps").bounding_box()
        assert table
        assert table["x"] + table["width"] <= 390
        receiver.get_by_role("link", name="Try other numbers").click()
        assert total(receiver) == "$299.97"
        assert receiver.evaluate("document.documentElement.scrollWidth") <= 390
        head, answer, form = (
            receiver.locator(name).bounding_box() for name in (".campaign", ".verdict", ".form")
        )
        assert head
        assert answer
        assert form
        assert head["y"] < form["y"] < answer["y"]
        edit_token = sender.url.split("/")[-2]
        assert edit_token not in receiver.content()

        # The viewer's changes do not reach the sender; then the viewer makes a copy.
        receiver.get_by_label("How many").fill("250")
        expect(receiver.get_by_text("Nothing here changes what was shared")).to_be_visible()
        expect(receiver.locator(".verdict .total")).not_to_have_text("$299.97")
        played = total(receiver)
        sender.reload()
        assert total(sender) == "$299.97"
        receiver.get_by_role("link", name="Copy into a campaign of my own").click()
        receiver.get_by_role("button", name="Save", exact=True).click()
        expect(receiver.get_by_role("heading", level=1)).to_have_text("Autumn (copy)")
        assert total(receiver) == played
        receiver.goto("/campaigns/")
        listed = receiver.get_by_role("group", name="My campaigns")
        expect(listed.get_by_role("link", name="Autumn (copy)")).to_be_visible()
        expect(receiver.get_by_role("link", name="Autumn", exact=True)).to_have_count(0)

        revise(sender, "90")
        expect(sender.locator(".changed .tag")).to_be_visible()
        receiver.goto(address)
        assert total_of_decision(receiver) == "$299.97"
        sender.get_by_role("button", name="Let the link show what is saved now").click()
        expect(sender.locator(".changed .tag")).to_have_count(0)
        receiver.reload()
        assert total_of_decision(receiver) == total(sender) != "$299.97"

        sender.get_by_text("Manage").click()
        sender.get_by_role("button", name="Switch off").click()
        expect(sender.get_by_role("button", name="Share", exact=True)).to_be_visible()
        receiver.reload()
        expect(receiver.get_by_role("heading", level=1)).to_have_text(
            "There is nothing at this address"
        )


def test_two_tabs_do_not_overwrite_each_other(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as first:
        save(first)
        second = first.context.new_page()
        second.goto(first.url)
        revise(second, "200")

        first.get_by_label("How many").fill("300")
        first.get_by_role("button", name="Save changes").click()
        alert = first.get_by_role("alert").filter(has_text="Somebody else saved this campaign")
        expect(alert).to_be_visible()
        row = alert.get_by_role("row", name="How many")
        expect(row.get_by_role("cell")).to_have_text(["200", "300"])
        expect(first.get_by_label("How many")).to_have_value("300")
        second.reload()
        expect(second.get_by_label("How many")).to_have_value("200")

        first.get_by_role("button", name="Save changes").click()
        expect(first.get_by_role("status").filter(has_text="is saved")).to_be_visible()
        second.reload()
        expect(second.get_by_label("How many")).to_have_value("300")


def test_prices_taken_over_in_an_old_tab_do_not_overwrite_the_new_one(
    browser: Browser, base_url: str
) -> None:
    with somebody(browser, base_url) as first:
        save(first, "?plans=sales-navigator-core")
        change_price("sales-navigator-core", "20", effective_on=date.today())
        first.reload()
        expect(first.locator(".since")).to_contain_text("$99.99")
        second = first.context.new_page()
        second.goto(first.url)
        revise(second, "200")
        # Only the answer is refreshed; the rest of the page is stale.
        first.get_by_label("How many").fill("300")
        expect(first.locator(".unsaved")).to_be_visible()
        expect(first.locator(".since")).to_be_visible()
        first.get_by_role("button", name="Take over today’s prices and save").click()
        expect(first.get_by_role("alert").filter(has_text="Somebody else")).to_be_visible()
        first.get_by_role("button", name="Take over today’s prices and save").click()
        expect(first.get_by_role("status").filter(has_text="with today’s prices")).to_be_visible()
        expect(first.locator(".since")).to_have_count(0)
        expect(first.get_by_label("How many")).to_have_value("300")
        assert total(first) == "$120"


def test_what_was_just_typed_is_what_is_saved(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        # No change in the form is answered any more, only the button that saves.
        page.route("**/?**", lambda route: None if _is_htmx(route) else route.continue_())
        page.get_by_label("How many").fill("321")
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_role("status").filter(has_text="is saved")).to_be_visible()
        expect(page.get_by_label("How many")).to_have_value("321")
        assert Campaign.objects.with_plans().get().newest_revision.headline.startswith("321 people")
        # The other button, in the form itself, does the same.
        page.get_by_label("How many").fill("322")
        page.locator("#scenario").get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").filter(has_text="is saved")).to_be_visible()
        expect(page.get_by_label("How many")).to_have_value("322")


def _is_htmx(route: Any) -> bool:
    return "hx-request" in route.request.headers


def test_a_mistake_is_not_saved_and_not_lost(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        page.get_by_text("Name and note").click()
        page.locator("#id_name").fill("Winter")
        page.get_by_label("How many").fill("nobody")
        page.get_by_role("button", name="Save changes").click()
        expect(page.locator("#error-target")).to_contain_text("Please enter a whole number")
        expect(page.get_by_label("How many")).to_have_value("nobody")
        expect(page.locator("#id_name")).to_have_value("Winter")
        assert Campaign.objects.get().number == 1
        revise(page, "120")
        expect(page.get_by_role("heading", level=1)).to_have_text("Winter")


def test_going_back_undoes_and_undoing_shows_what_is_saved(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page, "?target=150")
        people = page.get_by_label("How many")
        expect(page.locator(".unsaved")).to_have_count(0)
        page.locator(".matrix tbody tr td.current button").last.click()
        expect(page).to_have_url(re.compile(r"/campaigns/.*estimate="))
        expect(page.locator(".unsaved")).to_have_count(0)
        people.fill("700")
        expect(page.locator(".unsaved")).to_be_visible()
        expect(page).to_have_url(re.compile("target=700"))
        page.go_back()
        expect(people).to_have_value("150")
        people.fill("800")
        expect(page.locator(".unsaved")).to_be_visible()
        page.get_by_role("link", name="Undo changes").click()
        expect(people).to_have_value("150")
        expect(page.locator(".unsaved")).to_have_count(0)


def test_a_deleted_campaign_is_brought_back(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page, name="Winter")
        address = page.url
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_role("status").filter(has_text="“Winter” is deleted")).to_be_visible()
        page.get_by_role("button", name="Bring it back").click()
        page.get_by_role("group", name="My campaigns").get_by_role(
            "link", name="Winter", exact=True
        ).click()
        expect(page).to_have_url(address)


def test_the_keyboard_alone_is_enough(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        page.goto("/?target=150")
        page.get_by_role("button", name="Save and share").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Save this plan")
        page.get_by_label("Name").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("Autumn")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Autumn")
        page.locator(".verdict").locator("a:visible, button:visible").last.focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Share"
        page.keyboard.press("Space")
        expect(page.get_by_label("Link to send")).to_be_visible()
        page.locator("summary", has_text="Name and note").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type("Winter")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Winter")
        focused = page.get_by_role("button", name="Save changes")
        focused.focus()
        assert focused.evaluate("e => getComputedStyle(e).outlineStyle") != "none"


def test_it_works_without_javascript(browser: Browser, base_url: str) -> None:
    with (
        somebody(browser, base_url, java_script_enabled=False) as sender,
        somebody(browser, base_url, java_script_enabled=False) as receiver,
    ):
        sender.goto("/")
        sender.get_by_label("How many").fill("150")
        # The planner's button submits the form's current values.
        sender.get_by_role("button", name="Save and share").click()
        sender.get_by_label("Name").fill("Autumn")
        sender.get_by_role("button", name="Save", exact=True).click()
        assert total(sender) == "$299.97"
        last_day = date.today() + timedelta(days=7)
        sender.get_by_label("Works until").fill(last_day.isoformat())
        sender.get_by_role("button", name="Share until that day").click()
        address = sender.get_by_label("Link to send").input_value()
        expect(sender.get_by_text(f"It works until {last_day:%-d %b %Y}")).to_be_visible()

        receiver.goto(address)
        assert total_of_decision(receiver) == "$299.97"
        receiver.get_by_role("link", name="Try other numbers").click()
        receiver.get_by_label("How many").fill("250")
        receiver.get_by_role("button", name="Calculate").click()
        expect(receiver.get_by_text("Nothing here changes what was shared")).to_be_visible()
        played = total(receiver)
        receiver.get_by_role("link", name="Copy into a campaign of my own").click()
        receiver.get_by_role("button", name="Save", exact=True).click()
        expect(receiver.get_by_role("heading", level=1)).to_have_text("Autumn (copy)")
        assert total(receiver) == played

        sender.get_by_label("How many").fill("120")
        sender.get_by_role("button", name="Calculate").click()
        expect(sender.get_by_text("Not saved yet")).to_be_visible()
        sender.get_by_role("button", name="Save changes").click()
        expect(sender.get_by_text("Not saved yet")).to_have_count(0)
        expect(sender.locator(".changed .tag")).to_be_visible()
        sender.get_by_label("How many").fill("nobody")
        sender.get_by_role("button", name="Calculate").click()
        sender.get_by_role("button", name="Save changes").click()
        expect(sender.locator("#error-target")).to_contain_text("Please enter a whole number")
        expect(sender.get_by_label("How many")).to_have_value("nobody")
        assert Campaign.objects.get(share_token__isnull=False).number == 2


def test_who_asks_for_the_forecast_goes_on_where_it_stands(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        page.goto("/")
        page.locator("#offer-forecast").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#forecast")).to_be_visible()
        expect(page.locator("#forecast .finding")).to_be_visible()
        expect(page.locator("#forecast")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#forecast')")


def test_the_ticked_campaigns_make_a_workbook_on_a_phone_without_a_script(
    browser: Browser, base_url: str
) -> None:
    with somebody(browser, base_url, java_script_enabled=False, **PHONE) as page:
        save(page, "?target=150", name="Autumn")
        save(page, name="A name without a gap that a narrow screen has no room for" + "x" * 40)
        page.goto("/campaigns/")
        # Nothing stands beside the screen, and each row's figures have their names.
        table = page.locator("table.own")
        box = table.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        label = "getComputedStyle(document.querySelector('[data-label=Total]'), '::before').content"
        expect(table.locator("[data-label=Total]").last).to_have_text("$299.97")
        page.get_by_role("checkbox", name="Autumn").check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Excel workbook of the ticked").click()
        assert download.value.suggested_filename == "campaigns.xlsx"
    with somebody(browser, base_url, **PHONE) as page:
        save(page)
        page.goto("/campaigns/")
        assert page.evaluate(label) == '"Total"'
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1360, 360])
def test_sharing_follows_the_verdict_in_every_order(
    browser: Browser, base_url: str, width: int
) -> None:
    campaign = save_shared_campaign("price_book=linkedin-2026")
    with somebody(browser, base_url, viewport={"width": width, "height": 800}) as page:
        page.goto(f"/campaigns/{campaign.edit_token}/")
        # Those of the markup, from top to bottom on the screen.
        cards = page.locator("#main .card:visible")
        tops = [box["y"] for card in cards.all() if (box := card.bounding_box())]
        assert tops == sorted(tops)
        names = cards.evaluate_all("all => all.map(one => one.className.split(' ').at(1))")
        assert names[:4] == ["campaign", "form", "verdict", "sharing"]
        assert names.index("compare") > 3
        assert "quotes" in (cards.last.get_attribute("class") or "").split()
        page.locator(".verdict").locator("a:visible, button:visible").last.focus()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Link to send")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Share", exact=True)).to_be_focused()


def test_an_answer_leaves_what_is_typed_at_sharing(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        save(page)
        last_day = date.today() + timedelta(days=7)
        page.get_by_label("Works until").fill(last_day.isoformat())
        page.locator("#feed summary").click()
        page.get_by_label("How many").fill("90")
        expect(page.locator(".unsaved")).to_be_visible()
        expect(page.locator("#sharing")).to_have_count(1)
        expect(page.get_by_role("button", name="Make a calendar feed")).to_be_visible()
        expect(page.get_by_label("Works until")).to_have_value(last_day.isoformat())
        expect(page.locator(".verdict + #sharing")).to_be_visible()
        page.get_by_role("button", name="Share (saves it first)").click()
        expect(page.get_by_label("Link to send")).to_be_visible()
        expect(page.locator(".unsaved")).to_have_count(0)
        page.get_by_label("How many").fill("nobody")
        expect(page.locator("#error-target")).to_contain_text("Please enter a whole number")
        page.reload()
        expect(page.locator(".verdict + #sharing")).to_be_visible()
        expect(page.locator("#sharing")).to_have_count(1)


def test_an_answer_offers_copying_before_it_is_settled(browser: Browser, base_url: str) -> None:
    with somebody(browser, base_url) as page:
        page.goto("/")
        copies = page.get_by_role("button", name="Copy link")
        expect(copies).to_be_visible()
        # A settling far away is what a page looks like when its answer is painted first.
        page.evaluate("htmx.config.defaultSettleDelay = 60_000")
        page.get_by_label("How many").fill("150")
        expect(page.locator(".verdict .total")).to_have_text("$299.97")
        expect(copies).to_be_visible()
