"""Several audiences on the same seats: in addresses, files, exports, on the page (RULES.md §11)."""

import json
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from campaigns.decision import decide
from campaigns.exports.document import make_document
from campaigns.exports.scenario_toml import write_scenario_file
from campaigns.exports.source import make_source
from campaigns.exports.workbook import write_workbook
from campaigns.presentation.audiences import compare_alone, draw_audiences
from campaigns.presentation.detail import find_break_even, spell_out
from campaigns.presentation.judgement import judge
from campaigns.presentation.own_list import write_status
from campaigns.query.faults import Fault
from campaigns.scenario_file import UnreadableScenario, read_scenario
from campaigns.studies import time_budget
from planner.planning.audience import MOST_AUDIENCES, Audience
from planner.planning.money import cents
from tests.campaigns.audiences import CLIENTS, LIST_PRICES, entries
from tests.campaigns.pages import read_fields, read_markup, read_text
from tests.campaigns.queries import TODAY, decide_on, fill_in, links_of, make_query
from tests.known import known
from tests.readers.workbooks import open_workbook

pytestmark = pytest.mark.usefixtures("price_books")


def faults_at(asked: dict[str, str]) -> list[tuple[str, str]]:
    return [(fault.field, fault.allowed) for fault in fill_in(asked).faults]


def faults_of_file(text: str) -> list[Fault]:
    with pytest.raises(UnreadableScenario) as unreadable:
        read_scenario(text.encode(), today=TODAY)
    return unreadable.value.faults


# Reading


def test_entries_are_read_as_audiences_and_make_up_the_target() -> None:
    own = {"name": "D", "target": "1,000", "deadline_on": "2027-02-01", "priority": "2",
           "reply_rate": "12 %", "decline_rate": "1 in 20", "open_profile_share": "0"}  # fmt: skip
    scenario = make_query(entries([*CLIENTS[1:2], own]) | {"target": "7"}).scenario
    assert scenario.target == 1_510
    assert scenario.audiences == (
        Audience(name="B", target=510),
        Audience(
            name="D",
            target=1_000,
            deadline_on=date(2027, 2, 1),
            priority=2,
            reply_rate=Decimal("0.12"),
            decline_rate=Decimal("0.05"),
            open_profile_share=Decimal(0),
        ),
    )


def test_entries_stand_in_the_order_of_their_numbers_and_blank_ones_are_none() -> None:
    blank = dict.fromkeys(entries(CLIENTS[:1], first=1), "")
    last = entries(CLIENTS[1:2], first=12)
    query = make_query(last | blank | entries(CLIENTS[2:], first=3))
    assert [one.name for one in query.scenario.audiences] == ["C", "B"]


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("name", "", "a text of at most 80 characters"),
        ("name", "x" * 81, "a text of at most 80 characters"),
        ("target", "", "a whole number from 1 to 1,000,000"),
        ("target", "many", "a whole number from 1 to 1,000,000"),
        ("target", "0", "a whole number from 1 to 1,000,000"),
        ("deadline_on", "soon", "a day from 2000-01-01"),
        ("deadline_on", "2026-11-29", "a day from the start, 2026-11-30, to 2031-11-29"),
        ("priority", "21", "a whole number from 1 to 20"),
        ("reply_rate", "120 %", "a percentage from 0 to 100"),
        ("decline_rate", "101 %", "a percentage from 0 to 100"),
        ("open_profile_share", "-1", "a percentage from 0 to 100"),
    ],
)
def test_a_fault_names_its_entry_and_field(name: str, text: str, allowed: str) -> None:
    faults = faults_at({"start_on": "2026-11-30"} | entries([CLIENTS[0] | {name: text}], first=7))
    [(field, found)] = [fault for fault in faults if fault[0] != "target"]
    assert field == f"audiences-7-{name}"
    assert found.startswith(allowed)


def test_rates_that_do_not_go_together_are_a_fault_of_the_entry() -> None:
    own = CLIENTS[0] | {"decline_rate": "60 %"}
    [(field, allowed)] = faults_at(entries([own]) | {"reply_rate": "50 %"})
    assert field == "audiences-0-decline_rate"
    assert allowed == "at most 0.5, so that replies and declines are at most 1"


def test_two_of_one_name_are_a_fault() -> None:
    [(field, allowed)] = faults_at(entries([CLIENTS[0], CLIENTS[1] | {"name": "a"}]))
    assert (field, allowed) == ("audiences-1-name", "a name that no other audience has")


