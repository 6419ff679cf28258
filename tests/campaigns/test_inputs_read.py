"""Deadline, start and reply rate as they are written: what is read, echoed, asked and passed on."""

import json
import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.exports import make_source
from campaigns.exports.scenario_toml import write_scenario_file
from campaigns.exports.tables import write_comparison_table
from campaigns.forms.fields import ReadBoundField
from campaigns.presentation.assumptions import list_assumptions
from campaigns.presentation.detail import spell_out
from campaigns.query.query import is_same_scenario
from campaigns.reading import show_money, show_share
from campaigns.scenario_file import read_scenario
from planner.planning.wording import percent, show_day
from tests.campaigns.factories import save_campaign
from tests.campaigns.pages import read_markup, read_text
from tests.campaigns.queries import TODAY, answer_at, decide_on, fill_in, links_of, make_query
from tests.known import known

pytestmark = pytest.mark.usefixtures("book")

HTMX = {"HX-Request": "true"}
ANY_ROW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def echo_of(name: str, **fields: str) -> str:
    """What stands beside a field whose answer is calculated."""
    form = fill_in(fields)
    assert form.query, form.faults
    return cast(ReadBoundField, form.form[name]).understood


def message_at(page: str, name: str) -> tuple[str, str]:
    """The class and the text of the element below a field."""
    found = re.search(rf'<p\s+class="(\w+)" id="error-{name}"[^>]*>(.*?)</p>', page)
    assert found
    return found[1], re.sub(r"<[^>]+>", "", unescape(found[2])).strip()


@pytest.mark.parametrize(
    ("fields", "months", "day"),
    [
        ({}, 12, None),
        ({"deadline_months": "4"}, 4, None),
        ({"deadline_months": "4 months"}, 4, None),
        ({"deadline_months": "6 weeks"}, 2, date(2027, 1, 11)),
        ({"deadline_months": "by March"}, 4, date(2027, 3, 31)),
        ({"deadline_months": "Q1", "start_on": "2027-03-15"}, 1, date(2027, 3, 31)),
        ({"deadline_months": "30 Nov 2031"}, 60, date(2031, 11, 30)),
        ({"deadline_on": "2027-03-31"}, 4, date(2027, 3, 31)),
        ({"deadline_months": "4", "deadline_on": "2027-01-31"}, 2, date(2027, 1, 31)),
        ({"deadline_months": "March", "deadline_on": "2027-01-31"}, 2, date(2027, 1, 31)),
        ({"deadline_months": "4", "deadline_on": ""}, 4, None),
    ],
)
def test_a_deadline_is_months_or_a_day(
    fields: dict[str, str], months: int, day: date | None
) -> None:
    scenario = make_query(fields).scenario
    assert (scenario.deadline_months, scenario.deadline_on) == (months, day)


@pytest.mark.parametrize(
    "address",
    [
        "price_book=ours&start_on=2026-12-01&rules=2&deadline_months=4",
        "price_book=ours&start_on=2026-12-01&rules=2&deadline_months=4&deadline_on=2027-01-31",
        "price_book=ours&start_on=2026-12-01&rules=2&deadline_on=2027-01-31",
    ],
)
def test_an_address_of_before_is_carried_on_as_it_was(address: str) -> None:
    items = fill_in(address).query_items
    assert sorted(items) == sorted(dict(part.split("=") for part in address.split("&")).items())


def test_a_day_of_its_own_field_is_strict() -> None:
    [fault] = fill_in({"deadline_on": "31 Mar 2027"}).faults
    assert fault.field == "deadline_on"


