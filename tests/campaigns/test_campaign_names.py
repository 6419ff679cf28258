"""A name that was left as proposed follows the plan; a typed one stays."""

from datetime import date

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, ProgressEntry
from campaigns.presentation.campaign_names import follow_plan, is_proposed
from tests.campaigns.campaign_page import asked, fresh, link, press, see, send
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.campaigns.pages import read_form, read_text
from tests.campaigns.queries import make_query

pytestmark = pytest.mark.usefixtures("book")
PROPOSED = "100 people from 1 Dec 2026"


def name_of(campaign: Campaign) -> str:
    return fresh(campaign).newest_revision.name


def test_a_proposed_name_is_proposed_anew_when_the_plan_changes(client: Client) -> None:
    campaign = save_campaign("target=100", name=PROPOSED)
    page = press(client, campaign, "save", "target=150")
    assert name_of(campaign) == "150 people from 1 Dec 2026"
    assert "“150 people from 1 Dec 2026” is saved" in read_text(page)
    press(client, campaign, "save", "target=150&start_on=2027-02-01")
    assert name_of(campaign) == "150 people from 1 Feb 2027"


def test_a_typed_name_stays(client: Client) -> None:
    campaign = save_campaign("target=100", name="Autumn")
    press(client, campaign, "save", "target=150")
    assert name_of(campaign) == "Autumn"
    press(client, campaign, "save", "target=180", name=f"{PROPOSED}, Berlin")
    assert name_of(campaign) == f"{PROPOSED}, Berlin"


def test_what_is_shared_while_it_changes_is_headed_by_what_it_plans(client: Client) -> None:
    campaign = save_campaign("target=100", name=PROPOSED)
    press(client, campaign, "share", "target=150")
    shared = client.get(f"/c/{fresh(campaign).share_token}/")
    assert "150 people from 1 Dec 2026" in read_text(shared)
    assert PROPOSED not in read_text(shared)


def test_copies_follow_too(client: Client) -> None:
    campaign = save_campaign("target=100", name=PROPOSED)
    press(client, campaign, "copy", "target=150")
    copy = Campaign.objects.latest("pk")
    assert name_of(copy) == "150 people from 1 Dec 2026 (copy)"
    press(client, copy, "save", "target=180")
    assert name_of(copy) == "180 people from 1 Dec 2026 (copy)"


def test_a_reader_copies_what_the_page_shows(client: Client) -> None:
    campaign = save_shared_campaign("target=100", name=PROPOSED)
    address = f"/c/{campaign.share_token}/copy/?price_book=ours&start_on=2026-12-01&target=150"
    form = client.get(address).context["form"]
    assert form["name"].value() == "150 people from 1 Dec 2026 (copy)"


def test_a_replanned_campaign_is_named_after_what_is_left(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign(
        "plans=solo&deadline_months=6&start_on=2026-12-01&target=100", name=PROPOSED
    )
    time_machine.move_to("2027-01-05 12:00 +0000")
    ProgressEntry.objects.create(
        campaign=campaign, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1), sent=40
    )
    address = f"{link(campaign)}replan/"
    client.post(address, read_form(client.get(address), "take"))
    assert fresh(campaign).number == 2
    assert name_of(campaign) == "60 people from 5 Jan 2027"


def test_a_proposed_name_gives_way_to_another_editors(client: Client) -> None:
    campaign = save_campaign("target=100", name=PROPOSED)
    mine = read_form(see(client, campaign, "target=150"), "save")
    press(Client(), campaign, "save", "target=180")
    page = send(client, campaign, mine)
    assert page.status_code == 409
    assert "Name" not in [label for label, *_ in page.context["differences"]]
    send(client, campaign, read_form(page, "save"))
    assert asked(campaign)["target"] == ["150"]
    assert name_of(campaign) == "150 people from 1 Dec 2026"


def test_what_is_read_no_more_keeps_its_name() -> None:
    assert not is_proposed(PROPOSED, None)
    assert follow_plan(PROPOSED, was=None, now=make_query("target=150")) == PROPOSED
