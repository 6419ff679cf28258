"""`manage.py plan --mix --forecast --sensitivity`: the same figures as on the page."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("price_books")]

SCENARIO = """
target = 300
start_on = 2026-12-01
deadline_months = 6
reply_rate = 0.1
reply_rate_low = 0.05
reply_rate_high = 0.2
max_seats = 4
trials = 500
"""
QUERY = (
    "target=300&start_on=2026-12-01&deadline_months=6&reply_rate=0.1&reply_rate_low=0.05"
    "&reply_rate_high=0.2&max_seats=4&trials=500&price_book=article&rules=2"
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "scenario.toml"
    path.write_text(SCENARIO)
    return str(path)


def answer(capsys: pytest.CaptureFixture[str], file: str, *flags: str) -> str:
    call_command("plan", file, *flags)
    return capsys.readouterr().out


def test_the_json_says_all_that_the_design_names(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    told = answer(capsys, file, "--format=json", "--mix", "--forecast", "--sensitivity")
    document = json.loads(told)
    mix = document["mix"]
    assert {"status", "bound", "total", "months", "credits_bought", "seats", "schedule"} <= {*mix}
    assert mix["status"] == "optimal"
    assert {
        "plan", "seats", "months", "paid_until", "is_held", "subscription_spend"
    } == {*mix["seats"][0]}  # fmt: skip
    assert float(mix["total"]) <= float(document["cheapest"]["total"])
    forecast = document["estimates"][0]["forecast"]
    assert forecast["trials"] == 500
    assert forecast["seed"] == 1
    assert {"p10", "p50", "p90", "mean"} == {*forecast["total"]} == {*forecast["months"]}
    assert 0 <= forecast["on_time"] <= 1
    assert forecast["within_budget"] is None
    swing = document["sensitivity"][0]
    assert {"input", "low", "high", "total_low", "total_high"} <= {*swing}


def test_nothing_is_added_that_is_not_asked_for(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    document = json.loads(answer(capsys, file, "--format=json"))
    assert "mix" not in document
    assert "sensitivity" not in document
    assert "forecast" not in document["estimates"][0]


def test_page_and_command_forecast_the_same(
    client: Client, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    flags = ("--format=json", "--forecast", "--sensitivity")
    told = json.loads(answer(capsys, file, *flags))
    page = json.loads(client.get(f"/plan.json?{QUERY}&forecast=yes&sensitivity=yes").content)
    assert page["estimates"] == told["estimates"]
    assert page["sensitivity"] == told["sensitivity"]
    assert page["mix"]["total"], "max_seats asks for the mix"


def test_the_csv_has_columns_for_the_forecast(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(capsys, file, "--format=csv", "--forecast"))))
    assert float(rows[0]["total_p10"]) <= float(rows[0]["total_p90"])
    assert 0 <= float(rows[0]["chance_on_time"]) <= 1
    never_done = [row for row in rows if row["status"] == "no_inmail"]
    assert never_done
    assert all(row["total_p90"] == "" for row in never_done)
    plain = answer(capsys, file, "--format=csv")
    assert "total_p90" not in plain


def test_the_table_ends_in_plain_words(capsys: pytest.CaptureFixture[str], file: str) -> None:
    told = answer(capsys, file, "--mix", "--forecast", "--sensitivity")
    for begin in ("Mix: ", "Forecast: To be 90 % sure", "Reply rate: "):
        assert f"\n{begin}" in told
    # The best number of seats is chosen again for every input; a given one is an input.
    assert "\nSeats: " not in told
    Path(file).write_text(SCENARIO + "seats = 2\n")
    assert "\nSeats: " in answer(capsys, file, "--sensitivity")


def test_without_seats_the_mix_takes_those_of_the_scenario(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "alone.toml"
    path.write_text("target = 100\nseats = 2")
    document = json.loads(answer(capsys, str(path), "--format=json", "--mix"))
    assert sum(group["seats"] for group in document["mix"]["seats"]) <= 2


def test_bad_ranges_name_their_field(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("target = 1\nreply_rate_low = 0.3\nreply_rate_high = 0.2\ntrials = 5")
    with pytest.raises(SystemExit) as stop:
        call_command("plan", str(path))
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert "trials: given 5; allowed: a whole number from 100" in said


def test_a_rate_outside_of_the_range_is_replaced_by_its_middle(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "range.toml"
    path.write_text("target = 100\nreply_rate_low = 0.1\nreply_rate_high = 0.2")
    document = json.loads(answer(capsys, str(path), "--format=json"))
    assert document["scenario"]["reply_rate"] == 0.15
