"""A sheet into a campaign's progress: looked at before it is taken, counted once, never stored."""

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, ProgressEntry
from campaigns.models.progress_entry import Noted
from campaigns.saved import progress
from campaigns.views import progress_sheet
from planner.planning.progress.record import Entry
from tests.campaigns.factories import make_default_book, save_campaign
from tests.campaigns.pages import read_text
from tests.campaigns.sheet_files import Rows, as_csv, as_xlsx, make_tracker
from tests.campaigns.sheet_page import read_sums, sheet_page, take, upload
from tests.examples import examples

STARTED = "target=300&seats=2&start_on=2026-09-01&deadline_on=2027-02-28"


@pytest.fixture
def campaign(book: object) -> Campaign:
    """A campaign that began in September, on 1 December 2026."""
    return save_campaign(STARTED)


def sums_of(campaign: Campaign) -> tuple[int, int, int]:
    record = progress.read_record(campaign)
    return record.sent, record.answered, record.declined


def test_a_tracker_of_300_rows_with_semicolons_and_decimal_commas(
    client: Client, campaign: Campaign
) -> None:
    rows, truth = make_tracker()
    rows[7][2] = "bald"
    rows[9][3] = "Hmm"
    page = upload(client, campaign, as_csv(rows, separator=";", encoding="cp1252"))
    text = read_text(page)
    assert "A tracker with a row for each message" in text
    assert "2 rows cannot be read" in text
    assert "Row 8: “bald” is not a day" in text
    assert "Row 10: the state “Hmm” is not known" in text
    assert not campaign.progress.exists(), "nothing is taken yet"
    assert "From the sheet: " in read_text(take(client, campaign, page))
    sent, answered, declined = sums_of(campaign)
    assert (truth["sent"] - sent) in (0, 1, 2)
    assert truth["answered"] - 2 <= answered <= truth["answered"]
    assert declined >= truth["declined"] - 2
    assert {row.note for row in campaign.progress.all()} == {"From a sheet"}


def test_a_whole_tracker_comes_to_its_own_sums(client: Client, campaign: Campaign) -> None:
    rows, truth = make_tracker()
    page = upload(client, campaign, as_xlsx(rows))
    assert f"{truth['sent']} sent, {truth['answered']} answered" in read_text(page)
    take(client, campaign, page)
    assert sums_of(campaign) == (truth["sent"], truth["answered"], truth["declined"])


