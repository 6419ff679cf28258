"""Sheets of messages: every notation, the exports of the usual tools, and nothing guessed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from campaigns.sheets.dates import Pair, find_date, find_month, find_orders, find_week
from campaigns.sheets.linkedin import NameNeeded
from campaigns.sheets.states import find_answer, find_state
from planner.planning.progress.record import Entry
from tests.campaigns.sheet_files import Rows, as_csv, as_xlsx, make_tracker
from tests.campaigns.sheets import (
    TODAY,
    by_day,
    read,
    read_rows,
    totals,
    unread,
    why_not,
)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_tracker_of_300_rows_in_every_notation(separator: str, encoding: str) -> None:
    rows, truth = make_tracker()
    rows[3][1] = "Müller & Söhne; “Größe”, Köln"
    sheet = read(as_csv(rows, separator=separator, encoding=encoding))
    assert (sheet.kind, sheet.rows) == ("tracker", 300)
    assert totals(sheet) == (truth["sent"], truth["answered"], truth["declined"])
    assert sheet.readings[0].left_out == (("not sent", truth["not sent"]),)
    assert unread(sheet) == []
    assert truth["declined"] > 5


def test_the_same_tracker_as_a_workbook() -> None:
    rows, truth = make_tracker()
    typed = [
        [
            datetime.strptime(cell, "%d.%m.%Y") if n in (2, 4) and cell else cell
            for n, cell in enumerate(row)
        ]
        for row in rows[1:]
    ]
    notes = [["What this is"], ["Kept by hand"]]
    sheet = read(as_xlsx([rows[0], *typed], before=[notes]))
    assert totals(sheet) == (truth["sent"], truth["answered"], truth["declined"])
    [in_workbook], [in_text] = sheet.readings, read(as_csv(rows, separator=";")).readings
    assert in_workbook.lines == in_text.lines


def test_each_row_that_cannot_be_read_is_named_with_the_reason() -> None:
    sheet = read_rows(
        [
            ["Name", "Date", "Status"],
            ["Lead 1", "2026-11-03", "Sent"],
            ["Lead 2", "soon", "Sent"],
            ["Lead 3", "2026-11-03", "Hmm"],
            ["Lead 4", "2026-11-03", "No"],
            ["Lead 5", "2027-01-03", "Sent"],
            ["Lead 6", "", "Replied"],
            ["", "", ""],
            ["Lead 8", "", "Sent"],
            ["Lead 9", "2026-08-03", "Sent"],
            ["Lead 10", "31.02.2026", "Sent"],
            ["Lead 11", "soon", "Replied"],
            ["Total", "10", ""],
        ]
    )
    assert totals(sheet) == (1, 0, 0)
    assert unread(sheet) == [
        ("“soon” is not a day", (3, 12)),
        ("the state “Hmm” is not known", (4,)),
        (
            "the state “No” can mean no answer or a refusal; write “No reply” or “Declined”",
            (5,),
        ),
        ("its day is after today", (6,)),
        ("it has no date", (7,)),
        ("“31.02.2026” is not a day", (11,)),
        ("“10” is not a day", (13,)),
    ]
    assert dict(sheet.readings[0].left_out) == {
        "without a date: not sent yet": 1,
        "before 1 Sep 2026": 1,
    }
    assert sheet.rows == 11


def test_an_answer_counts_on_its_own_day() -> None:
    sheet = read_rows(
        [
            ["Sent", "Replied", "Declined?"],
            ["2026-11-03", "2026-11-05", ""],
            ["2026-11-03", "yes", "x"],
            ["2026-11-04", "no", ""],
            ["2026-11-04", "2026-11-01", ""],
        ]
    )
    assert by_day(sheet) == {
        "2026-11-03": (2, 1, 1),
        "2026-11-04": (2, 1, 0),
        "2026-11-05": (0, 1, 0),
    }


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        # Apollo: contacts.
        (
            [
                ["First Name", "Last Name", "Title", "Company", "Email", "Stage", "Last Contacted",
                 "Email Sent", "Email Open", "Email Bounced", "Replied", "Demoed"],
                ["Lead", "1", "CEO", "A", "", "Approaching", "2026-11-02T08:30:00Z", "true", "true",
                 "false", "false", "false"],
                ["Lead", "2", "CEO", "B", "", "Replied", "2026-11-02", "true", "true", "false",
                 "true", ""],
                ["Lead", "3", "CEO", "C", "", "Not Interested", "2026-11-03", "true", "", "",
                 "true", ""],
                ["Lead", "4", "CEO", "D", "", "Cold", "", "false", "", "", "false", ""],
                ["Lead", "5", "CEO", "E", "", "Do Not Contact", "2026-11-03", "true", "", "",
                 "", ""],
            ],
            {"2026-11-02": (2, 1, 0), "2026-11-03": (2, 2, 2)},
        ),
        # HubSpot: contacts.
        (
            [
                ["Record ID", "First Name", "Last Name", "Email", "Lead Status", "Create Date",
                 "Last Contacted", "Last Activity Date", "Recent Sales Email Replied Date"],
                ["1", "Lead", "1", "", "Attempted to contact", "2026-01-02 09:00",
                 "2026-11-02 09:12", "2026-11-20 10:00", ""],
                ["2", "Lead", "2", "", "Connected", "2026-01-02 09:00", "2026-11-02 09:12",
                 "2026-11-20 10:00", "2026-11-04 17:01"],
                ["3", "Lead", "3", "", "Unqualified", "2026-01-02 09:00", "2026-11-03 09:12",
                 "2026-11-20 10:00", ""],
                ["4", "Lead", "4", "", "New", "2026-01-02 09:00", "", "", ""],
            ],
            {"2026-11-02": (2, 0, 0), "2026-11-03": (1, 1, 1), "2026-11-04": (0, 1, 0)},
        ),
        # Salesforce: campaign members.
        (
            [
                ["Campaign Name", "Member Status", "Company", "Member First Associated Date",
                 "First Responded Date", "Responded"],
                ["Autumn", "Sent", "A", "11/2/2026", "", "0"],
                ["Autumn", "Responded", "B", "11/2/2026", "11/24/2026", "1"],
            ],
            {"2026-11-02": (2, 0, 0), "2026-11-24": (0, 1, 0)},
        ),
        # Salesforce: tasks.
        (
            [
                ["Subject", "Lead", "Status", "Due Date", "Lead Status"],
                ["InMail", "Lead 1", "Completed", "2026-11-02", "Working - Contacted"],
                ["InMail", "Lead 2", "Not Started", "2026-11-02", "Open - Not Contacted"],
            ],
            {"2026-11-02": (1, 0, 0)},
        ),
    ],
)  # fmt: skip
def test_the_exports_of_the_usual_tools(
    rows: Rows, counted: dict[str, tuple[int, int, int]]
) -> None:
    sheet = read_rows(rows)
    assert sheet.kind == "tracker"
    assert by_day(sheet) == counted
    assert unread(sheet) == []


OWN = "https://www.linkedin.com/in/owner"
MESSAGES: list[list[str]] = [
    ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO",
     "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER", "IS MESSAGE DRAFT"],
    ["a", "", "Lead 1", "https://x/1", "The Owner", OWN, "2026-11-05 10:00:00 UTC", "", "No!\nBye",
     "INBOX", "No"],
    ["a", "", "The Owner", OWN, "Lead 1", "https://x/1", "2026-11-03 09:00:00 UTC", "Hi", "…",
     "INBOX", "No"],
    ["a", "", "The Owner", OWN, "Lead 1", "https://x/1", "2026-11-03 08:00:00 UTC", "Hi", "…",
     "INBOX", "No"],
    ["b", "", "The Owner", OWN, "Lead 2", "https://x/2", "2026-11-03 08:00:00 UTC", "Hi", "…",
     "INBOX", "No"],
    ["c", "", "Lead 3", "https://x/3", "The Owner", OWN, "2026-11-04 08:00:00 UTC", "Buy", "…",
     "INBOX", "No"],
    ["c", "", "The Owner", OWN, "Lead 3", "https://x/3", "2026-11-04 09:00:00 UTC", "", "…",
     "INBOX", "No"],
    ["d", "", "The Owner", OWN, "Lead 4", "https://x/4", "2026-11-04 09:00:00 UTC", "", "…",
     "INBOX", "Yes"],
    ["e", "", "The Owner", OWN, "Lead 5", "https://x/5", "yesterday", "", "…", "INBOX", "No"],
    ["f", "", "", "", "Lead 6", "https://x/6", "2026-11-04 09:00:00 UTC", "", "…", "INBOX", "No"],
]  # fmt: skip


def test_linkedins_own_export_of_messages() -> None:
    sheet = read_rows(MESSAGES)
    assert (sheet.kind, sheet.fields) == ("messages", ("sent", "answered"))
    # A follow-up is no second message to one person.
    assert by_day(sheet) == {"2026-11-03": (2, 0, 0), "2026-11-05": (0, 1, 0)}
    assert unread(sheet) == [("“yesterday” is not a day", (9,)), ("it has no sender", (10,))]
    assert dict(sheet.readings[0].left_out) == {"conversations that the other side began": 1}


def test_whose_messages_they_are_is_asked_and_not_guessed() -> None:
    both = [MESSAGES[0], MESSAGES[1], MESSAGES[3]]
    with pytest.raises(NameNeeded):
        read_rows(both)
    assert totals(read_rows(both, own_name="the owner")) == (1, 1, 0)
    assert why_not(as_csv(both), own_name="Somebody") == (
        "no message in it is from the name that you entered"
    )
    assert totals(read_rows(both, own_name="Lead 1")) == (0, 0, 0)


def test_linkedins_own_export_of_invitations() -> None:
    sheet = read_rows(
        [
            ["From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl"],
            ["The Owner", "Lead 1", "11/25/26, 5:14 PM", "", "OUTGOING", OWN],
            ["The Owner", "Lead 2", "11/2/26, 5:14 PM", "", "OUTGOING", OWN],
            ["Lead 3", "The Owner", "11/2/26, 5:14 PM", "", "INCOMING", ""],
            ["Lead 4", "The Owner", "11/2/26, 5:14 PM", "", "SIDEWAYS", ""],
            ["Lead 5", "The Owner", "then", "", "OUTGOING", ""],
            [],
        ]
    )
    assert (sheet.kind, sheet.fields) == ("invitations", ("sent",))
    assert by_day(sheet) == {"2026-11-25": (1, 0, 0), "2026-11-02": (1, 0, 0)}
    assert unread(sheet) == [
        ("the direction “sideways” is not known", (5,)),
        ("“then” is not a day", (6,)),
    ]
    assert dict(sheet.readings[0].left_out) == {"invitations that came in": 1}


def line(first: date, last: date, **values: Any) -> Entry:
    return Entry(first_on=first, last_on=last, **values)


def test_sums_a_month_with_decimal_commas() -> None:
    sheet = read(
        as_csv(
            [
                [
                    "Month",
                    "Sent",
                    "Replies",
                    "Of these no",
                    "Credits bought",
                    "Paid",
                    "Credits left",
                ],
                ["2026-09", "60,0", "5,00", "1", "0", "119,99", "40.0"],
                ["Okt", "1", "", "", "", "", ""],
                ["Oct 2026", "1.200", "7", "2", "10", "1.680", "0"],
                ["11/2026", "30", "-", "", "", "", ""],
                ["Dec 2026", "4", "9", "10", "", "", ""],
            ],
            separator=";",
        )
    )
    assert sheet.kind == "sums"
    [reading] = sheet.readings
    assert reading.lines == (
        line(
            date(2026, 9, 1), date(2026, 9, 30), sent=60, answered=5, declined=1,
            paid=Decimal("119.99"), credits_now=40,
        ),
        line(
            date(2026, 10, 1), date(2026, 10, 31), sent=1_200, answered=7, declined=2, bought=10,
            paid=Decimal(1680), credits_now=0,
        ),
        line(date(2026, 11, 1), date(2026, 11, 30), sent=30),
    )  # fmt: skip
    assert unread(sheet) == [
        ("“Okt” is not a day", (3,)),
        ("it has more declines than answers", (6,)),
    ]


def test_sums_a_week_and_of_spans_and_days() -> None:
    weeks = [["Week", "InMails"], ["2026-W45", "20"], ["2026-11-09", "7"], ["2026-W60", "1"]]
    assert by_day(read_rows(weeks)) == {"2026-11-02": (20, 0, 0), "2026-11-09": (7, 0, 0)}
    [reading] = read_rows(weeks).readings
    assert reading.lines[0].last_on == date(2026, 11, 8)
    ending = read_rows([["Week ending", "Sent"], ["2026-11-08", "20"]])
    assert ending.readings[0].lines == (line(date(2026, 11, 2), date(2026, 11, 8), sent=20),)
    spans = [
        ["From", "To", "Sent", "Answered"],
        ["2026-11-02", "2026-11-05", "20", "1"],
        ["2026-11-05", "2026-11-02", "20", "1"],
        ["2026-11-28", "2026-12-09", "3", "0"],
        ["2026-11-30", "", "3", "0"],
    ]
    sheet = read_rows(spans)
    assert sheet.readings[0].lines == (
        line(date(2026, 11, 2), date(2026, 11, 5), sent=20, answered=1),
        line(date(2026, 11, 28), TODAY, sent=3),
    )
    assert unread(sheet) == [
        ("it ends on 2 Nov 2026, before it begins", (3,)),
        ("it has no date", (5,)),
    ]
    days = read_rows([["Day", "Sent"], ["2026-11-02", "3"], ["2026-11-02", "4"], ["Nov 2026", "2"]])
    assert days.readings[0].lines == (
        line(date(2026, 11, 1), date(2026, 11, 30), sent=2),
        line(date(2026, 11, 2), date(2026, 11, 2), sent=7),
    )


@pytest.mark.parametrize(("head", "cell"), [("Week", "9999-W52"), ("Week ending", "0001-01-03")])
def test_a_week_beyond_the_calendar_is_named(head: str, cell: str) -> None:
    sheet = read_rows([[head, "Sent"], ["2026-11-08", "20"], [cell, "3"]])
    assert totals(sheet) == (20, 0, 0)
    assert unread(sheet) == [(f"“{cell}” is not a day of this time", (3,))]


def test_a_month_that_began_before_the_campaign_is_taken() -> None:
    rows = [["Month", "Sent"], ["2026-08", "9"], ["2026-09", "7"]]
    sheet = read_rows(rows, from_on=date(2026, 9, 15))
    assert totals(sheet) == (7, 0, 0)
    assert sheet.readings[0].left_out == (("before 15 Sep 2026", 1),)


@pytest.mark.parametrize(
    ("amounts", "paid", "reason"),
    [
        (["1.680", "5,50"], ["1680", "5.5"], ""),
        (["1.680", "5.50"], ["1.68", "5.5"], ""),
        (["1.680"], [], "“1.680” can be two numbers: write 1680 for $1,680.00 or 1.68 for $1.68"),
        (["12 EUR"], [], "“12 EUR”: amounts are in US dollars, not in EUR"),
        (["12 apples"], [], "“12 apples” is not an amount"),
    ],
)
def test_amounts_are_settled_by_the_others_or_asked_about(
    amounts: list[str], paid: list[str], reason: str
) -> None:
    days = [["Date", "Sent", "Paid"]]
    days += [[f"2026-11-{n:02}", "1", amount] for n, amount in enumerate(amounts, 1)]
    sheet = read_rows(days)
    assert [one.paid for one in sheet.readings[0].lines] == [Decimal(text) for text in paid]
    assert [why for why, _ in unread(sheet)] == ([reason] if reason else [])


def test_numbers_with_two_readings_and_none() -> None:
    rows = [
        ["Date", "Sent"],
        ["2026-11-01", "2.000"],
        ["2026-11-02", "5 or so"],
        ["2026-11-03", "3"],
    ]
    sheet = read_rows(rows)
    assert unread(sheet) == [
        ("“2.000” can be two numbers: write 2000 for 2,000 or 2", (2,)),
        ("“5 or so” is not a whole number", (3,)),
    ]


DATES = ["Date", "Status"]


def test_an_order_that_nothing_settles_is_asked_about() -> None:
    rows = [DATES, ["03/04/2026", "Sent"], ["2026-04-03", "Sent"], ["05.05.2026", "Sent"]]
    sheet = read_rows(rows, from_on=date(2026, 1, 1))
    assert sheet.question == ("03/04/2026", date(2026, 4, 3), date(2026, 3, 4))
    by_order = {
        one.order: [f"{entry.first_on} {entry.sent}" for entry in one.lines]
        for one in sheet.readings
    }
    assert by_order == {
        "day": ["2026-04-03 2", "2026-05-05 1"],
        "month": ["2026-03-04 1", "2026-04-03 1", "2026-05-05 1"],
    }


@pytest.mark.parametrize(
    ("settling", "day"), [("25.11.2026", "2026-10-09"), ("11.25.2026", "2026-09-10")]
)
def test_other_rows_settle_the_order(settling: str, day: str) -> None:
    sheet = read_rows([DATES, ["09.10.2026", "Sent"], [settling, "Sent"]])
    assert by_day(sheet) == {day: (1, 0, 0), "2026-11-25": (1, 0, 0)}


def test_rows_in_both_orders_leave_the_open_ones_unread() -> None:
    rows = [DATES, ["25/11/2026", "Sent"], ["11/25/2026", "Sent"], ["03/04/2026", "Sent"]]
    sheet = read_rows(rows)
    assert totals(sheet) == (2, 0, 0)
    assert unread(sheet) == [
        ("“03/04/2026” can be two days, and other rows have both orders", (4,))
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("2026/11/3", date(2026, 11, 3)),
        ("2026-11-03T10:22:01.000Z", date(2026, 11, 3)),
        ("2026-11-03 10:22:01 UTC", date(2026, 11, 3)),
        ("3 Nov 2026", date(2026, 11, 3)),
        ("Nov 3, 2026, 10:22 AM", date(2026, 11, 3)),
        ("Tue, 3 November 2026", date(2026, 11, 3)),
        ("25.11.26", date(2026, 11, 25)),
        ("11/25/26, 5:14 PM", date(2026, 11, 25)),
        ("25. 11. 2026", date(2026, 11, 25)),
    ],
)
def test_days_in_the_notations_of_sheets(text: str, day: date) -> None:
    found = find_date(text)
    assert (found.by(None) if isinstance(found, Pair) else found) == day


@pytest.mark.parametrize("text", ["", "x", "3 Nov", "46350", "2026-13-01", "99/99/2026", "1" * 300])
def test_what_is_no_day(text: str) -> None:
    assert find_date(text) is None


def test_the_order_of_columns_without_open_days() -> None:
    assert find_orders([None, TODAY, find_date("05/05/2026")]) == (None,)


def test_months_and_weeks() -> None:
    assert find_month(date(2026, 11, 9)) == find_month("November 2026") == date(2026, 11, 1)
    assert find_month("Q4 2026") is find_month("Nov") is find_month("soon 2026") is None
    assert find_week("W45 2026") == find_week("2026 week 45") == date(2026, 11, 2)
    assert find_week("45") is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Message sent ✅", "sent"),
        ("Sent, no reply", "sent"),
        ("Closed - Not Converted", "sent"),
        ("Open - Not Contacted", "not sent"),
        ("To-do", "not sent"),
        ("Replied: not interested", "declined"),
        ("INTERESTED", "answered"),
        ("Closed Won", "answered"),
        ("Closed Lost", "declined"),
        ("Unresponsive", "sent"),
        ("Yes", "answered"),
        ("No", None),
        ("Dear Lead 1, thank you for your reply of yesterday, which I read with care", None),
        ("🙂", None),
    ],
)
def test_states(text: str, state: str | None) -> None:
    assert find_state(text) == state


def test_yes_and_no() -> None:
    assert find_answer(" TRUE ") is find_answer("x") is True
    assert find_answer("") is find_answer("0") is False
    assert find_answer("perhaps") is None
    sheet = read_rows([["Date", "Email", "Replied"], ["2026-11-03", "", "perhaps"]])
    assert unread(sheet) == [("“perhaps” is neither yes nor no", (2,))]


def test_a_column_that_shows_it_as_sent_is_newer_than_the_first_stage() -> None:
    rows = [
        ["Date", "Stage", "Email Sent"],
        ["2026-11-03", "Cold", "true"],
        ["2026-11-03", "Open", "true"],
        ["2026-11-03", "Bounced", "true"],
        ["2026-11-03", "Cold", "false"],
    ]
    assert by_day(read_rows(rows)) == {"2026-11-03": (2, 0, 0)}


def test_a_task_that_is_open_is_asked_about() -> None:
    sheet = read_rows([["Date", "Status"], ["2026-11-03", "Completed"], ["2026-11-03", "Open"]])
    assert by_day(sheet) == {"2026-11-03": (1, 0, 0)}
    [(reason, rows)] = unread(sheet)
    assert reason.startswith("the state “Open” can mean sent or still to be sent")
    assert rows == (3,)


def test_columns_of_sums_that_are_not_understood_are_named() -> None:
    sums = [["Month", "Sent", "Guthaben gekauft", ""], ["2026-11", "30", "2", ""]]
    assert read_rows(sums).unused == ("Guthaben gekauft",)
    # A tracker has columns of people, which nothing is taken of.
    assert read_rows([["Date", "Status", "Mood"], ["2026-11-03", "Sent", "9"]]).unused == ()
