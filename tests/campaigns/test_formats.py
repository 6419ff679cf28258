"""docs/formats.md describes what is written: every name in the files, and no other."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from campaigns.channel_terms import CHANNEL_TERMS
from campaigns.exports import EXPORTS, ExportSource, SpentBefore, make_export
from campaigns.exports.appointments import GIVEN_UP, list_appointments
from campaigns.forms import (
    AudienceForm,
    ChannelFiguresForm,
    ChannelSequenceForm,
    CustomPlanForm,
    HeldSeatsForm,
    ScenarioForm,
)
from campaigns.presentation.dates import dates_of
from campaigns.price_books.loading import FOLDER
from campaigns.price_books.loading_channels import CHANNELS_FILE
from tests.campaigns.exports import OWN_PLAN, make_scenario
from tests.campaigns.formats import TEXT, first_names, section
from tests.readers.workbooks import open_workbook

pytestmark = pytest.mark.usefixtures("price_books")
QUERY: dict[str, Any] = {
    "target": "2",
    "budget": "900",
    "track_record_sent": "50",
    "track_record_replied": "5",
    "reply_rate_low": "0.05",
    "reply_rate_high": "0.2",
    "deadline_on": "2027-06-30",
    "monthly_send_limit": "60",
    "seat_daily_limit": "30",
    "seat_monthly_limit": "50",
    "grants_on_start": "true",
    "start_on": "2026-12-10",
    "held_seats-0-plan": "sales-navigator-professional",
    "held_seats-0-seats": "1",
    "held_seats-0-credits": "3",
    "held_seats-0-paid_until": "2026-12-20",
    "channel_figures-0-channel": "email",
    "channel_figures-0-reach": "60 %",
    "channel_figures-0-reply_rate": "5 %",
    "channel_figures-0-most_units": "2",
    "channel_figures-0-capacity": "40",
    "channel_figures-0-unit_price": "7",
    "channel_figures-0-contact_price": "0.05",
    "channel_figures-0-set_up_price": "12",
    "channel_figures-0-units_per_set_up": "3",
    "channel_figures-0-tool_price": "39",
    "channel_figures-0-touch_price": "0.01",
    "channel_figures-0-touches": "2",
    "channel_figures-0-lead_days": "7",
    "channel_figures-0-loss_rate": "5 %",
    "channel_figures-0-least_audience": "10",
    "channel_figures-0-acceptance_rate": "30 %",
    "channel_figures-0-positive_share": "40 %",
    "channel_figures-0-meeting_rate": "20 %",
    "channel_figures-0-win_rate": "10 %",
    "channel_figures-0-minutes_per_message": "1",
    "channel_figures-0-minutes_per_answer": "5",
    "channel_figures-0-minutes_per_meeting": "45",
    "sequences-0-first": "invitations",
    "sequences-0-second": "email",
    "sequences-0-third": "calls",
    "credit_lifetime_days": "90",
    "max_seats": "3",
    "max_seats_per_plan": "2",
    "trials": "500",
    "goal": "customers",
    "meeting_rate": "0.5",
    "win_rate": "0.5",
    "value_per_customer": "6000",
    "hour_cost": "60",
    "list_size": "500",
    "most_hours": "900",
    "senders": "2",
    "place": "Germany",
    "has_consent": "true",
    "plans": ["sales-navigator-professional", "premium-career"],
}


def names_in_json() -> set[str]:
    """The path of every name that the description of JSON has: "estimates[].plan"."""
    names = set()
    for part in re.split(r"^### ", section("JSON"), flags=re.M)[1:]:
        title, _, table = part.partition("\n")
        if title.startswith("With status"):
            continue
        for prefix in re.findall(r"`([^`]+)`", title) or [""]:
            names |= {f"{prefix}.{name}".lstrip(".") for name in first_names(table)}
    return names


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The path of every name in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{path}.{name}".lstrip(".")
            yield from paths(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{path}[]")


@pytest.fixture
def everything() -> ExportSource:
    """A scenario with every input and every study, of a campaign that was replanned."""
    source = make_scenario(
        own_plan=OWN_PLAN, forecast="yes", sensitivity="yes", channels="yes", **QUERY
    )
    spent = SpentBefore(Decimal("159.98"), date(2026, 12, 10))
    return replace(source, spent_before=spent)


@pytest.fixture
def audiences() -> ExportSource:
    """A scenario with audiences, which not every study knows."""
    own = {
        "name": "A", "target": "2", "deadline_on": "2027-05-31", "priority": "1",
        "reply_rate": "0.1", "decline_rate": "0.1", "open_profile_share": "0.5",
    }  # fmt: skip
    entries: dict[str, Any] = {f"audiences-0-{name}": text for name, text in own.items()}
    entries |= {"audiences-1-name": "B", "audiences-1-target": "3"}
    entries |= {"goal": "replied", "reply_rate": "0.1"}
    entries |= {"meeting_rate": "0.5", "win_rate": "0.5", "value_per_customer": "6000"}
    entries |= {"forecast": "yes", "sensitivity": "yes", "channels": "yes", "max_seats": "2"}
    return make_scenario(**entries)


def test_every_name_in_the_document_is_described_and_no_other(
    everything: ExportSource, audiences: ExportSource
) -> None:
    documents = [
        json.loads(make_export(source, "json").content) for source in (everything, audiences)
    ]
    assert {path for document in documents for path in paths(document)} == names_in_json()


def test_the_faults_are_described(client: Client) -> None:
    document = client.get("/plan.json", {"target": "x"}).json()
    described = section("With status 422", level=3)
    assert {*first_names(described)} == {*paths(document)} - {"faults"}
    assert '"faults"' in described


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("csv", "Comparison"),
        ("ledger.csv", "Month by month"),
        ("channels.csv", "Channels month by month"),
    ],
)
def test_every_head_of_a_csv_is_described_in_its_order(
    everything: ExportSource, kind: str, title: str
) -> None:
    heads = next(csv.reader(io.StringIO(make_export(everything, kind).content.decode("utf-8-sig"))))
    assert [*first_names(section(title, level=3))] == heads


def test_every_name_of_the_scenario_file_is_described(
    everything: ExportSource, audiences: ExportSource
) -> None:
    described = {*first_names(section("Scenario file"))}
    written = tomllib.loads(make_export(everything, "toml").content.decode())
    with_audiences = tomllib.loads(make_export(audiences, "toml").content.decode())
    assert written.keys() | {"max_seats"} | with_audiences.keys() == described
    record = {name for name in ScenarioForm.base_fields if name.startswith("track_record_")}
    tables = {
        "track_record",
        "custom_plans",
        "held_seats",
        "channel_figures",
        "audiences",
        "sequences",
    }
    assert ScenarioForm.base_fields.keys() - record | tables == described
    of_own_plan = {name for name in names_in_json() if name.startswith("scenario.custom_plans[].")}
    assert {name.rpartition(".")[2] for name in of_own_plan} == {*CustomPlanForm.base_fields}
    assert written["custom_plans"][0].keys() == {*CustomPlanForm.base_fields}
    held = {name for name in names_in_json() if name.startswith("scenario.held_seats[].")}
    assert {name.rpartition(".")[2] for name in held} == {*HeldSeatsForm.base_fields}
    assert written["held_seats"][0].keys() == {*HeldSeatsForm.base_fields}
    own = {name for name in names_in_json() if name.startswith("scenario.channel_figures[].")}
    assert {name.rpartition(".")[2] for name in own} == {*ChannelFiguresForm.base_fields}
    assert written["channel_figures"][0].keys() == {*ChannelFiguresForm.base_fields}
    steps = {name for name in names_in_json() if name.startswith("scenario.sequences[].")}
    assert {name.rpartition(".")[2] for name in steps} == {*ChannelSequenceForm.base_fields}
    assert written["sequences"][0].keys() == {*ChannelSequenceForm.base_fields}
    of_audience = {name for name in names_in_json() if name.startswith("scenario.audiences[].")}
    assert {name.rpartition(".")[2] for name in of_audience} == {*AudienceForm.base_fields}
    assert with_audiences["audiences"][0].keys() == {*AudienceForm.base_fields}


def test_every_event_of_the_calendar_is_described() -> None:
    assert {*first_names(section("Calendar"))} == GIVEN_UP.keys()


def test_the_key_of_an_event_is_the_one_described(everything: ExportSource) -> None:
    chosen = everything.chosen
    assert chosen
    keys = {one.key for one in list_appointments(chosen, dates_of(everything.query, chosen))}
    [pattern] = re.findall(r"`(kind-day)`", section("Calendar"))
    assert pattern == "kind-day"
    assert all(
        re.fullmatch(r"[a-z]+-(\d{4}-\d\d-\d\d|0)", key) and key.split("-")[0] in GIVEN_UP
        for key in keys
    )


def test_every_sheet_of_the_workbook_is_described(
    everything: ExportSource, audiences: ExportSource
) -> None:
    described = [*first_names(section("Workbook"))]
    book = open_workbook(make_export(everything, "xlsx").content)
    assert [name for name in described if name != "Audiences"] == book.sheetnames
    sheets = open_workbook(make_export(audiences, "xlsx").content).sheetnames
    assert [name for name in described if name in sheets] == sheets
    assert "Audiences" in sheets


def test_every_kind_of_file_is_described(client: Client) -> None:
    introduction = TEXT.partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \| `([^`]+)` \|", introduction, re.M)
    assert rows == [(kind, export.content_type) for kind, export in EXPORTS.items()]


def test_every_name_of_the_channels_is_described() -> None:
    described = section("Channels")
    tables = {
        title: {*first_names(table)}
        for title, table in re.findall(r"^### `([^`]+)`\n(.*?)(?=^### |\Z)", described, re.M | re.S)
    }
    of_figures = {term.name for term in CHANNEL_TERMS} | {"effective_on", "note"}
    assert tables["channels[].figures[]"] == of_figures
    written = tomllib.loads((FOLDER / CHANNELS_FILE).read_text())
    found: dict[str, set[str]] = {name: set() for name in tables}
    found["sources.*"] |= {name for source in written["sources"].values() for name in source}
    for channel in written["channels"]:
        found["channels[]"] |= channel.keys()
        for name in ("figures", "citations", "consent_rules"):
            found[f"channels[].{name}[]"] |= {key for row in channel.get(name, ()) for key in row}
    for title, names in found.items():
        assert names
        assert names <= tables[title], title
    assert found["channels[]"] == tables["channels[]"]
    assert found["channels[].citations[]"] == tables["channels[].citations[]"]
    assert found["channels[].consent_rules[]"] == tables["channels[].consent_rules[]"]