def test_no_name_or_address_is_stored_carried_or_logged(
    client: Client, campaign: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rows, _ = make_tracker(40)
    for number, row in enumerate(rows[1:]):
        row[0], row[1] = f"Lead Q{number}", f"lead.q{number}@example.com"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = upload(client, campaign, as_csv(rows))
        carried = signing.loads(read_sums(page), salt=progress_sheet.SALT)
        take(client, campaign, page)
    assert set(carried) == {"campaign", "kind", "fields", "unknown", "readings"}
    assert carried["unknown"] == []
    for first_on, days, audience, *numbers in carried["readings"][0][2]:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", first_on)
        assert (isinstance(days, int), audience) == (True, "")
        assert all(number is None or re.fullmatch(r"[\d.]+", number) for number in numbers)
    everything = [
        *(query["sql"] for query in queries), caplog.text, f"{carried}",
        *(f"{vars(row)}" for row in ProgressEntry.objects.all()),
    ]  # fmt: skip
    assert not [text for text in everything if "Lead Q" in text or "example.com" in text]


def test_the_same_sheet_twice_counts_once(client: Client, campaign: Campaign) -> None:
    rows, truth = make_tracker()
    content = as_csv(rows)
    page = upload(client, campaign, content)
    sums = {"sums": read_sums(page), "csrfmiddlewaretoken": "x" * 64}
    for _ in range(2):  # the button pressed twice
        client.post(sheet_page(campaign), sums)
    assert sums_of(campaign)[0] == truth["sent"]
    again = upload(client, campaign, content)
    text = read_text(again)
    # Folded, however many there are.
    assert re.search(r"\d+ lines noted already on days of it", text)
    assert "<details open" not in again.content.decode().partition('id="preview"')[2]
    assert "Days that are noted already" in text
    assert 'value="skip" checked' in " ".join(again.content.decode().split())
    text = read_text(take(client, campaign, again))
    assert re.search(r"0 lines noted, \d+ lines left out, as those days are noted already", text)
    assert sums_of(campaign)[0] == truth["sent"]
    take(client, campaign, upload(client, campaign, content), overlap="replace")
    assert sums_of(campaign)[0] == truth["sent"]


def test_a_tracker_that_has_grown_takes_the_place_of_what_it_was(
    client: Client, campaign: Campaign
) -> None:
    day = date(2026, 11, 3)
    first = [["Date", "Status"], [f"{day}", "Sent"], [f"{day}", "Sent"]]
    take(client, campaign, upload(client, campaign, as_csv(first)))
    grown = [*first, ["2026-11-04", "Sent"]]
    grown[1] = [f"{day}", "Replied"]
    page = take(client, campaign, upload(client, campaign, as_csv(grown)), overlap="replace")
    assert "From the sheet: 1 line noted, 1 line corrected." in read_text(page)
    assert sums_of(campaign) == (3, 1, 0)


def test_a_second_sender_on_the_same_days_is_counted_too(
    client: Client, campaign: Campaign
) -> None:
    rows = as_csv([["Date", "Status"], ["2026-11-03", "Sent"]])
    for _ in range(2):
        take(client, campaign, upload(client, campaign, rows), overlap="add")
    assert sums_of(campaign) == (2, 0, 0)


AMBIGUOUS: Rows = [["Date", "Status"], ["03/10/2026", "Sent"], ["04/10/2026", "Replied"]]


def test_which_comes_first_is_asked_and_answered_without_the_sheet(
    client: Client, campaign: Campaign
) -> None:
    page = upload(client, campaign, as_csv(AMBIGUOUS))
    text = read_text(page)
    assert "Which comes first in its dates, the day or the month?" in text
    assert "03/10/2026 is 3 Oct 2026" in text
    assert "03/10/2026 is 10 Mar 2026" in text
    unanswered = take(client, campaign, page)
    assert "Please say which of the two days is meant." in read_text(unanswered)
    assert not campaign.progress.exists()
    take(client, campaign, unanswered, order="day")
    assert [f"{row.first_on}" for row in campaign.progress.all()] == ["2026-10-04", "2026-10-03"]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"sheet": ""}, "sheet", "Please enter a file: CSV or XLSX."),
        ({"from_on": "soon"}, "from_on", "a day from 2000-01-01 to 2026-12-01"),
        ({"own_name": "x" * 101}, "own_name", "at most 100 characters"),
    ],
)
def test_a_mistake_in_the_form_is_named(
    client: Client, campaign: Campaign, typed: dict[str, Any], field: str, message: str
) -> None:
    page = upload(client, campaign, b"Date,Status\n2026-11-03,Sent\n", **typed)
    error = page.content.decode().split(f'id="error-{field}"')[1].split("</p>")[0]
    assert message in error


def test_what_is_no_sheet_is_refused_at_its_field(client: Client, campaign: Campaign) -> None:
    page = upload(client, campaign, b"%PDF-1.7", from_on="2026-10-01")
    text = read_text(page)
    assert "Please enter a sheet that can be read: no row of it names its columns" in text
    assert 'value="2026-10-01"' in page.content.decode(), "what was typed still stands"
    assert "an empty file" not in text
    assert "a file that is not empty" in read_text(upload(client, campaign, b""))


