"""Days named by where they stand: what has one reading, and what is asked about."""

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
    write_deadline,
)
from campaigns.reading.days import MONTHS
from campaigns.reading.weekdays import WEEKDAYS
from campaigns.reading.words import WORDS
from planner.planning.days import add_months
from planner.planning.ranges import FIRST_START, LAST_START, MOST_MONTHS
from tests.campaigns.queries import fill_in, make_query

START = date(2026, 12, 10)
MONDAY = date(2026, 11, 30)
SUNDAY = date(2026, 12, 6)
starts = st.dates(FIRST_START, LAST_START)
names = st.sampled_from(
    [*MONTHS, *WEEKDAYS, "mar", "fri", "q1", "month", "quarter", "year", "week"]
)
texts = st.lists(
    names | st.sampled_from(["next", "this", "the", "end of", "by", "on", "2027", "three"]),
    max_size=5,
).map(" ".join)


def deadline(text: str, start_on: date = START) -> Deadline | Ambiguous | Unreadable:
    return read_deadline(text, start_on=start_on, most_months=MOST_MONTHS)


def start(text: str, today: date) -> date | Ambiguous | Unreadable:
    return read_day(text, today=today, low=FIRST_START, high=LAST_START)


def find_starts(text: str, today: date) -> list[date]:
    """The day that a text of a start is read as, or both that are asked about."""
    outcome = start(text, today)
    if isinstance(outcome, Ambiguous):
        return [date.fromisoformat(reading.written) for reading in outcome.readings]
    assert isinstance(outcome, date)
    return [outcome]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("three", 3),
        ("Twelve", 12),
        ("twenty-four", 24),
        ("twenty-four months", 24),
        ("in forty days", date(2027, 1, 18)),
        ("seventy", Unreadable()),
        ("a", Unreadable()),
        ("an", Unreadable()),
        ("this month", date(2026, 12, 31)),
        ("this quarter", date(2026, 12, 31)),
        ("this year", date(2026, 12, 31)),
        ("by the end of this year", date(2026, 12, 31)),
        ("end of the month", date(2026, 12, 31)),
        ("end of the quarter", date(2026, 12, 31)),
        ("next month", date(2027, 1, 31)),
        ("by next month", date(2027, 1, 31)),
        ("next quarter", date(2027, 3, 31)),
        ("Next Quarter", date(2027, 3, 31)),
        ("by the end of next quarter", date(2027, 3, 31)),
        ("end of next year", date(2027, 12, 31)),
        ("next week", Unreadable()),
        ("the quarter", Unreadable()),
        ("next 2027", Unreadable()),
        ("next March 2027", Unreadable()),
        ("next", Unreadable()),
    ],
)
def test_a_deadline_with_one_reading_is_read(text: str, meant: object) -> None:
    outcome = deadline(text)
    assert outcome == meant
    assert type(outcome) is type(meant)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("next March", ["2027-03-31", "2028-03-31"]),
        ("by next mar.", ["2027-03-31", "2028-03-31"]),
        ("end of next December", ["2026-12-31", "2027-12-31"]),
        ("next February", ["2027-02-28", "2028-02-29"]),
        ("next Q1", ["2027-03-31", "2028-03-31"]),
        ("next year", ["2026-12-31", "2027-12-31"]),
        ("by next year", ["2026-12-31", "2027-12-31"]),
    ],
)
def test_a_deadline_with_two_readings_is_asked_about(text: str, readings: list[str]) -> None:
    outcome = deadline(text)
    assert isinstance(outcome, Ambiguous)
    assert [reading.written for reading in outcome.readings] == readings


@pytest.mark.usefixtures("book")
def test_a_question_about_a_deadline_names_both_days_to_type() -> None:
    [fault] = fill_in({"deadline_months": "next March"}).faults
    assert fault.field == "deadline_months"
    assert fault.question == "Do you mean 31 Mar 2027 or 31 Mar 2028?"
    assert fault.allowed == "2027-03-31 for 31 Mar 2027 or 2028-03-31 for 31 Mar 2028"


@pytest.mark.usefixtures("book")
def test_a_named_deadline_is_counted_from_the_start() -> None:
    scenario = make_query({"deadline_months": "next quarter", "start_on": "2027-05-05"}).scenario
    assert scenario.deadline_on == date(2027, 9, 30)


@pytest.mark.parametrize(
    ("text", "today", "days"),
    [
        ("next Monday", MONDAY, [0, 7]),
        ("next Monday", MONDAY + timedelta(days=1), [6]),
        ("on next mon.", MONDAY + timedelta(days=5), [2]),
        ("next Monday", SUNDAY, [1, 8]),
        ("next Friday", MONDAY, [4, 11]),
        ("next fri", MONDAY + timedelta(days=4), [0, 7]),
        ("next Friday", MONDAY + timedelta(days=5), [6]),
        ("next Sunday", MONDAY + timedelta(days=2), [4, 11]),
        ("next Sunday", SUNDAY, [0, 7]),
    ],
)
def test_a_weekday_of_next_week_is_read_or_asked_about(
    text: str, today: date, days: list[int]
) -> None:
    assert find_starts(text, today) == [today + timedelta(days=ahead) for ahead in days]


@pytest.mark.usefixtures("book")
def test_an_address_has_a_weekday_as_a_day() -> None:
    # The tests' today is a Tuesday.
    form = fill_in({"start_on": "next Monday"})
    assert form.query
    assert form.query.scenario.start_on == date(2026, 12, 7)
    assert ("start_on", "2026-12-07") in form.query_items
    assert form.form["start_on"].understood == "= 7 Dec 2026"  # type: ignore[attr-defined]


@given(starts, st.sampled_from(["next month", "next quarter", "this quarter", "this year"]))
def test_a_span_ends_with_a_month_from_the_start_on(start_on: date, text: str) -> None:
    day = deadline(text, start_on)
    assert isinstance(day, date)
    assert start_on <= day < add_months(start_on, 13)
    assert (day + timedelta(days=1)).day == 1
    assert deadline(write_deadline(day), start_on) == day


@given(starts, st.sampled_from(sorted(WORDS)))
def test_a_word_is_as_many_months(start_on: date, word: str) -> None:
    months = WORDS[word]
    meant = months if months <= MOST_MONTHS else Unreadable()
    assert deadline(word, start_on) == deadline(f"{word} months", start_on) == meant


@given(starts, st.sampled_from(MONTHS))
def test_a_next_month_by_its_name_is_the_coming_one_or_a_year_later(
    start_on: date, month: str
) -> None:
    outcome = deadline(f"next {month}", start_on)
    assert isinstance(outcome, Ambiguous)
    first, second = (date.fromisoformat(reading.written) for reading in outcome.readings)
    assert first == deadline(month, start_on)
    assert (second.year, second.month) == (first.year + 1, first.month)


@given(starts, st.sampled_from(WEEKDAYS))
def test_a_next_weekday_is_that_day_within_two_weeks(today: date, name: str) -> None:
    for text in (f"next {name}", f"on next {name[:3]}"):
        for day in find_starts(text, today):
            assert WEEKDAYS[day.weekday()] == name
            assert today <= day < today + timedelta(days=14)


@given(texts, starts)
def test_any_text_is_read_asked_about_or_refused(text: str, start_on: date) -> None:
    for outcome in (deadline(text, start_on), start(text, start_on)):
        match outcome:
            case Ambiguous(readings):
                assert len({reading.written for reading in readings}) == 2
                assert all(
                    isinstance(deadline(reading.written, start_on), date) for reading in readings
                )
            case Unreadable():
                pass
            case found:
                assert deadline(write_deadline(found), start_on) == found
