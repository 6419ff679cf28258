"""What a budget reaches: every sentence names what the goal counts, and no more can be afforded."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.exports.document import make_document
from campaigns.exports.tables import write_comparison_table
from planner.planning.comparison import compare
from tests.campaigns.exports import ask
from tests.campaigns.pages import read_text
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")

REPLIES: dict[str, Any] = {"goal": "replied", "target": 20, "reply_rate": "0.2", "budget": "400"}
SENTENCE = re.compile(r"A budget of (\S+) reaches ([\d,]+) (reply|replies|person|people)")


def test_the_command_counts_replies_where_replies_are_the_goal() -> None:
    table = write_comparison_table("s", ask(**REPLIES))
    assert table.startswith("s: 20 replies within 12 months from 2026-12-01, ")
    match = SENTENCE.search(table)
    assert match
    assert match[3] == "replies"


def test_a_budget_is_written_as_it_was_entered(client: Client) -> None:
    decision = ask(**REPLIES | {"budget": "400.9950"})
    assert "A budget of $400.995 reaches" in write_comparison_table("s", decision)
    assert make_document(decision)["scenario"]["budget"] == "400.995"
    page = client.get("/", {"start_on": "2026-12-01", **REPLIES, "budget": "400.9950"})
    assert "What a budget of $400.995 reaches" in read_text(page)


@examples(13, many=25)
@given(
    st.fixed_dictionaries(
        {
            "goal": st.sampled_from(["contacted", "replied"]),
            "reply_rate": st.sampled_from(["0.1", "0.25", "1/3"]),
            "budget": st.integers(0, 2_000).map(str),
            "deadline_months": st.integers(1, 14),
            "plans": st.sampled_from(["sales-navigator-professional", "recruiter-lite"]),
        }
    )
)
def test_what_a_budget_reaches_is_the_same_everywhere_and_the_most(
    client: Client, query: dict[str, Any]
) -> None:
    decision = ask(**query)
    match = SENTENCE.search(write_comparison_table("s", decision))
    assert match
    number = int(match[2].replace(",", ""))
    nouns = ("reply", "replies") if query["goal"] == "replied" else ("person", "people")
    assert match[3] == nouns[number != 1]
    assert make_document(decision)["for_budget"]["target"] == number

    page = read_text(client.get(f"/?{urlencode({'start_on': '2026-12-01', **query})}"))
    assert f"{number:,} {match[3]} within" in page if number else "Nobody: no plan" in page
    for target, is_within in ((number, True), (number + 1, False)):
        if target:
            best = compare(
                replace(decision.query.scenario, target=target), decision.query.plans
            ).cheapest
            total = best.total if best else None
            assert (total is not None and total <= Decimal(query["budget"])) == is_within
