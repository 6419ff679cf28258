"""An answer names a deadline that counts otherwise than it was given, wherever it is shown."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.exports.document import make_document
from campaigns.scenario_file import read_scenario
from planner.planning.days import DAY, add_months
from planner.planning.wording import count, show_day
from tests.campaigns.pages import read_text
from tests.campaigns.queries import TODAY, decide_on, fill_in, make_query
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("price_books")

BOTH = {"deadline_months": "12", "deadline_on": "2027-03-31", "start_on": "2026-12-01"}
TWICE = "The deadline was given twice, and the day counts: 31 Mar 2027, not 12 months."
LEGACY = {
    "price_book": "article",
    "start_on": "2026-12-01",
    "deadline_on": "2040-01-01",
    "target": "90",
}
TOO_FAR = "At most 60 months can be planned, so the deadline is 30 Nov 2031, not 1 Jan 2040."


@examples(50, many=100)
@given(st.none() | st.integers(1, 60), st.none() | st.dates(TODAY, date(2031, 11, 30)))
@example(4, date(2027, 3, 31))
@example(4, date(2027, 3, 30))
def test_two_deadlines_are_named_where_they_differ(months: int | None, day: date | None) -> None:
    asked = {} if months is None else {"deadline_months": str(months)}
    asked |= {} if day is None else {"deadline_on": day.isoformat()}
    notes = make_query(asked).deadline_notes
    if months is None or day is None or day == add_months(TODAY, months) - DAY:
        assert notes == ()
    else:
        [note] = notes
        assert note.endswith(f"the day counts: {show_day(day)}, not {count(months, 'month')}.")


def test_of_two_days_that_of_its_own_field_counts() -> None:
    [note] = make_query(
        BOTH | {"deadline_months": "by March"} | {"deadline_on": "2027-04-01"}
    ).deadline_notes
    assert note.endswith("1 Apr 2027, not 31 Mar 2027.")


def test_page_document_and_terminal_say_which_of_two_deadlines_counts(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert TWICE in read_text(client.get("/", BOTH))
    assert make_document(decide_on(BOTH))["notices"] == [TWICE]
    file = tmp_path / "both.toml"
    file.write_text(
        "target = 100\nstart_on = 2026-12-01\ndeadline_months = 12\ndeadline_on = 2027-03-31\n"
    )
    call_command("plan", str(file))
    assert TWICE in capsys.readouterr().out


def test_a_day_alone_is_saved_without_the_usual_months() -> None:
    form = fill_in({"deadline_on": "2027-03-31"})
    assert form.query
    saved = form.query.all_items
    assert "deadline_months" not in dict(saved)
    assert make_query(dict(saved)).deadline_notes == ()
    assert make_query(dict(saved)).scenario == form.query.scenario


def test_a_file_of_a_day_has_no_second_deadline(client: Client) -> None:
    for asked in ({"deadline_on": "2027-03-31"}, {"deadline_months": "by March"}, BOTH):
        content = client.get("/plan.toml", {"start_on": "2026-12-01"} | asked).content
        query = read_scenario(content, today=TODAY)
        assert query.deadline_notes == ()
        assert query.scenario.deadline == date(2027, 3, 31)


def test_a_day_that_is_too_far_by_the_legacy_rules_names_the_limit(client: Client) -> None:
    query = make_query(LEGACY)
    assert query.scenario.deadline == date(2031, 11, 30)
    assert query.deadline_notes == (TOO_FAR,)
    page = client.get("/", LEGACY)
    assert TOO_FAR in read_text(page)
    assert 'value="30 Nov 2031"' in page.content.decode()
    assert make_query(LEGACY | {"deadline_on": "2031-11-30"}).deadline_notes == ()


def test_both_are_named_where_a_day_too_far_stands_beside_months() -> None:
    notes = make_query(LEGACY | {"deadline_months": "6"}).deadline_notes
    assert notes == (
        TOO_FAR,
        "The deadline was given twice, and the day counts: 30 Nov 2031, not 6 months.",
    )
