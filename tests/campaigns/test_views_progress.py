"""The page of what really happened: noted, corrected, by two at once, against the plan."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.saved import progress
from campaigns.saved.editing import delete_campaign
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.progress.record import Entry
from tests.campaigns.campaign_page import link, see
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_form, read_text

pytestmark = pytest.mark.usefixtures("book")
DECEMBER = date(2026, 12, 1)
DAY = timedelta(days=1)


def page_of(campaign: Campaign) -> str:
    return f"{link(campaign)}progress/"


def look(client: Client, campaign: Campaign, query: str = "") -> Response:
    response = client.get(f"{page_of(campaign)}?{query}")
    assert response.status_code == 200
    return response


def note(client: Client, campaign: Campaign, **typed: str) -> Response:
    """Fill in the form of the page and send it."""
    form = read_form(look(client, campaign), "add")
    return client.post(page_of(campaign), form | typed, follow=True)


def correction(client: Client, campaign: Campaign, row: ProgressEntry) -> dict[str, str]:
    return read_form(look(client, campaign, f"correct={row.pk}"), "correct")


def typed(**values: str) -> dict[str, str]:
    return {f"correct-{name}": text for name, text in values.items()}


def add(
    campaign: Campaign, day: date, *, until: date | None = None, **values: Any
) -> ProgressEntry:
    entry = Entry(first_on=day, last_on=until or day, **values)
    return progress.add_entry(Noted(entry), campaign=campaign)


def verdict(response: Response) -> str:
    found = re.search(r'class="pace-verdict [a-z]+">([^<]*)<', response.content.decode())
    assert found
    return found[1]


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
    assert "Nine cases in ten" not in text


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
    for number in range(30):
        client.post(
            page_of(campaign),
            correction(client, campaign, row)
            | {"version": f"{number + 1}"}
            | typed(sent=f"{number}"),
        )
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


PACED = "target=100&seats=1&plans=team&deadline_on=2027-01-31&start_on=2026-12-01"


@pytest.mark.parametrize(
    ("today", "entries", "said"),
    [
        ("2026-12-01", [], "Nothing is due yet: it starts on 1 Dec 2026"),
        ("2026-12-11", [], "16 behind: nothing is sent yet"),
        ("2026-12-11", [(9, 2)], "14 behind; at this pace done on 13 Apr 2028, 438 days late"),
        ("2026-12-11", [(9, 15)], "1 behind; at this pace done on 5 Feb 2027, 5 days late"),
        ("2026-12-11", [(9, 16)], "On time: as planned, done by 31 Jan 2027"),
        ("2026-12-11", [(9, 30)], "On time: 14 ahead, done by 31 Jan 2027"),
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
