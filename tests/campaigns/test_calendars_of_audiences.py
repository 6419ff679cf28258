"""Calendars and the list of what is due, of several audiences: which they name, and by when."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.exports.appointments import list_appointments
from campaigns.exports.audience_needs import Need, number_of, write_all, write_audiences
from campaigns.exports.noted import reflect_record
from campaigns.models import Campaign
from campaigns.presentation.due import DueItem, list_planned
from campaigns.saved.feeds import make_campaign_feed
from campaigns.transfer.revisions import EVENT_KEY
from planner.planning.audience import Audience
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.key_dates import find_key_dates
from planner.planning.progress.record import Entry, Record
from planner.planning.scenario import Scenario
from tests.campaigns.factories import save_campaign
from tests.campaigns.feeds import shown, subscribe
from tests.campaigns.progress_page import add
from tests.examples import examples
from tests.planning.audiences import cases
from tests.planning.builders import make_terms
from tests.planning.replan_cases import plan_core

START, BY = date(2026, 10, 1), date(2026, 11, 26)
ACME = Audience(name="Acme", target=90, deadline_on=date(2026, 11, 30))
BETA = Audience(name="Beta", target=100)
TWO = (
    "target=190&start_on=2026-10-01&deadline_on=2027-03-31&plans=sales-navigator-core"
    "&audiences-0-name=Acme&audiences-0-target=90&audiences-0-deadline_on=2026-11-30"
    "&audiences-1-name=Beta&audiences-1-target=100&audiences-1-deadline_on=2027-03-31"
)
SENDS = [
    "Send 50 InMail messages: Acme",
    "Send 50 InMail messages: 40 Acme, 10 Beta",
    "Send 50 InMail messages: Beta",
    "Send 40 InMail messages: Beta",
]


def plan_two(**changes: Any) -> Estimate:
    usual: dict[str, Any] = {"deadline_on": date(2027, 3, 31), "audiences": (ACME, BETA)}
    return plan_core(target=190, start_on=START, **usual | changes)


def record(**by_audience: int) -> Record:
    return Record.of(
        Entry(first_on=START, last_on=BY, sent=sent, audience=name.removesuffix("none"))
        for name, sent in by_audience.items()
    )


def titles(plan: Estimate, what: Record) -> list[str]:
    """What is left of the sends and deadlines in a feed."""
    appointments = reflect_record(list_appointments(plan, find_key_dates(plan)), what)
    kinds = ("send", "free", "audience", "deadline")
    return [one.title for one in appointments if one.kind in kinds]


def due(plan: Estimate, what: Record) -> list[str]:
    items = [one for one in list_planned(plan, find_key_dates(plan)) if not one.is_done(what)]
    return [one.after(what).title for one in items if one.kind in ("send", "free")]


def test_a_send_names_its_audiences_and_each_deadline_is_an_event() -> None:
    plan = plan_two()
    deadlines = ["Deadline of Acme: 90 people", "Deadline for 190 people"]
    assert titles(plan, Record()) == [*SENDS, *deadlines]
    assert due(plan, Record()) == SENDS
    events = {one.title: one for one in list_appointments(plan, find_key_dates(plan))}
    of_acme = events["Deadline of Acme: 90 people"]
    assert of_acme.on == ACME.deadline_on
    assert of_acme.text == "Everything for Acme can be sent by 1 Nov 2026."
    assert of_acme.key == f"audience-{number_of('acme ')}"
    assert EVENT_KEY.fullmatch(of_acme.key), "another installation takes it in"


def test_an_audience_alone_has_the_deadline_of_all() -> None:
    plan = plan_core(target=90, start_on=START, audiences=(ACME,))
    assert titles(plan, Record())[-1] == "Deadline for 90 people"
    assert not [one for one in titles(plan, Record()) if one.startswith("Deadline of")]


def test_a_late_audience_is_after_its_own_deadline_alone() -> None:
    early = Audience(name="Acme", target=90, deadline_on=date(2026, 10, 31))
    plan = plan_two(audiences=(early, BETA), seats=1)
    assert plan.status == "misses_deadline"
    texts = {one.kind: one.text for one in list_appointments(plan, find_key_dates(plan))}
    assert texts["audience"] == "Everything for Acme can be sent by 1 Nov 2026, after the deadline."
    assert texts["deadline"] == "Everything can be sent by 1 Jan 2027."


def test_what_one_audience_got_does_not_do_what_another_needs() -> None:
    what = record(Beta=100)
    left = [SENDS[0], "Send 40 more InMail messages: Acme"]
    deadlines = ["Deadline of Acme: 90 people", "Deadline for 190 people"]
    assert titles(plan_two(), what) == [*left, *deadlines]
    assert due(plan_two(), what) == left


def test_of_what_is_begun_the_rest_is_left_by_audience() -> None:
    left = ["Send 32 more InMail messages: 27 Acme, 5 Beta", *SENDS[2:]]
    assert due(plan_two(), record(Acme=50, none=13, Beta=5)) == left
    assert titles(plan_two(), record(Acme=50, none=13, Beta=5))[:3] == left


def test_lines_of_no_audience_count_in_the_order_of_the_queue() -> None:
    what = record(none=95)
    assert due(plan_two(), what) == ["Send 5 more InMail messages: Beta", *SENDS[2:]]
    assert "Deadline of Acme: 90 people" not in titles(plan_two(), what)
    assert due(plan_two(), record(gone=190)) == []


def test_open_profiles_have_their_audiences_too() -> None:
    plan = plan_two(open_profile_share=Decimal("0.5"), monthly_send_limit=60)
    free = [one for one in titles(plan, Record()) if "open profiles" in one]
    assert free
    assert free[0] == "Send 10 messages to open profiles: Acme"
    assert sum(int(one.split()[1]) for one in free) == 95


def test_a_title_names_a_few_and_the_text_all() -> None:
    needs = [
        Need(name, number, number) for name, number in zip("ABCDE", range(9, 4, -1), strict=True)
    ]
    assert write_audiences(needs) == ": 9 A, 8 B, 7 C, 11 others"
    assert write_audiences(needs[:4]) == ": 9 A, 8 B, 7 C, 6 D"
    assert write_audiences([]) == ""
    assert write_all(needs) == "For A 9, B 8, C 7, D 6, E 5. "
    assert write_all(needs[:4]) == ""


@examples(20, many=300)
@given(scenario=cases(), data=st.data())
def test_a_record_as_planned_by_a_rows_end_has_done_the_rows_through_it(
    scenario: Scenario, data: st.DataObject
) -> None:
    terms = make_terms(monthly_credits=20, rollover_cap=60)
    plan = make_estimate(terms, scenario, "buy_now")
    assume(plan.is_done and plan.schedule)
    items = list_planned(plan, find_key_dates(plan))
    sends = [one for one in items if one.kind in ("send", "free")]
    last = data.draw(st.sampled_from(sends))
    is_named = data.draw(st.booleans())
    what = Record.of(
        Entry(
            first_on=last.on,
            last_on=last.on,
            sent=one.enough,
            audience=one.name if is_named else "",
        )
        for one in last.needs
    )
    assert [one.is_done(what) for one in sends] == [one.on <= last.on for one in sends]
    assert sum(one.number for one in sends) == scenario.messages
    assert sum(need.number for one in sends for need in one.needs) == scenario.messages
    assert all(_says_all(one) for one in sends)


def _says_all(one: DueItem) -> bool:
    return one.title.endswith(write_audiences(one.needs)) and ": " in one.title


@pytest.fixture
def campaign(price_books: None, time_machine: TimeMachineFixture) -> Campaign:
    time_machine.move_to("2026-11-27 08:00 +0000")
    return save_campaign(TWO)


def test_the_feed_has_them(campaign: Campaign) -> None:
    feed = make_campaign_feed(campaign)
    days = {title.removesuffix(" (Autumn)"): on for on, title in shown(subscribe(feed))}
    assert days["Deadline of Acme: 90 people"] == date(2026, 11, 30)
    assert days["Deadline of Beta: 100 people"] == date(2027, 3, 31)
    assert days[SENDS[1]] == date(2026, 11, 1)
    add(campaign, START, until=BY, sent=100, audience="Beta")
    after = {title.removesuffix(" (Autumn)") for _, title in shown(subscribe(feed))}
    assert "Deadline of Beta: 100 people" not in after
    assert {"Deadline of Acme: 90 people", "Send 40 more InMail messages: Acme"} <= after


def test_the_file_has_them(client: Client, campaign: Campaign) -> None:
    file = client.get(f"/campaigns/{campaign.edit_token}/plan.ics").content.decode()
    assert "Deadline of Acme: 90 people" in file
    assert "50 InMail messages: 40 Acme" in file
