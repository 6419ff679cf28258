"""Sheets read, and what they come to."""

from datetime import date, timedelta
from typing import Any

import pytest

from campaigns.sheets import Sheet, UnreadableSheet, read_sheet
from tests.campaigns.sheet_files import Rows, as_csv

TODAY = date(2026, 12, 1)
FROM = date(2026, 9, 1)
DAY = timedelta(days=1)


def read(content: bytes, *, from_on: date = FROM, today: date = TODAY, own_name: str = "") -> Sheet:
    return read_sheet(content, from_on=from_on, today=today, own_name=own_name)


def read_rows(rows: Rows, **options: Any) -> Sheet:
    return read(as_csv(rows), **options)


def totals(sheet: Sheet) -> tuple[int, int, int]:
    [reading] = sheet.readings
    return (
        sum(line.sent for line in reading.lines),
        sum(line.answered for line in reading.lines),
        sum(line.declined for line in reading.lines),
    )


def by_day(sheet: Sheet) -> dict[str, tuple[int, int, int]]:
    [reading] = sheet.readings
    return {f"{line.first_on}": (line.sent, line.answered, line.declined) for line in reading.lines}


def unread(sheet: Sheet) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.reason, one.rows) for one in sheet.readings[0].unread]


def why_not(content: bytes, **options: Any) -> str:
    with pytest.raises(UnreadableSheet) as raised:
        read(content, **options)
    return raised.value.reason