@pytest.mark.parametrize(
    ("name", "fields", "echo"),
    [
        ("deadline_months", {}, "= by 30 Nov 2027"),
        ("deadline_months", {"deadline_months": "4"}, "= by 31 Mar 2027"),
        ("deadline_months", {"deadline_months": "6 weeks"}, "= by 11 Jan 2027"),
        ("deadline_months", {"deadline_months": "2027-03-31"}, "= by 31 Mar 2027"),
        ("deadline_months", {"deadline_months": "31 Mar 2027"}, ""),
        ("deadline_months", {"deadline_months": "by 31 Mar 2027"}, ""),
        ("deadline_months", {"deadline_months": "4", "deadline_on": "2027-01-31"}, ""),
        ("start_on", {"start_on": "2026-12-24"}, ""),
        ("start_on", {"start_on": "24 Dec 2026"}, ""),
        ("start_on", {"start_on": "December 24"}, "= 24 Dec 2026"),
        ("start_on", {"start_on": "tomorrow"}, "= 2 Dec 2026"),
        ("target", {"target": "1 680"}, "= 1,680"),
        ("budget", {"budget": "1,680"}, "= $1,680.00"),
        ("reply_rate", {"reply_rate": "10"}, "= 10 %"),
        ("reply_rate", {"goal": "replied"}, "= 10 %, a usual rate"),
        ("reply_rate", {"goal": "replied", "reply_rate": ""}, "= 10 %, a usual rate"),
        (
            "reply_rate",
            {"reply_rate": "30", "reply_rate_low": "5", "reply_rate_high": "15"},
            "= 10 %, the middle of your range",
        ),
    ],
)
def test_what_was_understood_is_echoed(name: str, fields: dict[str, str], echo: str) -> None:
    assert echo_of(name, **fields) == echo


spans = st.builds(
    "{}{}".format,
    st.integers(1, 60),
    st.sampled_from(["", " months", " weeks", " days", " quarters", " years"]),
)
ends = st.sampled_from(
    ["by March", "Q1", "end of June", "31.3.2027", "March 5", "Sept 2028", "end of the year"]
)
rates = st.sampled_from(["0", "10", "1 in 7", "0.12", "12,5 %", "3/40", "66 %"])


@ANY_ROW
@given(
    st.fixed_dictionaries(
        {
            "deadline_months": spans | ends,
            "start_on": st.sampled_from(["2026-12-01", "tomorrow", "24.12.2026", "March 5"]),
            "reply_rate": rates,
            "goal": st.sampled_from(["contacted", "replied"]),
            "target": st.sampled_from(["100", "1 680", "1,000"]),
            "budget": st.sampled_from(["500", "1,680", "64,50", "$1 000"]),
        },
        optional={
            "deadline_on": st.sampled_from(["2027-03-31", ""]),
            "reply_rate_low": st.just("5"),
            "reply_rate_high": st.just("0.2"),
        },
    )
)
def test_the_echo_is_what_is_calculated_with(fields: dict[str, str]) -> None:
    form = fill_in(fields)
    if form.query is None:
        assert form.faults
        return
    scenario = form.query.scenario
    shown = {
        "deadline_months": f"by {show_day(scenario.deadline)}",
        "start_on": show_day(scenario.start_on),
        "reply_rate": show_share(scenario.reply_rate),
        "target": f"{scenario.target:,}",
        "budget": show_money(scenario.budget or Decimal(0)),
    }
    for name, words in shown.items():
        echo = cast(ReadBoundField, form.form[name]).understood
        assert echo == "" or echo[2:].split(", a usual")[0].split(", the middle")[0] == words


def test_the_page_shows_the_echo_and_ties_it_to_the_field(client: Client) -> None:
    page = read_markup(client.get("/?deadline_months=6+weeks"))
    assert message_at(page, "deadline_months") == ("understood", "= by 11 Jan 2027")
    field = re.search(r'<input[^>]*name="deadline_months"[^>]*>', page)
    assert field
    assert 'value="6 weeks"' in field[0]
    assert 'aria-describedby="error-deadline_months"' in field[0]
    assert 'inputmode="numeric"' not in field[0], "letters have to be typed"


def test_a_fragment_brings_the_echo_of_every_field(client: Client) -> None:
    asked = {"deadline_months": "by March", "start_on": "December 24", "target": "1 680"}
    response = client.get("/", asked | {"reply_rate": "1 in 7"}, headers=HTMX)
    page = read_markup(response)
    assert message_at(page, "deadline_months") == ("understood", "= by 31 Mar 2027")
    assert message_at(page, "start_on") == ("understood", "= 24 Dec 2026")
    assert message_at(page, "target") == ("understood", "= 1,680")
    assert message_at(page, "reply_rate") == ("understood", "≈ 14.29 %")


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("name", ["deadline_months", "start_on"])
def test_a_day_with_two_readings_is_asked_about_with_a_button_for_each(
    client: Client, name: str, headers: dict[str, str]
) -> None:
    response = client.get("/", {name: "03/04/2027"}, headers=headers)
    page = read_markup(response)
    asked = "“03/04/2027” has two readings. Do you mean 4 Mar 2027 or 3 Apr 2027?"
    assert asked in read_text(response)
    buttons = re.findall(rf'<button[^>]*\sname="{name}" value="([^"]*)"', page)
    assert buttons == ["2027-03-04", "2027-04-03"]
    for button in buttons:
        assert fill_in(f"{name}=03/04/2027&{name}={button}").faults == []


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("soon", "a number of months from 1 to 60, or a deadline such as 6 weeks, 31 Mar 2027"),
        ("Mar 2026", "by March or Q1: 31 Mar 2026 is outside 1 Dec 2026 to 30 Nov 2031."),
    ],
)
def test_what_is_no_deadline_is_refused_with_what_is_allowed(
    client: Client, text: str, allowed: str
) -> None:
    kind, message = message_at(
        read_markup(client.get("/", {"deadline_months": text})), "deadline_months"
    )
    assert kind == "error"
    assert allowed in message


