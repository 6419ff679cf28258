"""Sheets that are none, that would take long, and any others."""

import io
import struct
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.sheets import UnreadableSheet
from campaigns.sheets import cells as cells_module
from planner.planning.progress.record import Entry
from tests.campaigns.sheet_files import as_csv, as_xlsx, make_tracker
from tests.campaigns.sheets import (
    FROM,
    TODAY,
    read,
    read_rows,
    totals,
    unread,
    why_not,
)
from tests.examples import examples


def test_remarks_before_the_header_and_excels_hint() -> None:
    rows = [
        ["Notes:"],
        ["kept by hand"],
        [],
        ["Lead", "Date", "Status"],
        ["1", "2026-11-03", "Sent"],
    ]
    assert totals(read_rows(rows)) == (1, 0, 0)
    hinted = b"sep=;\r\n" + as_csv([["Lead", "Date"], ["1", "2026-11-03"]], separator=";")
    assert totals(read(hinted)) == (1, 0, 0)


def test_nothing_but_numbers_leaves_the_sheet() -> None:
    """What goes on to be stored has no text of the file."""
    rows, _ = make_tracker()
    sheet = read(as_csv(rows, separator=";"))
    assert {type(value) for one in sheet.readings[0].lines for value in vars_of(one)} <= {
        date, int, Decimal, type(None), str,
    }  # fmt: skip
    assert {one.audience for one in sheet.readings[0].lines} == {""}


def vars_of(entry: Entry) -> list[Any]:
    return [getattr(entry, name) for name in Entry.__dataclass_fields__]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no row of it names its columns"),
        (b"hello", "no row of it names its columns"),
        (b"Name,Status\nLead 1,Sent\n", "no row of it names its columns"),
        (b"Date,Status\nsoon,Sent\n", "no column of it has dates"),
        (b"Date\x00,Status\n\x00\x01", "it is neither a text nor an Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "it is an old Excel file"),
        (b"PK\x03\x04rest", "it is no Excel workbook that can be read"),
        (as_csv([["Date", "Status"]] * 20_002), "it has more than 20,000 rows"),
        (
            as_csv([["Date", "Sent"], *[["2026-11-03", "900000"]] * 2]),
            "a sum is out of range: 1800000 is not a whole number from 0 to 1,000,000",
        ),
    ],
)
def test_what_is_no_sheet_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    assert reason in why_not(content)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_archives_that_unpack_to_much_are_not_unpacked() -> None:
    bomb = zipped({"xl/sharedStrings.xml": b" " * 21_000_000})
    assert len(bomb) < 100_000
    assert why_not(bomb) == "it is too large once it is unpacked"
    assert "too large" in why_not(zipped({f"{n}.xml": b"" for n in range(501)}))


SPREADSHEET = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet %s><sheetData><row>%s</row></sheetData></worksheet>"
            % (SPREADSHEET, b"<c/>" * 330_000),
        ),
        ("xl/worksheets/sheet1.xml", b"<worksheet>%s</worksheet>" % (b"<a/>" * 330_000)),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><row %s/></worksheet>" % b" ".join(b"a%d=''" % n for n in range(301_000)),
        ),
        ("xl/styles.xml", b"<styleSheet %s>%s</styleSheet>" % (SPREADSHEET, b"<b/>" * 21_000)),
    ],
)
def test_a_workbook_that_would_take_long_is_not_begun(part: str, content: bytes) -> None:
    assert len(content) < 4_000_000
    reason = why_not(zipped(unzipped(as_xlsx([["Date", "Sent"]])) | {part: content}))
    assert "save it as CSV" in reason


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_archive_that_lies_about_its_size_is_read_no_further() -> None:
    content = zipped({"xl/workbook.xml": b" " * 21_000_000})
    size = struct.pack("<L", 21_000_000)
    assert content.count(size) == 2
    assert why_not(content.replace(size, struct.pack("<L", 10)))


