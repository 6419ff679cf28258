"""The page of what really happened: noted, corrected, by two at once, against the plan."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.rate_limits import REVISING
from campaigns.saved import progress
from campaigns.saved.editing import delete_campaign
from planner.planning.progress.record import Entry
from tests.campaigns.campaign_page import link
from tests.campaigns.factories import save_campaign
from tests.campaigns.limits import spend
from tests.campaigns.pages import read_form, read_text
from tests.campaigns.progress_page import (
    DAY,
    DECEMBER,
    add,
    correction,
    look,
    note,
    page_of,
    typed,
)

pytestmark = pytest.mark.usefixtures("book")


def test_a_line_is_noted_with_today_by_default(client: Client) -> None:
    campaign = save_campaign()
    page = look(client, campaign)
    assert read_form(page, "add")["first_on"] == "2026-12-01"
    page = note(client, campaign, sent="35", answered="4", declined="1", paid="$119,99")
    assert "Noted: 1 Dec 2026." in read_text(page)
    row = campaign.progress.get()
    assert (row.first_on, row.last_on, row.sent, row.answered) == (DECEMBER, DECEMBER, 35, 4)
    assert (row.declined, row.paid, row.credits_now) == (1, Decimal("119.99"), None)


def test_a_campaign_with_audiences_has_a_record_as_well(client: Client) -> None:
    named = "audiences-0-name=Founders&audiences-0-target=60&audiences-1-name=Buyers"
    campaign = save_campaign(f"{named}&audiences-1-target=40&reply_rate=10%25")
    page = note(client, campaign, sent="35", answered="4")
    assert page.status_code == 200
    text = read_text(page)
    assert "It rests on 4 replies to 35 messages" in text
    assert "Nine cases in ten cost at most" in text


def test_the_verdict_beside_what_happened_is_that_of_the_plan(client: Client) -> None:
    campaign = save_campaign()
    own = link(campaign)
    assert "As planned: Yes" not in read_text(client.get(own))
    note(client, campaign, sent="35", answered="4")
    assert "As planned: Yes" in read_text(client.get(own))
    assert "As planned: Yes" in read_text(client.get(own, headers={"HX-Request": "true"}))


def test_a_month_is_one_line(client: Client, time_machine: TimeMachineFixture) -> None:
    campaign = save_campaign()
    time_machine.move_to("2027-01-03 12:00 +0000")
    page = note(client, campaign, first_on="2026-12-01", last_on="2026-12-31", sent="48")
    assert "1 Dec to 31 Dec 2026" in read_text(page)
    row = campaign.progress.get()
    assert (row.first_on, row.last_on) == (DECEMBER, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"sent": "lots"}, "sent", "a whole number from 0 to 1,000,000"),
        ({"sent": "-1"}, "sent", "a whole number from 0 to 1,000,000"),
        ({"answered": "2", "declined": "3"}, "declined", "no more than the answers"),
        ({}, "sent", "at least one number, also a 0"),
        ({"sent": "1", "paid": "12 EUR"}, "paid", "amounts are in US dollars, not in EUR"),
        ({"sent": "1", "first_on": ""}, "first_on", "a day from 2000-01-01 to 2026-12-01"),
        ({"sent": "1", "first_on": "2026-12-02"}, "first_on", "a day from 2000-01-01"),
        ({"sent": "1", "last_on": "2026-11-30"}, "last_on", "2026-12-01 or later"),
        ({"sent": "1", "note": "x" * 501}, "note", "a text of at most 500 characters"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    client: Client, values: dict[str, str], field: str, message: str
) -> None:
    campaign = save_campaign()
    said = {"note": "Half a day", "bought": "7"} | values
    if not values:
        said = {"note": "Half a day"}
    page = note(client, campaign, **said)
    assert not campaign.progress.exists()
    error = page.content.decode().split(f'id="error-{field}"')[1].split("</p>")[0]
    assert message in error
    form = read_form(page, "add")
    assert {name: form[name] for name in said} == said


def test_an_amount_with_two_readings_is_asked_about(client: Client) -> None:
    page = note(client, save_campaign(), sent="1", paid="1.680")
    assert "Do you mean $1,680.00 or $1.68?" in read_text(page)
    assert not ProgressEntry.objects.exists()


def test_the_same_form_sent_twice_notes_once(client: Client) -> None:
    campaign = save_campaign()
    form = read_form(look(client, campaign), "add") | {"sent": "5"}
    for _ in range(2):
        assert client.post(page_of(campaign), form).status_code == 302
    assert campaign.progress.count() == 1


def test_two_who_note_the_same_day_learn_of_each_other(client: Client) -> None:
    campaign = save_campaign()
    mine = read_form(look(client, campaign), "add") | {"sent": "5"}
    add(campaign, DECEMBER, sent=7, answered=1)
    page = client.post(page_of(campaign), mine)
    assert page.status_code == 409
    assert "1 Dec 2026: 7 sent, 1 answered" in read_text(page)
    again = read_form(page, "add")
    assert again["sent"] == "5"
    # A third one comes in between, and is named as well.
    add(campaign, DECEMBER, sent=9)
    assert client.post(page_of(campaign), again).status_code == 409
    assert campaign.progress.count() == 2
    page = client.post(page_of(campaign), again | {"beside": _all_keys(campaign)}, follow=True)
    assert "Noted: 1 Dec 2026." in read_text(page)
    assert progress.read_record(campaign).sent == 21


def _all_keys(campaign: Campaign) -> str:
    return ",".join(f"{row.pk}" for row in campaign.progress.all())


def test_a_line_is_corrected(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER - DAY, sent=5, paid=Decimal("64.5"), credits_now=0)
    form = correction(client, campaign, row)
    assert form["correct-sent"] == "5"
    assert form["correct-paid"] == "64.50"
    assert form["correct-credits_now"] == "0"
    page = client.post(page_of(campaign), form | typed(sent="6"), follow=True)
    assert "Corrected: 30 Nov 2026." in read_text(page)
    row.refresh_from_db()
    assert (row.sent, row.paid, row.version) == (6, Decimal("64.5"), 2)


def test_a_day_of_nothing_is_corrected(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=0)
    form = correction(client, campaign, row)
    assert form["correct-sent"] == "0"
    client.post(page_of(campaign), form | typed(note="Holiday"))
    row.refresh_from_db()
    assert (row.sent, row.note) == (0, "Holiday")


def test_a_corrected_line_is_still_of_its_audience(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=5, audience="Founders")
    client.post(page_of(campaign), correction(client, campaign, row) | typed(sent="6"))
    row.refresh_from_db()
    assert (row.sent, row.audience) == (6, "Founders")


def test_two_who_correct_a_line_see_both_and_lose_neither(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=5)
    mine = correction(client, campaign, row) | typed(sent="8", note="Recounted")
    theirs = correction(Client(), campaign, row) | typed(sent="7")
    assert Client().post(page_of(campaign), theirs).status_code in (302, 403)
    client.post(page_of(campaign), correction(client, campaign, row) | typed(sent="7"))
    page = client.post(page_of(campaign), mine)
    assert page.status_code == 409
    text = read_text(page)
    assert "Somebody else changed this line at 12:00 UTC on 1 Dec" in text
    assert "Sent 7 8" in text
    assert "Note – Recounted" in text
    row.refresh_from_db()
    assert row.sent == 7
    # Knowing of theirs, one may put one's own in its place.
    again = read_form(page, "correct")
    assert again["correct-sent"] == "8"
    client.post(page_of(campaign), again)
    row.refresh_from_db()
    assert (row.sent, row.note) == (8, "Recounted")


def test_what_was_typed_into_a_deleted_line_still_stands(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=5)
    mine = correction(client, campaign, row) | typed(sent="8")
    progress.delete_entry(campaign=campaign, key=row.pk, base_version=1)
    page = client.post(page_of(campaign), mine)
    assert page.status_code == 409
    assert "Somebody else deleted this line" in read_text(page)
    form = read_form(page, "add")
    assert (form["sent"], form["first_on"]) == ("8", "2026-12-01")
    client.post(page_of(campaign), form)
    assert campaign.progress.get().sent == 8


def test_a_mistake_in_a_correction_keeps_what_was_typed(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=5)
    page = client.post(
        page_of(campaign), correction(client, campaign, row) | typed(sent="x", bought="3")
    )
    assert "a whole number from 0 to 1,000,000" in read_text(page)
    form = read_form(page, "correct")
    assert (form["correct-sent"], form["correct-bought"], form["version"]) == ("x", "3", "1")


def test_a_line_is_deleted_and_not_over_a_newer_one(client: Client) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=5)
    form = correction(client, campaign, row) | {"action": "delete"}
    corrected = Noted(Entry(first_on=DECEMBER, last_on=DECEMBER, sent=6))
    progress.correct_entry(corrected, campaign=campaign, key=row.pk, base_version=1)
    assert client.post(page_of(campaign), form).status_code == 409
    assert campaign.progress.get().sent == 6
    form = correction(client, campaign, row) | {"action": "delete"}
    assert "Deleted." in read_text(client.post(page_of(campaign), form, follow=True))
    assert client.post(page_of(campaign), form).status_code == 302, "it is gone already"
    assert not campaign.progress.exists()


@pytest.mark.parametrize("field", ["key", "version"])
@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, "\x00", "٣"])
def test_a_forged_key_or_version_changes_nothing(client: Client, field: str, text: str) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER, sent=5)
    form = correction(client, campaign, row) | typed(sent="9") | {field: text}
    assert client.post(page_of(campaign), form).status_code == 409
    assert client.post(page_of(campaign), form | {"action": "delete"}).status_code in (302, 409)
    assert campaign.progress.get().sent == 5
    look(client, campaign, f"correct={'9' * 30}")


def test_a_line_of_another_campaign_is_not_shown_or_changed(client: Client) -> None:
    campaign, other = save_campaign(), save_campaign()
    row = add(other, DECEMBER, sent=5)
    assert "Correct a line" not in read_text(look(client, campaign, f"correct={row.pk}"))
    form = correction(client, other, row) | typed(sent="9")
    assert client.post(page_of(campaign), form).status_code == 409
    assert other.progress.get().sent == 5


def test_who_has_no_edit_link_sees_and_changes_nothing(client: Client) -> None:
    campaign = save_campaign()
    assert client.get(f"/campaigns/{'A' * 43}/progress/").status_code == 404
    assert client.post(page_of(campaign), {"action": "nonsense"}).status_code == 404
    assert client.put(page_of(campaign)).status_code == 405
    delete_campaign(campaign=campaign)
    assert client.get(page_of(campaign)).status_code == 404


def test_it_needs_a_token_against_forged_requests() -> None:
    campaign = save_campaign()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page_of(campaign), {"action": "add", "sent": "5"}).status_code == 403


def test_its_page_is_private(client: Client) -> None:
    response = look(client, save_campaign())
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]


def test_changes_are_limited(
    client: Client, still_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = save_campaign()
    row = add(campaign, DECEMBER - 9 * DAY, sent=1)
    spend(REVISING, REVISING.capacity - 1)
    corrected = correction(client, campaign, row) | typed(sent="2")
    assert client.post(page_of(campaign), corrected).status_code == 302
    page = note(client, campaign, sent="77")
    assert page.status_code == 429
    assert "Too many changes" in read_text(page)
    assert read_form(page, "add")["sent"] == "77"


def test_a_full_record_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MOST_ENTRIES", 0)
    page = note(client, save_campaign(), sent="5")
    assert page.status_code == 409
    assert "The record is full" in read_text(page)


def test_a_database_that_takes_nothing_loses_nothing_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = save_campaign()

    def fail(*_: Any, **__: Any) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr("campaigns.views.progress.add_entry", fail)
    monkeypatch.setattr("campaigns.views.new_campaign.is_database_failure", lambda _: True)
    page = note(client, campaign, sent="5", note="Mine")
    assert page.status_code == 503
    assert read_form(page, "add")["note"] == "Mine"
