"""Seats that are there on the start day: in addresses, in files, on the page (RULES.md §1)."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from campaigns.decision import decide
from campaigns.exports.document import make_document
from campaigns.exports.scenario_toml import write_scenario_file
from campaigns.exports.source import make_source
from campaigns.query.faults import Fault
from campaigns.scenario_file import UnreadableScenario, read_scenario
from planner.planning.ranges import MOST_HELD
from planner.planning.scenario import HeldSeats
from tests.campaigns.pages import read_fields, read_text
from tests.campaigns.queries import TODAY, decide_on, fill_in, links_of, make_query
from tests.known import known

pytestmark = pytest.mark.usefixtures("price_books")
CORE = {"plan": "sales-navigator-core", "seats": "1", "credits": "40", "paid_until": "2026-12-31"}
# Core of the list of 2026: 50 credits for $119.99, on the 1st.
LIST_PRICES = {"price_book": "linkedin-2026", "start_on": "2026-12-01", "rules": "2"}


def held(row: int | str = 0, **fields: str) -> dict[str, str]:
    return {f"held_seats-{row}-{name}": text for name, text in (CORE | fields).items()}


def faults_at(asked: dict[str, str]) -> list[tuple[str, str]]:
    return [(fault.field, fault.allowed) for fault in fill_in(asked).faults]


def read_file(text: str) -> HeldSeats:
    return read_scenario(text.encode(), today=TODAY).scenario.held_seats[0]


def faults_of_file(text: str) -> list[Fault]:
    with pytest.raises(UnreadableScenario) as unreadable:
        read_scenario(text.encode(), today=TODAY)
    return unreadable.value.faults


def cheapest(asked: dict[str, str]) -> tuple[Any, ...]:
    estimate = known(decide_on(asked).comparison.cheapest)
    return estimate.terms.slug, estimate.seats, estimate.total, estimate.done_on


def test_an_entry_is_read_as_seats_of_a_plan() -> None:
    query = make_query(held(seats="1,000", credits="2,500"))
    assert query.scenario.held_seats == (
        HeldSeats(
            plan="sales-navigator-core", seats=1000, credits=2500, paid_until=date(2026, 12, 31)
        ),
    )


def test_one_seat_without_credits_where_their_number_is_left_out() -> None:
    [one] = make_query(held(seats="", credits="")).scenario.held_seats
    assert (one.seats, one.credits) == (1, 0)


def test_entries_stand_in_the_order_of_their_numbers_and_blank_ones_are_none() -> None:
    blank = dict.fromkeys(held(1), "")
    query = make_query(held(12, seats="2") | blank | held(3, seats="5"))
    assert [one.seats for one in query.scenario.held_seats] == [5, 2]


def test_credits_that_are_paid_for_cost_nothing_and_the_others_stay() -> None:
    """RULES.md §8, examples 13 and 14: 40 people, 40 credits on a seat of Core."""
    asked = {**LIST_PRICES, "target": "40", "deadline_months": "1"}
    paid = cheapest(asked | held())
    assert paid == ("sales-navigator-core", 1, 0, date(2026, 12, 1))
    # 40 credits, and 50 more with the month that falls due.
    ended = asked | {"plans": "sales-navigator-core"} | held(paid_until="2026-11-30")
    assert cheapest(ended) == ("sales-navigator-core", 1, Decimal("119.99"), date(2026, 12, 1))


def test_seats_are_held_on_a_plan_of_ones_own() -> None:
    plan = {"name": "Our deal", "monthly_price": "64.50", "monthly_credits": "40",
            "rollover_cap": "120", "credit_lifetime_days": "90", "purchase_limit": "0"}  # fmt: skip
    own = {f"custom_plans-0-{name}": text for name, text in plan.items()} | {"plans": ""}
    assert cheapest({**own, "target": "40"} | held(plan="our-deal"))[:3] == ("our-deal", 1, 0)


def test_another_book_without_the_plan_is_told_by_the_entry() -> None:
    asked = {"price_book": "linkedin-2026", "rules": "2"}
    [(field, allowed)] = faults_at(asked | held(plan="sales-navigator-professional"))
    assert field == "held_seats-0-plan"
    assert allowed.startswith("one of premium-career, ")


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("plan", "nope", "one of free-account, premium-career"),
        ("plan", "", "the plan of these seats"),
        ("paid_until", "", "the last day that is paid for"),
        ("seats", "0", "a whole number from 1 to 10,000"),
        ("seats", "best", "a whole number from 1 to 10,000"),
        ("credits", "-1", "a whole number from 0 to 1,000,000"),
        ("credits", "much", "a whole number from 0 to 1,000,000"),
        ("paid_until", "2026-02-30", "a day from 2000-01-01 to 2099-12-31"),
        ("paid_until", "2026-11-29", "a day from 2026-11-30, the eve of the start, to 2036-11-30"),
        ("paid_until", "2036-12-01", "a day from 2026-11-30, the eve of the start, to 2036-11-30"),
    ],
)
def test_a_fault_names_its_entry_and_field(name: str, text: str, allowed: str) -> None:
    [(field, found)] = faults_at(held(7, **{name: text}))
    assert field == f"held_seats-7-{name}"
    assert found.startswith(allowed)


@pytest.mark.django_db
def test_the_page_asks_to_pick_the_plan_without_a_list_of_short_names(client: Client) -> None:
    page = client.get("/", held(plan="", credits="23"))
    assert read_text(page).count("Please pick the plan of these seats.") == 2
    assert "premium-career, premium-business" not in page.content.decode()


def test_the_last_days_allowed_are_answered() -> None:
    assert decide_on(held(paid_until="2026-11-30")).chosen
    assert decide_on(held(paid_until="2036-11-30")).chosen
    assert decide_on({"start_on": "2099-12-31", **held(paid_until="2099-12-31")}).chosen


def test_an_entry_too_many_is_a_fault_and_not_dropped_in_silence() -> None:
    entries = {key: text for row in range(MOST_HELD) for key, text in held(row).items()}
    assert len(make_query(entries).scenario.held_seats) == MOST_HELD
    [(field, allowed)] = faults_at(entries | held(50))
    assert (field, allowed) == ("held_seats-50-plan", "at most 20 entries of seats that you have")


@pytest.mark.parametrize("row", ["00", "07", "٣", "100", "-1", ""])
def test_a_number_of_an_entry_that_nothing_reads_is_told(row: str) -> None:
    form = fill_in(held(row))
    assert form.faults == []
    assert f"held_seats-{row}-plan" in form.notices[0]


def test_an_address_carries_them() -> None:
    form = fill_in(held())
    again = fill_in(links_of(form).address().removeprefix("/?"), today=date(2031, 5, 6))
    assert known(again.query).scenario == known(form.query).scenario
    assert form.is_same_as(again)
    assert not form.is_same_as(fill_in(held(credits="41")))


def test_a_scenario_without_seats_held_is_another_one() -> None:
    assert not fill_in(held()).is_same_as(fill_in({"target": "100"}))


def test_the_page_shows_them_and_offers_a_further_entry(client: Client) -> None:
    response = client.get("/", held())
    fields = read_fields(response)
    assert {name: fields[name] for name in held()} == held()
    assert fields["held_seats-1-plan"] == ""
    text = read_text(response)
    assert "Held: 1 seat of Sales Navigator Core with 40 credits, paid until 31 Dec 2026" in text


def test_a_fault_stands_beside_its_field_and_in_the_list(client: Client) -> None:
    page = client.get("/", held(paid_until="2026-11-01", plan="premium-career") | LIST_PRICES)
    markup = " ".join(page.content.decode().split())
    assert 'href="#error-held_seats-0-paid_until"' in markup
    assert "Please enter a day from 2026-11-30, the eve of the start" in read_text(page)


def test_the_json_tells_the_faults_by_name(client: Client) -> None:
    response = client.get("/plan.json", held(seats="0"))
    assert response.status_code == 422
    [fault] = response.json()["faults"]
    assert (fault["field"], fault["given"]) == ("held_seats-0-seats", "0")


def test_a_file_has_a_table_for_each_entry() -> None:
    table = "plan = 'recruiter-lite'\nseats = 3\ncredits = 70\npaid_until = 2027-01-15"
    assert read_file(f"target = 1\n[[held_seats]]\n{table}") == HeldSeats(
        plan="recruiter-lite", seats=3, credits=70, paid_until=date(2027, 1, 15)
    )
    few = "plan = 'recruiter-lite'\npaid_until = '2027-01-15'"
    assert read_file(f"target = 1\n[[held_seats]]\n{few}") == HeldSeats(
        plan="recruiter-lite", seats=1, credits=0, paid_until=date(2027, 1, 15)
    )


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("", ["held_seats[0].plan", "held_seats[0].paid_until"]),
        ("plan = ''", ["held_seats[0].plan", "held_seats[0].paid_until"]),
        ("plan = 'recruiter-lite'", ["held_seats[0].paid_until"]),
        ("plan = 'nope'\npaid_until = 2027-01-01", ["held_seats[0].plan"]),
        ("plan = 3\npaid_until = 2027-01-01", ["held_seats[0].plan"]),
        ("plan = 'recruiter-lite'\npaid_until = 2026-11-29", ["held_seats[0].paid_until"]),
        ("plan = 'recruiter-lite'\npaid_until = 3", ["held_seats[0].paid_until"]),
        ("plan = 'recruiter-lite'\npaid_until = 2027-01-01\nseats = '3'", ["held_seats[0].seats"]),
        ("plan = 'recruiter-lite'\npaid_until = 2027-01-01\nseats = 0", ["held_seats[0].seats"]),
        ("plan = 'recruiter-lite'\npaid_until = 2027-01-01\nx = 1", ["held_seats[0].x"]),
    ],
)
def test_a_fault_of_a_file_names_its_table_and_field(table: str, fields: list[str]) -> None:
    faults = faults_of_file(f"target = 1\n[[held_seats]]\n{table}")
    assert [fault.field for fault in faults] == fields
    assert all(fault.allowed.strip() not in ("", "one of") for fault in faults)


@pytest.mark.parametrize("content", ["held_seats = 3", "held_seats = ['x']"])
def test_held_seats_of_a_file_are_tables(content: str) -> None:
    [fault] = faults_of_file(f"target = 1\n{content}")
    assert (fault.field, fault.allowed) == ("held_seats", "at most 20 tables [[held_seats]]")


def test_a_file_with_a_table_too_many_is_told() -> None:
    table = "[[held_seats]]\nplan = 'recruiter-lite'\npaid_until = 2027-01-01\n"
    [fault] = faults_of_file(f"target = 1\n{table * (MOST_HELD + 1)}")
    assert fault.field == "held_seats"


def test_what_is_written_is_read_again() -> None:
    decision = decide_on(held() | {"seat_daily_limit": "7", "grants_on_start": "true"})
    written = write_scenario_file(make_source(decision))
    again = decide(read_scenario(written.encode(), today=date(2031, 5, 6)))
    assert again.query.scenario == decision.query.scenario
    document = json.loads(json.dumps(make_document(again)))
    assert document["scenario"]["held_seats"] == [
        {"plan": "sales-navigator-core", "seats": 1, "credits": 40, "paid_until": "2026-12-31"}
    ]


ADVANCED = held(plan="sales-navigator-advanced")


def test_a_plan_that_only_another_book_has_is_refused_by_its_name(client: Client) -> None:
    """In the list of faults and at its field; a file's author picks by short names."""
    page = client.get("/", {"price_book": "article", **ADVANCED})
    sentence = "“Sales Navigator Advanced” is not in this price book."
    assert read_text(page).count(f"{sentence} Please pick another plan, or another price book") == 2
    assert "sales-navigator-advanced” does not fit" not in read_text(page)
    assert "one of free-account" not in read_text(page)
    assert read_fields(page)["held_seats-0-plan"] == "sales-navigator-advanced"
    [(field, allowed)] = faults_at({"price_book": "article", **ADVANCED})
    assert field == "held_seats-0-plan"
    assert allowed.startswith("one of free-account")


