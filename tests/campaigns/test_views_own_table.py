"""The list of campaigns as a table: its figures and states are true, and make one workbook."""

import re
from datetime import datetime

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Plan, PriceBook
from campaigns.rate_limits import STUDYING
from campaigns.saved.editing import delete_campaign
from campaigns.views import own_campaigns
from tests.campaigns.factories import change_price, save_campaign
from tests.campaigns.limits import spend
from tests.campaigns.pages import read_text
from tests.readers.workbooks import open_workbook, read_labels

pytestmark = pytest.mark.usefixtures("book")
OWN = "/campaigns/"
WORKBOOK = f"{OWN}campaigns.xlsx"


def make(client: Client, name: str, query: str = "") -> Campaign:
    """A campaign that this browser saves."""
    client.post(f"/campaigns/new/?{query}", {"name": name})
    return Campaign.objects.latest("pk")


def see(client: Client) -> str:
    return read_text(client.get(OWN)).replace("\N{NO-BREAK SPACE}", " ")


def order(client: Client, *campaigns: Campaign) -> list[list[object]]:
    """The rows of the workbook's first sheet."""
    response = client.get(WORKBOOK, {"key": [one.key.hex for one in campaigns]})
    assert response.status_code == 200
    book = open_workbook(response.content)
    return [list(row) for row in book["Campaigns"].iter_rows(min_row=5, values_only=True)]


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("target=120", "120 people Team $449.97 1 Feb 2027 On time, over 9 months early"),
        ("target=100&deadline_on=2027-01-01", "$299.98 1 Jan 2027 On time, on the last day"),
        (
            "target=100&deadline_on=2026-12-31&seats=1&strategies=as_granted",
            "1 Jan 2027 1 day late",
        ),
        ("plans=", "100 people – – No plan is compared"),
    ],
)
def test_a_row_has_the_figures_of_the_campaign(client: Client, query: str, row: str) -> None:
    make(client, "Autumn", query)
    assert row in see(client)


