"""Sentences about the day of grants and other numbers of seats match the answers to these."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.presentation import Answer
from campaigns.wording import day
from planner.planning.wording import dollars
from tests.campaigns.pages import read_text
from tests.campaigns.queries import answer_at
from tests.examples import examples, number_of
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")

CORE = {"price_book": "linkedin-2026", "plans": "sales-navigator-core", "rules": "2"}
READING = re.compile(
    r"Here the credits of a new seat of (?P<plan>.+?) come on the (?P<here>1st|first day, too)\. "
    r"If they (?P<other>come on the 1st only|also come on the first day), "
    r"(?:it costs (?P<total>\$[\d,.]+) and is done on (?P<day>[\w ]+)"
    r"|it is done on (?P<unpriced>[\w ]+)|it is (?P<never>out of reach this way)): "
    r"LinkedIn does not state which holds\."
)

CHEAPEST = re.compile(
    r"If new seats of (?P<plans>.+?) (?P<other>also get|get their) credits on "
    r"(?:their first day|the 1st only), (?:no way that is compared makes the deadline at a known "
    r"price\.|the cheapest is (?P<plan>.+?): (?P<total>\$[\d,.]+), done on (?P<day>[\w ]+)"
    r"(?:; here nothing makes the deadline at a known price"
    r"|, the same money as (?P<equal>.+) here"
    r"|, (?P<difference>\$[\d,.]+) (?P<way>more|less) than (?P<here>.+) here)\.)"
    r"(?: LinkedIn does not state which holds\.)?$"
)


def show(query: dict[str, Any]) -> Answer:
    return answer_at(f"?{urlencode(query, doseq=True)}")[1]


questions = st.fixed_dictionaries(
    {
        "start_on": st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str),
        "target": st.integers(1, 400).map(str),
        "deadline_months": st.integers(1, 9).map(str),
        "seats": st.sampled_from(["best", "1", "2", "5"]),
        "grants_on_start": st.sampled_from(["", "true", "false"]),
        "reply_rate": st.sampled_from(["0", "0.2"]),
        "strategies": st.sampled_from(["as_granted", "accumulate", "cheapest"]),
    }
)


def in_a_few_days(query: dict[str, Any]) -> dict[str, Any]:
    """The same with a deadline before, or soon after, the next 1st."""
    day_of_start = date.fromisoformat(query["start_on"])
    return query | {"deadline_months": str(day_of_start + timedelta(days=9))}


@examples(24, many=60)
@given(questions)
@example({"start_on": "2026-11-26", "target": "100", "seats": "1"})
@example({"start_on": "2026-11-26", "target": "100", "seats": "1", "grants_on_start": "true"})
@example({"start_on": "2026-12-01", "target": "100", "seats": "1"})
def test_what_the_other_day_of_the_grants_changes_is_true(query: dict[str, Any]) -> None:
    answer = show(CORE | query)
    chosen = known(answer.chosen)
    at_start = query.get("grants_on_start") == "true"
    # The same strategy, asked with the other reading.
    there = show(
        CORE
        | query
        | {
            "grants_on_start": "false" if at_start else "true",
            "estimate": f"{chosen.terms.slug}.{chosen.strategy}",
        }
    ).chosen
    other = known(there)
    if not answer.other_reading:
        same = (chosen.status, chosen.total, chosen.done_on)
        assert (other.status, other.total, other.done_on) == same
        return
    of_the_way, _, _ = answer.other_reading.partition(" If new seats of ")
    said = READING.fullmatch(of_the_way)
    if said is None:
        # Only of the cheapest, which the way shown is not.
        assert CHEAPEST.fullmatch(answer.other_reading), answer.other_reading
        return
    assert said["plan"] == chosen.terms.name
    assert (said["here"] == "first day, too") == at_start
    assert (said["other"] == "come on the 1st only") == at_start
    if said["never"]:
        assert other.done_on is None
        return
    assert said["day"] == day(other.done_on)
    assert said["total"] == dollars(known(other.total))


@settings(max_examples=number_of(10, 100))
@given(questions | questions.map(in_a_few_days))
@example({"start_on": "2026-11-26", "target": "50", "deadline_months": "30 Nov 2026"})
@example({"start_on": "2026-11-26", "target": "50", "grants_on_start": "true"})
def test_what_is_the_cheapest_by_the_other_day_of_the_grants_is_true(query: dict[str, Any]) -> None:
    asked = {"price_book": "linkedin-2026", "rules": "2"} | query
    answer = show(asked)
    at_start = query.get("grants_on_start") == "true"
    then = show(asked | {"grants_on_start": "false" if at_start else "true"}).comparison.cheapest
    now = answer.comparison.cheapest
    text = answer.other_reading
    said = CHEAPEST.search(text)
    if said is None:
        if now and then and (now.terms.slug, now.total) == (then.terms.slug, then.total):
            return
        if now is None and then is None:
            return
        # The sentence on the way shown names the same plan and total.
        way = known(READING.fullmatch(text))
        assert then
        assert (way["plan"], way["total"]) == (then.terms.name, dollars(known(then.total)))
        return
    assert (said["other"] == "get their") == at_start
    if said["plan"] is None:
        assert then is None
        return
    assert then
    assert (said["plan"], said["total"]) == (then.terms.name, dollars(known(then.total)))
    assert said["day"] == day(then.done_on)
    if said["here"]:
        assert now
        assert said["here"] == now.terms.name
        more = known(then.total) - known(now.total)
        assert said["difference"] == dollars(abs(more))
        assert (said["way"] == "more") == (more > 0)
    elif said["equal"]:
        assert now
        assert (said["equal"], now.total) == (now.terms.name, then.total)
    else:
        assert now is None


@pytest.mark.parametrize(
    ("query", "here"),
    [
        # Credits on 26 Nov and 1 Dec, or on 1 Dec and 1 Jan (worked example 17).
        ({"grants_on_start": "true"}, "$119.99"),
        ({"grants_on_start": "false"}, "$239.98"),
    ],
)
def test_the_page_of_example_17_says_both_readings(
    client: Client, query: dict[str, str], here: str
) -> None:
    asked = CORE | {"start_on": "2026-11-26", "target": "100", "seats": "1"} | query
    text = read_text(client.get("/", asked))
    assert f"100 people for {here}" in text
    assert "LinkedIn does not state which holds." in text
    assert ("$239.98 and is done on 1 Jan 2027" in text) == (here == "$119.99")
    assert ("$119.99 and is done on 1 Dec 2026" in text) == (here == "$239.98")


def test_the_columns_of_seats_say_what_each_number_comes_to(client: Client) -> None:
    query = {"target": "300", "deadline_months": "2", "start_on": "2026-12-01", "by": "seats"}
    answer = show(query)
    best = known(answer.comparison.cheapest)
    matrix = known(answer.matrix)
    [current] = [head.name for head in matrix.heads if head.is_current]
    assert current == "Best number"
    names = [head.name for head in matrix.heads]
    assert best.seats > 1
    assert f"{best.seats} seats" in names, "the number that costs least has a column of its own"
    by_number = {
        name: [row.cells[place].text for row in matrix.rows if row.cells[place].is_least]
        for place, name in enumerate(names)
    }
    assert {*by_number["Best number"]} == {*by_number[f"{best.seats} seats"]}
    assert {*by_number["Best number"]} == {dollars(known(best.total))}
    text = read_text(client.get("/", query))
    for name, least in by_number.items():
        assert name in text
        assert all(amount in text for amount in least)
        if name != "Best number":
            seats = name.partition(" ")[0]
            there = show(query | {"seats": seats}).comparison.cheapest
            assert {*least} == ({dollars(known(there.total))} if there else set())
