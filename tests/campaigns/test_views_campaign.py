"""A campaign's own page, by its edit link: looked at, changed, copied and deleted."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PriceBook, Revision
from campaigns.rate_limits import SAVING
from campaigns.saved.editing import delete_campaign
from campaigns.saved.moderation import revoke_all_access
from campaigns.views.campaign_actions import ACTIONS
from campaigns.views.roots import CampaignRoot, find_campaign
from tests.campaigns.campaign_page import asked, fresh, link, press, see, send, totals
from tests.campaigns.factories import (
    PlanFactory,
    PlanPriceFactory,
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import read_form, read_markup, read_question, read_text

pytestmark = pytest.mark.usefixtures("book")
HTMX = {"HX-Request": "true"}


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


def test_a_cell_of_the_comparison_is_chosen_on_the_campaigns_own_page(client: Client) -> None:
    campaign = save_campaign("target=120")
    asked = {"target": "120", "price_book": "ours", "choose": "solo|deadline_months=3"}
    response = client.get(link(campaign), asked)
    assert response.status_code == 302
    address = response.headers["Location"]
    assert address.startswith(f"{link(campaign)}?target=120")
    assert "deadline_months=3" in address
    page = client.get(address)
    assert "Month by month: Solo" in read_text(page)
    assert "not something the planner knows" not in read_text(page)
    fragment = client.get(link(campaign), asked, headers=HTMX)
    assert fragment.headers["HX-Push-Url"] == address


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
        "estimate=solo.accumulate&open=solo&by=seats&per=lead",
    ],
)
def test_another_view_of_the_same_is_no_change(client: Client, way: str) -> None:
    campaign = save_campaign("target=120&deadline_on=&budget=&monthly_send_limit=&strategies=")
    assert "Not saved yet" not in read_text(see(client, campaign, way))


def test_links_and_forms_of_the_page_ask_the_same(client: Client) -> None:
    campaign = save_campaign("target=120&deadline_on=&budget=&plans=solo&strategies=buy_now")
    page = see(client, campaign)
    assert f'<form id="question" method="get" action="{link(campaign)}"' in read_markup(page)
    pressed = [*read_question(page), ("estimate", "solo.buy_now")]
    picked = see(client, campaign, urlencode(pressed))
    assert "Not saved yet" not in read_text(picked)
    assert "Month by month: Solo, buy now" in read_text(picked)
    [tab] = re.findall(r'<a href="([^"]+)" id="by-2"', read_markup(page))
    assert tab.startswith(link(campaign))
    assert "Not saved yet" not in read_text(client.get(unescape(tab)))
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
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert answer.request["PATH_INFO"].startswith(link(campaign)), address


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


@pytest.mark.writes
@pytest.mark.parametrize("action", ACTIONS)
def test_a_request_under_way_does_not_outrun_an_admin_who_shuts_everybody_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    campaign = save_shared_campaign()
    said = read_form(see(client, campaign, "target=150"), "save") | {"action": action}

    def find_then_lose(token: str) -> CampaignRoot:
        found = find_campaign(token)
        revoke_all_access(found.campaign.pk)
        return found

    monkeypatch.setattr("campaigns.views.campaign.find_campaign", find_then_lose)
    answer = client.post(link(campaign), said)
    monkeypatch.undo()
    now = fresh(campaign)
    assert (now.number, now.deleted_at, now.share_token) == (1, None, None)
    assert now.edit_token not in answer.headers.get("Location", "")
    assert now.edit_token not in answer.content.decode()
    assert now.edit_token not in client.get("/campaigns/").content.decode()
