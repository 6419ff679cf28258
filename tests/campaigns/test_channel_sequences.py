"""Sequences of channels: entered, carried everywhere, planned with and shown (RULES.md §10)."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from campaigns.presentation.channels import draw_channels, is_left_out
from campaigns.presentation.differences import list_differences
from campaigns.query.form import QueryForm
from campaigns.scenario_file import UnreadableScenario, read_scenario
from campaigns.studies.channel_plans import make_request, study_channels
from planner.planning.channels import ChannelSequence
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_text
from tests.campaigns.queries import TODAY, fill_in, make_query
from tests.known import known
from tests.readers.workbooks import open_workbook

pytestmark = pytest.mark.usefixtures("price_books")
# A list that is too short for one channel alone.
ASKED = {
    "target": "25",
    "goal": "replied",
    "reply_rate": "5 %",
    "list_size": "400",
    "deadline_months": "6",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
    "channel_figures-0-channel": "email",
    "channel_figures-0-reach": "100 %",
}
STEPS = {"sequences-0-first": "invitations", "sequences-0-second": "email"}


def form_of(query: dict[str, str]) -> QueryForm:
    return fill_in(urlencode(query))


def test_it_stands_in_address_file_and_json(client: Client) -> None:
    query = ASKED | STEPS | {"sequences-1-first": "inmail", "sequences-1-second": "calls"}
    link = f"?{urlencode(query)}"
    document = json.loads(client.get(f"/plan.json{link}").content)
    assert document["scenario"]["sequences"] == [
        {"first": "invitations", "second": "email", "third": None},
        {"first": "inmail", "second": "calls", "third": None},
    ]
    content = client.get(f"/plan.toml{link}").content
    assert tomllib.loads(content.decode())["sequences"][0] == {
        "first": "invitations",
        "second": "email",
    }
    assert read_scenario(content, today=TODAY).sequences == make_query(query).sequences
    assert make_query(query).sequences[1] == ChannelSequence(steps=("inmail", "calls"))
    text = read_text(client.get(f"/{link}"))
    assert "Sequence: Invitations to connect, then Cold e-mail" in text
    page = client.get(f"/{link}").content.decode()
    assert 'name="sequences-0-third"' in page
    assert 'name="sequences-2-first"' in page


def test_a_saved_campaign_has_it(client: Client) -> None:
    campaign = save_campaign(urlencode(ASKED | STEPS))
    document = json.loads(client.get(f"/campaigns/{campaign.edit_token}/plan.json").content)
    assert document["scenario"]["sequences"][0]["second"] == "email"


@pytest.mark.parametrize(
    ("entered", "field", "allowed"),
    [
        ({"sequences-0-first": "email"}, "second", "a channel of the price book to go on with"),
        ({"sequences-0-second": "email"}, "first", "InMail or a channel of the price book"),
        (STEPS | {"sequences-0-third": "pigeons"}, "third", "by its short name"),
        ({"sequences-0-first": "email", "sequences-0-second": "inmail"}, "second", "short name"),
        (STEPS | {"sequences-0-third": "email"}, "third", "the steps before do not have"),
        (STEPS | {f"sequences-1-{name}": slug for name, slug in
                  (("first", "invitations"), ("second", "email"))},
         "first", "no other sequence has"),
    ],
)  # fmt: skip
def test_a_fault_names_the_field(entered: dict[str, str], field: str, allowed: str) -> None:
    form = form_of(ASKED | entered)
    assert form.query is None
    (fault,) = form.faults
    assert fault.field.endswith(f"-{field}")
    assert allowed in fault.allowed


def test_there_are_at_most_five() -> None:
    pairs = [
        "email calls",
        "calls email",
        "inmail email",
        "inmail calls",
        "email groups",
        "calls groups",
    ]
    entered = {
        f"sequences-{row}-{name}": slug
        for row, pair in enumerate(pairs)
        for name, slug in zip(("first", "second"), pair.split(), strict=True)
    }
    (fault,) = form_of(ASKED | entered).faults
    assert (fault.field, fault.allowed) == ("sequences-5-first", "at most 5 sequences")


def test_a_file_with_something_else_is_a_fault() -> None:
    with pytest.raises(UnreadableScenario, match=r"sequences\[0\].fourth: only the names"):
        read_scenario(b'target = 10\n[[sequences]]\nfirst = "email"\nfourth = "x"', today=TODAY)
    with pytest.raises(UnreadableScenario, match="sequences: at most 5 tables"):
        read_scenario(b'target = 10\nsequences = "email"', today=TODAY)


def test_another_sequence_is_a_difference() -> None:
    found = {
        label: (old, new)
        for label, old, new in list_differences(form_of(ASKED), form_of(ASKED | STEPS))
    }
    assert found["Sequences of channels"] == ("none", "Invitations to connect, then Cold e-mail")
    assert not form_of(ASKED).is_same_as(form_of(ASKED | STEPS))


def test_the_study_plans_with_it_and_shows_it_alone(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = f"?{urlencode(ASKED | STEPS | {'channels': 'yes'})}"
    without = json.loads(client.get(f"/plan.json?{urlencode(ASKED | {'channels': 'yes'})}").content)
    document = json.loads(client.get(f"/plan.json{link}").content)["channels"]
    # 4 % by invitations, of the other 96 % 3.43 % by e-mail: 7.29 % of 400 are 29.2.
    [alone] = document["sequences"]
    assert alone["sequence"] == ["invitations", "email"]
    assert alone["people"] == 343  # 25 / 0.072928 = 342.8
    plan = document["plan"]
    # The list is too short for each of them to have its own people.
    assert (without["channels"]["plan"]["status"], plan["status"]) == ("infeasible", "optimal")
    text = read_text(client.get(f"/channels/{link}"))
    assert "Invitations to connect, then Cold e-mail" in text
    assert "7.29 % of people" in text
    for one in plan["sequences"]:
        assert f"Of these, {one['people']} people get Invitations to connect, then" in text
    months = plan["months"]
    assert sum(one["people"] for one in months) == sum(one["people"] for one in plan["shares"])
    path = tmp_path / "plan.toml"
    path.write_bytes(client.get(f"/plan.toml{link}").content)
    call_command("plan", str(path), "--channels")
    assert "Invitations to connect, then Cold e-mail alone: " in capsys.readouterr().out


def test_where_it_cannot_be_used_the_page_says_why(client: Client) -> None:
    germany = ASKED | STEPS | {"place": "Germany"}
    assert list(known(make_request(make_query(germany))).usable_sequences()) == []
    text = read_text(client.get(f"/channels/?{urlencode(germany)}"))
    assert "Cold e-mail is not allowed without the consent of the people." in text
    short = ASKED | STEPS | {"target": "60"}
    text = read_text(client.get(f"/channels/?{urlencode(short)}"))
    assert "all of its channels reach 400 people of the list for sure." in text


def read_channels_sheet(client: Client, asked: dict[str, str]) -> list[list[Any]]:
    link = urlencode(asked | {"channels": "yes"})
    book = open_workbook(client.get(f"/plan.xlsx?{link}").content)
    return [[cell.value for cell in row] for row in book["Channels"].iter_rows()]


def test_the_workbook_has_the_sequence_and_the_break_even(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ASKED | STEPS
    link = urlencode(asked | {"channels": "yes"})
    document = client.get(f"/plan.json?{link}").json()["channels"]
    rows = {str(row[0]): row for row in read_channels_sheet(client, asked)}
    [alone] = document["sequences"]
    row = rows["Invitations to connect, then Cold e-mail"]
    assert (row[1], row[4]) == (alone["people"], float(alone["total"]))
    assert row[3].date().isoformat() == alone["done_on"]
    assert "In all " in row[5]
    assert "InMail or e-mail" in rows
    assert document["break_even"] in rows
    germany = asked | {"place": "Germany"}
    rows = {str(row[0]): row for row in read_channels_sheet(client, germany)}
    why = "Cold e-mail is not allowed without the consent of the people."
    row = rows["Invitations to connect, then Cold e-mail"]
    assert (row[4], row[5]) == ("cannot be used", why)
    path = tmp_path / "plan.toml"
    path.write_bytes(client.get(f"/plan.toml?{urlencode(germany)}").content)
    call_command("plan", str(path), "--channels")
    name = "Invitations to connect, then Cold e-mail"
    assert f"{name} alone: {why}" in capsys.readouterr().out


def test_the_workbook_tells_what_is_not_reached_from_what_is_unknown(client: Client) -> None:
    document = client.get(f"/plan.json?{urlencode(ASKED | {'channels': 'yes'})}").json()
    rows = {str(row[0]): row for row in read_channels_sheet(client, ASKED)}
    names = {one.slug: one.name for one in known(make_request(make_query(ASKED))).all_channels}
    cash = {one["channel"]: rows[names[one["channel"]]][4] for one in document["channels"]["alone"]}
    for one in document["channels"]["alone"]:
        share = one["share"]
        written = "?" if one["unknown"] else "not reached" if share is None else None
        assert cash[one["channel"]] == (written or float(share["cash"]))
    assert "not reached" in cash.values()


def test_what_was_not_found_in_time_is_not_called_impossible() -> None:
    found = known(study_channels(make_query(ASKED | STEPS)))
    [plan] = found.of_sequences
    [sequence] = found.request.sequences
    unproven = replace(plan, status="unknown", bound=None, cost=None, shares=(), sequences=())
    study = replace(found, of_sequences=(unproven,))
    [*_, row] = draw_channels(study, make_query(ASKED).scenario).rows
    assert row.binds.endswith("reaches the goal by the deadline that was found in time.")
    no_time = replace(study, of_sequences=(), left_out=("of_sequences",))
    [*_, row] = draw_channels(no_time, make_query(ASKED).scenario).rows
    assert (row.total, row.binds) == ("", "")
    assert is_left_out(no_time, sequence)
