"""A sheet into the progress of a campaign with audiences: chosen, named by a column, asked."""

import re
from datetime import date

import pytest
from django.core import signing
from django.test import Client

from campaigns.models import Campaign
from campaigns.models.progress_entry import Noted
from campaigns.sheets import read_sheet
from campaigns.views import progress_sheet
from planner.planning.progress.record import Entry
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import Response, read_text
from tests.campaigns.progress_page import add
from tests.campaigns.sheet_files import Rows, as_csv
from tests.campaigns.sheet_page import read_sums, sheet_page, take, upload

ASKED = (
    "audiences-0-name=Ann+%26+Co&audiences-0-target=30&audiences-1-name=B%C3%A9n"
    "&audiences-1-target=70&start_on=2026-09-01"
)
NAMES = ("Ann & Co", "Bén")
TRACKER: Rows = [
    ["Name", "Client", "Sent on", "Status"],
    ["Lead 1", "ann & co", "2026-11-03", "Sent"],
    ["Lead 2", "ANN & CO", "2026-11-03", "Replied"],
    ["Lead 3", "Ben", "2026-11-03", "Sent"],
    ["Lead 4", "", "2026-11-03", "Sent"],
]


@pytest.fixture
def campaign(book: object) -> Campaign:
    return save_campaign(ASKED)


def noted(campaign: Campaign) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (row.audience, f"{row.first_on}"): (row.sent, row.answered)
        for row in campaign.progress.all()
    }


def lines_of(rows: Rows, *, audiences: tuple[str, ...] = NAMES, audience: str = "") -> set[str]:
    sheet = read_sheet(
        as_csv(rows),
        from_on=date(2026, 9, 1),
        today=date(2026, 12, 1),
        audiences=audiences,
        audience=audience,
    )
    [reading] = sheet.readings
    return {f"{line.audience}:{line.sent}:{line.answered}" for line in reading.lines}


def test_a_column_names_the_audience_of_each_row(client: Client, campaign: Campaign) -> None:
    page = upload(client, campaign, as_csv(TRACKER))
    text = read_text(page)
    assert "Ann & Co: 2 sent, 1 answered" in text
    assert "Bén: 1 sent, 0 answered" in text
    assert "No audience named: 1 sent, 0 answered" in text
    take(client, campaign, page)
    assert noted(campaign) == {
        ("Ann & Co", "2026-11-03"): (2, 1),
        ("Bén", "2026-11-03"): (1, 0),
        ("", "2026-11-03"): (1, 0),
    }


@pytest.mark.parametrize(
    "head",
    [
        "Audience",
        "Campaign Name",
        "List",
        "Segment",
        "Zielgruppe",
        "Kampagne",
        "Klant",
        "Público alvo",
    ],
)
def test_the_column_has_one_of_the_usual_names(head: str) -> None:
    rows = [["Name", head, *TRACKER[0][2:]], *TRACKER[1:]]
    assert lines_of(rows) == {"Ann & Co:2:1", "Bén:1:0", ":1:0"}


def test_the_whole_sheet_can_be_of_one_audience(client: Client, campaign: Campaign) -> None:
    page = upload(client, campaign, as_csv(TRACKER), audience="Bén")
    assert "Bén: 4 sent, 1 answered" in read_text(page)
    take(client, campaign, page)
    assert noted(campaign) == {("Bén", "2026-11-03"): (4, 1)}


def test_sums_can_be_of_audiences_too(client: Client, campaign: Campaign) -> None:
    sums = [
        ["Month", "Campaign", "Sent", "Replies", "Credits left"],
        ["2026-09", "Ben", "40", "3", "7"],
        ["2026-09", "Ann & Co", "20", "1", "5"],
        ["2026-10", "Ben", "10", "1", "3"],
    ]
    take(client, campaign, upload(client, campaign, as_csv(sums)))
    assert noted(campaign) == {
        ("Bén", "2026-09-01"): (40, 3),
        ("Ann & Co", "2026-09-01"): (20, 1),
        ("Bén", "2026-10-01"): (10, 1),
    }


def ask_about(client: Client, campaign: Campaign) -> Response:
    rows = [
        *TRACKER,
        ["Lead 5", "Carl", "2026-11-03", "Replied"],
        ["Lead 6", "Dora", "2026-11-04", "Sent"],
    ]
    return upload(client, campaign, as_csv(rows))


