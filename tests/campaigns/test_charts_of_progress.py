"""The chart of planned against actual: true to its numbers at any length."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.charts import ProgressChart, draw_progress
from campaigns.charts.axes import make_scale
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.progress.course import course_of
from planner.planning.progress.pace import find_pace
from planner.planning.progress.record import Entry, Record
from tests.campaigns.chart_cases import read, read_table, write
from tests.examples import examples
from tests.known import known
from tests.planning import arbitrary
from tests.planning.builders import START, estimate

DAY = timedelta(days=1)


def draw(plan: Estimate, entries: list[tuple[int, int]], as_of: int) -> ProgressChart:
    course = known(course_of(plan))
    days = [(START + DAY * day, sent) for day, sent in entries]
    record = Record.of(
        Entry(first_on=day, last_on=day, sent=sent, paid=Decimal(sent)) for day, sent in days
    )
    day = START + DAY * as_of
    pace = find_pace(course, record, deadline=plan.scenario.deadline, as_of=day)
    return draw_progress(course, record, pace)


def granted(**changes: Any) -> Estimate:
    return estimate("as_granted", **changes)


def points(path: str) -> list[tuple[float, float]]:
    found = re.findall(r"[ML](\S+) ([^ML]+)", path)
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize(
    ("target", "columns", "second_end"),
    [(20, 5, "14 Nov 2026"), (100, 22, "14 Nov 2026"), (400, 20, "31 Dec 2026")],
)
def test_columns_are_weeks_or_months(target: int, columns: int, second_end: str) -> None:
    chart = draw(granted(target=target, deadline_months=40), [(3, 4)], 5)
    table = read_table(write("progress", chart))
    assert len(chart.columns) == columns
    assert table[2][0] == second_end


def test_a_few_days_are_columns_of_their_own() -> None:
    plan = granted(target=10, deadline_on=START + 9 * DAY)
    chart = draw(plan, [(0, 1), (1, 1)], 1)
    assert len(chart.columns) == 10
    assert chart.table
    assert [row.cells[:3] for row in chart.table.rows[:3]] == [
        ("1", "1", "+0"),
        ("2", "2", "+0"),
        ("3", "–", "–"),
    ]


def test_lines_stand_at_what_is_planned_and_sent() -> None:
    plan = granted(target=40, deadline_months=3)
    chart = draw(plan, [(0, 4), (8, 6)], 10)
    scale = make_scale(40)
    # 20 in each month: by the end of day 7 and 14 of 30.
    assert points(chart.planned)[:3] == [
        (0, scale.place(0)),
        (1, scale.place(4)),
        (2, scale.place(9)),
    ]
    assert points(chart.actual) == [
        (0, scale.place(0)),
        (1, scale.place(4)),
        (1.571, scale.place(10)),
    ]
    assert points(chart.expected)[0] == (1.571, scale.place(10))
    assert points(chart.expected)[1][1] == scale.place(40)


def test_the_line_at_this_pace_leaves_a_chart_that_would_be_flattened() -> None:
    chart = draw(granted(target=20), [(0, 1)], 28)
    (_, begins), (at, ends) = points(chart.expected)
    assert at == len(chart.columns)
    assert begins > ends > make_scale(20).place(20)


def test_nothing_is_expected_of_a_record_that_is_done_or_has_nothing() -> None:
    done = draw(granted(target=20), [(0, 20)], 3)
    assert done.expected == ""
    assert "expected" not in {item.key for item in done.legend}
    assert draw(granted(target=20), [], 3).expected == ""
    assert draw(granted(target=20), [], -3).actual == ""


def test_the_deadline_stands_where_the_chart_reaches_it() -> None:
    plan = granted(target=20, deadline_on=START + 20 * DAY)
    assert draw(plan, [(0, 3)], 3).deadline_at == 100
    assert draw(plan, [(0, 1)], 3).deadline_at == 33.33, "after three of nine weeks"
    assert draw(granted(target=20), [(0, 1)], 3).deadline_at is None


@given(st.data())
@examples(8, many=200)
def test_any_record_can_be_drawn(data: st.DataObject) -> None:
    scenario = data.draw(arbitrary.scenarios(start_on=START))
    plan = make_estimate(data.draw(arbitrary.plans()), scenario, data.draw(arbitrary.strategies))
    assume(plan.is_done)
    entries = data.draw(
        st.lists(st.tuples(st.integers(-40, 4_000), st.integers(0, 90)), max_size=6)
    )
    chart = draw(plan, entries, data.draw(st.integers(-10, 5_000)))
    read(write("progress", chart))
    assert 1 <= len(chart.columns) <= 120
    for path in (chart.planned, chart.actual, chart.expected):
        assert all(0 <= at <= len(chart.columns) for at, _ in points(path))
        across = [at for at, _ in points(path)]
        assert across == sorted(across)