def test_a_start_that_cannot_be_read_is_the_only_fault() -> None:
    form = fill_in({"start_on": "someday", "deadline_months": "by March"})
    assert [fault.field for fault in form.faults] == ["start_on"]


@pytest.mark.parametrize("text", ["tomorrow", "2 December", "2 Dec 2026", "Dec. 2, 2026"])
def test_a_page_has_its_start_as_a_day_in_its_address(client: Client, text: str) -> None:
    response = client.get("/", {"start_on": text, "target": "150"})
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    assert (query["start_on"], query["target"]) == (["2026-12-02"], ["150"])
    fragment = client.get("/", {"start_on": text, "target": "150"}, headers=HTMX)
    assert fragment["HX-Push-Url"] == response["Location"]
    assert "150 people" in read_text(client.get(response["Location"]))


def test_a_campaign_is_saved_with_the_day_that_its_start_was(
    time_machine: TimeMachineFixture,
) -> None:
    campaign = save_campaign("start_on=tomorrow&deadline_months=6+weeks")
    time_machine.move_to("2027-06-01 12:00 +0000")
    asked = campaign.newest_revision.asked
    scenario = make_query(asked, today=date(2027, 6, 1)).scenario
    assert (scenario.start_on, scenario.deadline) == (date(2026, 12, 2), date(2027, 1, 12))


def test_a_deadline_that_is_a_day_is_listed_as_one(client: Client) -> None:
    listed = list(list_assumptions(make_query("deadline_months=6+weeks")))
    assert "By: 11 Jan 2027" in listed
    assert not [line for line in listed if line.startswith("Deadline")]
    both = client.get("/?deadline_months=6+weeks&deadline_on=2027-02-01").content.decode()
    assert 'name="deadline_months" value="1 Feb 2027"' in both


@pytest.mark.parametrize(
    "asked",
    [
        "deadline_months=6+weeks",
        "deadline_months=by+March&start_on=December+24",
        "deadline_months=4",
        "goal=replied",
    ],
)
def test_a_scenario_file_of_it_asks_the_same(asked: str) -> None:
    decision = decide_on(asked)
    written = write_scenario_file(make_source(decision))
    again = read_scenario(written.encode(), today=TODAY)
    assert is_same_scenario(decision.query, again)
    assert again.scenario == decision.query.scenario


def test_json_has_the_day_and_the_rate_that_are_calculated_with(client: Client) -> None:
    response = client.get("/plan.json?goal=replied&deadline_months=6+weeks&target=5")
    scenario = json.loads(response.content)["scenario"]
    assert (scenario["deadline_months"], scenario["deadline_on"]) == (2, "2027-01-11")
    assert scenario["reply_rate"] == 0.1


def test_links_of_a_page_ask_the_same(client: Client) -> None:
    form = fill_in("goal=replied&deadline_months=by+March&start_on=tomorrow")
    again, _ = answer_at(links_of(form).address())
    assert form.query
    assert is_same_scenario(form.query, again.query)
    assert again.query.assumes_reply_rate


def replied(**fields: str) -> dict[str, Any]:
    return {"goal": "replied", "target": "20", **fields}


def test_an_assumed_rate_is_named_to_page_and_terminal() -> None:
    query = make_query(replied())
    assert query.assumes_reply_rate
    listed = list(list_assumptions(query))
    line = listed.index("Reply rate: 10 % of people")
    assert listed[line + 1].startswith("none was entered, so this is the usual one for sales")
    table = write_comparison_table("file", decide_on(replied()))
    assert "Reply rate: 10 %: none was entered" in table