def test_whose_messages_they_are_is_asked(client: Client, campaign: Campaign) -> None:
    content = as_csv(
        [
            ["CONVERSATION ID", "FROM", "TO", "DATE"],
            ["a", "Lead 1", "The Owner", "2026-11-05 10:00:00 UTC"],
            ["a", "The Owner", "Lead 1", "2026-11-03 10:00:00 UTC"],
        ]
    )
    page = upload(client, campaign, content)
    assert "Please enter your name as it stands under FROM" in read_text(page)
    page = upload(client, campaign, content, own_name="The Owner")
    assert "2 lines, 3 Nov to 5 Nov 2026: 1 sent, 1 answered." in read_text(page)
    assert "The Owner" not in page.content.decode().split('id="preview"')[1].split("</section>")[0]


def test_a_sheet_of_nothing_that_counts_has_nothing_to_take(
    client: Client, campaign: Campaign
) -> None:
    rows = [["Date", "Status"], ["2026-08-03", "Sent"]]
    page = upload(client, campaign, as_csv(rows))
    assert "Nothing to take." in read_text(page)
    assert "Left out, 1 row: before 1 Sep 2026." in read_text(page)
    assert "Take it" not in read_text(page)


def test_a_forged_or_foreign_or_old_look_is_not_taken(
    client: Client, campaign: Campaign, time_machine: TimeMachineFixture
) -> None:
    page = upload(client, campaign, as_csv([["Date", "Status"], ["2026-11-03", "Sent"]]))
    sums = read_sums(page)
    other = save_campaign(STARTED)
    for where, text in ((campaign, sums[:-2]), (campaign, ""), (other, sums)):
        refused = client.post(sheet_page(where), {"sums": text})
        assert refused.status_code == 409
        assert "choose it again" in read_text(refused)
    time_machine.move_to("2026-12-03 12:00 +0000")
    assert client.post(sheet_page(campaign), {"sums": sums}).status_code == 409
    assert not ProgressEntry.objects.exists()


def test_another_choice_than_those_offered_takes_nothing(
    client: Client, campaign: Campaign
) -> None:
    rows = as_csv([["Date", "Status"], ["2026-11-03", "Sent"]])
    take(client, campaign, upload(client, campaign, rows))
    page = take(client, campaign, upload(client, campaign, rows), overlap="both")
    assert "Please enter one of skip, replace, add" in read_text(page)
    assert sums_of(campaign) == (1, 0, 0)


def test_a_record_without_room_takes_nothing_of_it(
    client: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "MOST_ENTRIES", 2)
    rows = [["Date", "Sent"], *[[f"2026-11-0{n}", "1"] for n in range(1, 5)]]
    page = take(client, campaign, upload(client, campaign, as_csv(rows)))
    assert page.status_code == 409
    assert "The record has room for 2 lines more" in read_text(page)
    assert not campaign.progress.exists()
    monkeypatch.setattr(progress_sheet, "MOST_ENTRIES", 3)
    page = upload(client, campaign, as_csv(rows))
    assert "a sheet of at most 3 days, weeks or months: it has 4" in read_text(page)


