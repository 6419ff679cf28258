"""Files of sheets for the tests: trackers, exports and sums, without a real name."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
START = date(2026, 9, 1)


def as_csv(rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as a text of that notation."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(rows: Rows, *, before: Sequence[Rows] = ()) -> bytes:
    """The rows as a worksheet of a workbook, after worksheets that come `before` it."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for sheet in (*before, rows):
        worksheet = book.create_sheet()
        for row in sheet:
            worksheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def make_tracker(messages: int = 300) -> tuple[list[list[str]], dict[str, int]]:
    """A tracker as a German Excel has it, and what is in it: rows of all states, some broken."""
    chance = random.Random(17)
    rows = [["Lead", "Company", "Sent on", "Status", "Replied on", "Cost, EUR"]]
    truth = {"sent": 0, "answered": 0, "declined": 0, "not sent": 0}
    for number in range(messages):
        day = START + timedelta(days=chance.randrange(60))
        answer_day = day + timedelta(days=chance.randrange(5))
        state = chance.choices(
            ["Sent", "No reply", "Replied", "Not interested", "Meeting booked", "To do"],
            [50, 30, 8, 5, 3, 4],
        )[0]
        is_answer = state in ("Replied", "Not interested", "Meeting booked")
        sent_on = "" if state == "To do" else f"{day:%d.%m.%Y}"
        replied_on = f"{answer_day:%d.%m.%Y}" if is_answer else ""
        rows.append([f"Lead {number}", f"Firma {number} GmbH", sent_on, state, replied_on, "1,20"])
        truth["not sent" if state == "To do" else "sent"] += 1
        truth["answered"] += is_answer
        truth["declined"] += state == "Not interested"
    return rows, truth
