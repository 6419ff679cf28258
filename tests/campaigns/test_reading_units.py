"""Numbers as people type them: with "k" or "m", in words, with the unit of their field."""

from collections.abc import Callable
from decimal import Decimal
from typing import cast

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.exports import make_source
from campaigns.exports.scenario_toml import write_scenario_file
from campaigns.forms.fields import MoneyField, ReadBoundField, TwoReadings
from campaigns.forms.scenario import ScenarioForm
from campaigns.forms.units import UNITS_OF_GOAL
from campaigns.query.query import is_same_scenario
from campaigns.reading import (
    Ambiguous,
    Unreadable,
    has_unit,
    read_count,
    read_money,
    read_share,
    show_count,
    show_money,
    write_money,
)
from campaigns.reading.words import WORDS
from campaigns.scenario_file import read_scenario
from planner.planning.goals import GOALS, Goal
from tests.campaigns.pages import read_text
from tests.campaigns.queries import TODAY, decide_on, fill_in, links_of

FIELDS = ScenarioForm.base_fields
UNITS = ("seats", "seat", "m")
HIGH = 10**9
# Texts of pieces that mean something, in any order.
pieces = st.lists(
    st.sampled_from(["k", "m", "million", "three", "one", "in", "seats", "$", "USD", " ", "1.500"])
    | st.text("0123456789.,  ", max_size=5),
    max_size=6,
).map("".join)
texts = pieces | st.text(max_size=60)


def count(text: str) -> int | Ambiguous | Unreadable:
    return read_count(text, low=0, high=HIGH, units=UNITS)


def money(text: str) -> Decimal | Ambiguous | Unreadable:
    return read_money(text, high=Decimal(HIGH))


def share(text: str) -> Decimal | Ambiguous | Unreadable:
    return read_share(text, most_decimals=12)


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("target", "2k", 2_000),
        ("target", "1.5k", 1_500),
        ("target", "1,5k", 1_500),
        ("target", "2 K", 2_000),
        ("target", "0.5m", 500_000),
        ("target", "2 thousand", 2_000),
        ("target", "two thousand", 2_000),
        ("target", "10 000k", Unreadable),
        ("target", "1.2m", Unreadable),
        ("target", "1.2345k", Unreadable),
        ("target", "1000,000k", Unreadable),
        ("target", "1.500k", 1_500),
        ("target", "1.000k", Ambiguous),
        ("target", "1,000k", 1_000_000),
        ("target", "1,500k", Unreadable),
        ("target", "three", 3),
        ("target", "Twelve", 12),
        ("target", "forty", 40),
        ("target", "twenty-five", 25),
        ("target", "a hundred", Unreadable),
        ("target", "500 people", 500),
        ("target", "1 person", 1),
        ("target", "2k people", 2_000),
        ("target", "forty Meetings", 40),
        ("target", "20 credits", Unreadable),
        ("seats", "three", 3),
        ("seats", "2 seats", 2),
        ("seats", "1 seat", 1),
        ("seats", "best", "best"),
        ("seats", "best seats", Unreadable),
        ("minutes_per_message", "3 min", 3),
        ("minutes_per_message", "3 minutes", 3),
        ("minutes_per_message", "3m", 3),
        ("minutes_per_answer", "3min", 3),
        ("minutes_per_meeting", "thirty minutes", 30),
        ("most_hours", "20 h", 20),
        ("list_size", "5k people", 5_000),
        ("credit_lifetime_days", "90 days", 90),
        ("senders", "2 people", 2),
        ("track_record_sent", "300 messages", 300),
        ("track_record_replied", "30 replies", 30),
        ("monthly_send_limit", "1.5k messages", 1_500),
    ],
)
def test_a_whole_number_is_read_as_people_type_it(name: str, text: str, number: object) -> None:
    try:
        outcome = FIELDS[name].clean(text)
    except TwoReadings:
        outcome = Ambiguous
    except ValidationError:
        outcome = Unreadable
    assert outcome == number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5k", 5_000),
        ("$2k", 2_000),
        ("1.5k", 1_500),
        ("1.5 K", 1_500),
        ("2k USD", 2_000),
        ("USD 2k", 2_000),
        ("2k$", 2_000),
        ("1.2m", 1_200_000),
        ("$2 million", 2_000_000),
        ("0.0645k", Decimal("64.5")),
        ("1.500,5k", 1_500_500),
    ],
)
def test_dollars_are_read_in_thousands_and_millions(text: str, amount: int | Decimal) -> None:
    assert money(text) == amount