def test_an_unknown_name_is_asked_about_and_not_guessed(client: Client, campaign: Campaign) -> None:
    page = ask_about(client, campaign)
    text = read_text(page)
    assert "Names in it that are none of the campaign’s audiences" in text
    assert "“Carl”" in text
    page = take(client, campaign, page)
    assert "which audience it is, or that it is left out" in read_text(page)
    assert not campaign.progress.exists()
    take(client, campaign, page, **{"audience-0": "=Bén", "audience-1": "out"})
    assert noted(campaign) == {
        ("Ann & Co", "2026-11-03"): (2, 1),
        ("Bén", "2026-11-03"): (2, 1),
        ("", "2026-11-03"): (1, 0),
    }


def test_an_unknown_name_can_count_for_all(client: Client, campaign: Campaign) -> None:
    page = ask_about(client, campaign)
    take(client, campaign, page, **{"audience-0": "all", "audience-1": "all"})
    assert noted(campaign)["", "2026-11-03"] == (2, 1)
    assert noted(campaign)["", "2026-11-04"] == (1, 0)


def test_balances_of_two_names_of_one_audience_are_added_up(
    client: Client, campaign: Campaign
) -> None:
    sums = [
        ["Month", "Campaign", "Sent", "Credits left"],
        ["2026-09", "Carl", "40", "7"],
        ["2026-09", "Dora", "20", "5"],
        ["2026-10", "Carl", "4", ""],
        ["2026-10", "Dora", "2", ""],
    ]
    page = upload(client, campaign, as_csv(sums))
    take(client, campaign, page, **{"audience-0": "=Bén", "audience-1": "=Bén"})
    assert [(row.sent, row.credits_now) for row in campaign.progress.order_by("first_on")] == [
        (60, 12),
        (6, None),
    ]


def test_what_is_noted_on_days_of_an_unknown_name_is_shown(
    client: Client, campaign: Campaign
) -> None:
    add(campaign, date(2026, 11, 4), sent=9, audience="Bén")
    page = ask_about(client, campaign)
    assert "1 line noted already on days of it" in read_text(page)
    choice = {"audience-0": "out", "audience-1": "=Bén"}
    take(client, campaign, page, **choice, overlap="skip")
    assert noted(campaign)["Bén", "2026-11-04"] == (9, 0)


def test_a_column_of_many_people_is_no_column_of_audiences(
    client: Client, campaign: Campaign
) -> None:
    rows: Rows = [
        TRACKER[0],
        *(["", f"Person {number}", "2026-11-03", "Sent"] for number in range(21)),
    ]
    page = upload(client, campaign, as_csv(rows))
    assert "Person" not in read_text(page)
    assert "Person" not in f"{signing.loads(read_sums(page), salt=progress_sheet.SALT)}"
    take(client, campaign, page)
    assert noted(campaign) == {("", "2026-11-03"): (21, 0)}


def test_a_name_of_rows_that_are_left_out_is_not_asked_about() -> None:
    rows = [*TRACKER, ["Lead 5", "Carl", "2026-08-03", "Sent"]]
    sheet = read_sheet(
        as_csv(rows), from_on=date(2026, 9, 1), today=date(2026, 12, 1), audiences=NAMES
    )
    assert sheet.unknown == ()


def test_where_there_are_no_audiences_the_column_is_not_read(client: Client, book: object) -> None:
    campaign = save_campaign("start_on=2026-09-01")
    page = upload(client, campaign, as_csv(TRACKER), audience="Bén")
    assert not re.search(r'name="audience', page.content.decode())
    take(client, campaign, page)
    assert noted(campaign) == {("", "2026-11-03"): (4, 1)}
    assert lines_of(TRACKER, audiences=()) == {":4:1"}


def test_a_name_that_is_no_audience_is_a_fault_of_the_field(
    client: Client, campaign: Campaign
) -> None:
    text = read_text(upload(client, campaign, as_csv(TRACKER), audience="Carl"))
    assert "one of Ann & Co, Bén" in text
    choice = {"audience-0": "=Nobody", "audience-1": "out"}
    page = take(client, campaign, ask_about(client, campaign), **choice)
    assert "which audience it is" in read_text(page)
    assert not campaign.progress.exists()


def test_sums_of_an_older_form_are_asked_for_again(client: Client, campaign: Campaign) -> None:
    line = Noted(Entry(first_on=date(2026, 11, 3), last_on=date(2026, 11, 3), sent=1), "")
    carried = {
        "campaign": campaign.key.hex,
        "kind": "tracker",
        "fields": ["sent"],
        "readings": [[None, "", [[f"{line.entry.first_on}", 0, "1", "0", "0", "0", "0", None]]]],
    }
    sums = signing.dumps(carried, salt="campaigns.progress.sheet", compress=True)
    page = client.post(sheet_page(campaign), {"sums": sums})
    assert "choose it again" in read_text(page)
