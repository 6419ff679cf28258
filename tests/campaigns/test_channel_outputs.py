"""The study of other channels in its outputs: page, JSON, CSV, workbook, command (§10)."""

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from campaigns.presentation.channel_months import write_step
from planner.planning.channels import PlanStep, find_channel_plan
from planner.planning.scenario import HeldSeats
from tests.campaigns.pages import read_text
from tests.planning.builders import make_scenario
from tests.planning.channel_book import CORE, START, make_inmail, make_request
from tests.readers.workbooks import open_workbook

ASKED = {
    "target": "1667",
    "reply_rate": "15 %",
    "deadline_months": "11",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "channel_figures-0-channel": "email",
    "channel_figures-0-most_units": "0",
    "channel_figures-1-channel": "invitations",
    "channel_figures-1-most_units": "0",
    "channel_figures-2-channel": "calls",
    "channel_figures-2-most_units": "0",
    "channel_figures-3-channel": "message-ads",
    "channel_figures-3-most_units": "0",
    "channel_figures-4-channel": "groups",
    "channel_figures-4-most_units": "0",
    "channels": "yes",
    "rules": "2",
}


def address(page: str = "channels/", **changes: str) -> str:
    return f"/{page}?{urlencode(ASKED | changes)}"


def read_page(client: Client, **changes: str) -> str:
    return read_text(client.get(address(**changes))).replace("\xa0", " ")


def read_document(client: Client, **changes: str) -> dict[str, Any]:
    content = client.get(address("plan.json", **changes)).content
    document: dict[str, Any] = json.loads(content)["channels"]
    return document


def run_command(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], **changes: str
) -> str:
    path = tmp_path / "plan.toml"
    path.write_bytes(client.get(address("plan.toml", **changes)).content)
    call_command("plan", str(path), "--channels")
    return capsys.readouterr().out


def read_sheet(client: Client, **changes: str) -> str:
    book = open_workbook(client.get(address("plan.xlsx", **changes)).content)
    return "\n".join(str(cell) for row in book["Channels"].values for cell in row if cell)


@pytest.mark.usefixtures("price_books")
def test_every_output_names_the_plan_and_how_it_is_paid(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = "3 seats of Sales Navigator Core for 10 months, paid by the year"
    to_do = "ubscribe to 3 seats of Sales Navigator Core, paid by the year, on 1 Dec 2026"
    page = read_page(client)
    # The verdict, the table, the timeline.
    assert page.count(takes) >= 3
    assert to_do in page
    [inmail] = read_document(client)["plan"]["shares"]
    assert (inmail["plan"], inmail["payment"]) == ("sales-navigator-core", "annual")
    assert to_do in client.get(address("plan.channels.csv")).content.decode()
    sheet = read_sheet(client)
    assert takes in sheet
    assert to_do in sheet
    assert takes in run_command(client, tmp_path, capsys)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (1, "begin with 2 seats of Navigator, 1 of them new, paid by the month, on 1 Dec 2026"),
        (2, "begin with 2 seats of Navigator on 1 Dec 2026"),
    ],
)
def test_seats_that_are_there_are_not_subscribed_to_again(held: int, words: str) -> None:
    seats = HeldSeats(plan="core", seats=held, credits=0, paid_until=date(2027, 1, 31))
    scenario = make_scenario(start_on=START, seats=2, held_seats=(seats,))
    request = make_request(
        channels=(),
        inmail=make_inmail(CORE, scenario=scenario),
        people=100,
        target=100,
        deadline=date(2026, 12, 31),
    )
    (share,) = find_channel_plan(request).shares
    assert write_step(PlanStep(share.starts_on, "order", share)) == words


