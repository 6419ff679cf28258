"""The estimate's cost as formulas: a person changes a price, a mark-up or a tax, and it follows.

The quantities stay as planned: other prices may make another plan the cheapest, which a spreadsheet
cannot find out. Until a cell is changed, the formulas give the figures of the other sheets.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.sheet import UNKNOWN, Kind, Sheet
from campaigns.presentation.brief import describe_way
from campaigns.wording import goal_label, lead_label
from planner.planning.estimate import Estimate

TITLE = "Calculate with other prices"
TEXT = (
    "Change a colored cell: the amounts below follow. The way stays as planned, though other "
    "prices may make another one the cheapest; the other sheets stay as they are."
)
LAST_COLUMN, WIDTH = 3, 100
# Cells by what they hold: rows from 1, as formulas name them.
MONTHLY, ANNUAL, CREDIT, MARK_UP, TAX = "B5", "B6", "B7", "B8", "B9"
MONTHS, YEARS, BOUGHT, LEADS = "B12", "B13", "B14", "B15"
TOTAL, OF_MARK_UP, OF_TAX, CHARGE = "B20", "B21", "B22", "B23"
# N() makes 0 of an unknown price, which counts only where nothing is paid at it.
OF_SEATS = f"N({MONTHS})*N({MONTHLY})+N({YEARS})*N({ANNUAL})"
OF_CREDITS = f"N({BOUGHT})*N({CREDIT})"
LACKS_SEATS = f"OR(AND({MONTHS}>0,NOT(ISNUMBER({MONTHLY}))),AND({YEARS}>0,NOT(ISNUMBER({ANNUAL}))))"
LACKS_CREDITS = f"AND({BOUGHT}>0,NOT(ISNUMBER({CREDIT})))"


class Input(NamedTuple):
    """A cell to change."""

    label: str
    value: Decimal | None
    kind: Kind


class Formula(NamedTuple):
    """A calculated cell, with the dollars that it comes to as planned."""

    label: str
    formula: str
    value: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantities:
    """What an estimate pays for: months and years of one seat, and credits."""

    seat_months: int
    seat_years: int
    bought: int


def count_quantities(estimate: Estimate) -> Quantities:
    """The quantities of an estimate that is done (RULES.md §5)."""
    paid = [(one.seats, one.subscription) for one in estimate.groups]
    return Quantities(
        seat_months=sum(seats * one.single_months for seats, one in paid),
        seat_years=sum(seats * one.years for seats, one in paid),
        bought=estimate.credits.bought if estimate.credits else 0,
    )


def write_calculation(sheet: Sheet, source: ExportSource) -> None:
    """Write the sheet: what may be changed, what stays as planned, what it comes to."""
    estimate = source.chosen
    sheet.set_widths({0: 44, 1: 18, 2: 30, 3: 30})
    sheet.write(0, 0, TITLE, style="title")
    if estimate is None or not estimate.is_done:
        sheet.write(2, 0, "There is nothing to calculate.")
        return
    lines = sheet.write_across(1, (0, LAST_COLUMN), TEXT, style="long text", width=WIDTH)
    sheet.set_lines(1, lines)
    _write_inputs(sheet, estimate)
    _write_quantities(sheet, estimate)
    _write_amounts(sheet, estimate)


def _write_inputs(sheet: Sheet, estimate: Estimate) -> None:
    terms = estimate.terms
    inputs = (
        Input("Price of a seat a month", terms.monthly_price, "price"),
        Input("Price of a seat a year", terms.annual_price, "price"),
        Input("Price of a bought credit", terms.credit_price, "price"),
        Input("Mark-up", Decimal(0), "share"),
        Input("Tax", Decimal(0), "share"),
    )
    sheet.write_section(3, "Change these", to_column=LAST_COLUMN)
    for row, entry in enumerate(inputs, start=4):
        sheet.write(row, 0, entry.label, style="label")
        shown = UNKNOWN if entry.value is None else entry.value
        sheet.write(row, 1, shown, kind=entry.kind, style="input")
    sheet.worksheet.data_validation(
        4,
        1,
        3 + len(inputs),
        1,
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "A number from 0 on",
            "error_message": "Enter an amount or a percentage from 0 on.",
        },
    )


def _write_quantities(sheet: Sheet, estimate: Estimate) -> None:
    quantities, scenario = count_quantities(estimate), estimate.scenario
    sheet.write_section(10, f"As planned: {describe_way(estimate)}", to_column=LAST_COLUMN)
    lines = (
        ("Months of one seat, paid one by one", quantities.seat_months),
        ("Years of one seat, paid in advance", quantities.seat_years),
        ("Credits to buy", quantities.bought),
        (goal_label(scenario.goal), scenario.target),
    )
    for row, (label, number) in enumerate(lines, start=11):
        sheet.write(row, 0, label, style="label")
        sheet.write(row, 1, number, kind="whole", style="text")


def _write_amounts(sheet: Sheet, estimate: Estimate) -> None:
    sheet.write_section(16, "Comes to", to_column=LAST_COLUMN)
    for row, amount in enumerate(list_amounts(estimate), start=17):
        is_main = f"B{row + 1}" in (TOTAL, CHARGE)
        sheet.write(row, 0, amount.label, style="label")
        sheet.write_formula(
            row,
            1,
            amount.formula,
            amount.value,
            kind="money",
            style="strong" if is_main else "text",
        )


def list_amounts(estimate: Estimate) -> list[Formula]:
    """The calculated cells from top to bottom; each is rounded once, from exact amounts."""
    total = estimate.total
    lead = None if total is None else total / estimate.scenario.target
    exact = f"({OF_SEATS}+{OF_CREDITS})"
    per_lead = f"{exact}*(1+{MARK_UP})*(1+{TAX})/{LEADS}"
    nothing = None if total is None else Decimal(0)
    return [
        Formula("Subscription", _round_unless(LACKS_SEATS, OF_SEATS), estimate.subscription_spend),
        Formula("Bought credits", _round_unless(LACKS_CREDITS, OF_CREDITS), estimate.credit_spend),
        Formula("Total", _round_unless(f"OR({LACKS_SEATS},{LACKS_CREDITS})", exact), total),
        Formula("Mark-up", _round_unless(_is_unknown(TOTAL), f"{TOTAL}*{MARK_UP}"), nothing),
        Formula("Tax", _round_unless(_is_unknown(TOTAL), f"({TOTAL}+{OF_MARK_UP})*{TAX}"), nothing),
        Formula(
            "To charge", _round_unless(_is_unknown(TOTAL), f"{TOTAL}+{OF_MARK_UP}+{OF_TAX}"), total
        ),
        Formula(
            lead_label(estimate.scenario.goal), _round_unless(_is_unknown(TOTAL), per_lead), lead
        ),
    ]


def _is_unknown(cell: str) -> str:
    return f"NOT(ISNUMBER({cell}))"


def _round_unless(lacks: str, amount: str) -> str:
    """The amount to the cent, or the sign of an unknown one where a price is lacking."""
    return f'=IF({lacks},"{UNKNOWN}",ROUND({amount},2))'
