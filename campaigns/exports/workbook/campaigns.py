"""The first sheet of a workbook with several campaigns: a row for each."""

from collections.abc import Sequence

from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.rows import HEAD_ROW, Heads, begin_sheet, write_rows
from campaigns.exports.workbook.sheet import Sheet
from campaigns.presentation.brief import describe_way
from campaigns.presentation.judgement import judge
from planner.planning.phrases import reach

HEADS: Heads = (
    ("Campaign", "text"),
    ("Reaches", "text"),
    ("Way", "text"),
    ("Total", "money"),
    ("Done by", "day"),
    ("Deadline", "day"),
    ("In time", "text"),
    ("Its sheets", "text"),
)
WIDTHS = (34, 18, 44, 14, 14, 14, 26, 16)


def write_campaigns(sheet: Sheet, subjects: Sequence[ExportSource], sheets: Sequence[str]) -> None:
    """Write the sheet; `sheets` names the first sheet of each campaign."""
    text = "At the prices that each campaign saved. Estimates, not quotes."
    begin_sheet(sheet, "Campaigns", text, HEADS, widths=WIDTHS)
    rows = [_list_cells(source) for source in subjects]
    last = write_rows(sheet, HEADS, rows)
    column = len(HEADS) - 1
    for row, name in enumerate(sheets, start=HEAD_ROW + 1):
        link = f"internal:'{name}'!A1"
        sheet.worksheet.write_url(row, column, link, sheet.formats("link"), name)
    sheet.worksheet.autofilter(HEAD_ROW, 0, last, column)


def _list_cells(source: ExportSource) -> list[object]:
    chosen, scenario = source.chosen, source.query.scenario
    is_done = chosen is not None and chosen.is_done
    return [
        source.title,
        reach(scenario),
        describe_way(chosen) if chosen else None,
        chosen.total if chosen and is_done else None,
        chosen.done_on if chosen else None,
        scenario.deadline,
        judge(chosen).text,
        None,
    ]