@pytest.mark.usefixtures("price_books")
def test_every_output_has_the_days_that_one_more_unit_saves(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"target": "60", "channel_figures-1-most_units": "1"}
    sentence = (
        "One more sender for Invitations to connect saves nothing; the same people are reached "
        "2 days sooner, on 3 Dec 2026, at the same cost."
    )
    assert sentence in read_page(client, **asked)
    assert sentence in read_sheet(client, **asked)
    assert sentence in run_command(client, tmp_path, capsys, **asked)
    [one] = [one for one in read_document(client, **asked)["one_more"] if one["kind"] == "units"]
    assert one == {
        "kind": "units",
        "channel": "invitations",
        "saves": "0.00",
        "makes_possible": False,
        "days_sooner": 2,
        "done_on": "2026-12-03",
        "costs": "0.00",
    }


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize(
    ("place", "rules"),
    [
        (
            "Germany",
            [
                ("email", "Germany", True, "Prior express consent, of businesses too."),
                ("calls", "Germany", None, "Of businesses, presumed consent."),
                ("message-ads", "European Union", True, "Only members who opted in; "),
            ],
        ),
        (
            "United States",
            [
                ("email", "United States", False, "No exception for businesses: "),
                ("calls", "United States", None, "for mobile numbers and autodialers the TCPA"),
            ],
        ),
        (
            "United Kingdom",
            [
                ("email", "United Kingdom", False, "does not apply to corporate subscribers."),
                ("calls", "United Kingdom", False, "lists of objections, TPS and CTPS."),
            ],
        ),
        (
            "Canada",
            [
                ("email", "Canada", None, "An anti-spam law applies."),
                ("calls", "Canada", False, "Calls to businesses are exempt"),
            ],
        ),
        ("European Union", [("message-ads", "European Union", True, "Only members who opted in;")]),
    ],
)
def test_every_output_has_the_rules_where_the_people_live(
    client: Client,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    place: str,
    rules: list[tuple[str, str, bool | None, str]],
) -> None:
    # All channels of the book.
    asked = {
        f"channel_figures-{row}-{name}": ""
        for row in range(5)
        for name in ("channel", "most_units")
    }
    asked |= {"target": "60", "place": place}
    listed = read_document(client, **asked)["rules"]
    assert [(one["channel"], one["place"], one["needs_consent"]) for one in listed] == [
        rule[:3] for rule in rules
    ]
    page, sheet = read_page(client, **asked), read_sheet(client, **asked)
    printed = run_command(client, tmp_path, capsys, **asked)
    for one, (_, _, _, words) in zip(listed, rules, strict=True):
        for text in (page, sheet, printed):
            assert words in text
            assert one["source"] in text
            assert "This is what is published, no legal advice." in text
    assert "The price book has no rule there for InMail, Invitations to connect, " in page


@pytest.mark.usefixtures("price_books")
def test_rules_are_those_of_the_channels_compared(client: Client) -> None:
    # Neither e-mail nor calls nor Message Ads are.
    assert read_document(client, target="60", place="Germany")["rules"] == []
    page = read_page(client, target="60", place="Germany")
    assert "presumed consent" not in page
    assert "The price book has no rule there for InMail, Messages to open profiles." in page


@pytest.mark.usefixtures("price_books")
def test_without_a_place_there_are_no_rules(client: Client) -> None:
    assert read_document(client, target="60")["rules"] == []
    assert "legal advice" not in read_page(client, target="60")


@pytest.mark.usefixtures("price_books")
def test_an_unknown_reply_rate_has_its_reason_in_place(client: Client) -> None:
    asked = {"target": "160", "reply_rate": "", "deadline_months": "2"}
    page = read_page(client, **asked)
    # The table of channels alone, for InMail and for what the book has no rate of.
    assert "? no reply rate is entered" in page
    assert "? no reply rate is published: enter your own" in page
    # The months.
    assert "“?”, InMail: no reply rate is entered" in page
    own = {"channel_figures-2-most_units": "", "channel_figures-2-reply_rate": ""}
    assert "“?”, Cold calls" not in read_page(client, **asked, **own)
    with_rate = read_page(client, **asked | {"reply_rate": "10 %"})
    assert "is entered" not in with_rate
    assert "“?”" not in with_rate


@pytest.mark.usefixtures("price_books")
def test_the_place_to_enter_a_rate_is_on_the_page_of_the_question(client: Client) -> None:
    page = client.get(address("", target="60", reply_rate="")).content.decode()
    assert 'id="error-reply_rate"' in page
    assert 'id="channel-entries"' in page


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize(
    ("headers", "is_beside_form"),
    [
        ({}, False),
        # The study's own page asks for the rest of it.
        ({"HX-Request": "true", "HX-Current-URL": f"http://testserver{address()}"}, False),
        ({"HX-Request": "true", "HX-Current-URL": f"http://testserver{address('')}"}, True),
    ],
    ids=["own page", "rest of it", "beside the form"],
)
def test_its_links_into_the_form_lead_to_the_page_that_has_the_form(
    client: Client, headers: dict[str, str], *, is_beside_form: bool
) -> None:
    asked = {"target": "160", "reply_rate": "", "deadline_months": "2"}
    response = client.get(address(**asked), headers=headers)
    links = re.findall(r'href="([^"]*)#([^"]*)"', html.unescape(response.content.decode()))
    into_form = [link for link in links if link[1] == "channel-entries" or "error-" in link[1]]
    assert {part for _, part in into_form} == {
        "channel-entries",
        "error-list_size",
        "error-reply_rate",
    }
    [page] = {page for page, _ in into_form}
    if is_beside_form:
        assert page == ""
        return
    assert page.startswith("/?")
    form = client.get(page).content.decode()
    assert all(f'id="{part}"' in form for _, part in into_form)
    assert 'value="160"' in form
