"""The chosen estimate month by month as a sheet, with a native chart."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from campaigns.exports.ledger import add_up_months
from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.sheet import ACCENT, LINE, UNKNOWN, Kind, Sheet
from campaigns.forms import STRATEGY_NAMES
from planner.planning.estimate import Estimate
from planner.planning.layout import ScheduleRow
from planner.planning.wording import CURRENCY_SIGN

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

HEAD_ROW = 2
CHART_ROWS = 20
SENT_COLOR, LEFT_COLOR, MONEY_COLOR = ACCENT, "#9CCBC4", "#B4690E"


class LedgerColumn(NamedTuple):
    """A column: its head, its width in signs, how a value is shown."""

    head: str
    width: float
    kind: Kind


COLUMNS = (
    LedgerColumn("Month", 9, "whole"),
    LedgerColumn("From", 13, "day"),
    LedgerColumn("Opening", 10, "whole"),
    LedgerColumn("Expired", 10, "whole"),
    LedgerColumn("Lost at the cap", 10, "whole"),
    LedgerColumn("Granted", 10, "whole"),
    LedgerColumn("Back", 10, "whole"),
    LedgerColumn("Bought", 10, "whole"),
    LedgerColumn("Sent", 10, "whole"),
    LedgerColumn("To open profiles", 10, "whole"),
    LedgerColumn("Closing", 10, "whole"),
    LedgerColumn("Subscription", 16, "money"),
    LedgerColumn("Bought credits", 16, "money"),
    LedgerColumn("Spent so far", 16, "money"),
)
MONTH, SENT, CLOSING, SPENT = 0, 8, 10, 13


def write_ledger(sheet: Sheet, source: ExportSource, workbook: "Workbook") -> None:
    """Write the sheet: the months, their sums, and below them the chart."""
    estimate = source.chosen
    sheet.set_widths({number: column.width for number, column in enumerate(COLUMNS)})
    if estimate is None or not estimate.schedule:
        sheet.write(0, 0, "Month by month", style="title")
        sheet.write(HEAD_ROW, 0, "There is nothing to show month by month.")
        return
    way = STRATEGY_NAMES[estimate.strategy].lower()
    sheet.write(0, 0, f"Month by month: {estimate.terms.name}, {way}", style="title")
    sheet.write_heads(HEAD_ROW, [(column.head, column.kind) for column in COLUMNS], lines=2)
    for row, (month, spent) in enumerate(add_up_months(estimate), start=HEAD_ROW + 1):
        _write_row(sheet, row, _list_month(month, spent), style="cell")
    last_row = HEAD_ROW + len(estimate.schedule)
    _write_row(sheet, last_row + 1, _list_sums(estimate), style="sum")
    sheet.worksheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.worksheet.repeat_rows(HEAD_ROW)
    chart = _draw(workbook, sheet, last_row, has_money=estimate.total is not None)
    sheet.worksheet.insert_chart(last_row + 3, 0, chart, {"description": _describe(estimate)})
    # Explicit, because printing would stop at the last cell and cut the chart.
    sheet.worksheet.print_area(0, 0, last_row + 3 + CHART_ROWS, len(COLUMNS) - 1)


def _write_row(sheet: Sheet, row: int, values: list[object], *, style: str) -> None:
    for number, (column, value) in enumerate(zip(COLUMNS, values, strict=True)):
        shown = UNKNOWN if value is None and column.kind == "money" else value
        sheet.write(row, number, shown, kind=column.kind, style=style)


def _list_month(month: ScheduleRow, spent: Decimal | None) -> list[object]:
    ledger = month.ledger
    return [
        month.month,
        month.starts_on,
        ledger.opening,
        ledger.expired,
        ledger.forfeited,
        ledger.granted,
        ledger.returned,
        ledger.bought,
        ledger.sent,
        month.free,
        ledger.closing,
        month.subscription_spend,
        month.credit_spend,
        spent,
    ]


def _list_sums(estimate: Estimate) -> list[object]:
    """The sums over all months: the estimate's own, so that they are the totals to the cent."""
    credits = estimate.credits
    if credits is None:
        raise ValueError("an estimate with months has sums")
    return [
        "All",
        None,
        credits.opening,
        credits.expired,
        credits.forfeited,
        credits.granted,
        credits.returned,
        credits.bought,
        estimate.scenario.to_send,
        estimate.scenario.free_messages,
        credits.left,
        estimate.subscription_spend,
        estimate.credit_spend,
        estimate.total,
    ]


def _draw(workbook: "Workbook", sheet: Sheet, last_row: int, *, has_money: bool) -> "Chart":
    """Columns for what is sent and what is left each month, a line for the dollars spent by then.

    Where a price is unknown there is no line.
    """
    chart = workbook.add_chart({"type": "column"})
    for column, name, color in (
        (SENT, "Messages sent", SENT_COLOR),
        (CLOSING, "Credits left at the month’s end", LEFT_COLOR),
    ):
        chart.add_series(
            _series(sheet, column, last_row, name) | {"fill": {"color": color}, "gap": 60}
        )
    if has_money:
        line = workbook.add_chart({"type": "line"})
        line.add_series(_series(sheet, SPENT, last_row, "Spent so far") | _as_line_of_money())
        line.set_y2_axis({"name": "Dollars", "num_format": f"{CURRENCY_SIGN}#,##0", "min": 0})
        chart.combine(line)
    chart.set_title({"name": "Messages, balance and spending", "name_font": {"size": 13}})
    chart.set_x_axis({"name": "Month"})
    grid = {"visible": True, "line": {"color": LINE}}
    chart.set_y_axis({"name": "Credits", "num_format": "#,##0", "min": 0, "major_gridlines": grid})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1040, "height": 360})
    return chart


def _as_line_of_money() -> dict[str, Any]:
    color = {"color": MONEY_COLOR}
    return {
        "y2_axis": True,
        "line": {**color, "width": 2.25},
        "marker": {"type": "circle", "size": 5, "fill": color, "border": color},
    }


def _series(sheet: Sheet, column: int, last_row: int, name: str) -> dict[str, Any]:
    sheet_name = sheet.worksheet.get_name()
    return {
        "name": name,
        "categories": [sheet_name, HEAD_ROW + 1, MONTH, last_row, MONTH],
        "values": [sheet_name, HEAD_ROW + 1, column, last_row, column],
    }


def _describe(estimate: Estimate) -> str:
    """What the chart shows, for screen readers."""
    return (
        f"The messages sent with {estimate.terms.name} in each month, the credits left at its end "
        "and the dollars spent by then; the table above has the same numbers."
    )
