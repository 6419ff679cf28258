"""The JSON document and the tables: same figures everywhere, in the forms they promise."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given

from campaigns.decision import Decision, decide
from campaigns.exports.csv_format import as_text_cell
from campaigns.exports.document import make_document
from campaigns.exports.tables import write_comparison_csv, write_comparison_table
from campaigns.scenario_file import read_scenario
from planner.planning.wallet import LedgerRow
from tests.campaigns.arbitrary import sensible_queries, write_toml
from tests.campaigns.queries import decide_on
from tests.examples import examples, number_of
from tests.readers.screen import read_comparison

pytestmark = pytest.mark.usefixtures("price_books")
TODAY = date(2026, 12, 1)
OWN_PLAN = {
    "name": "Our deal",
    "monthly_price": "64.50",
    "annual_price": "700",
    "monthly_credits": 40,
    "rollover_cap": 120,
    "credit_lifetime_days": 90,
    "credit_price": "9.9990",
    "purchase_limit": 5,
    "trial_months": 1,
}


HELD = [
    {"plan": "premium-business", "seats": 2, "credits": 17, "paid_until": "2026-12-20"},
    {"plan": "executive-30", "seats": 1, "credits": 0, "paid_until": "2026-11-30"},
]


def ask(query: dict[str, Any]) -> Decision:
    return decide_on(query)


def money_in(told: Any) -> Iterator[object]:
    """Every amount of money in a document."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name in ("total", "cost_per_lead", "cost_per_reply", "budget") or "spend" in name:
                yield value
            yield from money_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from money_in(value)


@pytest.mark.parametrize(
    "scenario",
    [
        {"target": 100},
        {"target": 333, "seats": 3, "deadline_months": 4, "budget": 1999, "reply_rate": "12.5 %"},
        {"target": 40, "goal": "replied", "reply_rate": 0.07, "decline_rate": 0.2,
         "declines_return_credit": False},
        {"target": 500, "billing": "annual", "use_trial": True, "monthly_send_limit": 45,
         "open_profile_share": "1 %", "held_seats": HELD},
        {"target": 150, "price_book": "linkedin-2026", "start_on": "2026-11-26", "seats": "best",
         "grants_on_start": True, "seat_daily_limit": 20, "sends_on": "weekdays",
         "answers_come": "same", "reply_rate": "20 %", "deadline_on": "2027-02-15"},
        {"target": 60, "start_on": "2027-01-31", "credit_lifetime_days": 45,
         "strategies": ["buy_now", "cheapest"], "plans": ["premium-business", "executive-30"]},
        {"target": 7, "price_book": "linkedin-2026", "plans": [""]},
        {"target": 12, "start_on": "2001-01-01"},
    ],
)  # fmt: skip
def test_file_address_and_page_give_the_same_figures(
    client: Client, scenario: dict[str, Any]
) -> None:
    held = scenario.get("held_seats", [])
    scenario = {name: value for name, value in scenario.items() if name != "held_seats"}
    lines = [f"{name} = {write_toml(value)}" for name, value in scenario.items()]
    for seats in held:
        lines += ["[[held_seats]]", *(f"{name} = {write_toml(seats[name])}" for name in seats)]
    own = [f"{name} = {write_toml(value)}" for name, value in OWN_PLAN.items()]
    content = "\n".join([*lines, "[[custom_plans]]", *own]).encode()
    from_file = make_document(decide(read_scenario(content, today=TODAY)))

    said = {name: str(v).lower() if isinstance(v, bool) else v for name, v in scenario.items()}
    # A legacy address has no `rules`; a file has the current ones.
    query = {"start_on": str(TODAY), "rules": "2"} | said
    for row, seats in enumerate(held):
        query |= {f"held_seats-{row}-{name}": value for name, value in seats.items()}
    query |= {f"custom_plans-0-{name}": value for name, value in OWN_PLAN.items()}
    assert make_document(ask(query)) == from_file

    assert any(estimate["total"] for estimate in from_file["estimates"])
    plans = [*dict.fromkeys(estimate["plan"] for estimate in from_file["estimates"])]
    for plan in plans[:: number_of(3, 1)]:
        of_plan = (one["total"] for one in from_file["estimates"] if one["plan"] == plan)
        assert read_totals(client, query | {"open": plan}) == {*of_plan} - {None}


def read_totals(client: Client, query: dict[str, Any]) -> set[str]:
    """The known totals of the ways of the plan whose row is open."""
    rows = read_comparison(client.get("/", query)).values()
    return {
        row["Total"].strip("$").replace(",", "") for row in rows if row.get("Total", "?") != "?"
    }


