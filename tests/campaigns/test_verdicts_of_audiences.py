"""The verdict on what is noted of several audiences: the worst of them, by its name."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign
from campaigns.presentation.judgement import Judgement
from campaigns.presentation.progress_audiences import (
    AudienceLine,
    judge_all,
    judge_audience,
    list_audience_lines,
)
from campaigns.views.own_campaigns import list_rows
from planner.planning.progress.audience_pace import AudiencePace
from tests.campaigns.campaign_page import fresh, link, see
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_text
from tests.campaigns.progress_page import DAY, add, look, verdict

START, BY, DEADLINE = date(2026, 10, 1), date(2026, 11, 26), date(2026, 11, 30)
TWO = (
    "target=190&start_on=2026-10-01&deadline_on=2027-03-31&plans=sales-navigator-core"
    "&audiences-0-name=Acme&audiences-0-target=90&audiences-0-deadline_on=2026-11-30"
    "&audiences-1-name=Beta&audiences-1-target=100&audiences-1-deadline_on=2027-03-31"
)
LATE = (
    "Acme: 90 behind, nothing is sent yet; with the plan’s credits done on 1 Jan 2027 at the "
    "soonest, 32 days late"
)


@pytest.fixture
def campaign(price_books: None, time_machine: TimeMachineFixture) -> Campaign:
    time_machine.move_to("2026-11-27 08:00 +0000")
    return save_campaign(TWO)


def test_the_verdict_names_the_audience_that_cannot_be_in_time(
    client: Client, campaign: Campaign
) -> None:
    add(campaign, START, until=BY, sent=100, audience="Beta")
    page = look(client, campaign)
    assert verdict(page) == LATE
    lines = (
        "Acme 90 0 of 90 30 Nov 2026 90 behind, nothing is sent yet; with the plan’s credits",
        "Beta 3 100 of 100 31 Mar 2027 All 100 messages sent by 26 Nov 2026, in time",
    )
    for line in lines:
        assert line in read_text(page)
    replan = read_text(client.get(f"{link(campaign)}replan/"))
    assert "Late then: Acme." in replan


def test_all_pages_have_the_same_verdict(client: Client, campaign: Campaign) -> None:
    add(campaign, START, until=BY, sent=100, audience="Beta")
    assert LATE in read_text(see(client, campaign))
    [row] = list_rows([fresh(campaign)])
    assert row.facts is not None
    assert row.facts.judge(row.record, today=BY + DAY) == Judgement(LATE, "bad")


def test_where_all_are_on_time_the_verdict_is_that_on_the_whole(
    client: Client, campaign: Campaign
) -> None:
    add(campaign, START, until=BY, sent=97)
    page = look(client, campaign)
    assert verdict(page).startswith("On time: 4 ahead, done by 1 Jan 2027 at the earliest")
    assert "Acme 90 90 of 90" in read_text(page)
    assert "Beta 3 7 of 100 31 Mar 2027 On time: 4 ahead, done by 31 Jan 2027" in read_text(page)


def test_without_audiences_there_is_no_table(client: Client, price_books: None) -> None:
    campaign = save_campaign("target=190&start_on=2026-10-01&plans=sales-navigator-core")
    assert "By audience" not in read_text(look(client, campaign))


def pace(**changes: Any) -> AudiencePace:
    usual: dict[str, Any] = {
        "name": "Acme",
        "deadline": DEADLINE,
        "messages": 90,
        "sent": 50,
        "planned": 50,
        "planned_on": date(2026, 11, 24),
        "pace_on": date(2026, 11, 24),
    }
    return AudiencePace(**usual | changes)


LATER = date(2026, 12, 2)
CREDITS = "with the plan’s credits done on 2 Dec 2026 at the soonest, 2 days late"


@pytest.mark.parametrize(
    ("changes", "text", "mood"),
    [
        ({}, "on time: as planned, done by 24 Nov 2026", "good"),
        ({"sent": 57}, "on time: 7 ahead, done by 24 Nov 2026", "good"),
        ({"sent": 90, "pace_on": BY}, "all 90 messages sent by 26 Nov 2026, in time", "good"),
        ({"sent": 95, "pace_on": LATER},
         "all 90 messages sent by 2 Dec 2026, 2 days late", "bad"),
        ({"sent": 0, "planned": 0}, "nothing is due yet", "open"),
        ({"sent": 0, "planned": 0, "planned_on": LATER, "pace_on": LATER},
         "nothing is due yet, but the plan itself is 2 days late", "bad"),
        ({"counts_credits": True, "soonest_on": LATER}, f"as planned, but {CREDITS}", "bad"),
        ({"counts_credits": True},
         "as planned, but the plan’s seats do not send the rest", "bad"),
        ({"sent": 0}, "50 behind, nothing is sent yet", "bad"),
        ({"sent": 0, "pace_on": None, "counts_credits": True, "soonest_on": BY},
         "50 behind, nothing is sent yet", "bad"),
        ({"sent": 47, "pace_on": DEADLINE},
         "3 behind; at this pace done on 30 Nov 2026, still in time", "tight"),
        ({"sent": 47, "pace_on": DEADLINE, "counts_credits": True, "soonest_on": BY},
         "3 behind; at this pace done on 30 Nov 2026, still in time", "tight"),
        ({"sent": 40, "pace_on": LATER},
         "10 behind; at this pace done on 2 Dec 2026, 2 days late", "bad"),
        ({"sent": 40, "pace_on": DEADLINE, "counts_credits": True, "soonest_on": LATER},
         f"10 behind; {CREDITS}", "bad"),
        ({"sent": 1, "pace_on": None}, "49 behind; at this pace not done within 120 months",
         "bad"),
    ],
)  # fmt: skip
def test_an_audience_has_a_verdict_of_its_own(
    changes: dict[str, Any], text: str, mood: str
) -> None:
    found = judge_audience(pace(**changes))
    assert (found.text, found.mood) == (text, mood)
    assert (found.mood in ("bad", "open")) or pace(**changes).is_on_time


def lines(*changes: dict[str, Any]) -> tuple[AudienceLine, ...]:
    return list_audience_lines(pace(name=f"A{number}", **one) for number, one in enumerate(changes))


def test_the_worst_come_first_and_only_two_are_named() -> None:
    whole = Judgement("On time: as planned", "good")
    tight: dict[str, Any] = {"sent": 49, "pace_on": DEADLINE}
    bad: dict[str, Any] = {"sent": 0}
    assert judge_all(whole, lines({}, {}), is_done=False) == whole
    assert judge_all(whole, (), is_done=True) == whole
    found = judge_all(whole, lines({}, tight, bad), is_done=False)
    assert found == Judgement("A2: 50 behind, nothing is sent yet", "bad")
    found = judge_all(whole, lines({}, tight), is_done=False)
    assert (found.text[:13], found.mood) == ("A1: 1 behind;", "tight")
    found = judge_all(whole, lines(bad, bad, bad, bad), is_done=False)
    assert found.text.endswith("; A1: 50 behind, nothing is sent yet; and 2 more audiences")


def test_as_many_messages_as_are_planned_in_all_are_not_all_of_each_audience() -> None:
    whole = Judgement("All 190 messages sent by 26 Nov 2026, in time", "good")
    found = judge_all(whole, lines({}, {"sent": 140, "pace_on": BY}), is_done=True)
    assert found == Judgement("A0: on time: as planned, done by 24 Nov 2026", "good")
