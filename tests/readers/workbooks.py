"""Workbooks as openpyxl reads them."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, Any]
HEAD_ROW = 3


def open_workbook(content: bytes, *, with_values: bool = False) -> Workbook:
    """The workbook with its formats; `with_values`: with what its formulas come to in their place.

    Those are the values that the file has of them, as its writer calculated them.
    """
    return load_workbook(BytesIO(content), data_only=with_values)


def read_table(sheet: Worksheet) -> list[Row]:
    """The rows below the heads, up to the first row without a value in its first column."""
    heads = [str(cell.value) for cell in sheet[HEAD_ROW]]
    rows = []
    for cells in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True):
        if cells[0] is None:
            break
        rows.append(dict(zip(heads, cells, strict=True)))
    return rows


def read_labels(sheet: Worksheet) -> dict[str, Any]:
    """The values beside the labels of the summary; the first of labels that come twice."""
    said: dict[str, Any] = {}
    for label, value, *_ in sheet.iter_rows(values_only=True):
        if label is not None:
            said.setdefault(str(label), value)
    return said


def list_texts(book: Workbook) -> list[Any]:
    """Every cell that has a text, on every sheet."""
    return [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def list_formulas(book: Workbook) -> list[Any]:
    """Every formula, on every sheet."""
    return [cell.value for cell in list_texts(book) if cell.data_type == "f"]
