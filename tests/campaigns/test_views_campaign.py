"""A campaign's own page, by its edit link: looked at, changed, shared, by one person and by two."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PlanPrice, PriceBook, Revision
from campaigns.rate_limits import REVISING, SAVING
from campaigns.saved.changes import delete_campaign, stop_sharing
from campaigns.saved.moderation import renew_links, shut_out_everybody
from campaigns.views.campaign_actions import ACTIONS
from campaigns.views.roots import CampaignRoot, find_campaign
from tests.campaigns.arbitrary import queries
from tests.campaigns.factories import (
    PlanFactory,
    PlanPriceFactory,
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import Response, read_form, read_markup, read_text

pytestmark = pytest.mark.usefixtures("book")
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
TOTAL = re.compile(r'data-label="Total">\s*<strong>([^<]+)')
HTMX = {"HX-Request": "true"}
TOO_MANY_FIELDS = "&".join(["a"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))


def link(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.edit_token}/"


def see(client: Client, campaign: Campaign, query: str = "") -> Response:
    response = client.get(f"{link(campaign)}?{query}")
    assert response.status_code == 200
    return response


def press(
    client: Client, campaign: Campaign, action: str, query: str = "", **typed: str
) -> Response:
    """Open the page with the scenario's form saying `query`, type, and press a button."""
    return send(client, campaign, read_form(see(client, campaign, query), action) | typed)


def send(client: Client, campaign: Campaign, said: dict[str, str]) -> Response:
    return client.post(link(campaign), said, follow=True)


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.with_plans().get(pk=campaign.pk)


def asked(campaign: Campaign) -> dict[str, list[str]]:
    return parse_qs(fresh(campaign).newest_revision.asked, keep_blank_values=True)


def totals(response: Response) -> list[str]:
    return TOTAL.findall(response.content.decode())


# Looking


def test_it_shows_what_was_saved(client: Client) -> None:
    campaign = save_campaign("target=120", name="Autumn", note="For Ann,\n\nwho pays.")
    response = see(client, campaign)
    text = read_text(response)
    assert "Autumn · 120 people for $449.97 in 3 months" in text
    assert "For Ann, who pays." in text
    assert "Prices and terms of “Our prices” as they were on 1 Dec 2026" in text
    assert "Calculated from the price book “Our prices” as of 1 Jan 2026, as it was saved" in text
    assert "Not saved yet" not in text
    assert "Since 1 Dec" not in text
    assert totals(response)[0] == "$449.97"


