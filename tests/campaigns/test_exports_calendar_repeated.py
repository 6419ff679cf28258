"""A calendar file that is imported more than once."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import icalendar
import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.exports.ics import FIRST_SEQUENCE_AT, make_uid
from campaigns.models import Campaign
from campaigns.presentation.drafts import draft_of
from campaigns.saved import editing
from tests.campaigns.calendar_files import find, write
from tests.campaigns.exports import make_campaign, make_scenario
from tests.campaigns.factories import save_campaign
from tests.campaigns.queries import decide_on
from tests.readers.calendars import import_calendar, read_events, show_events

pytestmark = pytest.mark.usefixtures("price_books")
SAVED_AT = datetime(2026, 12, 3, 10, 20, tzinfo=UTC)
PRO, CORE = "sales-navigator-professional", "sales-navigator-core"


def test_a_second_import_of_the_same_changes_nothing() -> None:
    content = write(make_campaign(changed_at=SAVED_AT))
    once = import_calendar({}, content)
    assert import_calendar(once, content) == once
    assert len(once) == content.count(b"BEGIN:VEVENT")


@pytest.mark.parametrize(
    "changes",
    [
        {"target": "90"},
        {"estimate": f"{CORE}.accumulate"},
        {"start_on": "2027-01-01"},
        {"name": "Summer round"},
    ],
)
def test_a_changed_campaign_updates_its_events(changes: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"estimate": f"{PRO}.accumulate", "seats": "1"}
    saved = make_campaign(uid="a", changed_at=SAVED_AT, **asked)
    later = SAVED_AT + timedelta(seconds=1)
    changed = make_campaign(uid="a", changed_at=later, **asked | changes)
    before = import_calendar({}, write(saved))
    after = import_calendar(before, write(changed))
    news = read_events(write(changed))
    assert news
    assert {uid: after[uid] for uid in news} == news
    assert after.keys() == before.keys() | news.keys()
    assert news.keys() & before.keys(), "what stays the same event keeps its UID"


def test_an_older_export_does_not_undo_a_newer_one() -> None:
    older = write(make_campaign(uid="a", changed_at=SAVED_AT))
    newer = write(make_campaign(uid="a", changed_at=SAVED_AT + timedelta(days=1), target="90"))
    kept = import_calendar({}, newer)
    after = import_calendar(kept, older)
    assert {uid: after[uid] for uid in kept} == kept


def test_campaigns_do_not_share_events() -> None:
    one, other = (write(make_campaign(uid=uid, changed_at=SAVED_AT)) for uid in "ab")
    assert not read_events(one).keys() & read_events(other).keys()


def uid_of_grant(**query: Any) -> str:
    subject = make_scenario(**query)
    return make_uid(subject, find("grant", subject))


def test_a_plan_that_nobody_saved_is_the_same_whatever_it_is_asked_for() -> None:
    asked = {"estimate": f"{PRO}.as_granted", "seats": "1"}
    usual = uid_of_grant(**asked)
    assert uid_of_grant(**asked, target="90", reply_rate="0.1", sort="total") == usual
    assert uid_of_grant(**asked | {"estimate": f"{PRO}.accumulate"}) != usual
    assert uid_of_grant(**asked | {"estimate": f"{CORE}.as_granted"}) != usual


def test_a_second_import_of_a_changed_plan_that_nobody_saved_changes_instead_of_doubling() -> None:
    asked: dict[str, Any] = {
        "estimate": f"{PRO}.as_granted",
        "seats": "1",
        "deadline_months": "24",
    }
    first, second = (
        write(make_scenario(**asked, target=target, reply_rate=rate))
        for target, rate in (("45", "0"), ("60", "0.05"))
    )
    before, news = read_events(first), read_events(second)
    assert before.keys() == news.keys(), "both take three months"
    assert before != news
    assert import_calendar(import_calendar({}, first), second) == news


def test_no_uid_tells_the_seed() -> None:
    assert b"the-campaigns-key" not in write(make_campaign(uid="the-campaigns-key"))


def ask_for(client: Client, address: str) -> bytes:
    response = client.get(f"{address}plan.ics")
    assert response.status_code == 200
    return response.content


def save(campaign: Campaign, asked: str, clock: TimeMachineFixture) -> None:
    """Save what is asked as the campaign's next revision, a minute later."""
    clock.shift(60)
    campaign.refresh_from_db()
    draft = draft_of(decide_on(asked), name="Autumn", note="")
    editing.revise_campaign(draft, campaign=campaign, base_number=campaign.number)


LONG = f"start_on=2026-12-01&seats=1&target=100&deadline_months=24&estimate={PRO}.as_granted"
SHORT = f"start_on=2026-12-01&seats=1&target=40&estimate={PRO}.as_granted"
OTHER_DAYS = f"start_on=2027-01-31&seats=1&target=60&deadline_on=2027-06-01&estimate={PRO}.buy_now"


@pytest.fixture
def autumn(time_machine: TimeMachineFixture) -> Campaign:
    time_machine.move_to("2026-12-01 12:00 +0000")
    return save_campaign(LONG)


