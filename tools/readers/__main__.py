"""`python -m tools.readers`: does LibreOffice open the exports, and show the same numbers?

Every file is a real export of a scenario or campaign, and every cell is looked at: what stands in
the workbook, written as its format has it, is what LibreOffice must show.
"""

import csv
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from campaigns.exports import ExportSource
    from campaigns.exports.csv_format import CsvFormat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

SEMICOLON_KINDS = ("semicolon.csv", "ledger.semicolon.csv")
SCENARIOS: dict[str, dict[str, Any]] = {
    "example": {},
    "many-months": {
        "target": "900",
        "deadline_months": "48",
        "estimate": "sales-navigator-professional.as_granted",
    },
    "replies": {
        "target": "40",
        "goal": "replied",
        "reply_rate": "0.07",
        "decline_rate": "0.2",
        "budget": "1999.99",
        "seats": "3",
    },
    "large": {"target": "1000000", "seats": "10000", "billing": "annual"},
    "other-book": {"price_book": "linkedin-2026", "start_on": "2027-01-31", "target": "333"},
    "out-of-reach": {"target": "5000", "monthly_send_limit": "1"},
    "unpriced": {"plans": "sales-navigator-team"},
    "no-plan": {"plans": ""},
    "free": {"open_profile_share": "100 %"},
}


@contextmanager
def price_books() -> Iterator[None]:
    """A database for the time being, with the shipped price books."""
    from django.core.management import call_command
    from django.test.utils import setup_databases, teardown_databases

    old = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_price_books", verbosity=0, stdout=StringIO())
        yield
    finally:
        teardown_databases(old, verbosity=0)


def write_exports(folder: Path) -> list[Path]:
    """Every scenario as a workbook and as CSV files."""
    from campaigns.exports import NothingToExport, make_export

    files = []
    for name, source in make_subjects().items():
        for kind in ("xlsx", "csv", "ledger.csv", *SEMICOLON_KINDS):
            stem = kind.removesuffix(".csv").replace(".", "-")
            file = folder / f"{name}-{stem}.{kind.split('.')[-1]}"
            try:
                file.write_bytes(make_export(source, kind).content)
            except NothingToExport:
                continue
            files.append(file)
    return files


def make_subjects() -> "dict[str, ExportSource]":
    from tests.campaigns.exports import OWN_PLAN, make_campaign, make_scenario

    odd = OWN_PLAN | {"name": '=HYPERLINK("https://x.example";"Käse – 日本 😀");=1+1,-2'}
    note = "=1+1\nZweite Zeile; with, commas and “quotes”.\n" + "A long line. " * 30
    campaign = make_campaign(
        name="@Frühling, “Runde”", note=note, own_plan=odd, prices_from=date(2026, 12, 3)
    )
    return {name: make_scenario(**fields) for name, fields in SCENARIOS.items()} | {"odd": campaign}


def check_workbook(file: Path, shown: list[Path]) -> int:
    """Compare every cell of every sheet with what LibreOffice shows; how many there were."""
    from tests.readers.workbooks import open_workbook
    from tools.readers.office import CheckFailed, read_rows

    count = 0
    for sheet in open_workbook(file.read_bytes(), with_values=True).worksheets:
        [table] = [one for one in shown if one.name == f"{file.stem}-{sheet.title}.csv"]
        rows = read_rows(table)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            row = rows[cell.row - 1]
            found = row[cell.column - 1] if cell.column <= len(row) else ""
            expected = show(cell.value, cell.number_format)
            if found != expected:
                raise CheckFailed(f"{table.name} {cell.coordinate}: {found!r}, not {expected!r}")
            count += 1
    return count


# Inputs of the sheet that calculates, by cell, other than those as planned.
CHANGED = {"B5": 123.45, "B6": 999.99, "B7": 7.125, "B8": 0.15, "B9": 0.077}
CALCULATED = "B18", "B19", "B20", "B21", "B22", "B23", "B24"


def change_inputs(files: list[Path], folder: Path) -> dict[Path, list[str]]:
    """Copies of the workbooks with other inputs and no values, and what they come to."""
    from tests.readers.workbooks import open_workbook

    expected = {}
    for file in files:
        book = open_workbook(file.read_bytes())
        sheet = book["Calculation"]
        if sheet["B18"].value is None:
            continue
        for cell, value in CHANGED.items():
            sheet[cell] = value
        copy = folder / f"{file.stem}-changed.xlsx"
        # What is saved by this library has formulas without values, so LibreOffice calculates them.
        book.save(copy)
        quantities = [Decimal(sheet[cell].value) for cell in ("B12", "B13", "B14", "B15")]
        expected[copy] = [f"${amount:,.2f}" for amount in calculate(*quantities)]
    return expected