def test_a_database_that_takes_nothing_loses_not_the_look(
    client: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise DatabaseError("database or disk is full")

    page = upload(client, campaign, as_csv([["Date", "Status"], ["2026-11-03", "Sent"]]))
    monkeypatch.setattr("campaigns.views.progress_sheet.take_sheet", fail)
    monkeypatch.setattr("campaigns.views.new_campaign.is_database_failure", lambda _: True)
    refused = take(client, campaign, page)
    assert refused.status_code == 503
    assert read_sums(refused) == read_sums(page)


def test_sheets_are_limited(client: Client, campaign: Campaign, still_clock: None) -> None:
    content = as_csv([["Date", "Status"], ["2026-11-03", "Sent"]])
    for _ in range(10):
        assert upload(client, campaign, content).status_code == 200
    page = upload(client, campaign, content)
    assert page.status_code == 429
    assert "Too many sheets" in read_text(page)


def test_it_needs_the_edit_link_and_a_token(campaign: Campaign) -> None:
    assert Client().get(f"/campaigns/{'A' * 43}/progress/import/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(sheet_page(campaign), {"sums": "x"}).status_code == 403
    assert Client().get(sheet_page(campaign)).status_code == 200


def test_a_body_that_is_too_large_is_refused_unread(client: Client, campaign: Campaign) -> None:
    page = upload(client, campaign, b"x" * 2_000_000)
    assert page.status_code == 413
    assert "A sheet may have at most 2 MB: " in read_text(page)


def test_a_deleted_campaign_takes_nothing(
    client: Client, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = upload(client, campaign, as_csv([["Date", "Status"], ["2026-11-03", "Sent"]]))

    def vanish(*_: Any, **__: Any) -> None:
        raise Campaign.DoesNotExist

    monkeypatch.setattr("campaigns.views.progress_sheet.take_sheet", vanish)
    assert take(client, campaign, page).status_code == 404


def test_very_many_reasons_are_named_by_their_rows(client: Client, campaign: Campaign) -> None:
    rows = [["Date", "Status"], ["2026-11-03", "Sent"]]
    rows += [["2026-11-03", f"State {number}"] for number in range(600)]
    page = upload(client, campaign, as_csv(rows))
    text = read_text(page)
    assert "600 rows cannot be read" in text
    assert "Row 502: the state “State 499” is not known" in text
    assert "Rows 503, 504, " in text
    assert "601, 602: for other reasons of these kinds" in text
    assert "State 500" not in text


def test_a_column_that_is_not_understood_is_named(client: Client, campaign: Campaign) -> None:
    rows: Rows = [["Month", "Sent", "<b>Guthaben"], ["2026-11", "30", "2"]]
    page = upload(client, campaign, as_csv(rows))
    assert "Left out, column “<b>Guthaben”: its name is not known." in read_text(page)
    assert b"<b>Guthaben" not in page.content


def test_markup_in_a_sheet_is_text(client: Client, campaign: Campaign) -> None:
    rows = [["Date", "Status"], ["<script>x</script>", "Sent"], ["2026-11-03", "<b>hm</b>"]]
    page = upload(client, campaign, as_csv([*rows, ["2026-11-03", "Sent"]]))
    assert "<script>x" not in page.content.decode()
    assert "“<script>x</script>” is not a day" in read_text(page)


def test_days_noted_by_hand_are_named_before(client: Client, campaign: Campaign) -> None:
    entry = Entry(first_on=date(2026, 11, 1), last_on=date(2026, 11, 30), sent=35, answered=4)
    progress.add_entry(Noted(entry, "By hand"), campaign=campaign)
    rows = as_csv([["Date", "Status"], ["2026-11-03", "Sent"], ["2026-10-03", "Sent"]])
    page = upload(client, campaign, rows)
    assert "1 Nov to 30 Nov 2026: 35 sent, 4 answered (By hand)" in read_text(page)
    take(client, campaign, page, overlap="replace")
    assert sums_of(campaign) == (36, 4, 0), "a month is not replaced by a day of it"


@pytest.mark.django_db
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.text(max_size=20))
@examples(8, many=300)
def test_no_file_and_no_answer_breaks_the_page(content: bytes, text: str) -> None:
    if not Campaign.objects.exists():
        make_default_book()
        save_campaign("start_on=2026-11-01")
    campaign = Campaign.objects.get()
    client = Client(REMOTE_ADDR="10.0.0.1")
    for body in (b"Date,Sent\n" + content, content):
        assert upload(client, campaign, body, from_on="2026-11-01").status_code in (200, 429)
    response = client.post(sheet_page(campaign), {"sums": text, "order": text, "overlap": text})
    assert response.status_code == 409


def test_the_days_of_a_line_survive_the_way() -> None:
    lines = [
        Entry(first_on=date(2026, 11, 1), last_on=date(2026, 11, 30), sent=5, credits_now=0),
        Entry(first_on=date(2026, 12, 1), last_on=date(2026, 12, 1), answered=3, declined=2),
    ]
    assert progress_sheet._unpack(progress_sheet._pack(lines)) == lines
    assert timedelta(days=29) == lines[0].last_on - lines[0].first_on