def test_a_changed_price_does_not_change_it(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    Plan.objects.filter(slug="solo").update(monthly_credits=100, rollover_cap=100)
    response = see(client, campaign)
    assert totals(response)[0] == "$299.98"
    assert "$1.00" not in totals(response)


def test_the_form_plays_at_the_saved_prices(client: Client) -> None:
    campaign = save_campaign()
    change_price("solo", "1")
    response = see(client, campaign, "target=150")
    assert "Not saved yet" in read_text(response)
    assert totals(response)[0] == "$449.97"
    assert fresh(campaign).number == 1
    assert asked(campaign)["target"] == ["100"]


def test_another_book_is_read_as_it_is_today(client: Client) -> None:
    campaign = save_campaign()
    other = PriceBook.objects.create(slug="other", name="Other", as_of=date(2026, 1, 1))
    PlanPriceFactory.create(plan=PlanFactory.create(book=other, name="Elsewhere"), monthly_price=7)
    text = read_text(see(client, campaign, "price_book=other"))
    assert "Elsewhere" in text
    assert "Prices and terms as they are today: the book saved here is “Our prices”" in text


@pytest.mark.parametrize(
    "way",
    [
        "estimate=solo.buy_now",
        "sort=-months",
        "base=solo.buy_now",
        "estimate=solo.accumulate&sort=total",
    ],
)
def test_another_view_of_the_same_is_no_change(client: Client, way: str) -> None:
    campaign = save_campaign("target=120&deadline_on=&budget=&monthly_send_limit=&strategies=")
    assert "Not saved yet" not in read_text(see(client, campaign, way))


def test_links_and_forms_of_the_page_ask_the_same(client: Client) -> None:
    campaign = save_campaign("target=120&deadline_on=&budget=&plans=solo&strategies=buy_now")
    page = see(client, campaign).content.decode()
    address = re.search(r'id="pick-solo.buy_now"|href="([^"]+)#chosen-title"', page)
    assert address
    picked = unescape(address[1])
    assert picked.startswith(link(campaign))
    assert "Not saved yet" not in read_text(client.get(picked))
    # As a browser without JavaScript sends the form: with everything left empty.
    empty = "deadline_on=&budget=&monthly_send_limit=&track_record_sent=&track_record_replied="
    form = f"{fresh(campaign).newest_revision.asked}&{empty}&credit_lifetime_days="
    assert "Not saved yet" not in read_text(see(client, campaign, form))


def test_htmx_gets_the_answer_and_the_state(client: Client) -> None:
    campaign = save_campaign()
    response = client.get(f"{link(campaign)}?price_book=ours&target=150", headers=HTMX)
    page = read_markup(response)
    assert "<html" not in page
    assert "<title>Autumn · 150 people" in page
    assert '<div id="state" hx-swap-oob="innerHTML">' in page
    assert "Not saved yet" in page
    assert response.headers["HX-Push-Url"].startswith(f"{link(campaign)}?target=150&price_book")
    assert "HX-Request" in response.headers["Vary"]


def test_every_link_of_the_page_stays_on_it(client: Client) -> None:
    campaign = save_campaign("plans=solo&deadline_months=6")
    page = see(client, campaign).content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    addresses = {unescape(a) for a in re.findall(r'(?:href|hx-get|action)="(/[^"]*)"', main)}
    elsewhere = {a for a in addresses if not a.startswith(link(campaign))}
    assert elsewhere == {"/campaigns/"}
    assert len(addresses) > 20
    for address in sorted(addresses - elsewhere):
        assert client.get(address).status_code == 200, address


def test_an_estimate_in_full_is_at_the_saved_prices(client: Client) -> None:
    campaign = save_campaign()
    change_price("solo", "1")
    page = client.get(f"{link(campaign)}estimate/?estimate=solo.as_granted")
    assert "5 months × $79.99" in read_text(page)
    nothing = client.get(f"{link(campaign)}estimate/?estimate=nope.buy_now")
    assert nothing.status_code == 404
    mistaken = client.get(f"{link(campaign)}estimate/?target=abc")
    assert mistaken.headers["Location"].startswith(f"{link(campaign)}?target=abc")


def test_looking_writes_only_the_day_and_that_once(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_shared_campaign()
    before = Campaign.objects.values().get()
    time_machine.move_to("2026-12-02 09:00 +0000")
    for address, writes in (("", 1), ("", 0), ("?target=7", 0), ("estimate/", 0), ("plan.csv", 0)):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{link(campaign)}{address}")
        written = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
        assert len(written) == writes, address
    assert Campaign.objects.values().get() == before | {"last_seen_on": date(2026, 12, 2)}


# Changing


def test_a_change_is_saved_and_told(client: Client) -> None:
    campaign = save_campaign(note="For Ann")
    page = press(client, campaign, "save", "target=150", name="Winter")
    assert page.redirect_chain == [(link(campaign), 302)]
    text = read_text(page)
    assert "“Winter” is saved." in text
    assert "Not saved yet" not in text
    revision = fresh(campaign).newest_revision
    assert (revision.name, revision.note) == ("Winter", "For Ann")
    assert asked(campaign)["target"] == ["150"]
    assert "“Winter” is saved." not in read_text(see(client, campaign)), "told once"


def test_a_change_keeps_the_prices(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    page = press(client, campaign, "save", "target=150")
    assert totals(page)[0] == "$449.97"
    assert "Since 1 Dec 2026" in read_text(page)


def test_a_campaign_is_renamed_alone(client: Client) -> None:
    campaign = save_campaign("target=120&plans=solo", note="For Ann")
    press(client, campaign, "save", name="Winter", note="")
    revision = fresh(campaign).newest_revision
    assert (revision.name, revision.note) == ("Winter", "")
    assert asked(campaign)["plans"] == ["solo"]


def test_all_plans_can_be_unpicked_and_own_ones_added(client: Client) -> None:
    campaign = save_campaign("plans=solo")
    own = (
        "custom_plans-0-name=Deal&custom_plans-0-monthly_credits=9&custom_plans-0-rollover_cap=9"
        "&custom_plans-0-credit_lifetime_days=90&custom_plans-0-purchase_limit=0"
        "&custom_plans-0-monthly_price=5"
    )
    page = press(client, campaign, "save", f"price_book=ours&target=120&{own}")
    assert "Team" in read_text(page)
    assert "Deal" in read_text(page)
    assert "plans" not in asked(campaign)
    assert asked(campaign)["custom_plans-0-name"] == ["Deal"]
    page = press(client, campaign, "save", "price_book=ours&plans=")
    assert "No plan is chosen" in read_text(page)
    assert "is gone" not in read_text(page)


@pytest.mark.parametrize("action", ["save", "copy", "prices"])
def test_a_mistake_saves_nothing_and_loses_nothing(client: Client, action: str) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    typed = {"name": "Winter", "note": "For Ann"}
    said = read_form(see(client, campaign), "save") | typed | {"action": action}
    said |= {"asked": "price_book=ours&target=nobody&seats=3"}
    page = send(client, campaign, said)
    assert page.status_code == 200
    text = read_text(page)
    assert "“nobody” does not fit. Please enter a whole number from 1 to 1,000,000" in text
    assert "gone" not in text
    assert 'value="nobody"' in page.content.decode()
    again = read_form(page, "save")
    assert {name: again[name] for name in typed} == typed
    assert parse_qs(again["asked"])["target"] == ["nobody"]
    assert parse_qs(again["asked"])["seats"] == ["3"]
    assert Revision.objects.count() == 1

    # Sent once more as it stands, it is still the mistake, not what was saved before.
    assert "“nobody” does not fit" in read_text(send(client, campaign, again))
    assert Revision.objects.count() == 1


def test_a_name_that_does_not_fit_loses_nothing(client: Client) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "save", "target=150", name="", note="For Ann")
    assert "Please enter a text of at most 100 characters in one line" in read_text(page)
    again = read_form(page, "save")
    assert (again["name"], again["note"]) == ("", "For Ann")
    assert fresh(campaign).number == 1
    send(client, campaign, again | {"name": "Winter"})
    assert asked(campaign)["target"] == ["150"]
    assert fresh(campaign).newest_revision.note == "For Ann"


# Two editors


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
    assert "People 180 150" in text
    assert "Count a lead as replied messaged" in text
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
    # The answer came anew since, after a change in the form; the page around it is the old one.
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
    assert "People 180 150" in read_text(page)
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


# Copying and deleting


def test_a_copy_is_ones_own(client: Client) -> None:
    campaign = save_shared_campaign("target=120", note="For Ann")
    change_price("team", "1")
    page = press(client, campaign, "copy", "target=150")
    copy = Campaign.objects.with_plans().latest("pk")
    assert page.redirect_chain == [(link(copy), 302)]
    assert "Keep the edit link below" in read_text(page)
    assert (copy.newest_revision.name, copy.newest_revision.note) == ("Autumn (copy)", "For Ann")
    assert totals(page)[0] == "$449.97", "at the prices of the campaign"
    assert not copy.is_shared
    assert fresh(campaign).number == 1
    listed = client.get("/campaigns/").content.decode()
    assert link(copy) in listed


@pytest.mark.usefixtures("still_clock")
def test_too_many_copies_are_refused_with_all_that_was_typed(client: Client) -> None:
    campaign = save_campaign()
    for _ in range(SAVING.capacity):
        assert client.post(link(campaign), {"action": "copy"}).status_code == 302
    page = press(client, campaign, "copy", "target=150", name="Winter", note="For Ann")
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "Too many campaigns were saved from here" in read_text(page)
    again = read_form(page, "save")
    assert (again["name"], again["note"]) == ("Winter", "For Ann")
    assert parse_qs(again["asked"])["target"] == ["150"]
    assert Campaign.objects.count() == 1 + SAVING.capacity
    # Changes are not counted: they take no more room.
    assert "“Winter” is saved" in read_text(send(client, campaign, again))


def test_a_deleted_campaign_is_gone_and_can_be_brought_back(client: Client) -> None:
    campaign = save_shared_campaign()
    page = press(client, campaign, "delete")
    assert page.redirect_chain == [("/campaigns/", 302)]
    assert "“Autumn” is deleted." in read_text(page)
    for address in (link(campaign), f"/c/{campaign.share_token}/"):
        assert client.get(address).status_code == 404
    back = client.post("/campaigns/", read_form(page, "restore"), follow=True)
    assert "“Autumn” is back." in read_text(back)
    for address in (link(campaign), f"/c/{campaign.share_token}/"):
        assert client.get(address).status_code == 200


def test_what_is_deleted_in_the_meantime_is_not_changed(client: Client) -> None:
    campaign = save_campaign()
    said = read_form(see(client, campaign, "target=150"), "save")
    delete_campaign(campaign=campaign)
    for action in ACTIONS:
        assert send(client, campaign, said | {"action": action}).status_code == 404
    assert Campaign.objects.count() == Revision.objects.count() == 1


@pytest.mark.parametrize("action", ACTIONS)
def test_a_request_under_way_does_not_outrun_an_admin_who_shuts_everybody_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    campaign = save_shared_campaign()
    said = read_form(see(client, campaign, "target=150"), "save") | {"action": action}

    def find_then_lose(token: str) -> CampaignRoot:
        found = find_campaign(token)
        shut_out_everybody(found.campaign.pk)
        return found

    monkeypatch.setattr("campaigns.views.campaign.find_campaign", find_then_lose)
    answer = client.post(link(campaign), said)
    monkeypatch.undo()
    now = fresh(campaign)
    assert (now.number, now.deleted_at, now.share_token) == (1, None, None)
    assert now.edit_token not in answer.headers.get("Location", "")
    assert now.edit_token not in answer.content.decode()
    assert now.edit_token not in client.get("/campaigns/").content.decode()


# Sharing


def shared_link(page: Response) -> str:
    found = re.search(
        r'id="shared-link" value="http://testserver(/c/[^"]+)"', page.content.decode()
    )
    assert found
    return found[1]


def test_it_is_shared_by_a_link_of_its_own(client: Client) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "share")
    assert page.redirect_chain == [(f"{link(campaign)}#sharing", 302)]
    assert "Shared: whoever has the link below sees this campaign." in read_text(page)
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
    assert "People 100 150" in text
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
    assert read_form(page, "share")["expires_on"] == "never"
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
    assert "Shared: whoever" in read_text(send(client, campaign, read_form(page, "share")))


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
    assert mine.count("<li ") == 1
    assert Client().get(f"/c/{campaign.share_token}/").status_code == 200


# Since then


def test_what_changed_since_is_told_figure_by_figure(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "199.99")
    Plan.objects.filter(slug="solo").update(monthly_credits=25)
    text = read_text(see(client, campaign))
    assert "Since 1 Dec 2026" in text
    assert "2 plans have changed; the numbers below stay as they were saved." in text
    assert "Today the cheapest would be $319.96 instead of $299.98 (+$19.98), with Solo." in text
    assert "Solo Credits a month 20 25 $399.95 $319.96 −$79.99" in text
    assert "Team A month $149.99 $199.99 $299.98 $399.98 +$100.00" in text


def test_what_is_late_today_is_marked_and_no_gain(client: Client) -> None:
    campaign = save_campaign("target=40&deadline_months=1&plans=solo")
    Plan.objects.filter(slug="solo").update(purchase_limit=0)
    text = read_text(see(client, campaign))
    assert "Solo Bought a month no limit none sold $279.99 $159.98 1 month late" in text
    assert "Today nothing makes it within 1 month at a known price" in text
    since = text.split("Since 1 Dec 2026")[1].split("Take over")[0]
    assert "−" not in since
    assert "?" not in since


def test_an_answer_that_stays_is_said_in_one_line_above_a_closed_table(client: Client) -> None:
    campaign = save_campaign()
    change_price("solo", "89.99")
    page = see(client, campaign)
    text = read_text(page)
    assert "One other plan has changed; the cheapest stays as it was saved" in text
    assert "instead of" not in text.split("Since 1 Dec 2026")[1].split("Take over")[0]
    assert re.search(r"<details>\s*<summary>What has changed", read_markup(page))
    change_price("team", "199.99")
    html = read_markup(see(client, campaign))
    assert re.search(r"<details open>\s*<summary>What has changed", html)


def test_todays_prices_are_taken_over_with_one_click(client: Client) -> None:
    campaign = save_shared_campaign("target=100&sort=total")
    change_price("team", "100")
    Plan.objects.filter(slug="solo").update(monthly_credits=25)
    PlanFactory.create(slug="new", name="New", book=PriceBook.objects.get())
    said = read_form(see(client, campaign), "save") | {"action": "prices"}
    page = send(client, campaign, said)
    text = read_text(page)
    assert "“Autumn” is saved with today’s prices." in text
    assert totals(page)[0] == "$200.00"
    assert "New" in text
    assert "have changed" not in text
    assert "Changed since you shared" in text
    assert fresh(campaign).newest_revision.choices.get(slug="team").monthly_price == Decimal(100)
    assert totals(Client().get(shared_link(page)))[0] == "$299.98", "what was shared stays"


def test_taking_todays_prices_keeps_what_the_form_says(client: Client) -> None:
    campaign = save_campaign("plans=team")
    change_price("team", "100")
    said = read_form(see(client, campaign, "price_book=ours&target=150&plans=team"), "save")
    page = send(client, campaign, said | {"action": "prices", "name": "Winter"})
    assert totals(page)[0] == "$300.00"
    assert fresh(campaign).newest_revision.name == "Winter"
    assert asked(campaign)["target"] == ["150"]


def test_the_day_of_the_prices_becomes_today(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    change_price("team", "100")
    time_machine.move_to("2027-03-01 12:00 +0000")
    said = read_form(see(client, campaign), "save") | {"action": "prices"}
    text = read_text(send(client, campaign, said))
    assert "as they were on 1 Mar 2027" in text
    assert fresh(campaign).newest_revision.frozen_on == date(2027, 3, 1)
    assert asked(campaign)["start_on"] == ["2026-12-01"]


def test_after_the_start_todays_prices_are_taken_over(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    change_price("team", "100", effective_on=date(2027, 2, 1))
    time_machine.move_to("2027-03-01 12:00 +0000")
    text = read_text(see(client, campaign))
    assert "Team A month $149.99 $100.00 $299.98 $200.00 −$99.98" in text
    page = send(client, campaign, read_form(see(client, campaign), "save") | {"action": "prices"})
    assert totals(page)[0] == "$200.00"
    assert "as they were on 1 Mar 2027" in read_text(page)
    assert "have changed" not in read_text(page)
    revision = fresh(campaign).newest_revision
    assert (revision.start_on, revision.frozen_on) == (date(2026, 12, 1), date(2027, 3, 1))
    assert revision.book == PriceBook.objects.get()
    team = revision.choices.get(slug="team")
    assert (team.monthly_price, team.plan) == (Decimal(100), Plan.objects.get(slug="team"))
    assert team.price_effective_on == date(2027, 2, 1)


def test_a_book_that_is_gone_is_told_and_the_numbers_stay(client: Client, book: PriceBook) -> None:
    campaign = save_campaign()
    book.delete()
    page = see(client, campaign)
    assert "The price book “Our prices”, or every plan compared here, is gone" in read_text(page)
    assert totals(page)[0] == "$299.98"
    assert 'value="prices"' not in page.content.decode()
    said = read_form(page, "save") | {"name": "Winter"}
    refused = send(client, campaign, said | {"action": "prices"})
    assert "there are no prices to take over" in read_text(refused)
    assert read_form(refused, "save")["name"] == "Winter"
    assert "“Winter” is saved." in read_text(send(client, campaign, said))
    assert totals(see(client, campaign))[0] == "$299.98"


def test_picked_plans_that_are_gone_are_left_out_when_prices_are_taken_over(
    client: Client,
) -> None:
    campaign = save_campaign("plans=solo&plans=team")
    Plan.objects.get(slug="team").delete()
    page = see(client, campaign)
    assert "Team The plan sold not sold any more $299.98 –" in read_text(page)
    said = read_form(page, "save") | {"action": "prices"}
    page = send(client, campaign, said)
    assert totals(page)[0] == "$399.95"
    assert asked(campaign)["plans"] == ["solo"]


def test_a_price_in_the_future_is_no_change_before_the_start(client: Client) -> None:
    campaign = save_campaign()
    change_price("team", "1", effective_on=date(2026, 12, 2))
    assert "Since 1 Dec" not in read_text(see(client, campaign))


# Safety


def test_links_that_lead_nowhere_look_the_same(client: Client) -> None:
    deleted, renewed = save_campaign(), save_campaign()
    delete_campaign(campaign=deleted)
    renew_links(renewed.pk)
    shared = save_shared_campaign()
    tokens = ["unknown", "A" * 43, deleted.edit_token, renewed.edit_token, shared.share_token]
    tokens += ["a" * 5000, "%00", "%ff", "é", "..", "%2e%2e%2fadmin"]
    for below in ("", "estimate/", "plan.csv", "plan.nope"):
        answers = {}
        for token in tokens:
            response = client.get(f"/campaigns/{token}/{below}")
            assert response.status_code == 404
            answers[response.content] = dict(response.headers)
        [headers] = answers.values()
        assert headers.items() >= PRIVATE.items()


def test_it_is_private_whatever_the_answer(client: Client) -> None:
    campaign = save_campaign()
    said = read_form(see(client, campaign), "save")
    page = link(campaign)
    answers = [
        client.get(page),
        client.head(page),
        client.get(page, headers=HTMX),
        client.get(page.rstrip("/")),
        client.get(f"{page}?{'x' * 9000}"),
        client.get(f"{page}?{TOO_MANY_FIELDS}"),
        client.get(f"{page}estimate/"),
        client.get(f"{page}estimate/?target=abc"),
        client.get(f"{page}estimate/?estimate=nope"),
        client.get(f"{page}nope/"),
        client.get(f"{page}plan.csv"),
        client.get(f"{page}plan.nope"),
        client.get(f"{page}plan.csv?target=abc"),
        client.get("/campaigns/unknown/"),
        client.post(page, {}),
        client.post(page, said | {"name": ""}),
        client.post(page, said | {"seen": "0"}),
        client.post(page, said),
        client.put(page),
        Client(enforce_csrf_checks=True).post(page, said),
    ]
    seen = {response.status_code for response in answers}
    assert seen == {200, 301, 302, 400, 403, 404, 405, 409, 414}
    for response in answers:
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE


def test_nothing_is_changed_without_the_forms_token() -> None:
    campaign = save_campaign()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link(campaign))
    said = {"action": "delete"}
    assert browser.post(link(campaign), said).status_code == 403
    assert fresh(campaign).deleted_at is None
    assert browser.post(link(campaign), read_form(page, "delete")).status_code == 302
    assert fresh(campaign).deleted_at is not None


@pytest.mark.parametrize("action", ["save", "prices", "share", "delete", "copy", "stop"])
def test_an_address_alone_changes_nothing(client: Client, action: str) -> None:
    campaign = save_campaign()
    client.get(link(campaign), {"action": action, "name": "X", "seen": "1", "asked": "target=7"})
    assert Campaign.objects.get() == campaign
    assert (fresh(campaign).number, fresh(campaign).share_token) == (1, None)
    assert fresh(campaign).deleted_at is None


@pytest.mark.parametrize("said", [{}, {"action": ""}, {"action": "nope"}, {"action": "\x00"}])
def test_an_unknown_action_leads_nowhere(client: Client, said: dict[str, str]) -> None:
    campaign = save_campaign()
    assert send(client, campaign, said).status_code == 404
    assert fresh(campaign).number == 1


@pytest.mark.parametrize("action", ["save", "prices", "copy"])
def test_a_question_too_long_is_refused_not_cut(client: Client, action: str) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    said = read_form(see(client, campaign), "save") | {"action": action}
    long = said | {"asked": f"{said['asked']}&custom_plans-0-name={'x' * 10_000}"}
    assert send(client, campaign, long).status_code == 414
    many = said | {"asked": TOO_MANY_FIELDS}
    assert send(client, campaign, many).status_code == 400
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("action", ["save", "prices", "copy", "share", "delete", "nope"])
def test_forms_with_any_bytes_are_answered(client: Client, action: str) -> None:
    campaign = save_campaign()
    for raw in ("\x00", "%00", "\ud7ff", "%ed%a0%80", "<script>", "=", "&", "x" * 9_000):
        said = dict.fromkeys(("asked", "seen", "name", "note", "expires_on", "key"), raw)
        response = client.post(link(campaign), said | {"action": action})
        assert response.status_code < 500
        assert "<script>" not in response.content.decode()


# After these the campaign is not at its address any more.
NEW_ADDRESS = ("delete", "delete-unsaved", "renew-edit-link")
words = st.sampled_from(["", "1", "save", "2026-12-24", "\x00", "x" * 300]) | st.text(max_size=9)
forms = st.fixed_dictionaries(
    {"action": st.sampled_from([name for name in ACTIONS if name not in NEW_ADDRESS])},
    optional={
        "asked": queries | words,
        "seen": st.sampled_from(["1", "2", "3"]) | words,
        "name": words,
        "note": words,
        "expires_on": words,
        "nope": words,
    },
)


@hypothesis.settings(max_examples=40)
@given(forms)
def test_any_form_is_answered(client: Client, said: dict[str, str]) -> None:
    campaign = Campaign.objects.first() or save_campaign()
    response = client.post(link(campaign), said)
    assert response.status_code in (200, 302, 404, 409, 429)
    assert client.get(link(campaign)).status_code == 200
    now = fresh(campaign)
    assert 1 <= now.revisions.count() <= 2
    if now.is_shared:
        assert client.get(f"/c/{now.share_token}/").status_code == 200


def test_texts_of_a_campaign_are_text_to_its_page(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    campaign = save_shared_campaign(name=nasty, note=nasty)
    Plan.objects.update(name=nasty, note=nasty, source=nasty)
    PriceBook.objects.update(name=nasty)
    PlanPrice.objects.update(monthly_price=1, source=nasty)
    mine = read_form(see(client, campaign), "save") | {"action": "prices"}
    pages = [see(client, campaign), send(client, campaign, mine)]
    pages.append(send(client, campaign, mine | {"action": "save", "name": f"{nasty}!"}))
    pages.append(send(client, campaign, mine | {"asked": f"price_book=ours&target={nasty}"}))
    assert [page.status_code for page in pages] == [200, 200, 409, 200]
    for page in pages:
        assert nasty not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()
