"""The sheet of the audiences: the last day of each and its share of the cost (RULES.md §11)."""

from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.rows import Heads, begin_sheet, write_rows
from campaigns.exports.workbook.sheet import Sheet
from campaigns.presentation.audiences import compare_alone
from planner.planning.estimate import Estimate

TITLE = "Audiences"
HEADS: Heads = (
    ("Audience", "text"),
    ("Priority", "whole"),
    ("How many", "whole"),
    ("Messages", "whole"),
    ("On credits", "whole"),
    ("Deadline", "day"),
    ("Done on", "day"),
    ("Days late", "whole"),
    ("Share of the cost", "money"),
)


def write_audiences(sheet: Sheet, source: ExportSource, estimate: Estimate) -> None:
    """Write a line for each audience of the estimate shown in full, in the order of the queue."""
    together = compare_alone(source.decision)
    begin_sheet(sheet, TITLE, together.why if together else "", HEADS, widths=(30, 10))
    write_rows(
        sheet,
        HEADS,
        (
            [
                one.audience.name,
                one.audience.priority,
                one.audience.target,
                one.messages,
                one.on_credits,
                one.deadline,
                one.done_on,
                one.days_late,
                one.share,
            ]
            for one in estimate.audiences
        ),
    )
