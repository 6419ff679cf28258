"""Workbooks and CSV files as LibreOffice shows them."""

import csv
import shutil
import subprocess
from pathlib import Path

NAMES = ["soffice", "libreoffice"]
MISSING = (
    "There is no LibreOffice to open the exports with: install the system's libreoffice-calc "
    "package."
)
# Comma, double quote, UTF-8, from the first line on, no column is special, any language; do not
# quote every text, detect nothing; cells as they are shown, not as formulas; every sheet.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
CSV_IN_UTF_8 = "Text - txt - csv (StarCalc):44,34,76,1"
# Semicolons, and read as German is written; what comes out has semicolons, and decimal points.
CSV_IN_GERMAN = "Text - txt - csv (StarCalc):59,34,76,1,,1031"
# A warning on machines without Java, which spreadsheets do not need.
HARMLESS = "failed to launch javaldx"
SECONDS = 180


class CheckFailed(Exception):
    """LibreOffice warned, or did not convert a file."""


def find() -> str | None:
    """The executable's path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def convert(files: list[Path], *, to: str, into: Path, reading_as: str = "") -> list[Path]:
    """Convert files; the results, by name. Raises `CheckFailed` at the first warning."""
    office = find()
    if office is None:
        raise CheckFailed(MISSING)
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation={(into.parent / 'profile').as_uri()}",
            "--headless",
            *([f"--infilter={reading_as}"] if reading_as else []),
            "--convert-to",
            to,
            "--outdir",
            str(into),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    warnings = [line for line in done.stderr.splitlines() if line and HARMLESS not in line]
    if warnings:
        raise CheckFailed("\n".join(warnings))
    made = sorted(into.iterdir())
    for file in files:
        if not any(one.name.startswith(file.stem) for one in made):
            raise CheckFailed(f"{file.name} was not converted")
    return made


def read_rows(file: Path, *, separator: str = ",") -> list[list[str]]:
    """The rows of a CSV file that LibreOffice wrote, without empty cells at their ends."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines, delimiter=separator))
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows
