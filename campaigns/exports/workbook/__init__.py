"""The answer as a workbook for Excel and its kin: summary, comparison, ledger with a chart.

The studies that the page shows have sheets of their own.

Money is a number rounded to cents, as the page shows it, and a day is a date: both can be
calculated with. Sums are written as numbers, since a sum of rounded cents may miss the total.
The same subject gives the same bytes.
"""

from io import BytesIO

from campaigns.exports.subject import Subject
from campaigns.exports.workbook.comparison import write_comparison
from campaigns.exports.workbook.ledger import write_ledger
from campaigns.exports.workbook.sheet import Formats, Sheet
from campaigns.exports.workbook.summary import write_summary
from campaigns.studies.registry import in_turn
from campaigns.study_outputs import load_outputs


def write_workbook(subject: Subject) -> bytes:
    """The whole workbook."""
    from xlsxwriter import Workbook

    out = BytesIO()
    # A text stays a text, also one that looks like a number.
    texts_stay = ("strings_to_formulas", "strings_to_numbers", "strings_to_urls")
    workbook = Workbook(out, {"in_memory": True, **dict.fromkeys(texts_stay, False)})
    workbook.set_properties(
        {
            "title": subject.title,
            "subject": subject.query_line,
            "author": "Outreach cost planner",
            "comments": "Estimates, not quotes.",
            "created": subject.stamped_at.replace(tzinfo=None),
        }
    )
    formats = Formats(workbook)
    write_summary(Sheet(workbook.add_worksheet("Summary"), formats), subject)
    write_comparison(Sheet(workbook.add_worksheet("Comparison"), formats), subject)
    write_ledger(Sheet(workbook.add_worksheet("Ledger"), formats), subject, workbook)
    for study in in_turn(subject.query.studies):
        sheet = Sheet(workbook.add_worksheet(study.name.capitalize()), formats)
        load_outputs(study).write_sheet(sheet, subject)
    workbook.close()
    return out.getvalue()
