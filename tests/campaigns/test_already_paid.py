"""What held seats have cost already, wherever an estimate is shown (RULES.md §5)."""

import csv
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from campaigns.models import PlanPrice
from campaigns.presentation.brief import make_brief
from tests.campaigns.pages import read_text
from tests.campaigns.queries import answer_at, decide_on
from tests.known import known
from tests.readers.workbooks import open_workbook, read_labels, read_table

pytestmark = pytest.mark.usefixtures("price_books")

# Three paid seats and 600 people by a day (RULES.md §8, example 15).
HELD = {
    "held_seats-0-plan": "sales-navigator-core",
    "held_seats-0-seats": "3",
    "held_seats-0-paid_until": "2027-03-31",
}
ASKED = {
    "rules": "2",
    "price_book": "linkedin-2026",
    "plans": "sales-navigator-core",
    "start_on": "2026-11-26",
    "target": "600",
    "deadline_on": "2027-03-31",
    "reply_rate": "0.12",
} | HELD
PAID = "$1,799.85 already paid at monthly prices"


def test_the_verdict_has_it_beside_the_new_money(client: Client) -> None:
    page = read_text(client.get("/", ASKED))
    assert f"$0 more, {PAID} Sales Navigator Core × 3" in page
    assert decide_on(ASKED).chosen.total == 0  # type: ignore[union-attr]


def test_nothing_is_written_where_no_seat_is_held(client: Client) -> None:
    without = {name: text for name, text in ASKED.items() if name not in HELD}
    for asked in (without, ASKED | {"held_seats-0-paid_until": "2026-11-25"}):
        for path in ("/", "/estimate/"):
            text = read_text(client.get(path, asked | {"open": "sales-navigator-core"})).lower()
            assert "already paid" not in text


def test_a_row_that_is_opened_has_it_below_its_total(client: Client) -> None:
    text = read_text(client.get("/", ASKED | {"open": "sales-navigator-core"}))
    assert f"$0.00 {PAID}" in text


def test_the_estimates_own_page_spells_it_out(client: Client) -> None:
    text = read_text(client.get("/estimate/", ASKED))
    assert f"$0.00 {PAID}" in text
    assert "Already paid for seats $1,799.85" in text
    assert "Already paid $1,799.85 = 5 months × 3 seats × $119.99" in text


def test_seats_that_are_paid_by_the_year_have_a_twelfth_of_it(client: Client) -> None:
    # 1,079.88 / 12 × 15
    text = read_text(client.get("/estimate/", ASKED | {"billing": "annual"}))
    assert "5 months × 3 seats × $1,079.88 a year ÷ 12" in text
    assert "$0.00 $1,349.85 already paid at yearly prices" in text


def test_the_files_and_the_command_have_it(client: Client, tmp_path: Any) -> None:
    estimate = client.get("/plan.json", ASKED).json()["estimates"][0]
    assert (estimate["total"], estimate["already_paid"]) == ("0.00", "1799.85")
    row = next(csv.DictReader(io.StringIO(client.get("/plan.csv", ASKED).content.decode())))
    assert (row["total"], row["already_paid"]) == ("0.00", "1799.85")
    workbook = open_workbook(client.get("/plan.xlsx", ASKED).content)
    assert read_labels(workbook["Summary"])["Already paid for seats"] == 1799.85
    assert "Already paid for seats" in read_table(workbook["Comparison"])[0]
    file = tmp_path / "held.toml"
    file.write_text(
        'rules = "2"\nprice_book = "linkedin-2026"\nplans = ["sales-navigator-core"]\n'
        "start_on = 2026-11-26\ntarget = 600\ndeadline_on = 2027-03-31\nreply_rate = 0.12\n"
        '[[held_seats]]\nplan = "sales-navigator-core"\nseats = 3\npaid_until = 2027-03-31\n'
    )
    written = io.StringIO()
    call_command("plan", str(file), stdout=written)
    assert PAID in written.getvalue()


def test_an_unknown_price_is_null_and_named(client: Client) -> None:
    PlanPrice.objects.filter(plan__slug="sales-navigator-core").delete()
    estimate = client.get("/plan.json", ASKED).json()["estimates"][0]
    # Nothing falls due, so the total is known all the same.
    assert (estimate["total"], estimate["already_paid"]) == ("0.00", None)
    assert "$0 more, already paid: price not known" in read_text(client.get("/", ASKED))
    assert "Already paid $" not in read_text(client.get("/estimate/", ASKED))
    row = next(csv.DictReader(io.StringIO(client.get("/plan.csv", ASKED).content.decode())))
    assert row["already_paid"] == ""


def test_the_shared_page_of_a_campaign_has_it(client: Client) -> None:
    assert make_brief(decide_on(ASKED)).already_paid == PAID
    answer = answer_at("?" + "&".join(f"{name}={text}" for name, text in ASKED.items()))[1]
    assert known(answer.verdict).already_paid == PAID
