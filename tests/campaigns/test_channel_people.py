"""The number of senders and their hours, as a question has them (RULES.md §10)."""

import importlib
import json
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from campaigns.channel_values import pack_channel, unpack_channel
from campaigns.models import ChannelFigures
from campaigns.studies.channel_plans import make_request
from campaigns.studies.mixes import seats_allowed
from planner.planning.channels import ChannelRequest
from tests.campaigns.factories import ChannelFiguresFactory
from tests.campaigns.pages import read_text
from tests.campaigns.queries import fill_in, make_query
from tests.known import known
from tests.planning.channel_book import make_channel

pytestmark = pytest.mark.usefixtures("price_books")

ASKED = {
    "target": "600",
    "deadline_months": "6",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "channels": "yes",
    "rules": "2",
}
PERSONS = {"invitations", "open-profiles", "groups", "calls"}


def ask(**changes: str) -> ChannelRequest:
    return known(make_request(make_query(ASKED | changes)))


def most_units(request: ChannelRequest) -> dict[str, int | None]:
    return {channel.slug: channel.most_units for channel in request.channels}


def read_document(client: Client, **changes: str) -> dict[str, Any]:
    content = client.get(f"/plan.json?{urlencode(ASKED | changes)}").content
    document: dict[str, Any] = json.loads(content)
    return document


def test_two_people_who_send_are_two_of_every_channel_whose_unit_is_a_person() -> None:
    as_before, two = most_units(ask()), most_units(ask(senders="2"))
    assert {slug for slug, most in two.items() if most == 2} == PERSONS
    others = {slug: most for slug, most in two.items() if slug not in PERSONS}
    assert others.items() <= as_before.items()
    assert {as_before[slug] for slug in PERSONS} == {1}


def test_an_own_figure_of_a_channel_stands_before_the_people_who_send() -> None:
    own = {"channel_figures-0-channel": "calls", "channel_figures-0-most_units": "1"}
    most = most_units(ask(senders="3", **own))
    assert (most["calls"], most["invitations"]) == (1, 3)
    none = {"channel_figures-0-channel": "calls", "channel_figures-0-most_units": "0"}
    assert "calls" not in most_units(ask(senders="3", **none))


@pytest.mark.parametrize(
    ("asked", "most", "of_mix"),
    [
        ({}, None, 5),
        ({"senders": "2"}, 2, 2),
        ({"senders": "2", "max_seats": "5"}, 5, 5),
        ({"senders": "4", "max_seats_per_plan": "3"}, 3, 4),
        ({"senders": "4", "max_seats_per_plan": "3", "rules": "1"}, 4, 4),
        ({"senders": "2", "seats": "3"}, None, 3),
    ],
)
def test_each_person_has_one_seat_at_most(
    asked: dict[str, str], most: int | None, of_mix: int
) -> None:
    query = make_query(ASKED | asked)
    assert query.scenario.max_seats == most
    assert seats_allowed(query)[0] == of_mix
    # The senders do not ask for the best mix by themselves.
    assert ("mix" in {study.name for study in query.studies}) == ("max_seats" in asked)


def test_the_whole_page_is_planned_with_the_seats_of_the_people(client: Client) -> None:
    estimates = read_document(client, senders="2")["estimates"]
    assert max(one["seats"] for one in estimates) <= 2
    assert max(one["seats"] for one in read_document(client)["estimates"]) > 2


@pytest.mark.parametrize(("hours", "status"), [("10", "optimal"), ("0", "infeasible")])
def test_own_hours_at_most_bound_every_channel(client: Client, hours: str, status: str) -> None:
    asked = {"minutes_per_message": "2", "target": "60", "list_size": "900", "most_hours": hours}
    own = {
        f"channel_figures-{row}-{name}": text
        for row, slug in enumerate(("invitations", "groups", "email"))
        for name, text in (("channel", slug), ("minutes_per_message", "2"))
    }
    own |= {"channel_figures-3-channel": "message-ads", "channel_figures-3-most_units": "0"}
    assert ask(**asked, **own).most_hours == int(hours)
    document = read_document(client, **asked, **own)["channels"]
    assert document["plan"]["status"] == status
    by_slug = {one["channel"]: one for one in document["alone"]}
    assert by_slug["calls"]["binds"] == "hours"
    assert (by_slug["inmail"]["share"] is None) == (hours == "0")


def test_address_file_and_command_have_both(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"senders": "2", "most_hours": "5", "minutes_per_message": "2", "target": "160"}
    scenario = read_document(client, **asked)["scenario"]
    assert (scenario["senders"], scenario["most_hours"]) == (2, 5)
    written = client.get(f"/plan.toml?{urlencode(ASKED | asked)}").content
    table = tomllib.loads(written.decode())
    assert (table["senders"], table["most_hours"]) == (2, 5)
    path = tmp_path / "plan.toml"
    path.write_bytes(written)
    call_command("plan", str(path), "--channels")
    # 160 messages of 2 minutes.
    assert "The hours: there are 5, and 5.3 are needed." in capsys.readouterr().out
    nothing = read_document(client)["scenario"]
    assert (nothing["senders"], nothing["most_hours"]) == (None, None)


def test_the_form_says_what_each_is_for(client: Client) -> None:
    text = read_text(client.get(f"/?{urlencode(ASKED)}"))
    assert "Own hours at most For other channels." in text
    assert "People who send are the senders and callers of every other channel, and where" in text


@pytest.mark.parametrize(
    ("name", "text"), [("senders", "0"), ("most_hours", "-1"), ("most_hours", "1000001")]
)
def test_what_is_out_of_range_is_refused(name: str, text: str) -> None:
    assert [fault.field for fault in fill_in(ASKED | {name: text}).faults] == [name]


def test_a_channel_saved_before_has_people_where_its_unit_was_one() -> None:
    for unit, is_person in (("sender", True), ("caller", True), ("mailbox", False)):
        packed = pack_channel(make_channel(unit=unit), {}, {})
        assert not unpack_channel(packed).channel.unit_is_person
        del packed["terms"]["unit_is_person"]
        assert unpack_channel(packed).channel.unit_is_person is is_person


def test_the_migration_marks_the_people_of_books_that_are_there() -> None:
    migration = importlib.import_module("campaigns.migrations.0017_units_that_are_persons")
    made = {
        unit: ChannelFiguresFactory.create(channel__unit=unit).pk
        for unit in ("sender", "caller", "mailbox")
    }
    migration.mark_persons(apps, None)
    marked = ChannelFigures.objects.filter(pk__in=made.values(), unit_is_person=True)
    assert {figures.pk for figures in marked} == {made["sender"], made["caller"]}
