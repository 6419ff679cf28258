"""The sheet that calculates: as planned it comes to the page's figures, and its inputs can change.

That spreadsheets calculate the same, also with other inputs: `make test-readers`.
"""

import re
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from campaigns.exports import ExportSource, make_export
from campaigns.exports.workbook.calculation import count_quantities
from planner.planning.money import cents, times
from tests.campaigns.exports import OWN_PLAN, make_scenario
from tests.readers.workbooks import open_workbook, read_labels

pytestmark = pytest.mark.usefixtures("price_books")
QUESTIONS: dict[str, dict[str, Any]] = {
    "example": {},
    "bought": {"target": "105", "budget": "450", "seats": "1"},
    "annual": {"target": "900", "billing": "annual", "deadline_months": "30"},
    "years-and-months": {"target": "900", "seats": "1", "deadline_months": "48"},
    "replies": {"target": "40", "goal": "replied", "reply_rate": "0.07", "seats": "3"},
    "late": {"target": "3000", "seats": "1", "deadline_months": "2"},
    "held": {
        "target": "300",
        "held_seats-0-plan": "sales-navigator-core",
        "held_seats-0-seats": "2",
        "held_seats-0-paid_until": "2027-01-31",
    },
    "free": {"open_profile_share": "100 %"},
    "odd-cents": {
        "own_plan": OWN_PLAN | {"monthly_price": "33.3333", "annual_price": ""},
        "plans": "",
        "target": "120",
    },
    "trial": {"own_plan": OWN_PLAN, "plans": "", "use_trial": "true", "target": "300"},
}


def read_sheet(source: ExportSource, *, with_values: bool) -> Worksheet:
    content = make_export(source, "xlsx").content
    return open_workbook(content, with_values=with_values)["Calculation"]


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_as_planned_it_comes_to_the_figures_of_the_page(asked: dict[str, Any]) -> None:
    source = make_scenario(**asked)
    estimate = source.chosen
    assert estimate is not None
    assert estimate.total is not None
    said = read_labels(read_sheet(source, with_values=True))
    assert said["Total"] == said["To charge"] == float(cents(estimate.total))
    assert said["Subscription"] == float(cents(estimate.subscription_spend or Decimal(0)))
    assert said["Bought credits"] == float(cents(estimate.credit_spend or Decimal(0)))
    lead = said["A reply" if asked.get("goal") else "A person"]
    assert lead == float(cents(estimate.total / estimate.scenario.target))
    assert (said["Mark-up"], said["Tax"]) == (0, 0)


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_the_quantities_are_all_that_is_paid_for(asked: dict[str, Any]) -> None:
    estimate = make_scenario(**asked).chosen
    assert estimate is not None
    quantities, terms = count_quantities(estimate), estimate.terms
    months = times(terms.monthly_price, quantities.seat_months)
    years = times(terms.annual_price, quantities.seat_years)
    credits = times(terms.credit_price, quantities.bought)
    assert None not in (months, years, credits)
    assert sum(filter(None, (months, years, credits)), Decimal(0)) == estimate.total


def test_every_amount_is_a_formula_of_the_inputs() -> None:
    sheet = read_sheet(make_scenario(), with_values=False)
    formulas = {cell.value: cell for cell in sheet["B"] if cell.data_type == "f"}
    assert len(formulas) == 7
    used = set(re.findall(r"B\d+", " ".join(map(str, formulas))))
    inputs = {"B5", "B6", "B7", "B8", "B9"}
    assert inputs <= used
    colored = {cell.coordinate for cell in sheet["B"] if cell.fill.fgColor.rgb == "FFFFF4CC"}
    assert colored == inputs
    labels = {sheet.cell(int(cell[1:]), 1).value for cell in used}
    assert None not in labels


def test_an_unknown_price_is_asked_for() -> None:
    source = make_scenario(plans="sales-navigator-team")
    estimate = source.chosen
    assert estimate is not None
    assert estimate.total is None
    said = read_labels(read_sheet(source, with_values=True))
    assert said["Total"] == said["To charge"] == "?"
    assert "?" in {said["Price of a seat a month"], said["Price of a bought credit"]}


@pytest.mark.parametrize("asked", [{"plans": ""}, {"target": "5000", "monthly_send_limit": "1"}])
def test_nothing_done_is_nothing_to_calculate(asked: dict[str, Any]) -> None:
    sheet = read_sheet(make_scenario(**asked), with_values=False)
    assert sheet["A3"].value == "There is nothing to calculate."
    assert sheet.max_row == 3
