"""Sharing a campaign from its own page: what is saved, and what is on the screen."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign
from campaigns.rate_limits import REVISING
from campaigns.saved.editing import stop_sharing
from tests.campaigns.campaign_page import asked, fresh, link, press, see, send, shared_link, totals
from tests.campaigns.factories import (
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import read_fields, read_form, read_text

pytestmark = pytest.mark.usefixtures("book")


def test_it_is_shared_by_a_link_of_its_own(client: Client) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "share")
    assert page.redirect_chain == [(f"{link(campaign)}#sharing", 302)]
    assert "Shared: anyone with the link below sees this campaign." in read_text(page)
    assert campaign.edit_token not in shared_link(page)
    assert "$299.98" in read_text(Client().get(shared_link(page)))


def test_a_link_is_given_a_last_day(client: Client) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "share", expires_on="2026-12-24")
    assert "It works until 24 Dec 2026" in read_text(page)
    first = shared_link(page)
    page = press(client, campaign, "share", expires_on="2027-01-31")
    assert "The link’s last day is set." in read_text(page)
    assert "It works until 31 Jan 2027" in read_text(page)
    page = press(client, campaign, "share", expires_on="")
    assert "It works until" not in read_text(page)
    assert shared_link(page) == first
    assert fresh(campaign).share_expires_on is None


def test_a_link_can_end_today(client: Client) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "share", expires_on="2026-12-01")
    assert Client().get(shared_link(page)).status_code == 200


@pytest.mark.parametrize("day", ["2026-11-30", "yesterday", "2026-02-30", "9999-12-31", "\x00"])
def test_a_last_day_that_cannot_be_is_told(client: Client, day: str) -> None:
    for campaign in (save_campaign(), save_shared_campaign(expires_on=date(2026, 12, 24))):
        page = press(client, campaign, "share", expires_on=day)
        assert page.status_code == 200
        assert "Please enter a day from 2026-12-01 to 2099-12-31" in read_text(page)
        assert fresh(campaign).share_expires_on == campaign.share_expires_on
        assert fresh(campaign).share_token == campaign.share_token


def test_an_expired_link_is_told_and_a_new_one_is_one_click_away(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 12, 24))
    time_machine.move_to("2026-12-25 00:00 +0000")
    text = read_text(see(client, campaign))
    assert "The shared link expired on 24 Dec 2026. Sharing again makes a new one." in text
    assert "Changed since you shared" not in text
    page = press(client, campaign, "share")
    assert shared_link(page) != f"/c/{campaign.share_token}/"
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 404
    assert Client().get(shared_link(page)).status_code == 200


def test_what_changed_since_it_was_shared_is_told_and_shared_on_demand(client: Client) -> None:
    campaign = save_shared_campaign()
    text = read_text(see(client, campaign))
    assert "Changed since you shared" not in text
    page = press(client, campaign, "save", "target=150")
    text = read_text(page)
    assert "Changed since you shared The link still shows what you shared." in text
    assert "How many 100 150" in text
    shared = Client().get(shared_link(page))
    assert totals(shared)[0] == "$299.98"

    page = press(client, campaign, "show-newest")
    assert "The shared link shows what is saved now." in read_text(page)
    assert "Changed since you shared" not in read_text(page)
    assert totals(Client().get(shared_link(page)))[0] == "$449.97"


def test_a_new_link_ends_the_old_one(client: Client) -> None:
    campaign = save_shared_campaign()
    page = press(client, campaign, "renew")
    assert "There is a new link; the old one leads nowhere any more." in read_text(page)
    assert shared_link(page) != f"/c/{campaign.share_token}/"
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 404
    assert Client().get(shared_link(page)).status_code == 200


def test_a_link_is_switched_off(client: Client) -> None:
    campaign = save_shared_campaign()
    page = press(client, campaign, "stop")
    assert "The link is switched off." in read_text(page)
    assert "shared-link" not in page.content.decode()
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 404
    page = press(client, campaign, "share")
    assert shared_link(page) != f"/c/{campaign.share_token}/", "the old one stays dead"


@pytest.mark.parametrize("action", ["renew", "show-newest"])
def test_what_is_not_shared_any_more_is_not_said_to_be(client: Client, action: str) -> None:
    campaign = save_shared_campaign()
    press(client, campaign, "save", "target=150")
    said = read_form(see(client, campaign), action)
    stop_sharing(campaign=campaign)
    text = read_text(send(client, campaign, said))
    assert "There is a new link" not in text
    assert "shows what is saved now." not in text
    assert not fresh(campaign).is_shared


# Sharing what is on the screen
@pytest.mark.parametrize("action", ["share", "show-newest"])
def test_what_is_on_the_screen_is_saved_and_shared(client: Client, action: str) -> None:
    campaign = save_campaign("target=33")
    if action == "show-newest":
        press(client, campaign, "share")
    opened = see(client, campaign, "price_book=ours&target=150")
    assert "saves it first" not in read_text(see(client, campaign))
    assert "(saves it first)" in read_text(opened)
    page = send(client, campaign, read_form(opened, action))
    assert page.redirect_chain == [(f"{link(campaign)}#sharing", 302)]
    assert "Not saved yet" not in read_text(page)
    assert totals(page)[0] == totals(Client().get(shared_link(page)))[0] == "$449.97"
    assert fresh(campaign).number == 2
    assert fresh(campaign).shared_number == 2


def test_what_was_typed_after_the_page_came_is_shared_too(client: Client) -> None:
    campaign = save_campaign("target=33")
    said = read_form(see(client, campaign), "share")
    typed = {"asked": "price_book=ours&target=150", "name": "Winter", "note": "For Ann"}
    page = send(client, campaign, said | typed | {"expires_on": "2026-12-24"})
    text = read_text(Client().get(shared_link(page)))
    assert "Winter" in text
    assert "For Ann" in text
    assert "150 people for $449.97" in text
    assert fresh(campaign).share_expires_on == date(2026, 12, 24)


def test_what_is_saved_already_is_shared_as_it_is(client: Client) -> None:
    campaign = save_campaign("target=120", note="For Ann,\nwho pays")
    press(client, campaign, "share", "estimate=solo.buy_now", note="For Ann,\r\nwho pays")
    assert fresh(campaign).number == 1


@pytest.mark.parametrize("action", ["share", "show-newest"])
def test_a_mistake_is_not_shared_and_not_lost(client: Client, action: str) -> None:
    campaign = save_campaign("target=33")
    if action == "show-newest":
        press(client, campaign, "share")
    before = Campaign.objects.values().get()
    page = press(client, campaign, action, "price_book=ours&target=nobody")
    assert "“nobody” does not fit" in read_text(page)
    assert 'value="nobody"' in page.content.decode()
    assert Campaign.objects.values().get() == before


def test_a_wrong_last_day_does_not_lose_what_was_typed(client: Client) -> None:
    campaign = save_campaign("target=33")
    page = press(client, campaign, "share", "price_book=ours&target=150", expires_on="never")
    assert "Please enter a day from 2026-12-01" in read_text(page)
    assert "Not saved yet" in read_text(page)
    assert read_fields(page)["expires_on"] == "never"
    assert totals(page)[0] == "$449.97"
    assert not fresh(campaign).is_shared


@pytest.mark.parametrize("action", ["renew", "stop", "share"])
def test_the_other_buttons_leave_what_was_typed_where_it_is(client: Client, action: str) -> None:
    campaign = save_shared_campaign("target=33")
    said = read_form(see(client, campaign), action)
    for typed in ("target=150", "target=nobody", "target=33&custom_plans-0-name=Deal"):
        page = send(client, campaign, said | {"asked": f"price_book=ours&{typed}"})
        assert page.status_code == 200
        people = typed.partition("=")[2].partition("&")[0]
        assert f'name="target" value="{people}"' in page.content.decode()
        assert ("Deal" in page.content.decode()) == ("Deal" in typed)
        assert "Not saved yet" in read_text(page)
        if action == "stop":
            break
    assert asked(campaign)["target"] == ["33"]
    assert fresh(campaign).is_shared == (action != "stop")


def test_what_was_typed_is_still_over_the_revision_that_was_seen(client: Client) -> None:
    campaign = save_shared_campaign("target=33")
    said = read_form(see(client, campaign), "renew") | {"asked": "price_book=ours&target=150"}
    press(Client(), campaign, "save", "target=180")
    page = send(client, campaign, said)
    assert send(client, campaign, read_form(page, "save")).status_code == 409
    assert asked(campaign)["target"] == ["180"]


def test_deleting_asks_once_more_where_something_is_not_saved(client: Client) -> None:
    campaign = save_campaign("target=33")
    page = press(client, campaign, "delete", "price_book=ours&target=150", name="Winter")
    assert "what you changed here is not saved" in read_text(page)
    assert (totals(page)[0], read_form(page, "save")["name"]) == ("$449.97", "Winter")
    assert fresh(campaign).deleted_at is None
    assert "is deleted." in read_text(send(client, campaign, read_form(page, "delete-unsaved")))
    assert fresh(campaign).deleted_at is not None


@pytest.mark.parametrize("action", ["share", "show-newest"])
def test_an_old_page_shares_nothing_that_it_never_showed(client: Client, action: str) -> None:
    campaign = save_campaign("target=90")
    if action == "show-newest":
        press(client, campaign, "share")
        press(client, campaign, "save", "target=91")
    said = read_form(see(client, campaign), action)
    press(Client(), campaign, "save", "target=500")
    before = Campaign.objects.values().get()
    page = send(client, campaign, said)
    assert page.status_code == 409
    assert "Somebody else saved this campaign" in read_text(page)
    assert Campaign.objects.values().get() == before


def test_an_old_page_does_not_share_a_new_name(client: Client) -> None:
    campaign = save_campaign()
    said = read_form(see(client, campaign), "share")
    press(Client(), campaign, "save", name="Theirs")
    page = send(client, campaign, said)
    assert page.status_code == 409
    assert "Not saved yet" not in read_text(page), "nothing was typed"
    assert not fresh(campaign).is_shared
    assert "Shared: anyone" in read_text(send(client, campaign, read_form(page, "share")))


@pytest.mark.usefixtures("still_clock")
def test_too_many_changes_are_refused_with_all_that_was_typed(client: Client) -> None:
    campaign = save_campaign()
    said = read_form(see(client, campaign), "save")
    for number in range(REVISING.capacity):
        assert client.post(link(campaign), said | {"seen": str(1 + number)}).status_code == 302
    page = press(client, campaign, "save", "price_book=ours&target=150", name="Winter")
    assert page.status_code == 429
    assert 0 < int(page.headers["Retry-After"]) <= 16
    assert "Too many changes were saved from here: try again in" in read_text(page)
    again = read_form(page, "save")
    assert again["name"] == "Winter"
    assert parse_qs(again["asked"])["target"] == ["150"]
    assert send(client, campaign, again | {"action": "share"}).status_code == 429
    assert not fresh(campaign).is_shared
    assert fresh(campaign).number == 1 + REVISING.capacity


def test_a_new_edit_link_shuts_out_whoever_used_the_old_one(client: Client) -> None:
    campaign = save_shared_campaign("target=33")
    stranger = Client()
    press(stranger, campaign, "save", "target=34")
    assert link(campaign) in stranger.get("/campaigns/").content.decode()
    said = read_form(see(client, campaign), "renew-edit-link")
    page = send(client, campaign, said | {"asked": "price_book=ours&target=150"})
    assert "There is a new edit link: keep it." in read_text(page)
    assert totals(page)[0] == "$449.97", "what was typed is still there"
    assert stranger.get(link(campaign)).status_code == 404
    assert "has saved no campaign" in read_text(stranger.get("/campaigns/"))
    renewed = fresh(campaign)
    assert link(renewed) != link(campaign)
    mine = client.get("/campaigns/").content.decode()
    assert link(renewed) in mine
    assert mine.count('<th scope="row">') == 1
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 200