def test_an_entry_too_many_is_a_fault_and_not_dropped_in_silence() -> None:
    many = [{"name": str(number), "target": "1"} for number in range(MOST_AUDIENCES)]
    assert len(make_query(entries(many)).scenario.audiences) == MOST_AUDIENCES
    [(field, allowed)] = faults_at(entries(many) | entries(CLIENTS[:1], first=50))
    assert (field, allowed) == ("audiences-50-name", "at most 20 audiences")


def test_too_many_messages_together_are_a_fault() -> None:
    later = {"goal": "positive", "reply_rate": "50 %"}
    clients = [CLIENTS[0] | {"target": "3000"}, CLIENTS[1] | {"target": "3000"}]
    low = [one | {"reply_rate": "0.5 %"} for one in clients]
    [(field, allowed)] = faults_at(entries(low) | later)
    assert field == "audiences-1-target"
    assert allowed.startswith("at most 5,000: with these rates")


def test_a_deadline_after_that_of_everything_is_named() -> None:
    form = fill_in(LIST_PRICES | entries([CLIENTS[0] | {"deadline_on": "2027-08-01"}]))
    assert form.notices == [
        "“A” is to be done by the deadline of everything, 31 May 2027, which is before its own."
    ]
    assert known(form.query).scenario.deadline == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("days", "echo"),
    [
        (("2027-01-31", "2027-02-28"), "Each audience has its own"),
        # The deadline of everything is that of the second one.
        (("2027-01-31", ""), "= by 31 May 2027"),
        (("2027-01-31", "2027-06-30"), "= by 31 May 2027"),
    ],
)
def test_the_deadline_s_echo_says_where_only_those_of_the_audiences_count(
    client: Client, days: tuple[str, str], echo: str
) -> None:
    audiences = [
        {"name": name, "target": "50", "deadline_on": day}
        for name, day in zip("AB", days, strict=True)
    ]
    asked = LIST_PRICES | {"deadline_months": "6 months"} | entries(audiences)
    for headers in ({}, {"HX-Request": "true"}):
        page = read_markup(client.get("/", asked, headers=headers))
        message = page.partition('id="error-deadline_months"')[2].partition("</p>")[0]
        assert message.endswith(f">{echo}")


def test_an_address_carries_them() -> None:
    form = fill_in(LIST_PRICES | entries())
    again = fill_in(links_of(form).address().removeprefix("/?"), today=date(2031, 5, 6))
    assert known(again.query).scenario == known(form.query).scenario
    assert form.is_same_as(again)
    assert not form.is_same_as(fill_in(LIST_PRICES | entries(CLIENTS[:2])))


def test_an_address_with_audiences_is_no_legacy_one() -> None:
    asked = {"price_book": "linkedin-2026", "start_on": "2026-12-01"} | entries()
    assert not make_query(asked).scenario.renews_all_seats


# Files


FILE = """
deadline_months = 6
[[audiences]]
name = "A"
target = 220
deadline_on = 2027-01-31
reply_rate = 0.12
[[audiences]]
name = "B"
target = 510
priority = 2
"""


def test_a_file_has_a_table_for_each_audience() -> None:
    scenario = read_scenario(FILE.encode(), today=TODAY).scenario
    assert scenario.target == 730
    assert scenario.audiences == (
        Audience(name="A", target=220, deadline_on=date(2027, 1, 31), reply_rate=Decimal("0.12")),
        Audience(name="B", target=510, priority=2),
    )
    assert read_scenario(f"target = 730\n{FILE}".encode(), today=TODAY).scenario == scenario


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (f"target = 100\n{FILE}", ["target"]),
        ("audiences = 3", ["audiences", "target"]),
        ("audiences = []", ["target"]),
        ("[[audiences]]\n", ["audiences[0].name", "audiences[0].target"]),
        ("[[audiences]]\nname = 'A'\ntarget = '9'", ["audiences[0].target"]),
        ("[[audiences]]\nname = 3\ntarget = 9", ["audiences[0].name"]),
        ("[[audiences]]\nname = 'A'\ntarget = 9\nx = 1", ["audiences[0].x"]),
        ("[[audiences]]\nname = 'A'\ntarget = 9\nreply_rate = 2", ["audiences[0].reply_rate"]),
    ],
)
def test_a_fault_of_a_file_names_its_table_and_field(text: str, fields: list[str]) -> None:
    faults = faults_of_file(text)
    assert [fault.field for fault in faults] == fields
    assert all(fault.allowed.strip() for fault in faults)


def test_a_file_names_what_the_target_has_to_be() -> None:
    [fault] = faults_of_file(f"target = 100\n{FILE}")
    assert fault.allowed == "730, the people of all audiences together, or nothing"