def test_what_is_to_do_next_is_the_first_day_of_the_plan_from_today_on(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    make(client, "Autumn", "target=120&deadline_months=4")
    steps = {
        "2026-11-30": "Next: 50 InMail credits arrive, 1 Dec 2026",
        "2026-12-01": "Next: 50 InMail credits arrive, 1 Dec 2026",
        "2026-12-02": "Next: 50 InMail credits arrive, 1 Jan 2027",
        "2027-02-02": "Next: Cancel Team before 1 Mar 2027, 28 Feb 2027",
        "2027-03-01": "Planned until 28 Feb 2027",
    }
    for day, step in steps.items():
        time_machine.move_to(f"{day} 12:00 +0000")
        assert step in see(client), day


def test_prices_that_changed_are_told_with_what_they_do(client: Client) -> None:
    make(client, "Autumn", "plans=team")
    assert "Prices changed" not in see(client)
    change_price("team", "159.99")
    assert "Prices changed: now $20.00 more" in see(client)
    change_price("team", "100", effective_on=datetime(2026, 11, 30).date())
    assert "Prices changed: now $20.00 more" in see(client), "the newest price counts"


def test_another_plan_that_is_cheaper_by_now_is_named(client: Client) -> None:
    make(client, "Autumn")
    change_price("solo", "1")
    assert "Prices changed: now $294.98 less with Solo, done by 1 Apr 2027" in see(client)


def test_a_price_that_changes_nothing_says_so(client: Client) -> None:
    make(client, "Autumn")
    change_price("solo", "500")
    assert "Prices changed, the total stays" in see(client)


def test_terms_that_undo_the_plan_are_told(client: Client) -> None:
    make(client, "Autumn", "plans=team&deadline_on=2027-01-01&seats=1&strategies=as_granted")
    Plan.objects.filter(slug="team").update(monthly_credits=40)
    assert "Prices or terms changed. Today: 31 days late" in see(client)


def test_a_price_book_that_is_gone_is_told(client: Client, book: PriceBook) -> None:
    make(client, "Autumn")
    book.delete()
    assert "The price book is gone" in see(client)


def test_no_time_for_all_figures_leaves_the_answers_as_saved(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(client, "Autumn")
    make(client, "Winter", "target=120")
    answers = iter([True, False])
    monkeypatch.setattr(own_campaigns, "has_time_left", lambda: next(answers))
    text = see(client)
    assert "120 people Team $449.97" in text
    assert "100 people for $299.98 in 2 months" in text
    assert "There was no time for all figures at once. Show the other 1" in text
    monkeypatch.undo()
    assert "There was no time" not in see(client)


def test_the_ticked_ones_make_one_workbook(client: Client) -> None:
    first = make(client, "Autumn: [a/b]", "target=120")
    second = make(client, "Autumn: [a/b]")
    make(client, "Not ticked")
    response = client.get(WORKBOOK, {"key": [first.key.hex, second.key.hex]})
    assert response.headers["Content-Disposition"] == 'attachment; filename="campaigns.xlsx"'
    book = open_workbook(response.content)
    names = ["Summary", "Comparison", "Ledger", "Calculation"]
    assert book.sheetnames == ["Campaigns", *(f"{n} {name}" for n in (1, 2) for name in names)]
    [newest, older] = order(client, first, second)
    assert [newest[0], newest[1], newest[3]] == ["Autumn: [a/b]", "100 people", 299.98]
    assert [older[3], older[4], older[6]] == [
        449.97,
        datetime(2027, 2, 1),
        "Yes, over 9 months early",
    ]
    assert newest[7] == "1 Summary"
    link = book["Campaigns"].cell(5, 8).hyperlink
    assert link.location == "'1 Summary'!A1"
    assert read_labels(book["2 Summary"])["Total"] == 449.97


def test_each_chart_is_of_its_own_ledger(client: Client) -> None:
    campaigns = [make(client, "Autumn"), make(client, "Winter")]
    content = client.get(WORKBOOK, {"key": [one.key.hex for one in campaigns]}).content
    book = open_workbook(content)
    for number in (1, 2):
        [chart] = book[f"{number} Ledger"]._charts
        assert chart.series[0].val.numRef.f.startswith(f"'{number} Ledger'!")


def test_a_workbook_has_none_of_others_and_none_that_is_deleted(client: Client) -> None:
    mine, deleted, other = make(client, "Mine"), make(client, "Deleted"), save_campaign()
    delete_campaign(campaign=deleted)
    assert [row[0] for row in order(client, mine, deleted, other)] == ["Mine"]


@pytest.mark.parametrize("keys", [[], [""], ["\x00"], ["0" * 32]])
def test_nothing_ticked_is_told_on_the_list(client: Client, keys: list[str]) -> None:
    make(client, "Autumn")
    page = client.get(WORKBOOK, {"key": keys}, follow=True)
    assert page.redirect_chain == [(OWN, 302)]
    assert "Tick at least one campaign." in read_text(page)


def test_a_workbook_takes_so_many_and_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_campaigns, "MOST_IN_WORKBOOK", 2)
    campaigns = [make(client, str(number)) for number in range(3)]
    keys = [one.key.hex for one in campaigns]
    assert client.get(WORKBOOK, {"key": keys[:2]}).status_code == 200
    page = client.get(WORKBOOK, {"key": keys}, follow=True)
    assert "A workbook takes 2 campaigns: tick fewer." in read_text(page)


@pytest.mark.usefixtures("still_clock")
def test_too_many_workbooks_are_refused(client: Client) -> None:
    key = {"key": make(client, "Autumn").key.hex}
    spend(STUDYING, STUDYING.capacity - 1)
    assert client.get(WORKBOOK, key).status_code == 200
    page = client.get(WORKBOOK, key, follow=True)
    assert re.search(
        "Too many files were asked for from here: try again in [0-9]+", read_text(page)
    )


def test_a_name_is_a_text_in_the_workbook(client: Client) -> None:
    [row] = order(client, make(client, "=1+1"))
    assert row[0] == "'=1+1"


def test_the_form_works_as_a_plain_one(client: Client) -> None:
    campaign = make(client, "Autumn")
    page = client.get(OWN).content.decode()
    assert re.search(
        rf'<input[^>]*name="key"[^>]*value="{campaign.key.hex}"[^>]*form="workbook"', page
    )
    assert f'<form method="get" action="{WORKBOOK}" id="workbook" hidden>' in page
