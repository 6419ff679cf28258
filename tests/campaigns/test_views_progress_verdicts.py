"""What the page of a campaign's progress makes of what is noted."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from campaigns.models import Campaign
from planner.planning.errors import TimeBudgetExceeded
from tests.campaigns.campaign_page import link, press, see
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_form, read_text
from tests.campaigns.progress_page import (
    DAY,
    DECEMBER,
    add,
    look,
    note,
    verdict,
)

pytestmark = pytest.mark.usefixtures("book")
BY = "done by 1 Jan 2027 at the earliest, by 31 Jan 2027 if sent evenly"


PACED = "target=100&seats=1&plans=team&deadline_on=2027-01-31&start_on=2026-12-01"


@pytest.mark.parametrize(
    ("today", "entries", "said"),
    [
        ("2026-12-01", [], "Nothing is due yet: it starts on 1 Dec 2026"),
        ("2026-12-11", [], "16 behind: nothing is sent yet"),
        ("2026-12-11", [(9, 2)], "14 behind; at this pace done on 13 Apr 2028, 438 days late"),
        ("2026-12-11", [(9, 15)], "1 behind; at this pace done on 5 Feb 2027, 5 days late"),
        (
            "2026-12-11",
            [(9, 16)],
            f"On time: as planned, {BY}",
        ),
        (
            "2026-12-11",
            [(9, 30)],
            f"On time: 14 ahead, {BY}",
        ),
        (
            "2027-01-02",
            [(31, 60)],
            "On time: 9 ahead, done by 31 Jan 2027 if sent evenly; "
            "the plan’s 1 Jan 2027 was the earliest",
        ),
        ("2027-01-20", [(3, 60), (30, 40)], "All 100 messages sent by 31 Dec 2026, in time"),
        ("2027-02-20", [(3, 60), (70, 40)], "All 100 messages sent by 9 Feb 2027, 9 days late"),
        ("2027-02-20", [(3, 1)], "99 behind; at this pace not done within 120 months"),
    ],
)
def test_the_verdict(
    client: Client,
    time_machine: TimeMachineFixture,
    today: str,
    entries: list[tuple[int, int]],
    said: str,
) -> None:
    campaign = save_campaign(PACED)
    time_machine.move_to(f"{today} 12:00 +0000")
    for days, sent in entries:
        add(campaign, DECEMBER + days * DAY, sent=sent)
    assert verdict(look(client, campaign)) == said
    text = read_text(see(client, campaign))
    if entries:
        assert f"{said} Progress" in text
    else:
        assert "Note what happened" in text
        assert said not in text


def test_behind_and_still_in_time(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign(PACED.replace("2027-01-31", "2027-11-30"))
    time_machine.move_to("2026-12-11 12:00 +0000")
    add(campaign, DECEMBER + 9 * DAY, sent=12)
    assert "behind; at this pace done on" in verdict(look(client, campaign))
    assert verdict(look(client, campaign)).endswith(", still in time")


def test_every_page_names_the_same_earliest_day(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign(PACED)
    time_machine.move_to("2026-12-11 12:00 +0000")
    add(campaign, DECEMBER + 9 * DAY, sent=16)
    press(client, campaign, "save")
    own = read_text(client.get("/campaigns/"))
    assert "1 Jan 2027 On time: as planned, done by 1 Jan 2027 at the earliest" in own
    replan = read_text(client.get(f"{link(campaign)}replan/"))
    assert "each message as early as it can go: done by 1 Jan 2027" in replan


def test_while_the_plan_saves_up_nothing_is_behind(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign(f"{PACED}&strategies=accumulate")
    time_machine.move_to("2026-12-11 12:00 +0000")
    assert verdict(look(client, campaign)) == "Nothing is sent yet, and nothing is due yet"


def test_before_the_start(client: Client) -> None:
    campaign = save_campaign(PACED.replace("start_on=2026-12-01", "start_on=2026-12-20"))
    assert verdict(look(client, campaign)) == "Nothing is due yet: it starts on 20 Dec 2026"


def test_a_plan_that_sends_not_everything_has_nothing_to_compare_with(client: Client) -> None:
    campaign = save_campaign("target=100000&seats=1&plans=team&strategies=as_granted")
    add(campaign, DECEMBER, sent=5, paid=Decimal(10))
    page = look(client, campaign)
    assert verdict(page).startswith("Nothing to compare with")
    assert "<svg" not in page.content.decode()
    assert "5" in read_text(page)


def test_a_late_plan_is_late_also_where_the_record_is_not(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    late = PACED.replace("2027-01-31", "2026-12-31") + "&strategies=as_granted"
    campaign = save_campaign(late)
    time_machine.move_to("2026-12-11 12:00 +0000")
    add(campaign, DECEMBER + 9 * DAY, sent=16)
    assert verdict(look(client, campaign)) == "As planned, but the plan itself is 1 day late"


def test_spend_against_plan_and_the_rate_learned(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    goal = "&goal=replied&target=10&reply_rate=10+%25"
    campaign = save_campaign(PACED.replace("target=100&", "") + goal)
    time_machine.move_to("2026-12-11 12:00 +0000")
    add(campaign, DECEMBER + 9 * DAY, sent=35, answered=5, declined=1, paid=Decimal("200"))
    text = read_text(look(client, campaign))
    assert (
        "Paid by 10 Dec 2026: $200.00, $50.01 more than the $149.99 planned by then. "
        "The whole plan costs $299.98."
    ) in text
    assert "10.6 % reply, with a chance of 80 % between 6.6 % and 15.0 %." in text
    assert (
        "It rests on 4 replies to 35 messages, with the planned 10 % to begin with, which weighs "
        "as much as 50 messages."
    ) in text
    assert "The chance that 100 messages bring 10 replies: 55 % as planned, 5" in text
    assert "Nine cases in ten cost at most $299.98 either way." in text


def test_what_to_budget_moves_with_the_rate_learned(
    client: Client, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = (
        "target=115&seats=1&plans=team&reply_rate=40+%25&start_on=2026-12-01&deadline_months=6"
    )
    campaign = save_campaign(f"{planned}&strategies=as_granted")
    time_machine.move_to("2026-12-11 12:00 +0000")
    add(campaign, DECEMBER + 9 * DAY, sent=40)
    text = read_text(look(client, campaign))
    assert "Nine cases in ten cost at most $299.98 as planned, $379.98 now." in text

    def have_no_time(*_: Any) -> None:
        raise TimeBudgetExceeded

    monkeypatch.setattr("campaigns.presentation.progress.forecast_one", have_no_time)
    assert "Nine cases in ten" not in read_text(look(client, campaign))


def test_the_record_is_handed_to_the_plan(client: Client) -> None:
    campaign = save_campaign("goal=replied&target=10&reply_rate=10+%25")
    add(campaign, DECEMBER, sent=35, answered=4)
    page = look(client, campaign).content.decode()
    found = re.search(r'href="([^"]*track_record_sent=35[^"]*)"', page)
    assert found
    planned = client.get(found[1].replace("&amp;", "&"))
    assert planned.status_code == 200
    assert 'name="track_record_replied" value="4"' in planned.content.decode()


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("", " alone: no rate was planned."),
        ("&track_record_sent=80&track_record_replied=9", "added to the 9 of 80 that the plan had"),
        (
            "&reply_rate_low=0.05&reply_rate_high=0.2",
            "with the planned range of 5 % to 20 % to begin with",
        ),
    ],
)
def test_what_the_rate_begins_with(client: Client, rate: str, said: str) -> None:
    campaign = save_campaign(f"target=100{rate}")
    add(campaign, DECEMBER, sent=35, answered=4)
    assert said in read_text(look(client, campaign))


def test_more_replies_than_messages_are_asked_about(client: Client) -> None:
    campaign = save_campaign()
    add(campaign, DECEMBER, sent=1, answered=4)
    page = look(client, campaign)
    assert "4 replies are noted to 1 message: some messages are missing" in read_text(page)
    assert "track_record_sent=" not in page.content.decode()


def test_days_without_a_line_are_named(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign(PACED)
    add(campaign, DECEMBER, sent=10)
    time_machine.move_to("2026-12-12 12:00 +0000")
    said = "Nothing is noted after 1 Dec 2026: the days until 11 Dec 2026 count as days on which"
    assert said in read_text(look(client, campaign))
    add(campaign, DECEMBER + 9 * DAY)
    assert "Nothing is noted after" not in read_text(look(client, campaign))


def test_the_chart_has_its_table(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign(PACED)
    time_machine.move_to("2026-12-15 12:00 +0000")
    add(campaign, DECEMBER + 9 * DAY, sent=20, paid=Decimal(150))
    text = read_text(look(client, campaign))
    assert "Until Planned Sent Difference Planned to pay Paid 7 Dec 2026 11 0 −11" in text
    assert "14 Dec 2026 22 20 −2 $149.99 $150.00 21 Dec 2026 33 – –" in text


def test_a_long_list_shows_its_newest_first(client: Client) -> None:
    campaign = save_campaign()
    for number in range(63):
        add(campaign, DECEMBER - number * DAY, sent=number)
    text = read_text(look(client, campaign))
    assert "Show the other 3 lines" in text
    assert text.index("30 Nov 2026") < text.index("29 Nov 2026")
    assert "Show the other" not in read_text(look(client, campaign, "all=1"))


def test_many_lines_take_as_many_queries_as_one(client: Client) -> None:
    campaign = save_campaign()

    def count_queries() -> int:
        look(client, campaign)  # the forecast is cached from here on
        with CaptureQueriesContext(connection) as queries:
            look(client, campaign)
        return len(queries)

    add(campaign, DECEMBER, sent=1)
    one = count_queries()
    for number in range(1, 20):
        add(campaign, DECEMBER - number * DAY, sent=number)
    assert count_queries() == one <= 12


def test_a_note_is_text_and_never_markup(client: Client) -> None:
    campaign = save_campaign()
    page = note(client, campaign, sent="5", note="<script>alert(1)</script>")
    assert "<script>alert" not in page.content.decode()
    assert "<script>alert(1)</script>" in read_text(page)


def test_a_copy_begins_with_an_empty_record(client: Client) -> None:
    campaign = save_campaign()
    add(campaign, DECEMBER, sent=5)
    form = read_form(see(client, campaign), "copy")
    client.post(link(campaign), form)
    copied = Campaign.objects.exclude(pk=campaign.pk).get()
    assert not copied.progress.exists()