def test_a_written_file_asks_the_same() -> None:
    own = {"name": "D", "target": "9", "open_profile_share": "0.25"}
    query = make_query(LIST_PRICES | entries([*CLIENTS, own]))
    text = write_scenario_file(make_source(decide(query)))
    assert read_scenario(text.encode(), today=TODAY).scenario == query.scenario


# Answers


def test_the_document_has_what_each_gets() -> None:
    document = make_document(decide_on(LIST_PRICES | entries()))
    assert document["scenario"]["audiences"][0] == {
        "name": "A", "target": 220, "deadline_on": "2027-01-31", "reply_rate": None,
        "decline_rate": None, "open_profile_share": None, "priority": 1,
    }  # fmt: skip
    best = document["estimates"][0]
    assert best["total"] == "1919.84"
    assert best["audiences"][0] == {
        "name": "C", "deadline": "2026-12-31", "messages": 60, "on_credits": 60,
        "done_on": "2026-12-01", "days_late": 0, "share": "145.81",
    }  # fmt: skip
    shares = [Decimal(one["share"]) for one in best["audiences"]]
    assert sum(shares) == Decimal(best["total"])
    alone = document["each_alone"]
    assert (alone["together"], alone["total"], alone["seats"]) == ("1919.84", "2159.82", 7)
    assert alone["audiences"][0] == {
        "name": "C", "plan": "sales-navigator-core", "seats": 2, "total": "239.98",
    }  # fmt: skip
    json.dumps(document)


def test_without_audiences_nothing_is_written_of_them(client: Client) -> None:
    document = make_document(decide_on({"target": "10"}))
    assert document["each_alone"] is None
    assert document["scenario"]["audiences"] == []
    assert {tuple(one["audiences"]) for one in document["estimates"]} == {()}
    assert "Share of cost" not in read_text(client.get("/", {"target": "10"}))


def test_the_page_has_a_table_of_them_and_a_further_entry(client: Client) -> None:
    response = client.get("/", LIST_PRICES | entries())
    fields, text = read_fields(response), read_text(response)
    assert {name: fields[name] for name in entries()} == entries()
    assert fields["audiences-3-name"] == ""
    assert fields["target"] == "790"
    assert "C 60 people 60 1 Dec 2026 on time 31 Dec 2026 $145.81" in text
    assert "A 220 people 220 1 Jan 2027 on time 31 Jan 2027 $534.64" in text
    assert "B 510 people 510 1 May 2027 on time 31 May 2027 $1,239.39" in text
    assert "Together $1,919.84 with 3 seats; each alone $2,159.82 in all with 7 seats" in text
    assert "together costs $239.98 less." in text
    assert "Audience A: 220 people, by 31 Jan 2027" in text


def test_an_answer_brings_the_target_s_field_with_the_sum(client: Client) -> None:
    headers: Any = {"HX-Request": "true"}
    markup = client.get("/", LIST_PRICES | entries(), headers=headers).content.decode()
    [field] = [part for part in markup.split("<input") if 'id="id_target"' in part]
    assert 'value="790"' in field
    assert 'hx-swap-oob="true"' in field
    plain = client.get("/", {"target": "790"}, headers=headers).content.decode()
    assert not [part for part in plain.split("<input") if 'id="id_target"' in part]


def test_a_fault_stands_beside_its_field_and_in_the_list(client: Client) -> None:
    page = client.get("/", LIST_PRICES | entries([CLIENTS[0] | {"priority": "0"}]))
    markup = " ".join(page.content.decode().split())
    assert 'href="#error-audiences-0-priority"' in markup
    assert "Please enter a whole number from 1 to 20" in read_text(page)


def test_late_ones_are_named(client: Client) -> None:
    asked = LIST_PRICES | entries() | {"seats": "2"}
    decision = decide_on(asked)
    chosen = known(decision.chosen)
    rows = known(draw_audiences(decision)).rows
    assert [row.verdict for row in rows] == ["on time", "1 day late", "31 days late"]
    assert judge(chosen).text == "No: up to 31 days late"
    assert write_status(chosen) == "31 days late"
    assert "B 510 people 510 1 Jul 2027 31 days late 31 May 2027" in read_text(
        client.get("/", asked)
    )
    message = client.get("/plan.json", asked).json()["estimates"][0]["message"]
    assert message.startswith("2 of 3 audiences are late: A is done on 1 Feb 2027, 1 day after")


