"""A sheet that is one table: a title, a sentence, heads and rows."""

from collections.abc import Iterable, Sequence

from campaigns.exports.workbook.sheet import UNKNOWN, Kind, Sheet

HEAD_ROW = 3
WIDTH = 110
Heads = Sequence[tuple[str, Kind]]


def begin_sheet(
    sheet: Sheet, title: str, text: str, heads: Heads, *, widths: Sequence[float]
) -> None:
    """Write the title, a sentence, and the heads of its columns."""
    sheet.set_widths(dict.fromkeys(range(len(heads)), 14.0) | dict(enumerate(widths)))
    sheet.write(0, 0, title, style="title")
    lines = sheet.write_across(1, (0, len(heads) - 1), text, style="long text", width=WIDTH)
    sheet.set_lines(1, lines)
    sheet.write_heads(HEAD_ROW, heads, lines=2)
    sheet.worksheet.freeze_panes(HEAD_ROW + 1, 1)


def write_rows(
    sheet: Sheet, heads: Heads, rows: Iterable[Sequence[object]], *, unknown: str = UNKNOWN
) -> int:
    """Write the rows below the heads; the number of the last one."""
    last = HEAD_ROW
    for last, values in enumerate(rows, start=HEAD_ROW + 1):
        for column, ((_, kind), value) in enumerate(zip(heads, values, strict=True)):
            shown = unknown if value is None and kind == "money" else value
            style = "wrapped" if kind == "text" else "cell"
            sheet.write(last, column, shown, kind=kind, style=style)
    return last


def write_sentences(
    sheet: Sheet, title: str, sentences: Iterable[str], *, first: int, to_column: int
) -> int:
    """Write sentences below a title in row `first`; the row of the last is given."""
    last = first
    sheet.write_section(first, title, to_column=to_column)
    for last, text in enumerate(sentences, start=first + 1):
        lines = sheet.write_across(last, (0, to_column), text, style="long text", width=WIDTH)
        sheet.set_lines(last, lines)
    return last
