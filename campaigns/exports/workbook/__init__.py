"""The answer as a workbook for Excel and its kin: summary, comparison, ledger with a chart, and a
sheet whose formulas follow when a person changes a price.

The studies that the page shows have sheets of their own.

Money is a number rounded to cents, as the page shows it, and a day is a date: both can be
calculated with. Sums are written as numbers, since a sum of rounded cents may miss the total; the
formulas of the sheet "Calculation" start from exact prices.
The same source gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from campaigns.exports.source import ExportSource
from campaigns.exports.workbook.audiences import write_audiences
from campaigns.exports.workbook.calculation import write_calculation
from campaigns.exports.workbook.campaigns import write_campaigns
from campaigns.exports.workbook.comparison import write_comparison
from campaigns.exports.workbook.ledger import write_ledger
from campaigns.exports.workbook.sheet import Formats, Sheet
from campaigns.exports.workbook.summary import write_summary
from campaigns.studies.registry import in_turn
from campaigns.study_outputs import load_outputs
from planner.planning.wording import count

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def write_workbook(source: ExportSource) -> bytes:
    """The whole workbook of one answer."""
    out = BytesIO()
    with open_workbook(
        out, title=source.title, about=source.query_line, stamped_at=source.stamped_at
    ) as workbook:
        formats = Formats(workbook)
        _write_sheets(workbook, formats, source)
        for study in in_turn(source.query.studies):
            sheet = Sheet(workbook.add_worksheet(study.name.capitalize()), formats)
            load_outputs(study, source.query).write_sheet(sheet, source)
    return out.getvalue()


def write_campaigns_workbook(sources: Sequence[ExportSource]) -> bytes:
    """One workbook of several campaigns: a row for each on its first sheet, then their sheets.

    Studies are left out: each takes as long as all the rest. Raises `ValueError` for no campaign.
    """
    out = BytesIO()
    about = count(len(sources), "campaign")
    stamped_at = max(source.stamped_at for source in sources)
    with open_workbook(out, title="Campaigns", about=about, stamped_at=stamped_at) as workbook:
        formats = Formats(workbook)
        first = Sheet(workbook.add_worksheet("Campaigns"), formats)
        # Names of campaigns may be too long for a sheet's, alike, or have signs that it must not.
        prefixes = [f"{number} " for number, _ in enumerate(sources, start=1)]
        write_campaigns(first, sources, [f"{prefix}Summary" for prefix in prefixes])
        for prefix, source in zip(prefixes, sources, strict=True):
            _write_sheets(workbook, formats, source, prefix=prefix)
    return out.getvalue()


@contextmanager
def open_workbook(
    out: BytesIO,
    *,
    title: str,
    about: str,
    stamped_at: datetime,
    author: str = "Outreach cost planner",
    comments: str = "Estimates, not quotes.",
) -> "Iterator[Workbook]":
    """A workbook to be filled, which is written to `out` at the end."""
    from xlsxwriter import Workbook

    # A text stays a text, also one that looks like a number.
    texts_stay = ("strings_to_formulas", "strings_to_numbers", "strings_to_urls")
    workbook = Workbook(out, {"in_memory": True, **dict.fromkeys(texts_stay, False)})
    workbook.set_properties(
        {
            "title": title,
            "subject": about,
            "author": author,
            "comments": comments,
            "created": stamped_at.replace(tzinfo=None),
        }
    )
    yield workbook
    workbook.close()


def _write_sheets(
    workbook: "Workbook", formats: Formats, source: ExportSource, *, prefix: str = ""
) -> None:
    """The sheets of one answer; their names begin with `prefix`."""

    def add(name: str) -> Sheet:
        return Sheet(workbook.add_worksheet(f"{prefix}{name}"), formats)

    write_summary(add("Summary"), source)
    write_comparison(add("Comparison"), source)
    if source.chosen and source.chosen.audiences:
        write_audiences(add("Audiences"), source, source.chosen)
    write_ledger(add("Ledger"), source, workbook)
    write_calculation(add("Calculation"), source)