def test_entities_of_a_workbook_are_refused() -> None:
    parts = unzipped(as_xlsx([["Date", "Sent"], ["2026-11-03", 3]]))
    assert totals(read(zipped(parts))) == (3, 0, 0)
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    parts["xl/workbook.xml"] = evil + parts["xl/workbook.xml"].partition(b"?>")[2]
    assert why_not(zipped(parts)) == "it is no Excel workbook that can be read"


def test_a_workbook_of_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = as_xlsx([["Date", "Sent"], *[["2026-11-03", 1]] * 30])
    assert totals(read(rows)) == (30, 0, 0)
    monkeypatch.setattr(cells_module, "MOST_CELLS", 50)
    assert "save it as CSV" in why_not(rows)


def test_the_values_of_a_workbook() -> None:
    sheet = read(
        as_xlsx(
            [
                ["Date", "Sent", "Paid", "Answered", "Bought"],
                [datetime(2026, 11, 3, 10), 3, 119.99, 1.0, None],
                [date(2026, 11, 4), 2, 1.125, 0, 10**30],
                [date(2026, 11, 5), True, 0, 0, 1],
            ]
        )
    )
    [reading] = sheet.readings
    assert [(one.sent, one.paid, one.answered) for one in reading.lines] == [
        (3, Decimal("119.99"), 1),
        (2, Decimal("1.125"), 0),
    ]
    assert unread(sheet) == [("“yes” is not a whole number", (4,))]


WORDS = st.sampled_from(
    ["Date", "Sent", "Replied", "Status", "From", "To", "Month", "Week", "Paid", "Direction",
     "Sent At", "CONVERSATION ID", "OUTGOING", "2026-11-03", "03/04/2026", "25.11.26", "no", "yes",
     "1.680", "5,5", "Sent", "“", '"', ";", "\n", "0001-01-01", "9999-12-31", "2026-W53", "99999",
     "Week ending", "Until", "Credits"]
)  # fmt: skip
ANY_CELL = WORDS | st.text(max_size=12) | st.integers() | st.floats() | st.none() | st.dates()


def survives(content: bytes, own_name: str = "") -> None:
    """Of any file there is a sheet or a reason, and every line is one of the time."""
    try:
        sheet = read(content, own_name=own_name)
    except UnreadableSheet:
        return
    for reading in sheet.readings:
        for entry in reading.lines:
            assert entry.last_on >= FROM
            assert entry.first_on <= entry.last_on <= max(TODAY, entry.first_on)


@given(st.binary(max_size=400))
@examples(60, many=2_000)
def test_any_bytes_are_a_sheet_or_refused(content: bytes) -> None:
    survives(content)
    survives(b"PK\x03\x04" + content)
    survives(b"\xff\xfe" + content)


@given(st.lists(st.lists(ANY_CELL, max_size=7), max_size=8), st.sampled_from(",;\t|"), WORDS)
@examples(150, many=3_000)
def test_any_table_is_a_sheet_or_refused(rows: list[list[Any]], separator: str, name: str) -> None:
    survives(as_csv(rows, separator=separator, encoding="utf-8"), name)


HEADERS = st.sampled_from(
    [["Date", "Status", "Replied"], ["From", "To", "Sent", "Paid"], ["Month", "Sent"],
     ["Week ending", "Sent"], ["CONVERSATION ID", "FROM", "TO", "DATE"], ["Sent At", "Direction"],
     ["Day", "Sent", "Answered", "No", "Paid", "Credits"]]
)  # fmt: skip


@given(HEADERS, st.lists(st.lists(WORDS | st.text(max_size=8), max_size=7), max_size=12), WORDS)
@examples(200, many=5_000)
def test_any_rows_below_a_header_are_read_or_named(
    header: list[str], rows: list[list[str]], name: str
) -> None:
    survives(as_csv([header, *rows]), name)


@given(st.data())
@examples(40, many=1_000)
def test_a_workbook_with_a_byte_changed_is_a_sheet_or_refused(data: st.DataObject) -> None:
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(content))


WORKBOOK = as_xlsx(
    [["Date", "Sent", "Paid"], [date(2026, 11, 3), 3, 119.99], ["2026-11-04", 2, ""]]
)
