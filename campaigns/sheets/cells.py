"""A file into tables of cells: CSV in any usual notation, XLSX within limits.

A cell is a text, or a day where the workbook has one. Nothing here knows what a column means.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import Any

Cell = str | date
Row = list[Cell]
Table = list[Row]

MOST_ROWS = 20_000
MOST_COLUMNS = 100
# Rows times columns: what a workbook may take to be read.
MOST_CELLS = 75_000
# A cell of more is a message's content, of which nothing is read.
LONGEST_CELL = 300
SEPARATORS = (",", ";", "\t", "|")

# A workbook is an archive: so many parts, and so many bytes once unpacked.
MOST_PARTS = 500
LARGEST_UNPACKED = 20_000_000
# What a reader of XML takes time and memory for are tags and attributes: a cell has four and three.
# Styles are read into objects, which takes ten times as long.
MOST_TAGS, MOST_TAGS_BESIDE, MOST_ATTRIBUTES = 320_000, 20_000, 300_000
CONTENT = ("xl/worksheets/", "xl/sharedStrings")
MOST_SHEETS = 10
MOST_DIGITS = 15

ARCHIVE = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


TOO_MANY_CELLS = (
    f"a workbook of more than {MOST_CELLS:,} cells or very many formats takes too long; save it "
    "as CSV, or leave out columns"
)


class UnreadableSheet(Exception):
    """The file cannot be read, for the `reason` that completes "The sheet cannot be read: …"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def read_tables(content: bytes) -> list[Table]:
    """Every way to read the file: its worksheets, or its text by each separator.

    Raises `UnreadableSheet`.
    """
    if content.startswith(ARCHIVE):
        return list(_read_workbook(content))
    if content.startswith(OLD_OFFICE):
        raise UnreadableSheet(
            "it is an old Excel file, or one with a password; save it as .xlsx or CSV"
        )
    return list(_read_text(content))


def _read_text(content: bytes) -> Iterator[Table]:
    text = _decode(content)
    if "\x00" in text:
        raise UnreadableSheet("it is neither a text nor an Excel workbook")
    first, _, rest = text.partition("\n")
    separators: tuple[str, ...] = SEPARATORS
    # Excel's own hint, which it takes out again.
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == len("sep=;"):
        separators, text = (first[len("sep=")],), rest
    for separator in separators:
        if table := _split(text, separator):
            yield table


def _split(text: str, separator: str) -> Table:
    """The rows of the text; none where the separator does not fit it."""
    table: Table = []
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for row in islice(rows, MOST_ROWS + 1):
            table.append([cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]])
    except csv.Error:
        return []
    return _require_few_rows(table)


def _decode(content: bytes) -> str:
    """The text: UTF-8, UTF-16, or the code page that Windows has in western Europe."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-16-le", "utf-16-be"):
        # Without a mark at its beginning, every other byte of a plain text is 0.
        zeros = content[1 if encoding.endswith("le") else 0 : 200 : 2]
        if len(zeros) > 1 and not any(zeros):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _require_few_rows(table: Table) -> Table:
    if len(table) > MOST_ROWS:
        raise UnreadableSheet(f"it has more than {MOST_ROWS:,} rows; leave out the oldest")
    return table


def _read_workbook(content: bytes) -> Iterator[Table]:
    _check_archive(content)
    # Loading it takes a while, and few requests need it.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:MOST_SHEETS]:
            # What a sheet claims of its own size may be anything.
            sheet.reset_dimensions()
            yield _read_worksheet(sheet)
    except UnreadableSheet:
        raise
    # A broken workbook can break its reader anywhere.
    except Exception:
        raise UnreadableSheet("it is no Excel workbook that can be read") from None


def _check_archive(content: bytes) -> None:
    """Refuse what would be much once unpacked and read, or defines entities of its own."""
    tags = attributes = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # The sizes are the archive's own claim, and no reader unpacks more than is claimed.
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
                raise UnreadableSheet("it is too large once it is unpacked")
            for part in parts:
                unpacked = archive.read(part)
                if b"<!DOCTYPE" in unpacked:
                    raise UnreadableSheet("it is no Excel workbook that can be read")
                number = unpacked.count(b"<")
                tags += number
                attributes += unpacked.count(b"=")
                is_beside = not part.filename.startswith(CONTENT)
                is_long = tags > MOST_TAGS or attributes > MOST_ATTRIBUTES
                if is_long or (is_beside and number > MOST_TAGS_BESIDE):
                    raise UnreadableSheet(TOO_MANY_CELLS)
    except UnreadableSheet:
        raise
    except Exception:
        raise UnreadableSheet("it is no Excel workbook that can be read") from None


def _read_worksheet(sheet: Any) -> Table:
    table: Table = []
    cells = 0
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    for values in rows:
        row = [_write(value) for value in values]
        while row and row[-1] == "":
            row.pop()
        cells += len(row) + 1
        if cells > MOST_CELLS:
            raise UnreadableSheet(TOO_MANY_CELLS)
        table.append(row)
    while table and not table[-1]:
        table.pop()
    return _require_few_rows(table)


def _write(value: Any) -> Cell:
    """A workbook's value as a cell: a number in the notation that has one reading."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date()
        case date():
            return value
        case int() | float():
            return _write_number(value)
    return str(value).strip()[:LONGEST_CELL]


def _write_number(value: float) -> str:
    if not isfinite(value) or abs(value) >= 10**MOST_DIGITS:
        return ""
    if value == int(value):
        return str(int(value))
    text = f"{Decimal(repr(value)):f}"
    # A point before three digits could group thousands.
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