def check_groups(estimate: dict[str, Any]) -> None:
    """The rows of an estimate are those of its groups, merged by day."""
    days: dict[str, Counter[str]] = {}
    for group in estimate["groups"]:
        assert all(row["starts_on"] <= group["paid_until"] for row in group["schedule"])
        for row in group["schedule"]:
            counts = {name: row[name] for name in LedgerRow._fields if name != "slice"}
            days.setdefault(row["starts_on"], Counter()).update(counts)
    for row in estimate["schedule"]:
        of_groups = days.pop(row["starts_on"], Counter())
        assert all(row[name] == of_groups[name] for name in LedgerRow._fields if name != "slice")
    # Days on which nothing moves are left out.
    moves = [name for name in LedgerRow._fields if name not in ("slice", "opening", "closing")]
    assert not any(counts[name] for counts in days.values() for name in moves)
    if estimate["groups"]:
        assert sum(group["seats"] for group in estimate["groups"]) == estimate["seats"]


@examples(12, many=100)
@given(sensible_queries)
def test_a_document_keeps_its_promises(query: dict[str, Any]) -> None:
    document = make_document(ask(query))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    for amount in money_in(document):
        assert amount is None or re.fullmatch(r"\d+\.\d\d", str(amount))

    best = next((estimate for estimate in document["estimates"]), None)
    if document["cheapest"]:
        assert best
        assert document["cheapest"].items() <= best.items()
    frontier = [point["total"] for point in document["frontier"] if point["total"]]
    assert frontier == sorted(frontier, key=Decimal, reverse=True), "more time never costs more"
    assert len(document["frontier"]) == document["scenario"]["deadline_months"]

    for estimate in document["estimates"]:
        schedule, credits = estimate["schedule"], estimate["credits"]
        assert [row["starts_on"] for row in schedule] == sorted({r["starts_on"] for r in schedule})
        if estimate["months"]:
            assert max(row["month"] for row in schedule) <= estimate["months"]
            assert schedule[-1]["starts_on"] <= estimate["done_on"]
        assert sum(row["sent"] + row["free"] for row in schedule) == (
            estimate["messages"] if estimate["done_on"] else 0
        )
        check_groups(estimate)
        for name in ("granted", "returned", "bought", "expired", "forfeited") if credits else ():
            assert sum(month[name] for month in schedule) == credits[name]
        if estimate["total"]:
            parts = Decimal(estimate["subscription_spend"]) + Decimal(estimate["credit_spend"])
            assert abs(parts - Decimal(estimate["total"])) <= Decimal("0.01")
        is_plain = estimate["status"] == "ok" and estimate["price_known"]
        assert (estimate["message"] is None) == is_plain


@examples(12, many=100)
@given(sensible_queries)
def test_csv_and_document_agree_cell_by_cell(query: dict[str, Any]) -> None:
    question = ask(query)
    rows = list(csv.DictReader(io.StringIO(write_comparison_csv([("s", question)]))))
    estimates = make_document(question)["estimates"]
    for row, estimate in zip(rows, estimates, strict=True):
        told = estimate | (estimate["credits"] or {})
        for name in row.keys() - {"scenario"}:
            value = told.get(name)
            as_text = str(value).lower() if isinstance(value, bool) else str(value)
            assert row[name] == ("" if value is None else as_text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_calculated_is_text(start: str) -> None:
    assert as_text_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Our deal", "100", "1-1", "a=b", "'=1"])
def test_any_other_cell_is_left_alone(text: str) -> None:
    assert as_text_cell(text) == text


def test_csv_texts_of_every_column_are_safe() -> None:
    own = OWN_PLAN | {"name": '=cmd|"/c calc"!A1, "x"'}
    question = ask({"plans": ""} | {f"custom_plans-0-{name}": text for name, text in own.items()})
    [header, *rows] = csv.reader(io.StringIO(write_comparison_csv([("=name", question)])))
    assert rows
    for row in rows:
        assert len(row) == len(header)
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row)
        assert row[0] == "'=name"


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ({"plans": "sales-navigator-core", "strategies": "as_granted", "seats": "1"},
         r"Sales Navigator Core +Send as granted +1 +2 +0 +\$199\.98 +\$0\.00 +\$199\.98 +\$2\.00"),
        ({"plans": "sales-navigator-core", "strategies": "as_granted", "deadline_months": "1",
          "seats": "1"},
         r"Sales Navigator Core .*\$2\.00  late"),
        ({"plans": "sales-navigator-team", "strategies": "as_granted", "seats": "1"},
         r"Sales Navigator Team +Send as granted +1 +4 +0 +\? +\$0\.00 +\? +\?"),
        ({"plans": "free-account", "strategies": "buy_now"},
         r"Free account +Buy now +1 +– +– +– +– +– +–  no InMail"),
        ({"plans": "premium-career", "strategies": "as_granted", "target": "100000",
          "seats": "1"},
         r"Premium Career +Send as granted +1 +– .*  out of reach"),
        ({"plans": "premium-career", "target": "500", "monthly_send_limit": "1"},
         r"No plan with a known price makes the deadline\."),
        ({"budget": "0"}, r"A budget of \$0\.00 reaches 0 people\."),
    ],
)  # fmt: skip
def test_the_table_says_how_each_way_stands(query: dict[str, str], line: str) -> None:
    table = write_comparison_table("s", ask(query)).splitlines()
    assert [text for text in table if re.fullmatch(line, text)], "\n".join(table)