def test_a_file_without_a_rate_gets_the_same_one() -> None:
    query = read_scenario(b"target = 20\ngoal = 'replied'", today=TODAY)
    assert query.assumes_reply_rate
    assert query.scenario == make_query(replied()).scenario


def test_an_assumed_rate_is_saved_as_a_rate() -> None:
    asked = parse_qs(save_campaign(urlencode(replied())).newest_revision.asked)
    assert asked["reply_rate"] == ["10 %"]


@pytest.mark.parametrize(
    ("fields", "rate"),
    [
        (replied(reply_rate="15"), "0.15"),
        (replied(reply_rate_low="1 %", reply_rate_high="3"), "0.02"),
        (replied(reply_rate_low="10", reply_rate_high="30"), "0.2"),
        (replied(track_record_sent="40", track_record_replied="6"), "0.15"),
        ({"goal": "contacted"}, "0"),
    ],
)
def test_no_rate_is_assumed_where_there_is_one_or_none_is_needed(
    fields: dict[str, str], rate: str
) -> None:
    query = make_query(fields)
    assert not query.assumes_reply_rate
    assert query.scenario.reply_rate == Decimal(rate)


def test_a_rate_that_is_the_middle_of_a_range_is_named_as_that(client: Client) -> None:
    text = read_text(client.get("/", replied(reply_rate_low="1 %", reply_rate_high="3")))
    assert "reply rate of 2 %, the middle of your range: no rate was entered." in text
    text = read_text(
        client.get("/", {"reply_rate": "30", "reply_rate_low": "5", "reply_rate_high": "15"})
    )
    assert "the middle of your range: the rate entered lies outside of it." in text


def test_an_assumed_rate_leaves_no_room_for_more_declines_than_fit(client: Client) -> None:
    form = fill_in(replied(decline_rate="95 %"))
    assert [(fault.field, fault.allowed[:11]) for fault in form.faults] == [
        ("decline_rate", "at most 0.9")
    ]
    assert client.get("/", replied(decline_rate="95 %")).status_code == 200
    assert "reply_rate=10" in form.to_query_string()


def test_nobody_who_replied_is_no_missing_rate() -> None:
    [fault] = fill_in(replied(track_record_sent="40", track_record_replied="0")).faults
    assert fault.field == "track_record_replied"


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"reply_rate": "80"}, "Do 80 % really answer?"),
        ({"reply_rate": "100%"}, "Do 100 % really answer?"),
        ({"reply_rate": "0.8"}, "If you mean a part of one percent, write 0.8 %."),
    ],
)
def test_a_high_rate_is_asked_about_and_answered(
    client: Client, fields: dict[str, str], question: str
) -> None:
    text = read_text(client.get("/", fields))
    assert text.count(question) == 1
    assert text.count("really answer?") == 1
    assert f"calculated with {percent(make_query(fields).scenario.reply_rate)}." in text
    assert "Cheapest single plan within" in text, "a question blocks nothing"
    assert question in write_comparison_table("file", decide_on(fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"reply_rate": "50"},
        {"reply_rate": "10"},
        {"track_record_sent": "10", "track_record_replied": "8"},
        {"reply_rate": "80", "target": "x"},
    ],
)
def test_no_other_rate_is_questioned(client: Client, fields: dict[str, str]) -> None:
    assert "really answer?" not in read_text(client.get("/", fields))


@ANY_ROW
@given(name=st.sampled_from(["deadline_months", "start_on", "reply_rate"]), text=st.text())
def test_any_text_gets_a_query_or_a_fault(name: str, text: str) -> None:
    form = fill_in({name: text})
    assert (form.query is None) == bool(form.faults)
    assert {fault.field for fault in form.faults} <= {name}


def test_one_in_three_is_a_third_on_the_page_and_in_a_file() -> None:
    """An address has the text, a file and the engine 12 decimals, which stand for the third."""
    asked = {"goal": "replied", "target": "400", "reply_rate": "1 in 3"}
    query, decision = make_query(asked), decide_on(asked)
    chosen = known(decision.chosen)
    assert query.scenario.messages == 1_200
    steps = {one.name: one.steps for one in spell_out(chosen)}
    assert "400 replies ÷ 1 in 3 reply rate" in steps["Messages"]
    again = read_scenario(write_scenario_file(make_source(decision)).encode(), today=TODAY)
    assert again.scenario.messages == 1_200
    measured = {"track_record_sent": "300", "track_record_replied": "100"}
    assert make_query(asked | {"reply_rate": ""} | measured).scenario.messages == 1_200
