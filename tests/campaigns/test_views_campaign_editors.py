"""Two editors of one campaign: neither overwrites what the other saved."""

import re

import pytest
from django.test import Client

from tests.campaigns.campaign_page import asked, fresh, link, press, see, send, totals
from tests.campaigns.factories import (
    change_price,
    save_campaign,
)
from tests.campaigns.pages import read_form, read_text

pytestmark = pytest.mark.usefixtures("book")
HTMX = {"HX-Request": "true"}


def test_a_conflict_is_told_and_nothing_is_overwritten(client: Client) -> None:
    campaign = save_campaign(name="Autumn", note="For Ann")
    mine = read_form(see(client, campaign, "target=150"), "save") | {"name": "Mine"}
    other = Client()
    press(other, campaign, "save", "target=180&goal=replied&reply_rate=10+%25", note="For Bob")

    page = send(client, campaign, mine)
    assert page.status_code == 409
    text = read_text(page)
    assert "Somebody else saved this campaign at 12:00 UTC on 1 Dec" in text
    assert "Theirs, saved Yours, not saved" in text
    assert "How many 180 150" in text
    assert "Goal Replies People" in text
    assert "Reply rate 10 % 0" in text
    assert "Name Autumn Mine" in text
    assert "Note For Bob For Ann" in text
    assert "Seats 1" not in text, "only what differs"
    revision = fresh(campaign).newest_revision
    assert (revision.number, revision.note) == (2, "For Bob")
    assert asked(campaign)["target"] == ["180"]

    # What was typed is there still, and now, knowing of the other, it may be put in its place.
    again = read_form(page, "save")
    assert again["name"] == "Mine"
    assert totals(page)[0] == "$449.97"
    assert "“Mine” is saved" in read_text(send(client, campaign, again))
    assert asked(campaign)["target"] == ["150"]


def test_who_takes_theirs_finds_theirs(client: Client) -> None:
    campaign = save_campaign()
    mine = read_form(see(client, campaign, "target=150"), "save")
    press(Client(), campaign, "save", "target=180")
    page = send(client, campaign, mine).content.decode()
    address = re.search(r'<a href="([^"]+)">take theirs', page)
    assert address
    assert 'name="target" value="180"' in client.get(address[1]).content.decode()


@pytest.mark.parametrize("slip", [{"name": ""}, {"asked": "price_book=ours&target=nobody"}])
@pytest.mark.parametrize("action", ["save", "copy", "prices"])
def test_a_mistake_on_the_way_does_not_hide_a_conflict(
    client: Client, slip: dict[str, str], action: str
) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    mine = read_form(see(client, campaign, "target=150"), "save")
    press(Client(), campaign, "save", "target=180")
    page = send(client, campaign, mine | slip | {"action": action})
    if action == "copy" and "name" in slip:
        return  # a copy takes the campaign's own name
    again = read_form(page, "save") | {name: mine[name] for name in slip}
    assert send(client, campaign, again).status_code == 409
    assert asked(campaign)["target"] == ["180"]


def test_todays_prices_are_not_taken_over_what_another_saved(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    opened = read_form(see(client, campaign), "save")
    press(Client(), campaign, "save", "target=180")
    # A change in the form has refreshed the answer since; the rest of the page is stale.
    fragment = client.get(f"{link(campaign)}?price_book=ours&target=150", headers=HTMX)
    assert 'form="campaign" name="action" value="prices"' in fragment.content.decode()
    assert "<form" not in fragment.content.decode().split("since-title")[1].split("</section>")[0]
    page = send(client, campaign, opened | {"action": "prices"})
    assert page.status_code == 409
    assert asked(campaign)["target"] == ["180"]


def test_a_form_that_was_answered_in_between_does_not_hide_a_conflict(client: Client) -> None:
    campaign = save_campaign()
    scenario = see(client, campaign).content.decode().split('id="scenario"')[1].split("</form>")[0]
    assert '<input type="hidden" name="seen" value="1">' in scenario
    press(Client(), campaign, "save", "target=180")
    # Without JavaScript the form is sent to be answered, and the answer's page saves it.
    answered = see(client, campaign, "price_book=ours&target=150&seen=1")
    assert "not something the planner knows" not in read_text(answered)
    page = send(client, campaign, read_form(answered, "save"))
    assert page.status_code == 409
    assert "How many 180 150" in read_text(page)
    assert asked(campaign)["target"] == ["180"]


def test_two_changes_one_after_the_other_are_no_conflict(client: Client) -> None:
    campaign = save_campaign()
    for number, browser in enumerate([client, Client(), client], start=2):
        press(browser, campaign, "save", f"target={100 + number}")
        assert fresh(campaign).number == number


@pytest.mark.parametrize("seen", ["", "0", "-1", "abc", "٣", "9" * 400, "1.0", "\x00"])
def test_a_form_that_does_not_say_what_was_seen_is_a_conflict(client: Client, seen: str) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "save", "target=150", seen=seen)
    assert page.status_code == 409
    assert fresh(campaign).number == 1
