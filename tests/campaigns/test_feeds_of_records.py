"""Calendar feeds beside the record: what is done is left out, what is left has its progress."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.exports.appointments import list_appointments
from campaigns.exports.noted import reflect_record
from campaigns.models import CalendarFeed, Campaign, Revision
from campaigns.models.progress_entry import Noted
from campaigns.saved.feeds import make_campaign_feed
from campaigns.saved.progress import correct_entry, delete_entry, take_sheet
from planner.planning.key_dates import find_key_dates
from planner.planning.progress.record import Entry, Record
from tests.campaigns.factories import save_campaign
from tests.campaigns.feeds import FORTY, parse, read, shown, subscribe
from tests.campaigns.progress_page import add
from tests.examples import examples
from tests.planning.builders import estimate

pytestmark = pytest.mark.usefixtures("book")
START = date(2026, 12, 1)
ASKED = f"{FORTY}&deadline_on=2027-02-20"


@pytest.fixture
def campaign(time_machine: TimeMachineFixture) -> Campaign:
    time_machine.move_to("2026-12-01 08:00 +0000")
    return save_campaign(ASKED)


@pytest.fixture
def feed(campaign: Campaign) -> CalendarFeed:
    return make_campaign_feed(campaign)


def titles(feed: CalendarFeed) -> list[str]:
    return [title.removesuffix(" (Autumn)") for _, title in shown(subscribe(feed))]


def text_of(feed: CalendarFeed, title: str) -> str:
    [text] = [
        str(event["DESCRIPTION"])
        for event in subscribe(feed).values()
        if str(event["SUMMARY"]).startswith(title)
    ]
    return text


def test_what_is_noted_as_sent_is_no_more_to_be_sent(
    campaign: Campaign, feed: CalendarFeed
) -> None:
    before = titles(feed)
    assert before.count("Send 20 InMail messages") == 2
    add(campaign, START, sent=20)
    after = titles(feed)
    assert after.count("Send 20 InMail messages") == 1
    # All else stays.
    assert [one for one in after if one != "Send 20 InMail messages"] == [
        one for one in before if one != "Send 20 InMail messages"
    ]
    noted = "Noted by 1 Dec 2026: 20 of 40 messages sent."
    for title in ("Send 20 InMail messages", "Deadline"):
        assert noted in text_of(feed, title)
    assert "Noted" not in text_of(feed, "Cancel Solo")


def test_of_what_is_begun_the_rest_is_left(campaign: Campaign, feed: CalendarFeed) -> None:
    add(campaign, START, sent=13)
    assert "Send 7 more InMail messages" in titles(feed)
    assert "Noted by 1 Dec 2026: 13 of 40" in text_of(feed, "Send 7 more")


def test_where_all_is_sent_the_deadline_is_no_day_any_more(
    campaign: Campaign, feed: CalendarFeed
) -> None:
    add(campaign, START, sent=40)
    assert {title.split()[0] for title in titles(feed)} == {"20", "Cancel"}


def test_where_all_is_sent_seats_are_cancelled_before_they_renew(
    campaign: Campaign, feed: CalendarFeed
) -> None:
    before = titles(feed)
    assert any(title.startswith("Cancel Solo before 1 Feb 2027") for title in before)
    add(campaign, START, sent=40)
    after = titles(feed)
    assert [title for title in after if title.startswith("Cancel")] == [
        "Cancel Solo before 1 Jan 2027"
    ]
    assert "no later payment is needed" in text_of(feed, "Cancel Solo")
    assert not any("Pay" in title for title in after)


def test_what_is_noted_as_bought_is_no_more_to_be_bought() -> None:
    campaign = save_campaign("target=30&seats=1&plans=solo&estimate=solo.buy_now")
    feed = make_campaign_feed(campaign)
    assert any(title.startswith("Buy 10 InMail credits") for title in titles(feed))
    add(campaign, START, bought=10)
    assert not any(title.startswith("Buy") for title in titles(feed))


def test_an_event_that_changed_is_newer_and_one_that_comes_back_newer_still(
    campaign: Campaign, feed: CalendarFeed, time_machine: TimeMachineFixture
) -> None:
    first = subscribe(feed)
    time_machine.move_to("2026-12-02 08:00 +0000")
    row = add(campaign, START, sent=20)
    second = subscribe(feed)
    time_machine.move_to("2026-12-03 08:00 +0000")
    delete_entry(campaign=campaign, key=row.pk, base_version=1)
    third = subscribe(feed)
    assert second.keys() < first.keys() == third.keys()
    for uid in second:
        numbers = [events[uid]["SEQUENCE"] for events in (first, second, third)]
        assert numbers == sorted({*numbers})
    for uid in third:
        assert third[uid]["SUMMARY"] == first[uid]["SUMMARY"]
        assert third[uid]["DESCRIPTION"] == first[uid]["DESCRIPTION"]


def test_an_unchanged_record_is_not_sent_again(campaign: Campaign, feed: CalendarFeed) -> None:
    row = add(campaign, START, sent=13)
    etag = read(feed).headers["ETag"]
    same = Noted(row.entry, row.note)
    correct_entry(same, campaign=campaign, key=row.pk, base_version=1)
    take_sheet([same], campaign=campaign, fields=["sent"], overlap="skip")
    assert read(feed, if_none_match=etag).status_code == 304
    take_sheet([same], campaign=campaign, fields=["sent"], overlap="add")
    assert read(feed, if_none_match=etag).status_code == 200


def test_what_an_earlier_version_did_is_no_part_of_a_replanned_one(
    campaign: Campaign, feed: CalendarFeed
) -> None:
    add(campaign, START, sent=40)
    Revision.objects.update(counts_from=date(2026, 12, 2), spent=None)
    assert titles(feed).count("Send 20 InMail messages") == 2


def test_a_calendar_program_ends_with_the_right_events(
    client: Client, campaign: Campaign, feed: CalendarFeed
) -> None:
    """A feed has no cancelled events: a program drops what is not in it."""
    add(campaign, START, sent=20)
    calendar: Any = parse(read(feed))
    assert not [event for event in calendar.walk("VEVENT") if "STATUS" in event]
    # The file is of the plan alone.
    file = client.get(f"/campaigns/{campaign.edit_token}/plan.ics").content.decode()
    assert file.count("Send 20 InMail messages") == 2


@examples(30, many=200)
@given(st.integers(0, 130), st.integers(0, 60), st.integers(0, 2_000))
def test_a_fuller_record_leaves_no_more_to_do(sent: int, bought: int, paid: int) -> None:
    made = estimate("buy_now", target=100, deadline_months=3, open_profile_share=Decimal("0.2"))
    listed = list(list_appointments(made, find_key_dates(made)))

    def left(sent: int, bought: int, paid: int) -> set[str]:
        entry = Entry(first_on=START, last_on=START, sent=sent, bought=bought, paid=Decimal(paid))
        return {one.key for one in reflect_record(listed, Record.of([entry]))}

    assert left(sent + 9, bought + 9, paid + 9) <= left(sent, bought, paid)
    assert left(0, 0, 0) == {one.key for one in listed}
    assert not {key for key in left(100, 80, 10**6) if key.startswith(("send", "buy", "pay"))}


def test_records_from_before_are_dated_by_their_newest_entry(
    campaign: Campaign, time_machine: TimeMachineFixture
) -> None:
    other = save_campaign(ASKED)
    add(campaign, START, sent=1)
    time_machine.move_to("2026-12-05 08:00 +0000")
    add(campaign, START, sent=1)
    Campaign.objects.update(recorded_at=None)
    import_module("campaigns.migrations.0014_recorded_at").date_records(apps, None)
    campaign.refresh_from_db()
    other.refresh_from_db()
    assert campaign.recorded_at is not None
    assert campaign.recorded_at.date() == date(2026, 12, 5)
    assert other.recorded_at is None