@pytest.mark.parametrize("text", ["1.500k", "$1.500 k", "1.500 thousand"])
def test_thousands_with_three_digits_behind_a_point_are_asked_about(text: str) -> None:
    outcome = money(text)
    assert isinstance(outcome, Ambiguous)
    assert outcome.question == "Do you mean $1,500,000.00 or $1,500.00?"
    assert [money(reading.written) for reading in outcome.readings] == [1_500_000, 1_500]
    if "$" not in text:
        people = count(text)
        assert isinstance(people, Ambiguous)
        assert [count(reading.written) for reading in people.readings] == [1_500_000, 1_500]


@pytest.mark.parametrize(("text", "reason"), [("5k€", "€"), ("5 kr", "kr"), ("C$5k", "C$")])
def test_thousands_of_another_currency_are_refused_by_its_name(text: str, reason: str) -> None:
    assert money(text) == Unreadable(f"amounts are in US dollars, not in {reason}")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("one in eight", "0.125"),
        ("One in ten", "0.1"),
        ("one out of twelve", "0.083333333333"),
        ("three of twenty", "0.15"),
        ("1 in eight", "0.125"),
        ("one in 8", "0.125"),
    ],
)
def test_a_share_is_read_in_words(text: str, part: str) -> None:
    assert share(text) == Decimal(part)


@pytest.mark.parametrize(
    "text", ["one", "one in", "in eight", "two in one", "one in zero", "\u017fix in ten"]
)
def test_words_that_are_no_share_are_refused(text: str) -> None:
    assert share(text) == Unreadable()


@given(st.integers(0, 999_999), st.sampled_from(["k", " k", "K", " thousand"]))
def test_thousands_read_back(number: int, sign: str) -> None:
    for write in (str, show_count):
        text = write(number) + sign
        assert count(text) == money(text) == number * 1000
    assert count(f"{number}.5{sign}") == money(f"{number}.5{sign}") == number * 1000 + 500


@given(st.integers(0, HIGH), st.sampled_from(["seats", " seats", " SEAT", "\u00a0seat"]))
def test_a_unit_changes_no_number(number: int, unit: str) -> None:
    for text in (str(number), show_count(number)):
        assert count(f"{text}{unit}") == count(text) == number
        assert has_unit(f"{text}{unit}", UNITS)
        assert not has_unit(text, UNITS)


@given(st.sampled_from(sorted(WORDS)), st.sampled_from([str.lower, str.upper, str.title]))
def test_a_word_is_its_number(word: str, write: Callable[[str], str]) -> None:
    assert count(write(word)) == count(f"{write(word)} seats") == WORDS[word]
    assert share(f"one in {write(word)}") == share(f"1 in {WORDS[word]}")


def test_every_number_to_ninety_nine_has_a_word() -> None:
    assert sorted(set(WORDS.values())) == list(range(1, 100))


@given(texts)
def test_any_text_is_read_asked_about_or_refused(text: str) -> None:
    for read in (count, money, share):
        match read(text):
            case Ambiguous(readings):
                larger, smaller = [read(reading.written) for reading in readings]
                assert {type(larger), type(smaller)} <= {int, Decimal}
                assert larger != smaller
            case Unreadable():
                pass
            case number:
                assert 0 <= number <= HIGH
                shown = show_count(number) if isinstance(number, int) else write_money(number)
                assert read is share or read(shown) == number


