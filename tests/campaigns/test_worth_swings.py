"""What moves the return: its chart, and its part of every file (RULES.md §9)."""

import json
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from campaigns.charts import draw_worth_tornado
from campaigns.wording import signed_dollars
from planner.planning.worth import find_worth_swings
from tests.campaigns.pages import read_text
from tests.known import known
from tests.planning.builders import estimate
from tests.planning.funnels import make_funnel
from tests.readers.workbooks import open_workbook

ASKED = {
    "target": "10",
    "goal": "customers",
    "reply_rate": "10 %",
    "meeting_rate": "25 %",
    "win_rate": "20 %",
    "value_per_customer": "6000",
    "deadline_months": "12",
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "sensitivity": "yes",
    "rules": "2",
}
PREMISE = (
    "The people, the plan and the deadline stay; one rate, or the value of a customer, is another "
    "one."
)


def test_the_bars_end_at_what_is_left() -> None:
    one = estimate("cheapest", target=200, reply_rate=Decimal("0.1"))
    swings = find_worth_swings(one, make_funnel(target=1, value_per_customer=Decimal(2_000)))
    chart = draw_worth_tornado(swings, "Core")
    assert chart.table is not None
    for swing, row in zip(swings, chart.table.rows, strict=True):
        assert row.cells[1] == signed_dollars(known(known(swing.at_low).left))
        assert row.cells[4] == signed_dollars(known(known(swing.at_high).left))
    assert chart.rows[0].name == "Replies of people written to"
    assert chart.summary.endswith("for each dollar of the cost, with Core.")


@pytest.mark.usefixtures("price_books")
def test_page_and_files_have_the_same_swings(client: Client, tmp_path: Path) -> None:
    document = json.loads(client.get(f"/plan.json?{urlencode(ASKED)}").content)
    swings = {one["input"]: one for one in document["worth_swings"]}
    value = swings["value_per_customer"]
    # The people, and so the cost, stay; 10 customers are expected.
    assert Decimal(value["left_high"]) - Decimal(value["left"]) == 10 * 1_200
    assert (value["low"], value["high"]) == ("4800.00", "7200.00")
    best = float(document["cheapest"]["total"])
    assert value["return"] == pytest.approx((60_000 - best) / best)
    assert swings["win_rate"]["left_low"] == f"{30_000 - best:.2f}"
    text = read_text(client.get(f"/sensitivity/?{urlencode(ASKED)}"))
    assert f"What moves the return {PREMISE}" in text
    for one in swings.values():
        assert f"${float(one['left_high']):,.2f}" in text
    sheet = open_workbook(client.get(f"/plan.xlsx?{urlencode(ASKED)}").content)["Sensitivity"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == "What moves the return")
    assert rows[start + 1][0] == PREMISE
    written = {row[0]: row for row in rows[start + 3 :]}
    assert written["Value of a customer"][3] == pytest.approx(float(value["left_low"]))
    assert len(written) == len(swings) == 5


@pytest.mark.usefixtures("price_books")
def test_the_command_tells_them_too(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(client.get(f"/plan.toml?{urlencode(ASKED)}").content)
    call_command("plan", str(path), "--sensitivity")
    printed = capsys.readouterr().out
    assert f"What moves the return. {PREMISE}" in printed
    assert re.search(
        r"Value of a customer: \$4,800.00 leaves \$[\d,.]+, \$7,200.00 leaves", printed
    )


@pytest.mark.usefixtures("price_books")
def test_a_rate_that_is_late_has_no_number(client: Client) -> None:
    asked = ASKED | {
        "target": "1",
        "deadline_months": "2",
        "seats": "1",
        "plans": "sales-navigator-core",
    }
    asked |= {
        "reply_rate": "10 %",
        "meeting_rate": "100 %",
        "win_rate": "9.6 %",
        "strategies": "as_granted",
    }
    document = json.loads(client.get(f"/plan.json?{urlencode(asked)}").content)
    [rate] = [one for one in document["worth_swings"] if one["input"] == "reply_rate"]
    assert document["cheapest"]
    assert (rate["left_low"], rate["return_low"]) == (None, None)
    assert "misses the deadline" in read_text(client.get(f"/sensitivity/?{urlencode(asked)}"))
    sheet = open_workbook(client.get(f"/plan.xlsx?{urlencode(asked)}").content)["Sensitivity"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    [late] = [row for row in rows if row[0] == "Replies of people written to"]
    assert late[3] == "misses the deadline"
    # Both ends have their words, so that what stands first is the one at low.
    assert re.fullmatch(r"misses the deadline; −?\$[\d,.]+", late[5])


@pytest.mark.usefixtures("price_books")
def test_without_a_value_nothing_is_told_of_the_return(client: Client) -> None:
    asked = {name: text for name, text in ASKED.items() if name != "value_per_customer"}
    assert json.loads(client.get(f"/plan.json?{urlencode(asked)}").content)["worth_swings"] == []
    assert "What moves the return" not in read_text(client.get(f"/sensitivity/?{urlencode(asked)}"))
    late = ASKED | {"deadline_months": "1", "seats": "1"}
    assert json.loads(client.get(f"/plan.json?{urlencode(late)}").content)["worth_swings"] == []


@pytest.mark.usefixtures("price_books")
def test_with_audiences_page_and_files_say_why_it_is_missing(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clients = {"audiences-0-name": "A", "audiences-0-target": "4"}
    clients |= {"audiences-1-name": "B", "audiences-1-target": "6"}
    link = urlencode({name: text for name, text in ASKED.items() if name != "target"} | clients)
    why = "It is not calculated for a campaign with audiences"
    assert f"What moves the return {why}" in read_text(client.get(f"/sensitivity/?{link}"))
    sheet = open_workbook(client.get(f"/plan.xlsx?{link}").content)["Sensitivity"]
    cells = [row[0].value for row in sheet.iter_rows()]
    assert cells[cells.index("What moves the return") + 1].startswith(why)
    document = client.get(f"/plan.json?{link}").json()
    assert document["worth_swings"] == []
    assert document["not_calculated"]["worth_swings"].startswith(why)
    path = tmp_path / "plan.toml"
    path.write_bytes(client.get(f"/plan.toml?{link}").content)
    call_command("plan", str(path), "--sensitivity")
    assert f"What moves the return. {why}" in capsys.readouterr().out
    # Without a value there is no return to move.
    without = link.replace("value_per_customer=6000", "value_per_customer=")
    assert "What moves the return" not in read_text(client.get(f"/sensitivity/?{without}"))
    assert "not_calculated" not in client.get(f"/plan.json?{without}").json()