def test_a_plan_that_no_book_has_is_refused_by_what_was_given(client: Client) -> None:
    page = read_text(client.get("/", held(plan="golden")))
    assert "“golden” does not fit. Please pick one of" in page


def test_the_plans_of_held_seats_follow_another_book(client: Client) -> None:
    """The list of an entry has those of the book that was just chosen, as do empty entries."""
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/?price_book=linkedin-2026"}
    asked = {"price_book": "article", **ADVANCED, **dict.fromkeys(held(1), "")}
    page = client.get("/", asked, headers=here).content.decode()
    for row in (0, 1):
        select = page.partition(f'name="held_seats-{row}-plan"')[2].partition("</select>")[0]
        assert 'hx-swap-oob="true"' in select
        assert "Recruiter Corporate, 150 credits" in select
    assert "Sales Navigator Advanced (not in this book)" in page


def test_seats_that_are_paid_for_alike_are_listed_once(client: Client) -> None:
    """Two entries that differ by their credits; a third one is paid until another day."""
    entries = held(seats="2") | held(1, seats="2", credits="0") | held(2, paid_until="2027-01-31")
    asked = LIST_PRICES | {"target": "200", "plans": "sales-navigator-core"} | entries
    page = read_text(client.get("/", asked))
    assert page.count("4 seats that you have , paid until 31 Dec 2026: $0.00, nothing new") == 1
    assert page.count("1 seat that you have , paid until 31 Jan 2027: $0.00, nothing new") == 1
    assert "2 seats that you have" not in page