def test_the_verdict_is_that_of_the_audience_with_the_least_time() -> None:
    chosen = known(decide_on(LIST_PRICES | entries()).chosen)
    # A and B are done 30 days early each, C on 1 December.
    assert judge(chosen).text == "Yes, at least 30 days early"
    tight = [CLIENTS[0], CLIENTS[2] | {"deadline_on": "2026-12-01"}]
    decision = decide_on(LIST_PRICES | entries(tight))
    assert judge(decision.chosen).text == "Tight: done on the last day"
    assert [row.mood for row in known(draw_audiences(decision)).rows] == ["tight", "good"]


def test_audiences_are_compared_as_far_as_a_page_has_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decision = decide_on(LIST_PRICES | entries())
    monkeypatch.setattr(time_budget, "SECONDS", 0)
    with time_budget.limit_time():
        assert compare_alone(decision) is None
        assert known(draw_audiences(decision)).why == ""
    assert known(compare_alone(decision)).total == known(known(decision.chosen).total)


def test_together_is_the_cheapest_of_all_strategies() -> None:
    asked = LIST_PRICES | entries() | {"strategies": "buy_now"}
    decision = decide_on(asked)
    found = known(compare_alone(decision))
    assert found.total == known(known(decision.comparison.least).option).total


def test_one_audience_is_compared_with_nothing() -> None:
    decision = decide_on(LIST_PRICES | entries(CLIENTS[:1]))
    assert compare_alone(decision) is None
    assert known(draw_audiences(decision)).why == ""


def test_the_workbook_has_a_sheet_of_them() -> None:
    source = make_source(decide_on(LIST_PRICES | entries()))
    book = open_workbook(write_workbook(source))
    rows = [[cell.value for cell in row] for row in book["Audiences"].iter_rows(min_row=5)]
    assert [row[0] for row in rows] == ["C", "A", "B"]
    shares = [cents(Decimal(str(row[-1]))) for row in rows]
    assert sum(shares) == Decimal("1919.84")
    summary = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    assert ["Audience", "A: 220 people, by 31 Jan 2027"] in [row[:2] for row in summary]
    assert "Audiences" not in open_workbook(write_workbook(make_source(decide_on({})))).sheetnames


def test_the_command_lists_them(tmp_path: Path) -> None:
    file = tmp_path / "clients.toml"
    file.write_text(write_scenario_file(make_source(decide_on(LIST_PRICES | entries()))))
    out = StringIO()
    call_command("plan", str(file), "--forecast", "--channels", stdout=out)
    text = out.getvalue()
    assert "C: 60 messages, done on 1 Dec 2026, on time, $145.81\n" in text
    assert "together costs $239.98 less." in text
    assert "Forecast: " in text
    assert "Channels: Other channels are planned for one list" in text


# Studies that know one audience alone


@pytest.mark.parametrize("study", ["channels"])
def test_a_study_that_does_not_know_them_gives_the_reason(client: Client, study: str) -> None:
    text = read_text(client.get(f"/{study}/", LIST_PRICES | entries()))
    assert "for a campaign with audiences" in text
    assert "$" not in text


@pytest.mark.parametrize("study", ["mix", "sensitivity", "forecast", "estimate/forecast"])
def test_a_study_that_knows_them_is_calculated(client: Client, study: str) -> None:
    asked = LIST_PRICES | entries() | ({"max_seats": "5"} if study == "mix" else {})
    text = read_text(client.get(f"/{study}/", asked))
    assert "for a campaign with audiences" not in text
    assert "$" in text
    assert ("A 220 people 220" in text) == (study == "mix")


def test_files_name_the_studies_that_are_not_calculated(client: Client) -> None:
    asked = LIST_PRICES | entries() | {"forecast": "yes", "channels": "yes"}
    document = client.get("/plan.json", asked).json()
    assert document["not_calculated"].keys() == {"channels"}
    assert document["goal_chance"] is None
    head, row, *_ = client.get("/plan.csv", asked).content.decode("utf-8-sig").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=False))
    assert cells["total_p90"] == cells["total"] == "1919.84"
    book = open_workbook(client.get("/plan.xlsx", asked).content)
    assert "for a campaign with audiences" in str(book["Channels"]["A2"].value)


