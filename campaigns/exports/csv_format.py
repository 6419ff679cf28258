"""How a CSV file is written: its separator, its decimal mark, texts that no spreadsheet calculates.

A spreadsheet splits a CSV file by the list separator of its own language, not the file's,
so no part of a text may be calculated, wherever it splits.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

# OWASP, "CSV Injection": a cell that begins with one of these may be calculated. The wide forms
# count in spreadsheets set to Chinese, Japanese or Korean.
FORMULA_SIGNS = "=+\\-@＝＋－＠"
# Blanks and quotes before the sign are no shelter, as a spreadsheet may take them away.
STARTS_FORMULA = re.compile(rf"[\t\r\n]|[\"\s]*[{FORMULA_SIGNS}]")
# A separator inside a text may become the start of a cell.
INNER_START = re.compile(rf"(?<=[,;\t\r\n])(?=[\"\s]*[{FORMULA_SIGNS}])")


class CsvFormat(NamedTuple):
    """What stands between the cells of a row, and before the decimals of a number."""

    separator: str
    decimal_mark: str


DECIMAL_POINTS = CsvFormat(separator=",", decimal_mark=".")
DECIMAL_COMMAS = CsvFormat(separator=";", decimal_mark=",")


def as_text_cell(text: str) -> str:
    """A text that a spreadsheet shows instead of calculating it."""
    return f"'{text}" if STARTS_FORMULA.match(text) else text


def as_csv_text(text: str) -> str:
    """The same, also where a spreadsheet splits the text at another separator than the file's.

    Line breaks become those of the file: `csv` would leave a lone carriage return unquoted.
    """
    return INNER_START.sub("'", as_text_cell(text.replace("\r\n", "\n").replace("\r", "\n")))


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
    csv_format: CsvFormat = DECIMAL_POINTS,
) -> str:
    """A CSV file with a row of heads; cells that hold the separator or a quote are quoted.

    A `Decimal`, `float` or `int` is a number; `None` leaves its cell empty.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=csv_format.separator, lineterminator="\n")
    writer.writerow(map(as_csv_text, columns))
    writer.writerows([_write_cell(value, csv_format) for value in row] for row in rows)
    return out.getvalue()


def _write_cell(value: object, csv_format: CsvFormat) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal() | float() | int():
            return str(value).replace(".", csv_format.decimal_mark)
    return as_csv_text(str(value))
