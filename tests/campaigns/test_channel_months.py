"""The cheapest plan over channels month by month: page, JSON, workbook, chart (RULES.md §10)."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.charts import draw_channel_months
from campaigns.charts.axes import HEIGHT
from campaigns.presentation.channel_months import _round_running, list_month_rows
from planner.planning.channels import ChannelPlan, find_channel_plan, list_plan_months
from tests.campaigns.pages import read_text
from tests.examples import examples
from tests.known import known
from tests.planning.channel_book import EMAIL, GROUPS, INVITATIONS, make_inmail, make_request
from tests.readers.workbooks import open_workbook

ASKED = {
    "target": "60",
    "goal": "replied",
    "reply_rate": "10 %",
    "list_size": "1000",
    "deadline_months": "3",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "minutes_per_message": "2",
    "minutes_per_answer": "5",
    "channels": "yes",
    "rules": "2",
}


def make_plan() -> ChannelPlan:
    request = make_request(
        goal="answers",
        target=80,
        inmail=make_inmail(),
        channels=(GROUPS, EMAIL),
        deadline=date(2027, 3, 31),
    )
    return find_channel_plan(request)


def read_document(client: Client, **changes: str) -> dict[str, Any]:
    content = client.get(f"/plan.json?{urlencode(ASKED | changes)}").content
    document: dict[str, Any] = json.loads(content)["channels"]
    return document


@pytest.mark.usefixtures("price_books")
def test_the_months_of_the_document_add_up_to_the_plan(client: Client) -> None:
    plan = read_document(client)["plan"]
    months, shares = plan["months"], plan["shares"]
    assert len(shares) > 1
    assert sum(one["people"] for one in months) == sum(share["people"] for share in shares)
    assert sum(Decimal(one["cash"]) for one in months) == Decimal(plan["total"])
    assert sum(one["replies"] for one in months) == pytest.approx(
        sum(part["replies"] for one in months for part in one["channels"])
    )
    assert sum(one["replies"] for one in months) >= 60
    for share in shares:
        own = [p for one in months for p in one["channels"] if p["channel"] == share["channel"]]
        assert sum(one["people"] for one in own) == share["people"]
        assert sum(Decimal(one["cash"]) for one in own) == Decimal(share["cash"])


@pytest.mark.usefixtures("price_books")
def test_page_and_workbook_have_the_same_months(client: Client) -> None:
    plan = read_document(client)["plan"]
    text = read_text(client.get(f"/channels/?{urlencode(ASKED)}"))
    book = open_workbook(client.get(f"/plan.xlsx?{urlencode(ASKED)}").content)
    rows = [[cell.value for cell in row] for row in book["Channels"].iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == "The cheapest plan month by month")
    last = next(n for n, row in enumerate(rows) if row[0] == "In all")
    written = rows[start + 2 : last + 1]
    parts = [(one, part) for one in plan["months"] for part in one["channels"]]
    assert len(written) == len(parts) + 1
    for row, (one, part) in zip(written, parts, strict=False):
        assert row[1] == one["month"]
        assert row[2].date().isoformat() == one["starts_on"]
        assert (row[3], row[4]) == (part["people"], float(part["cash"]))
        assert row[7] == pytest.approx(part["replies"], abs=0.1)
        assert f"{part['people']:,} ${Decimal(part['cash']):,} {row[6]:,.1f} {row[7]:,.1f}" in text
    total = written[-1]
    assert total[0] == "In all"
    assert total[3] == sum(row[3] for row in written[:-1])
    for column in (4, 6, 7):
        assert total[column] == pytest.approx(sum(row[column] for row in written[:-1]))
    assert "Begin with 1 sender on 1 Dec 2026" in text
    assert "At the latest" not in text.replace("“At the latest”", "")


@pytest.mark.usefixtures("price_books")
def test_as_csv_the_months_are_those_of_the_document(client: Client) -> None:
    plan = read_document(client)["plan"]
    parts = [(one, part) for one in plan["months"] for part in one["channels"]]
    for kind, separator, mark in (("channels.csv", ",", "."), ("channels.semicolon.csv", ";", ",")):
        content = client.get(f"/plan.{kind}?{urlencode(ASKED)}").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content), delimiter=separator))
        assert len(rows) == len(parts)
        for row, (one, part) in zip(rows, parts, strict=True):
            assert (row["month"], row["starts_on"]) == (str(one["month"]), one["starts_on"])
            assert row["people"] == str(part["people"])
            assert Decimal(row["due"].replace(mark, ".")) == Decimal(part["cash"])
        replies = [Decimal(row["expected_replies"].replace(mark, ".")) for row in rows]
        assert float(sum(replies)) == pytest.approx(
            sum(part["replies"] for _, part in parts), abs=0.05
        )


@pytest.mark.usefixtures("price_books")
def test_the_csv_is_offered_and_there_only_with_the_study_and_a_plan(client: Client) -> None:
    asked = urlencode(ASKED)
    without = urlencode({name: text for name, text in ASKED.items() if name != "channels"})
    assert "plan.channels.csv" in client.get(f"/?{asked}").content.decode()
    assert "plan.channels.csv" not in client.get(f"/?{without}").content.decode()
    assert client.get(f"/plan.channels.csv?{without}").status_code == 404
    late = urlencode(ASKED | {"target": "900", "deadline_months": "1"})
    assert client.get(f"/plan.channels.csv?{late}").status_code == 404
    audiences = {"audiences-0-name": "A", "audiences-0-target": "30"}
    several = urlencode(ASKED | audiences)
    assert client.get(f"/plan.channels.csv?{several}").status_code == 404
    assert "plan.channels.csv" not in client.get(f"/?{several}").content.decode()


@examples(40, many=100)
@given(st.lists(st.fractions(0, 50, max_denominator=97), max_size=12))
def test_rounded_numbers_add_up_to_the_rounded_total(numbers: list[Fraction]) -> None:
    shown = [known(one) for one in _round_running(numbers)]
    assert abs(Fraction(sum(shown)) - sum(numbers)) <= Fraction(1, 20)
    pairs = zip(shown, numbers, strict=True)
    assert all(abs(Fraction(one) - exact) <= Fraction(1, 10) for one, exact in pairs)


def test_an_unknown_number_stays_unknown() -> None:
    plan = find_channel_plan(
        make_request(channels=(replace(GROUPS, reply_rate=None, reach=Decimal(1)),), target=30)
    )
    table = known(list_month_rows(plan))
    assert {row.replies for row in table.rows} == {None}
    assert dict(table.totals.figures)["Replies"] == "?"
    assert list_month_rows(find_channel_plan(make_request(channels=()))) is None


def test_the_steps_are_in_the_month_of_their_day() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    first, second, third = known(list_month_rows(plan)).rows
    assert first.to_do == (
        "order 5 mailboxes on 1 Dec 2026, warm up until 28 Dec 2026, first touch on 29 Dec 2026"
    )
    assert second.to_do == ""
    assert third.to_do.startswith("done on ")


def test_the_columns_are_the_people_of_the_months() -> None:
    plan = make_plan()
    months = list_plan_months(plan)
    chart = draw_channel_months(plan, months)
    assert len(chart.columns) == len(months) == 4
    highest = max(one.outcome.people for one in months)
    top = min(float(y) for bars in chart.bars for y in re.findall(r"V([\d.]+)h", bars.path))
    scale = float(chart.ticks[-1].text.replace(",", ""))
    assert HEIGHT - top == pytest.approx(highest / scale * HEIGHT, abs=0.1)
    assert [item.name for item in chart.legend] == [share.channel.name for share in plan.shares]
    for column, month in zip(chart.columns, months, strict=True):
        people = [line.value for line in column.tooltip.lines if line.key]
        assert people == [f"{one.people:,}" for one in month.shares if one.people]


def test_a_bar_ends_with_its_last_touch_and_begins_after_its_warm_up() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    chart = draw_channel_months(plan, list_plan_months(plan))
    [row] = chart.rows
    assert row.x == row.warm_width == pytest.approx(28 / 31 / 3 * 100, abs=0.01)
    last = (2 + plan.shares[0].done_on.day / 28) / 3 * 100
    assert row.x + row.width == pytest.approx(last, abs=0.02)
    without = find_channel_plan(make_request(channels=(INVITATIONS,)))
    assert draw_channel_months(without, list_plan_months(without)).rows[0].warm_width == 0


def test_without_a_plan_there_is_nothing_to_draw() -> None:
    plan = find_channel_plan(make_request(channels=()))
    assert draw_channel_months(plan, list_plan_months(plan)).columns == ()


def test_more_channels_than_colors_share_the_last() -> None:
    plan = make_plan()
    many = replace(plan, shares=plan.shares * 4)
    chart = draw_channel_months(many, list_plan_months(plan))
    assert {row.key for row in chart.rows} <= {"c1", "c2", "c3", "c4", "c5"}
