"""The comparison as a sheet: a row for every estimate, best first, the figures of the CSV."""

from collections.abc import Sequence

from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.sheet import Kind, Sheet, count_lines
from campaigns.figure import Figure
from campaigns.figures import FIGURES
from campaigns.presentation.dates import dates_of
from planner.planning.estimate import Estimate
from planner.planning.explain import explain
from planner.planning.goals import Goal
from planner.planning.key_dates import KeyDates

HEAD_ROW = 2
WHY_SIGNS = 72  # most letters are narrower than the digits that widths count
WRAPPED = {"best": "best wrapped", "cell": "wrapped"}
NUMBERS: dict[str, Kind] = {
    "whole": "whole",
    "number": "number",
    "money": "money",
    "day": "day",
}


def list_columns() -> list[Figure]:
    """All figures: first those that a page is wide enough for, then those to calculate with."""
    return sorted(FIGURES, key=lambda figure: not figure.is_printed)


def kind_of(figure: Figure) -> Kind:
    """How a cell shows a figure."""
    return NUMBERS.get(figure.kind, "text")


def write_comparison(sheet: Sheet, source: ExportSource) -> None:
    """Write the sheet."""
    comparison = source.comparison
    sheet.write(0, 0, f"Comparison, best first: {source.query_line}", style="title")
    figures = list_columns()
    _write_head(sheet, figures, comparison.scenario.goal)
    for row, estimate in enumerate(comparison.estimates, start=HEAD_ROW + 1):
        dates = dates_of(source.query, estimate)
        style = "best" if estimate is comparison.cheapest else "cell"
        _write_estimate(sheet, row, figures, estimate, dates, style=style)
    last_row = HEAD_ROW + len(comparison.estimates)
    if not comparison.estimates:
        last_row += 1
        sheet.write(last_row, 0, "No plan is compared.")
    sheet.worksheet.autofilter(HEAD_ROW, 0, last_row, len(figures) - 1)
    sheet.worksheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.worksheet.repeat_rows(HEAD_ROW)
    last_printed = sum(figure.is_printed for figure in figures) - 1
    sheet.worksheet.print_area(0, 0, last_row, last_printed)


def _write_head(sheet: Sheet, figures: Sequence[Figure], goal: Goal) -> None:
    heads = [(figure.head_for(goal), kind_of(figure)) for figure in figures]
    sheet.write_heads(HEAD_ROW, heads, lines=3)
    sheet.set_widths({number: figure.width for number, figure in enumerate(figures)})


def _write_estimate(
    sheet: Sheet,
    row: int,
    figures: Sequence[Figure],
    estimate: Estimate,
    dates: KeyDates,
    *,
    style: str,
) -> None:
    for number, figure in enumerate(figures):
        value = figure.cell_of(estimate, dates)
        look = WRAPPED[style] if figure.kind == "sentence" else style
        sheet.write(row, number, value, kind=kind_of(figure), style=look)
    sheet.set_lines(row, count_lines(explain(estimate), WHY_SIGNS))