def test_months_that_a_changed_campaign_gave_up_vanish_from_the_calendar(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    address = f"/campaigns/{autumn.edit_token}/"
    first = ask_for(client, address)
    held = import_calendar({}, first)
    assert len(show_events(held)) == len(held) == 11, "five months of credits and messages, an end"

    save(autumn, SHORT, time_machine)
    second = ask_for(client, address)
    held = import_calendar(held, second)
    fresh = make_scenario(
        target="40", start_on="2026-12-01", seats="1", estimate=f"{PRO}.as_granted", sort="total"
    )
    shown = {(event.on, event.title) for event in show_events(held).values()}
    assert shown == {
        (event.on, f"{event.title} (Autumn)") for event in read_events(write(fresh)).values()
    }
    cancelled = [event for event in read_events(second).values() if event.is_cancelled]
    # Three months of credits and messages, and the end of the fifth.
    assert len(cancelled) == 7
    assert {event.reminds_at for event in cancelled} == {()}
    assert all(event.title.startswith("No longer planned: ") for event in cancelled)
    assert min(event.on for event in cancelled) == date(2027, 2, 1)


def test_what_is_over_is_not_cancelled(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    """As a campaign is replanned: its plan has later days, and what was before did happen."""
    address = f"/campaigns/{autumn.edit_token}/"
    held = import_calendar({}, ask_for(client, address))
    time_machine.move_to("2027-02-01 12:00 +0000")
    save(autumn, SHORT.replace("2026-12-01", "2027-02-05"), time_machine)
    news = read_events(ask_for(client, address))
    cancelled = [event.on for event in news.values() if event.is_cancelled]
    # The credits and messages of 1 February are today's: not over yet.
    assert min(cancelled) == date(2027, 2, 1)
    before = {uid: event for uid, event in held.items() if event.on < date(2027, 2, 1)}
    assert len(before) == 4
    after = show_events(import_calendar(held, ask_for(client, address)))
    assert {uid: after[uid] for uid in before} == before


def test_however_often_it_changes_the_calendar_shows_what_is_saved(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    address = f"/campaigns/{autumn.edit_token}/"
    steps = [SHORT, OTHER_DAYS, LONG, f"{LONG}&use_trial=true", OTHER_DAYS, SHORT]
    imports = [import_calendar({}, ask_for(client, address))]
    for asked in steps:
        save(autumn, asked, time_machine)
        content = ask_for(client, address)
        present = {u: e for u, e in read_events(content).items() if not e.is_cancelled}
        # Whichever of the earlier files was imported last.
        for held in imports:
            assert show_events(import_calendar(held, content)) == present
        imports.append(import_calendar(imports[-1], content))


def test_events_saved_when_keys_had_the_number_of_a_month_are_cancelled_too(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    """A legacy campaign: "send-3" is the third month's event, in files that were downloaded."""
    before = {"grant-1": "2026-12-01", "send-3": "2027-02-01", "cancel-0": "2027-02-28"}
    autumn.revisions.update(calendar_days=before)
    save(autumn, SHORT, time_machine)
    address = f"/campaigns/{autumn.edit_token}/"
    cancelled = {
        uid: event
        for uid, event in read_events(ask_for(client, address)).items()
        if event.is_cancelled
    }
    assert [(event.on, event.title) for event in cancelled.values()] == [
        (date(2026, 12, 1), "No longer planned: InMail credits arrive (Autumn)"),
        (date(2027, 2, 1), "No longer planned: send InMail messages (Autumn)"),
        (date(2027, 2, 28), "No longer planned: cancel the subscription (Autumn)"),
    ]
    seed = autumn.key
    assert cancelled.keys() == {
        f"{sha256(f'{seed} {event}'.encode()).hexdigest()[:32]}@outreach-cost-planner"
        for event in ("grant 1", "send 3", "cancel 0")
    }


def test_a_file_from_before_the_change_brings_nothing_back(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    address = f"/campaigns/{autumn.edit_token}/"
    first = ask_for(client, address)
    save(autumn, SHORT, time_machine)
    held = import_calendar(import_calendar({}, first), ask_for(client, address))
    assert import_calendar(held, first) == held


def test_a_shared_link_cancels_what_it_showed_and_nothing_else(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    save(autumn, SHORT, time_machine)
    editing.share_campaign(campaign=autumn)
    autumn.refresh_from_db()
    address = f"/c/{autumn.share_token}/"
    first = ask_for(client, address)
    assert not [event for event in read_events(first).values() if event.is_cancelled]

    save(autumn, LONG, time_machine)
    assert ask_for(client, address) == first, "the link shows what was shared"
    save(autumn, OTHER_DAYS, time_machine)
    editing.share_campaign(campaign=autumn)
    second = read_events(ask_for(client, address))
    given_up = {uid for uid, event in second.items() if event.is_cancelled}
    assert given_up == read_events(first).keys() - (second.keys() - given_up)
    assert given_up

    editing.stop_sharing(campaign=autumn)
    editing.share_campaign(campaign=autumn)
    autumn.refresh_from_db()
    anew = read_events(ask_for(client, f"/c/{autumn.share_token}/"))
    assert not [event for event in anew.values() if event.is_cancelled], "another link, others see"


def test_another_edit_link_cancels_nothing_as_its_events_are_others(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    save(autumn, SHORT, time_machine)
    autumn = editing.renew_edit_link(campaign=autumn)
    events = read_events(ask_for(client, f"/campaigns/{autumn.edit_token}/")).values()
    assert not [event for event in events if event.is_cancelled]


def test_a_cancelled_event_is_one_that_rfc_5545_allows(
    client: Client, autumn: Campaign, time_machine: TimeMachineFixture
) -> None:
    save(autumn, SHORT, time_machine)
    calendar = icalendar.Calendar.from_ical(ask_for(client, f"/campaigns/{autumn.edit_token}/"))
    assert calendar["method"] == "PUBLISH"
    cancelled = [event for event in calendar.events if event.get("status") == "CANCELLED"]
    assert cancelled
    changed_at = datetime(2026, 12, 1, 12, 1, tzinfo=UTC)
    of_the_change = int((changed_at - FIRST_SEQUENCE_AT).total_seconds())
    assert {event.sequence for event in calendar.events} == {of_the_change}
    for event in cancelled:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"} <= event.keys()
        assert not event.alarms.times