@pytest.mark.parametrize("text", ["9" * 5_000 + "k", "1 " * 5_000 + "seats", "one in " * 5_000])
def test_a_long_text_is_refused(text: str) -> None:
    assert count(text) == money(text) == share(text) == Unreadable()


@pytest.mark.parametrize(
    ("name", "text", "echo"),
    [
        ("target", "2k", "= 2,000"),
        ("target", "500 people", "= 500"),
        ("target", "three", "= 3"),
        ("seats", "three", "= 3"),
        ("seats", "2 seats", "= 2"),
        ("budget", "$2k", "= $2,000.00"),
        ("hour_cost", "1.5k", "= $1,500.00"),
        ("minutes_per_message", "3 min", "= 3"),
        ("reply_rate", "one in eight", "= 12.5 %"),
    ],
)
def test_what_was_understood_is_echoed(name: str, text: str, echo: str) -> None:
    form = type("AForm", (forms.Form,), {name: FIELDS[name]})({name: text})
    assert cast(ReadBoundField, form[name]).understood == echo


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("named", GOALS)
def test_the_unit_of_a_target_is_that_of_its_goal(goal: Goal, named: Goal) -> None:
    rates = {"reply_rate": "10", "positive_share": "50", "meeting_rate": "50", "win_rate": "50"}
    for unit in UNITS_OF_GOAL[named]:
        form = fill_in({"goal": goal, "target": f"40 {unit}", **rates})
        if goal == named:
            assert form.query
            assert form.query.scenario.target == 40
        else:
            [fault] = form.faults
            assert fault.field == "target"
            assert fault.given == f"40 {unit}"
            assert fault.allowed.startswith(f"a number of {UNITS_OF_GOAL[goal][0]}, as the goal is")


@pytest.mark.usefixtures("book")
def test_a_unit_that_contradicts_the_goal_leads_to_both_ways_out(client: Client) -> None:
    response = client.get("/", {"target": "40 meetings"})
    said = "Please enter a number of people, as the goal is People, or pick the goal Meetings."
    assert said in read_text(response)
    assert 'value="40 meetings"' in response.content.decode()


@pytest.mark.usefixtures("book")
def test_the_unit_of_an_audience_is_that_of_the_goal() -> None:
    audience = {"audiences-0-name": "A", "audiences-0-target": "40 replies"}
    form = fill_in({"goal": "replied", "reply_rate": "10", **audience})
    assert form.query
    assert form.query.scenario.target == 40
    [fault] = fill_in(audience).faults
    assert fault.field == "audiences-0-target"
    assert fault.allowed.endswith("as the goal is People, or pick the goal Replies")


@pytest.mark.usefixtures("book")
def test_an_address_has_the_text_and_a_file_the_number() -> None:
    asked = {"target": "1.5k", "seats": "three", "budget": "$20k", "minutes_per_message": "3 min"}
    form = fill_in(asked)
    assert form.query
    assert set(asked.items()) <= set(form.query_items)
    again = fill_in(links_of(form).address().partition("?")[2])
    assert again.query
    assert is_same_scenario(form.query, again.query)
    written = write_scenario_file(make_source(decide_on(asked))).encode()
    assert b"target = 1500" in written
    assert read_scenario(written, today=TODAY).scenario == form.query.scenario


@pytest.mark.usefixtures("book")
def test_texts_of_a_file_are_read_as_on_the_page() -> None:
    query = read_scenario(b"target = 20\nbudget = '5k'\nreply_rate = 'one in eight'", today=TODAY)
    assert (query.scenario.budget, query.scenario.reply_rate) == (5_000, Decimal("0.125"))


def test_money_of_every_field_is_read_in_thousands() -> None:
    fields = {name: field for name, field in FIELDS.items() if isinstance(field, MoneyField)}
    assert set(fields) == {"budget", "value_per_customer", "hour_cost"}
    for field in fields.values():
        assert field.clean("5k") == 5_000
        assert show_money(field.clean("$2k")) == "$2,000.00"