def test_a_forecast_has_the_chance_of_each_audience(client: Client) -> None:
    clients = [CLIENTS[0] | {"target": "6", "reply_rate": "30 %"}, {"name": "B", "target": "4"}]
    asked = LIST_PRICES | entries(clients) | {"goal": "replied", "reply_rate": "10 %"}
    document = client.get("/plan.json", asked | {"forecast": "yes"}).json()
    forecast = document["estimates"][0]["forecast"]
    first, then = forecast["audiences"]
    assert (first["name"], then["name"]) == ("A", "B")
    # 6 of 20 at 30 %, 4 of 40 at 10 %.
    assert first["reached_target"] == pytest.approx(0.584, abs=0.02)
    assert then["reached_target"] == pytest.approx(0.577, abs=0.02)
    assert forecast["reached_target"] == pytest.approx(0.337, abs=0.02)
    text = read_text(client.get("/estimate/forecast/", asked))
    assert "of all trials every audience gets its replies: A in" in text


def test_what_they_bring_is_expected_at_the_rates_of_each(client: Client) -> None:
    clients = [CLIENTS[0] | {"reply_rate": "10 %"}, CLIENTS[1] | {"reply_rate": "20 %"}]
    later = {"meeting_rate": "50 %", "win_rate": "50 %", "value_per_customer": "1000"}
    document = client.get("/plan.json", LIST_PRICES | entries(clients) | later).json()
    best = document["estimates"][0]
    assert best["expected_replies"] == "124.00"
    assert best["expected_customers"] == "31.00"
    assert best["revenue"] == "31000.00"
    unknown = client.get("/plan.json", LIST_PRICES | entries([*clients[:1], CLIENTS[1]])).json()
    assert unknown["estimates"][0]["expected_replies"] is None
    text = read_text(client.get("/", LIST_PRICES | entries(clients) | later))
    assert "Is it worth it?" in text
    # 62 and 62 answers, at $1,919.84 and $1,000 a customer: 8 % of 124 × 0.25 are 2.48 customers.
    assert re.search(
        r"It pays if at least \d+ % of the answers come, of each audience the same", text
    )
    assert "It pays if a customer is worth at least $" in text


def test_a_saved_campaign_has_them(client: Client) -> None:
    address = f"/campaigns/new/?{urlencode(LIST_PRICES | entries())}"
    saved = client.post(address, {"name": "Three clients"})
    page = client.get(saved["Location"])
    assert "Together $1,919.84 with 3 seats" in read_text(page)
    assert read_fields(page)["audiences-1-name"] == "B"


def test_decisions_of_an_address_and_its_file_agree() -> None:
    query = make_query(LIST_PRICES | entries())
    again = read_scenario(write_scenario_file(make_source(decide(query))).encode(), today=TODAY)
    assert decide(again).headline == decide(query).headline


def test_legacy_rules_know_audiences_too() -> None:
    legacy = decide_on(LIST_PRICES | entries() | {"rules": "1", "seats": "3"})
    chosen = known(legacy.chosen)
    assert chosen.scenario.renews_all_seats
    # By these rules all three seats are renewed for the last month: 18 seat-months.
    assert chosen.total == 18 * Decimal("119.99")
    assert sum(known(one.share) for one in chosen.audiences) == chosen.total


def test_how_each_number_comes_about_is_added_up_over_the_audiences(client: Client) -> None:
    clients = [
        {"name": "A", "target": "3", "reply_rate": "50 %", "open_profile_share": "20 %"},
        {"name": "B", "target": "4", "reply_rate": "30 %"},
    ]
    chosen = known(decide_on(LIST_PRICES | entries(clients) | {"goal": "replied"}).chosen)
    steps = {one.name: (one.result, one.steps, one.rule) for one in spell_out(chosen)}
    # 6 and 13⅓: 6 and 14 messages, and 1.2 of them to open profiles.
    assert steps["Messages"] == (
        "20",
        "3 replies ÷ 50 % reply rate + 4 replies ÷ 30 % reply rate, rounded up",
        "11",
    )
    assert steps["Free messages"] == (
        "1",
        "6 messages × 20 % + 14 messages × 0 % open profiles, rounded down",
        "11",
    )
    people = known(decide_on(LIST_PRICES | entries(clients)).chosen)
    [reply] = [one for one in spell_out(people) if one.name == "A reply"]
    assert reply.steps == "$119.99 ÷ (3 messages × 50 % + 4 messages × 30 %)"
    assert reply.result == "$44.44"
    assert find_break_even(people) is None
    page = client.get("/estimate/", LIST_PRICES | entries(clients))
    assert "3 messages × 50 %" in read_text(page)


def test_rates_to_compare_are_those_that_each_audience_allows(client: Client) -> None:
    clients = [{"name": "A", "target": "3", "decline_rate": "95 %"}]
    page = client.get("/", LIST_PRICES | entries(clients) | {"by": "answers"})
    assert page.status_code == 200
    assert "Audience A: 3 people, 95 % declines" in read_text(page)
