"""Texts of days and deadlines: every notation that people use, and what is asked about."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reading import (
    Ambiguous,
    Deadline,
    Unreadable,
    read_day,
    read_deadline,
    show_deadline,
    write_day,
    write_deadline,
)
from campaigns.reading.days import MONTHS
from planner.planning.days import add_months
from planner.planning.ranges import MOST_MONTHS
from planner.planning.scenario import Scenario
from planner.planning.wording import show_day

START = date(2026, 12, 10)
LOW, HIGH = date(2000, 1, 1), date(2099, 12, 31)
starts = st.dates(LOW, HIGH)
words = st.sampled_from(
    [*MONTHS, "mar", "q1", "end of", "by", "in", "the", "weeks", "days", "months", "year", "of"]
)
pieces = st.lists(words | st.text("0123456789./-, ", max_size=6), max_size=6).map(" ".join)
texts = pieces | st.text(max_size=60)


def deadline(text: str, start_on: date = START) -> Deadline | Ambiguous | Unreadable:
    return read_deadline(text, start_on=start_on, most_months=MOST_MONTHS)


def start(text: str) -> date | Ambiguous | Unreadable:
    return read_day(text, today=START, low=LOW, high=HIGH)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("007", 7),
        ("2.000", 2),
        ("4 months", 4),
        ("4months", 4),
        ("in 4 months", 4),
        ("Within 4 Months", 4),
        ("4 mo", 4),
        ("a month", 1),
        ("four months", 4),
        ("2 quarters", 6),
        ("1 year", 12),
        ("5 yrs", 60),
        ("1 day", START),
        ("45 days", date(2027, 1, 23)),
        ("1,000 days", date(2029, 9, 4)),
        ("1 week", date(2026, 12, 16)),
        ("6 weeks", date(2027, 1, 20)),
        ("in\u00a06\u202fweeks", date(2027, 1, 20)),
        ("six weeks", date(2027, 1, 20)),
        ("6 wks", date(2027, 1, 20)),
        ("6w", date(2027, 1, 20)),
        ("6-week", date(2027, 1, 20)),
        ("March", date(2027, 3, 31)),
        ("by March", date(2027, 3, 31)),
        ("in march", date(2027, 3, 31)),
        ("end of March", date(2027, 3, 31)),
        ("by the end of March", date(2027, 3, 31)),
        ("Mar 2027", date(2027, 3, 31)),
        ("Sept. 2027", date(2027, 9, 30)),
        ("March, 2028", date(2028, 3, 31)),
        ("2027-03", date(2027, 3, 31)),
        ("3/2027", date(2027, 3, 31)),
        ("03.2027", date(2027, 3, 31)),
        ("December", date(2026, 12, 31)),
        ("November", date(2027, 11, 30)),
        ("February 2028", date(2028, 2, 29)),
        ("may", date(2027, 5, 31)),
        ("31 March", date(2027, 3, 31)),
        ("31st of March", date(2027, 3, 31)),
        ("the 31st of March", date(2027, 3, 31)),
        ("31 Mar 2027", date(2027, 3, 31)),
        ("by 31 Mar 2027", date(2027, 3, 31)),
        ("March 31, 2027", date(2027, 3, 31)),
        ("March 31st", date(2027, 3, 31)),
        ("Mar 31 2027", date(2027, 3, 31)),
        ("10 December", START),
        ("9 December", date(2027, 12, 9)),
        ("29 February", date(2028, 2, 29)),
        ("2027-03-31", date(2027, 3, 31)),
        ("31.3.2027", date(2027, 3, 31)),
        ("31/03/2027", date(2027, 3, 31)),
        ("03/31/2027", date(2027, 3, 31)),
        ("31-03-2027", date(2027, 3, 31)),
        ("03/03/2027", date(2027, 3, 3)),
        ("01/12/2026", Unreadable("12 Jan 2026 is outside 10 Dec 2026 to 9 Dec 2031")),
        ("12/01/2027", Ambiguous),
        ("03/04/2027", Ambiguous),
        ("3.4.2027", Ambiguous),
        ("1.000 days", Ambiguous),
        ("12/11/2026", date(2026, 12, 11)),
        ("Q1", date(2027, 3, 31)),
        ("Q4", date(2026, 12, 31)),
        ("by Q1 2027", date(2027, 3, 31)),
        ("Q1/2027", date(2027, 3, 31)),
        ("2027 Q1", date(2027, 3, 31)),
        ("2027-Q2", date(2027, 6, 30)),
        ("end of Q1", date(2027, 3, 31)),
        ("end of 2027", date(2027, 12, 31)),
        ("end of the year", date(2026, 12, 31)),
    ],
)
def test_a_deadline_is_read_as_people_write_it(text: str, meant: object) -> None:
    outcome = deadline(text)
    assert isinstance(outcome, Ambiguous) if meant is Ambiguous else outcome == meant
    assert type(outcome) is type(meant) or meant is Ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "soon",
        "0",
        "61",
        "-1",
        "1.5",
        "1.5 months",
        "½ year",
        "0 weeks",
        "61 months",
        "6 years",
        "weeks",
        "2027",
        "by 2027",
        "Q5",
        "q0",
        "Ma",
        "Marc h",
        "Marches",
        "32 March",
        "30 February",
        "31.13.2027",
        "31.3.27",
        "3/31",
        "0000-01-01",
        "1/0000",
        "after March",
        "before March",
        "end of",
        "6 weeks or so",
        "٣",
        "6 weeks" * 9,
        "9" * 5_000,
        " " * 5_000,
    ],
)
def test_what_is_no_deadline_is_refused(text: str) -> None:
    assert deadline(text) == Unreadable()


@pytest.mark.parametrize("text", ["31 Mar 2026", "Nov 2026", "Mar 2032", "300 weeks", "9999-12"])
def test_a_day_that_is_too_early_or_too_late_is_refused_with_what_is_allowed(text: str) -> None:
    outcome = deadline(text)
    assert isinstance(outcome, Unreadable)
    assert outcome.reason.endswith(" is outside 10 Dec 2026 to 9 Dec 2031")


def test_a_day_with_two_readings_is_asked_about() -> None:
    outcome = deadline("03/04/2027")
    assert isinstance(outcome, Ambiguous)
    assert outcome.question == "Do you mean 4 Mar 2027 or 3 Apr 2027?"
    assert outcome.hint == "Write 2027-03-04 or 2027-04-03."
    assert [deadline(reading.written) for reading in outcome.readings] == [
        date(2027, 3, 4),
        date(2027, 4, 3),
    ]


@given(starts, st.integers(1, MOST_MONTHS))
def test_months_read_back_from_what_is_written(start_on: date, months: int) -> None:
    for text in (write_deadline(months), f"{months} months", f"within {months} months"):
        assert deadline(text, start_on) == months


@given(starts, st.data())
def test_a_day_reads_back_from_every_notation_without_two_readings(
    start_on: date, data: st.DataObject
) -> None:
    last = add_months(start_on, MOST_MONTHS) - timedelta(days=1)
    day = data.draw(st.dates(start_on, last))
    month = MONTHS[day.month - 1].title()
    for text in (
        write_deadline(day),
        show_deadline(day, start_on=start_on),
        show_day(day),
        f"{month} {day.day}, {day.year}",
        f"{day.day}th of {month}, {day.year}",
        f"by {month[:3]} {day.day} {day.year}",
    ):
        assert deadline(text, start_on) == day


@given(starts, st.data())
def test_a_day_in_numbers_is_read_or_both_of_its_readings_are_asked_about(
    start_on: date, data: st.DataObject
) -> None:
    last = add_months(start_on, MOST_MONTHS) - timedelta(days=1)
    day = data.draw(st.dates(start_on, last))
    for text in (f"{day:%d.%m.%Y}", f"{day:%m/%d/%Y}", f"{day:%d/%m/%Y}"):
        outcome = deadline(text, start_on)
        if isinstance(outcome, Ambiguous):
            found = {reading.written for reading in outcome.readings}
            assert found == {f"{day:%Y-%m-%d}", f"{day:%Y-%d-%m}"}
        else:
            assert outcome == day


@given(starts, st.integers(1, 200))
def test_so_many_weeks_are_seven_times_as_many_days_from_the_start(
    start_on: date, weeks: int
) -> None:
    day = deadline(f"{weeks} weeks", start_on)
    assert isinstance(day, date)
    assert (day - start_on).days + 1 == 7 * weeks
    assert deadline(f"{7 * weeks} days", start_on) == day


@given(starts, st.integers(1, 12))
def test_a_month_is_its_last_day_that_is_not_before_the_start(start_on: date, month: int) -> None:
    day = deadline(f"by {MONTHS[month - 1]}", start_on)
    assert isinstance(day, date)
    assert (day.month, day.day) == (month, calendar.monthrange(day.year, month)[1])
    assert start_on <= day < add_months(start_on, 13)
    if month % 3 == 0:
        assert deadline(f"Q{month // 3}", start_on) == day


@given(texts, starts)
def test_any_text_is_read_asked_about_or_refused(text: str, start_on: date) -> None:
    match deadline(text, start_on):
        case Ambiguous(readings):
            assert len({reading.written for reading in readings}) == 2
        case Unreadable():
            pass
        case found:
            assert deadline(write_deadline(found), start_on) == found
            # The engine takes it as well.
            if isinstance(found, date):
                scenario = Scenario(target=1, start_on=start_on, deadline_on=found)
            else:
                scenario = Scenario(target=1, start_on=start_on, deadline_months=found)
            shown = show_deadline(found, start_on=start_on)
            assert shown == f"by {show_day(scenario.deadline)}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        (" 1 Dec 2026 ", date(2026, 12, 1)),
        ("1 December", date(2027, 12, 1)),
        ("December 24", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("today", START),
        ("Tomorrow", date(2026, 12, 11)),
    ],
)
def test_a_start_is_read_as_people_write_days(text: str, meant: date) -> None:
    assert start(text) == meant


@pytest.mark.parametrize(
    "text", ["", "6 weeks", "4", "March", "Q1", "by 1 Dec 2026", "20261201", "2026-W49-2"]
)
def test_a_start_is_a_day_and_no_month_or_span(text: str) -> None:
    assert start(text) == Unreadable()


def test_a_start_with_two_readings_is_asked_about() -> None:
    outcome = start("03/04/2027")
    assert isinstance(outcome, Ambiguous)
    assert [start(reading.written) for reading in outcome.readings] == [
        date(2027, 3, 4),
        date(2027, 4, 3),
    ]


@given(texts, starts)
def test_any_text_of_a_start_is_read_asked_about_or_refused(text: str, today: date) -> None:
    match read_day(text, today=today, low=LOW, high=HIGH):
        case date() as day:
            assert LOW <= day <= HIGH
            assert start(write_day(day)) == day
        case Ambiguous(readings):
            assert len({reading.written for reading in readings}) == 2
        case outcome:
            assert isinstance(outcome, Unreadable)
