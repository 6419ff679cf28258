"""What happened, noted for one audience of a campaign."""

import re
from datetime import date

import pytest
from django.test import Client

from campaigns.models import Campaign
from tests.campaigns.campaign_page import link
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_form, read_text
from tests.campaigns.progress_page import add, correction, look, note, page_of

pytestmark = pytest.mark.usefixtures("book")
DAY = date(2026, 12, 1)
TWO = "audiences-0-name=Ann&audiences-0-target=30&audiences-1-name=Ben&audiences-1-target=70"


def correct(client: Client, campaign: Campaign, **typed: str) -> None:
    row = campaign.progress.get()
    client.post(page_of(campaign), correction(client, campaign, row) | typed)


def test_a_line_names_its_audience(client: Client) -> None:
    campaign = save_campaign(TWO)
    page = note(client, campaign, audience="Ben", sent="20")
    assert campaign.progress.get().audience == "Ben"
    assert "1 Dec 2026 Ben 20" in read_text(page)
    replan = read_text(client.get(f"{link(campaign)}replan/"))
    assert "80 of 100 people are left" in replan


def test_a_line_need_not_name_one(client: Client) -> None:
    campaign = save_campaign(TWO)
    note(client, campaign, sent="20")
    assert campaign.progress.get().audience == ""


def test_where_there_are_no_audiences_none_is_asked_for(client: Client) -> None:
    campaign = save_campaign()
    assert "audience" not in read_form(look(client, campaign), "add")
    note(client, campaign, audience="Ben", sent="20")
    assert campaign.progress.get().audience == ""


def test_an_unknown_audience_is_a_fault_of_its_field(client: Client) -> None:
    campaign = save_campaign(TWO)
    page = note(client, campaign, audience="Cleo", sent="20")
    assert "one of Ann, Ben" in read_text(page)
    assert not campaign.progress.exists()


def test_a_correction_leaves_the_audience(client: Client) -> None:
    campaign = save_campaign(TWO)
    add(campaign, DAY, sent=20, audience="Ben")
    correct(client, campaign, **{"correct-sent": "21"})
    row = campaign.progress.get()
    assert (row.sent, row.audience) == (21, "Ben")
    correct(client, campaign, **{"correct-audience": "Ann"})
    assert campaign.progress.get().audience == "Ann"


def test_a_correction_leaves_an_audience_that_the_campaign_has_no_more(client: Client) -> None:
    campaign = save_campaign()
    add(campaign, DAY, sent=20, audience="Ben")
    correct(client, campaign, **{"correct-sent": "21"})
    row = campaign.progress.get()
    assert (row.sent, row.audience) == (21, "Ben")


def test_two_who_correct_at_once_see_that_the_audience_differs(client: Client) -> None:
    campaign = save_campaign(TWO)
    row = add(campaign, DAY, sent=20, audience="Ben")
    mine = correction(client, campaign, row)
    correct(client, campaign, **{"correct-audience": "Ann"})
    page = client.post(page_of(campaign), mine | {"correct-sent": "22"})
    assert page.status_code == 409
    assert "Audience Ann Ben" in read_text(page)


RATES = (
    "goal=replied&reply_rate=10%25&target=20&plans=solo&deadline_months=12&start_on=2026-11-01"
    "&audiences-0-name=Ann&audiences-0-target=6&audiences-0-reply_rate=30%25"
    "&audiences-1-name=Ben&audiences-1-target=14"
)


def test_each_audience_learns_a_rate_of_its_own(client: Client) -> None:
    campaign = save_campaign(RATES)
    add(campaign, date(2026, 11, 20), sent=50, answered=5, audience="Ann")
    add(campaign, date(2026, 11, 21), sent=50, answered=5, audience="Ben")
    text = read_text(look(client, campaign))
    # 50 messages at 30 %, and 5 replies to 50.
    assert "Ann: 20.0 % reply" in text
    assert "5 replies to 50 messages, with the planned 30 % to begin with" in text
    assert "The others: 10.0 % reply" in text
    replan = read_text(client.get(f"{link(campaign)}replan/"))
    assert "Planned with 10 % replies, as learned from 5 replies to 50 messages" in replan
    assert "Ann: planned with 20 % replies, as learned from 5 replies to 50 messages" in replan
    as_planned = read_text(client.get(f"{link(campaign)}replan/?rate=planned"))
    assert "Ann: planned with 30 % replies, as before; noted are 5 replies" in as_planned


def test_the_rate_that_an_audience_learned_is_taken_over(client: Client) -> None:
    campaign = save_campaign(RATES)
    add(campaign, date(2026, 11, 20), sent=50, answered=3, audience="Ann")
    page = client.get(f"{link(campaign)}replan/")
    client.post(f"{link(campaign)}replan/", read_form(page, "take"), follow=True)
    asked = Campaign.objects.get(pk=campaign.pk).newest_revision.asked
    assert "audiences-0-name=Ann" in asked
    # (15 + 3) replies to 100 messages.
    assert "audiences-0-reply_rate=18+%25" in asked


def test_where_all_have_rates_of_their_own_no_other_is_learned(client: Client) -> None:
    campaign = save_campaign(f"{RATES}&audiences-1-reply_rate=20%25")
    add(campaign, date(2026, 11, 20), sent=50, answered=5, audience="Ben")
    add(campaign, date(2026, 11, 21), sent=9, answered=1)
    text = read_text(look(client, campaign))
    assert "Ben: 15.0 % reply" in text
    assert "The others" not in text


def test_what_audiences_learn_moves_chance_and_cost(client: Client) -> None:
    own = "&audiences-1-reply_rate=40%25&strategies=as_granted&seats=1"
    campaign = save_campaign(f"{RATES}{own}")
    text = read_text(look(client, campaign))
    assert "Nine cases in ten" not in text
    add(campaign, date(2026, 11, 20), sent=30, answered=0, audience="Ben")
    text = read_text(look(client, campaign))
    chances = re.search(
        r"The chance that every audience gets its replies: (\d+) % as planned, "
        r"(\d+) % with what is learned\.",
        text,
    )
    assert chances
    assert int(chances[1]) > int(chances[2])


def test_what_an_audience_learns_moves_what_to_budget(client: Client) -> None:
    campaign = save_campaign(
        "target=115&seats=1&plans=team&start_on=2026-11-01&deadline_months=6&strategies=as_granted"
        "&audiences-0-name=Ann&audiences-0-target=15&audiences-0-reply_rate=40%25"
        "&audiences-1-name=Ben&audiences-1-target=100&audiences-1-reply_rate=40%25"
    )
    add(campaign, date(2026, 11, 20), sent=40, answered=0, audience="Ben")
    text = read_text(look(client, campaign))
    assert "Nine cases in ten cost at most $299.98 as planned, $359.98 now." in text
