"""`manage.py plan`: the file format, the formats of the answer, and every error."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.readers.screen import read_comparison

pytestmark = pytest.mark.usefixtures("price_books")

EXAMPLE = """
target = 100
goal = "contacted"
price_book = "article"
start_on = 2026-12-01
deadline_months = 12
seats = 1
billing = "cheapest"
reply_rate = 0.0
plans = ["sales-navigator-professional"]
strategies = ["accumulate", "as_granted", "buy_now", "cheapest"]

[[custom_plans]]
slug = "our-deal"
name = "Our deal"
monthly_price = "64.50"
monthly_credits = 40
rollover_cap = 120
credit_lifetime_days = 90
credit_price = "10"
purchase_limit = 0
"""
ESTIMATE_KEYS = [
    "plan", "plan_name", "strategy", "seats", "status", "message", "months", "first_send_month",
    "months_paid", "deadline", "done_on", "change_before", "cancel_before",
    "messages", "free_messages", "credits", "price_known", "subscription_spend", "credit_spend",
    "total", "already_paid", "cost_per_lead", "cost_per_reply",
    "cost_per_positive", "cost_per_meeting", "cost_per_customer",
    "expected_replies", "expected_positive", "expected_meetings", "expected_customers",
    "own_hours", "own_time_cost", "revenue", "money_left", "return_on_cost", "within_budget",
    "unused_worth", "forfeited_worth", "expired_worth", "why", "groups", "schedule", "audiences",
]  # fmt: skip
GROUP_KEYS = [
    "plan", "seats", "is_held", "credits_held", "first_day", "paid_until", "months_paid",
    "subscription_spend", "schedule",
]  # fmt: skip
MONTH_KEYS = [
    "month", "starts_on", "opening", "expired", "forfeited", "granted", "returned", "bought",
    "sent", "closing", "free", "subscription_spend", "credit_spend",
]  # fmt: skip

Answer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Answer:
    """Run the command on files of these contents: exit code, output, errors."""

    def run(*contents: str | bytes, flags: tuple[str, ...] = ()) -> tuple[int, str, str]:
        names = []
        for number, content in enumerate(contents):
            file = tmp_path / f"{number}.toml"
            file.write_bytes(content.encode() if isinstance(content, str) else content)
            names.append(str(file))
        code = 0
        try:
            call_command("plan", *names, *flags)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, errors = capsys.readouterr()
        return code, out, errors

    return run


def documents(answer: Answer, *contents: str) -> list[dict[str, Any]]:
    code, out, errors = answer(*contents, flags=("--format=json",))
    assert (code, errors) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def faults(answer: Answer, *contents: str | bytes) -> list[str]:
    code, out, errors = answer(*contents)
    assert code == 2
    assert out == ""
    return errors.splitlines()


def test_the_article_example_as_json(answer: Answer) -> None:
    [document] = documents(answer, EXAMPLE)
    assert list(document) == [
        "scenario",
        "notices",
        "estimates",
        "cheapest",
        "frontier",
        "for_budget",
        "each_alone",
    ]
    saved_up = next(
        estimate
        for estimate in document["estimates"]
        if (estimate["plan"], estimate["strategy"])
        == ("sales-navigator-professional", "accumulate")
    )
    assert list(saved_up) == ESTIMATE_KEYS
    assert [list(month) for month in saved_up["schedule"]] == [MONTH_KEYS] * 3
    [group] = saved_up["groups"]
    assert list(group) == GROUP_KEYS
    assert group["schedule"] == saved_up["schedule"]
    assert (group["seats"], group["is_held"], group["paid_until"]) == (1, False, "2027-02-28")
    assert saved_up["done_on"] == "2027-02-01"
    assert saved_up["months"] == saved_up["first_send_month"] == saved_up["months_paid"] == 3
    assert saved_up["credits"] == {
        "opening": 0, "granted": 60, "returned": 0, "bought": 40, "expired": 0, "forfeited": 0,
        "left": 0,
    }  # fmt: skip
    money = ("subscription_spend", "credit_spend", "total", "cost_per_lead", "cost_per_reply")
    assert [saved_up[key] for key in money] == ["239.97", "400.00", "639.97", "6.40", None]
    assert (saved_up["status"], saved_up["message"], saved_up["price_known"]) == ("ok", None, True)
    assert saved_up["schedule"][2] | {"month": 3} == {
        "month": 3, "starts_on": "2027-02-01", "opening": 40, "expired": 0, "forfeited": 0,
        "granted": 20, "returned": 0, "bought": 40, "sent": 100, "closing": 0, "free": 0,
        "subscription_spend": "79.99", "credit_spend": "400.00",
    }  # fmt: skip
    assert document["cheapest"] == {
        "plan": "our-deal", "strategy": "as_granted", "total": "193.50"
    }  # fmt: skip
    assert len(document["frontier"]) == 12
    assert document["frontier"][0]["plan"] == "sales-navigator-professional"
    assert document["frontier"][0]["total"] == "879.99"
    assert document["for_budget"] is None


def test_the_scenario_is_told_as_understood(answer: Answer) -> None:
    [document] = documents(answer, "target = 7\nbudget = 99.5\nopen_profile_share = '10 %'")
    told = document["scenario"]
    assert (told["target"], told["budget"], told["open_profile_share"]) == (7, "99.50", 0.1)
    assert told["plans"][0] == "free-account"
    assert len(told["plans"]) == 7
    assert told["strategies"] == ["accumulate", "as_granted", "buy_now", "cheapest"]
    assert told["declines_return_credit"] is True
    assert told["custom_plans"] == []
    assert document["for_budget"]["target"] > 7
    assert {estimate["within_budget"] for estimate in document["estimates"]} == {True, False, None}


def test_several_files_give_a_document_a_line(answer: Answer) -> None:
    targets = [d["scenario"]["target"] for d in documents(answer, "target=1", "target=2")]
    assert targets == [1, 2]


def test_estimates_stand_best_first(answer: Answer) -> None:
    [document] = documents(answer, "target = 100\ndeadline_months = 3\nseats = 1")
    order = ["ok", "misses_deadline", "no_price", "out_of_reach"]
    seen = [
        "out_of_reach" if estimate["months"] is None
        else estimate["status"] if estimate["price_known"] else "no_price"
        for estimate in document["estimates"]
    ]  # fmt: skip
    assert seen == sorted(seen, key=order.index)
    assert set(seen) == set(order)
    assert {e["status"] for e in document["estimates"] if e["months"] is None} == {"no_inmail"}
    assert all(e["message"] for e in document["estimates"] if e["status"] != "ok")


def test_an_unknown_price_never_hides_the_credits(answer: Answer) -> None:
    [document] = documents(answer, "target = 100\nseats = 1\nplans = ['sales-navigator-team']")
    granted = next(e for e in document["estimates"] if e["strategy"] == "as_granted")
    assert (granted["price_known"], granted["total"], granted["months"]) == (False, None, 4)
    assert granted["credits"]["granted"] == 120
    assert len(granted["schedule"]) == 4
    assert document["cheapest"] is None


def test_page_and_command_agree_on_an_own_plan_to_the_cent(answer: Answer, client: Client) -> None:
    [document] = documents(answer, EXAMPLE)
    plan = {
        "name": "Our deal", "monthly_price": "64.50", "monthly_credits": "40",
        "rollover_cap": "120", "credit_lifetime_days": "90", "credit_price": "10",
        "purchase_limit": "0",
    }  # fmt: skip
    query = {f"custom_plans-0-{name}": text for name, text in plan.items()}
    query |= {"start_on": "2026-12-01", "seats": "1", "plans": "sales-navigator-professional"}
    opened = (
        read_comparison(client.get("/", query | {"open": estimate["plan"]}))
        for estimate in document["estimates"]
    )
    on_the_page = {row["Total"].strip("$") for rows in opened for row in rows.values()}
    assert on_the_page == {estimate["total"] for estimate in document["estimates"]}


def test_csv_has_the_figures_of_the_json(answer: Answer) -> None:
    [document] = documents(answer, EXAMPLE)
    _, out, _ = answer(EXAMPLE, flags=("--format=csv",))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(document["estimates"]) == 8
    for row, estimate in zip(rows, document["estimates"], strict=True):
        for key in ("plan", "strategy", "status", "subscription_spend", "total", "why"):
            assert row[key] == estimate[key]
        assert row["bought"] == str(estimate["credits"]["bought"])
        assert row["cost_per_reply"] == ""
        assert row["price_known"] == "true"


def test_csv_texts_cannot_start_a_formula(answer: Answer) -> None:
    _, out, _ = answer(EXAMPLE.replace("Our deal", "=1+1"), flags=("--format=csv",))
    names = {row["plan_name"] for row in csv.DictReader(io.StringIO(out))}
    assert names == {"'=1+1", "Sales Navigator Professional"}


def test_the_table_says_who_is_late_unpriced_or_without_inmail(answer: Answer) -> None:
    code, out, _ = answer("target = 100\ndeadline_months = 3\nbudget = 500\nseats = 1")
    assert code == 0
    assert re.search(r"Premium Business .* late$", out, re.M)
    assert re.search(r"Sales Navigator Team .* \?", out)
    assert re.search(r"Free account .* no InMail$", out, re.M)
    assert "Cheapest single plan: Sales Navigator Core, send as granted: $199.98." in out
    assert "A budget of $500.00 reaches " in out
    table = out.split("\n\n")[1]
    # The columns of a wide terminal.
    assert max(map(len, table.splitlines())) <= 132


def test_standard_input_is_a_file_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"target = 100"))
    monkeypatch.setattr("sys.stdin", stdin)
    call_command("plan", "-")
    assert "standard input: 100 people" in capsys.readouterr().out


@pytest.mark.parametrize("flag", ["--nonsense", "--format=xml"])
def test_a_flag_that_is_not_there_is_refused(answer: Answer, flag: str) -> None:
    with pytest.raises(Exception, match=r"unrecognized arguments|invalid choice"):
        answer("target = 1", flags=(flag,))


@pytest.mark.parametrize(
    ("content", "field", "given", "allowed"),
    [
        ("", "target", "nothing", "a whole number from 1 to 1,000,000"),
        ("target = 0", "target", "0", "a whole number from 1 to 1,000,000"),
        ("target = 'x'", "target", "x", "a whole number from 1 to 1,000,000"),
        ("target = true", "target", "True", "a whole number from 1 to 1,000,000"),
        ("target = 1.0", "target", "1.0", "a whole number from 1 to 1,000,000"),
        ("target = [1]", "target", "[1]", "a whole number from 1 to 1,000,000"),
        (f"target = 0x{'f' * 9000}", "target", "a number too large", "a whole number"),
        ("target = 1\nnope = 2", "nope", "2", "only the names target, goal,"),
        ("target = 1\ngoal = 'met'", "goal", "met", "one of contacted, replied"),
        ("target = 1\ndeadline_months = 61", "deadline_months", "61", "a whole number from 1"),
        ("target = 1\ndeadline_months = '6 weeks'", "deadline_months", "6 weeks", "a whole number"),
        ("target = 1\nstart_on = '1 Dec 2026'", "start_on", "1 Dec 2026", "a day from 2000-01-01"),
        ("target = 1\nprice_book = 'x'", "price_book", "x", "one of article, linkedin-2026"),
        ("target = 1\nplans = ['x']", "plans", "x", "any of free-account"),
        ("target = 1\nplans = 'x'", "plans", "x", "any of free-account"),
        ("target = 1\nplans = [1]", "plans", "[1]", "any of"),
        ("target = 1\nstrategies = ['x']", "strategies", "x", "any of accumulate"),
        ("target = 1\nreply_rate = 2", "reply_rate", "2", "a share from 0 to 1"),
        ("target = 1\nreply_rate = nan", "reply_rate", "NaN", "a share from 0 to 1"),
        ("target = 1\nreply_rate = inf", "reply_rate", "Infinity", "a share from 0 to 1"),
        ("target = 1\nreply_rate = 1e400", "reply_rate", "1E+400", "a share from 0 to 1"),
        ("target = 1\nreply_rate = true", "reply_rate", "True", "a share from 0 to 1"),
        ("target = 1\nbudget = -1", "budget", "-1", "dollars from 0"),
        ("target = 1\nuse_trial = 'yes'", "use_trial", "yes", "one of true, false"),
        ("target = 1\nuse_trial = 1", "use_trial", "1", "one of true, false"),
        ("target = 1\nstart_on = 2026-01-01T10:00:00", "start_on", "2026-01-01 10", "a day"),
        ("target = 1\nstart_on = 5", "start_on", "5", "a day from 2000-01-01"),
        ("target = 1\nstart_on = '2026-02-30'", "start_on", "2026-02-30", "a day"),
        ("target = 1\ntrack_record = 3", "track_record", "3", "a table such as"),
        ("target = 1\ntrack_record = {sent = 1, replied = 2}", "track_record.replied", "2",
         "at most the 1"),
        ("target = 1\ncustom_plans = 3", "custom_plans", "3", "at most 30 tables"),
        ("target = 1\ncustom_plans = [1]", "custom_plans", "[1]", "at most 30 tables"),
        ("target = 1" + "\n[[custom_plans]]" * 31, "custom_plans", "[{}", "at most 30 tables"),
        ("target = 1\n[[custom_plans]]", "custom_plans[0].name", "nothing", "a text of at most"),
        (EXAMPLE.replace("120", "3"), "custom_plans[0].rollover_cap", "3", "at least the 40"),
        (EXAMPLE.replace('"64.50"', '"cheap"'), "custom_plans[0].monthly_price", "cheap",
         "dollars from 0"),
        (EXAMPLE.replace("our-deal", "recruiter-lite"), "custom_plans[0].slug", "recruiter-lite",
         "a name that no other plan has"),
        (EXAMPLE.replace("purchase_limit = 0", "").replace('credit_price = "10"', ""),
         "custom_plans[0].credit_price", "nothing", "a price, or 0 as the most bought a month"),
        (EXAMPLE + "nope = 1", "custom_plans[0].nope", "1", "only the names name, slug"),
        ("target = [[[", "file", "Invalid value", "a TOML document"),
        ("target = " + "[" * 5000, "file", "", "a TOML document"),
        (b"target = \xff", "file", "other bytes", "UTF-8 text"),
        ("#" * 200_000, "file", "100,001 bytes", "a file of at most 100,000 bytes"),
        ('target = "\\u001b[31m\\n2"', "target", "\N{REPLACEMENT CHARACTER}[31m 2", "a whole"),
        ('target = 1\n"\\u001b[2J" = 1', "\N{REPLACEMENT CHARACTER}[2J", "1", "only the names"),
    ],
)  # fmt: skip
def test_a_fault_names_the_field_what_was_given_and_what_is_allowed(
    answer: Answer, content: str | bytes, field: str, given: str, allowed: str
) -> None:
    lines = faults(answer, content)
    assert all("\x1b" not in line for line in lines)
    assert any(
        f": {field}: given {given}" in line and f"allowed: {allowed}" in line for line in lines
    ), lines


def test_every_fault_has_a_line_and_one_bad_file_silences_all(answer: Answer) -> None:
    lines = faults(answer, "target = 0\nseats = 0\nnope = 1", EXAMPLE, "target = 5\nbilling = 'x'")
    assert len(lines) == 4
    assert [line.split(": ")[1] for line in lines] == ["nope", "target", "seats", "billing"]


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (tmp_path / "missing.toml", tmp_path):
        with pytest.raises(SystemExit) as stop:
            call_command("plan", str(name))
        assert stop.value.code == 2
        assert "a file that can be read" in capsys.readouterr().err