def calculate(months: Decimal, years: Decimal, bought: Decimal, leads: Decimal) -> list[Decimal]:
    """What the cells of `CALCULATED` come to with the inputs of `CHANGED`."""
    from planner.planning.money import cents

    monthly, annual, credit, mark_up, tax = (Decimal(str(value)) for value in CHANGED.values())
    seats, credits = months * monthly + years * annual, bought * credit
    total = cents(seats + credits)
    of_mark_up = cents(total * mark_up)
    of_tax = cents((total + of_mark_up) * tax)
    lead = (seats + credits) * (1 + mark_up) * (1 + tax) / leads
    charge = total + of_mark_up + of_tax
    return [cents(seats), cents(credits), total, of_mark_up, of_tax, charge, cents(lead)]


def check_calculation(file: Path, shown: list[Path], expected: list[str]) -> int:
    """Compare what LibreOffice calculates with what is expected; how many cells there were."""
    from tools.readers.office import CheckFailed, read_rows

    [table] = [one for one in shown if one.name == f"{file.stem}-Calculation.csv"]
    rows = read_rows(table)
    found = [rows[int(cell[1:]) - 1][1] for cell in CALCULATED]
    if found != expected:
        raise CheckFailed(f"{table.name}: {found}, not {expected}")
    return len(found)


def show(value: object, number_format: str) -> str:
    """How a spreadsheet in English shows a value in one of the workbook's formats."""
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, str) or number_format == "General":
        return str(value)
    number = Decimal(str(value))
    if number_format.endswith("%"):
        digits = f"{number * 100:f}"
        whole, _, part = digits.partition(".")
        return f"{whole}.{part.rstrip('0') or '0'}%"
    if number_format == "$#,##0.00##":
        whole, _, part = f"{number:,.4f}".partition(".")
        return f"${whole}.{part[:2]}{part[2:].rstrip('0')}"
    return f"${number:,.2f}" if number_format.startswith("$") else f"{number:,.0f}"


def check_csv(file: Path, shown: list[Path], csv_format: "CsvFormat") -> int:
    """Compare every cell with what LibreOffice shows of it; how many there were."""
    from tools.readers.office import CheckFailed, read_rows

    [table] = [one for one in shown if one.name.startswith(f"{file.stem}.")]
    with file.open(newline="", encoding="utf-8-sig") as lines:
        written = list(csv.reader(lines, delimiter=csv_format.separator))
    found = read_rows(table, separator=csv_format.separator)
    if len(found) != len(written):
        raise CheckFailed(f"{table.name}: {len(found)} rows, not {len(written)}")
    count = 0
    for written_row, row in zip(written, found, strict=True):
        row += [""] * (len(written_row) - len(row))
        for expected, cell in zip(written_row, row, strict=True):
            if _plain(cell, ".") != _plain(expected, csv_format.decimal_mark):
                raise CheckFailed(f"{table.name}: {cell!r}, not {expected!r}")
            count += 1
    return count


def _plain(cell: str, decimal_mark: str) -> object:
    """A cell as what it is, however it is written: 400 is 400.00 or 400,00, and TRUE is true."""
    if re.fullmatch(rf"-?\d+({re.escape(decimal_mark)}\d+)?", cell):
        return Decimal(cell.replace(decimal_mark, "."))
    return cell.lower() if cell.lower() in ("true", "false") else cell


def main() -> None:
    from tools.readers.office import (
        AS_SHOWN,
        CSV_IN_GERMAN,
        CSV_IN_UTF_8,
        MISSING,
        convert,
        find,
    )

    if find() is None:
        sys.exit(MISSING)
    django.setup()
    from campaigns.exports.csv_format import DECIMAL_COMMAS, DECIMAL_POINTS

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exports = folder / "exports"
        exports.mkdir()
        with price_books():
            files = write_exports(exports)
        workbooks = [file for file in files if file.suffix == ".xlsx"]
        tables = [file for file in files if file.suffix == ".csv"]
        german = [file for file in tables if file.stem.endswith("semicolon")]
        english = [file for file in tables if file not in german]
        shown = convert(workbooks, to=AS_SHOWN, into=folder / "workbooks")
        cells = sum(check_workbook(file, shown) for file in workbooks)
        print(f"{len(workbooks)} workbooks, {cells:,} cells: LibreOffice shows the same.")
        changed = folder / "changed"
        changed.mkdir()
        expected = change_inputs(workbooks, changed)
        shown = convert([*expected], to=AS_SHOWN, into=folder / "calculated")
        cells = sum(check_calculation(file, shown, amounts) for file, amounts in expected.items())
        print(f"{len(expected)} workbooks with other prices, {cells} formulas: LibreOffice agrees.")
        for name, read, reading_as, csv_format in (
            ("with decimal points", english, CSV_IN_UTF_8, DECIMAL_POINTS),
            ("with decimal commas", german, CSV_IN_GERMAN, DECIMAL_COMMAS),
        ):
            shown = convert(read, to="csv", into=folder / name[-6:], reading_as=reading_as)
            cells = sum(check_csv(file, shown, csv_format) for file in read)
            print(f"{len(read)} CSV files {name}, {cells:,} cells: LibreOffice shows the same.")
        pages = convert(workbooks, to="pdf", into=folder / "pages")
        print(f"{len(pages)} workbooks print without a warning.")


if __name__ == "__main__":
    main()
