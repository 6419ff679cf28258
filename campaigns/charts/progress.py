"""Messages planned and sent over time, with what is left at the pace so far.

A column is a day, a week, or a month of the campaign, whichever gives a readable number of them. A
line stands at the messages by the end of a day. Counts are whole messages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from campaigns.charts.axes import Mark, Scale, Tick, make_scale, trace_line
from campaigns.charts.frame import (
    Chart,
    LegendItem,
    Table,
    TableRow,
    Tooltip,
    TooltipLine,
    make_columns,
)
from campaigns.wording import day, signed, write_dollars
from planner.planning.days import DAY, DAYS_IN_A_WEEK, last_day_of
from planner.planning.progress.course import Course
from planner.planning.progress.pace import Pace, paid_by, sent_by
from planner.planning.progress.record import Record
from planner.planning.ranges import HORIZON
from planner.planning.wording import count

MOST_DAYS, MOST_WEEKS = 21, 30
# Beyond so many times the planned days, the line at the pace so far would flatten all others.
MOST_TIMES_PLANNED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressChart(Chart):
    """What `charts/_progress.html` writes; lines in columns across and pixels down."""

    kind: ClassVar[str] = "progress"
    columns_title: ClassVar[str] = "Messages planned and sent"

    planned: str = ""
    actual: str = ""
    expected: str = ""
    target: Tick | None = None
    deadline_at: float | None = None


class Axis(NamedTuple):
    """The first day of the chart and the last day of each of its columns."""

    first: date
    ends: Sequence[date]

    def place(self, on: date) -> float:
        """The columns from the left edge to the end of a day."""
        if on < self.first:
            return 0
        number = next((n for n, end in enumerate(self.ends) if on <= end), len(self.ends) - 1)
        begins = self.ends[number - 1] + DAY if number else self.first
        days = (self.ends[number] - begins).days + 1
        return round(number + min(1, ((on - begins).days + 1) / days), 3)


def draw_progress(course: Course, record: Record, pace: Pace) -> ProgressChart:
    """The chart of a record against its course."""
    axis = _make_axis(course, pace)
    scale = make_scale(max(course.messages, pace.sent))
    rows = [_make_row(course, record, pace, end) for end in axis.ends]
    followed = list(_follow(record, pace, axis))
    return ProgressChart(
        summary=(
            f"{pace.sent:,} of {count(pace.messages, 'message')} sent by {day(pace.as_of)}, "
            f"{pace.planned:,} planned."
        ),
        ticks=scale.mark(scale.write_count),
        marks=tuple(_mark(axis)),
        planned=trace_line(
            ((number, course.sent_by(end)) for number, end in enumerate(axis.ends, 1)), scale
        ),
        actual=trace_line(followed, scale) if followed else "",
        expected=_expect(course, pace, axis, scale),
        target=Tick(scale.place(course.messages), f"all {count(course.messages, 'message')}"),
        deadline_at=_place_deadline(pace, axis),
        columns=make_columns([_make_tooltip(row) for row in rows]),
        legend=tuple(_make_legend(pace, axis)),
        table=Table(
            caption="Messages planned and sent, dollars planned and paid",
            headers=("Until", "Planned", "Sent", "Difference", "Planned to pay", "Paid"),
            rows=tuple(rows),
            is_ledger=True,
        ),
    )


def _make_axis(course: Course, pace: Pace) -> Axis:
    first = course.start_on
    last = max(course.last_on, min(pace.as_of, last_day_of(first, HORIZON)))
    if pace.last_on and pace.last_on > last:
        most = (last - first) * MOST_TIMES_PLANNED
        last = min(pace.last_on, first + most)
    return Axis(first, tuple(_cut(first, last)))


def _cut(first: date, last: date) -> Iterator[date]:
    """The last days of the columns that cover the days from `first` to `last`."""
    days = (last - first).days + 1
    if days > MOST_WEEKS * DAYS_IN_A_WEEK:
        month, end = 1, last_day_of(first, 1)
        while end < last:
            yield end
            month, end = month + 1, last_day_of(first, month + 1)
        yield end
        return
    step = 1 if days <= MOST_DAYS else DAYS_IN_A_WEEK
    for number in range(-(-days // step)):
        yield first + DAY * (step * (number + 1) - 1)


def _follow(record: Record, pace: Pace, axis: Axis) -> Iterator[tuple[float, int]]:
    """The points of the line of what is sent, through the day that is judged."""
    for number, end in enumerate(axis.ends, 1):
        if end < pace.as_of:
            yield number, sent_by(record, end)
    if pace.as_of >= axis.first:
        yield axis.place(pace.as_of), pace.sent


def _expect(course: Course, pace: Pace, axis: Axis, scale: Scale) -> str:
    """The line from what is sent to the last message; empty where nothing is to be expected."""
    if not pace.left or pace.last_on is None or pace.last_on <= pace.as_of:
        return ""
    last, sent = pace.last_on, course.messages
    if last > axis.ends[-1]:  # It leaves the chart on its way.
        part = (axis.ends[-1] - pace.as_of) / (last - pace.as_of)
        last, sent = axis.ends[-1], pace.sent + int(pace.left * part)
    begins = f"M{axis.place(pace.as_of):g} {scale.place(pace.sent):g}"
    return f"{begins}L{axis.place(last):g} {scale.place(sent):g}"


def _place_deadline(pace: Pace, axis: Axis) -> float | None:
    """Percent of the width at the end of the deadline, where the chart reaches it."""
    if not axis.first <= pace.deadline <= axis.ends[-1]:
        return None
    return round(axis.place(pace.deadline) / len(axis.ends) * 100, 2)


def _mark(axis: Axis) -> Iterator[Mark]:
    yield Mark(0, day(axis.first), anchor="start")
    if len(axis.ends) > 2:
        middle = len(axis.ends) // 2
        at = round(middle / len(axis.ends) * 100, 2)
        yield Mark(at, day(axis.ends[middle - 1]), room="wide")
    yield Mark(100, day(axis.ends[-1]), anchor="end")


def _make_row(course: Course, record: Record, pace: Pace, end: date) -> TableRow:
    """What is planned and done by the end of a column; nothing is done after the day judged."""
    planned, due = course.sent_by(end), write_dollars(course.paid_by(end))
    if end > pace.as_of:
        return TableRow(day(end), (f"{planned:,}", "–", "–", due, "–"))
    sent = sent_by(record, end)
    paid = write_dollars(paid_by(record, end))
    return TableRow(day(end), (f"{planned:,}", f"{sent:,}", signed(sent - planned), due, paid))


def _make_tooltip(row: TableRow) -> Tooltip:
    planned, sent, _, due, paid = row.cells
    return Tooltip(
        f"By the end of {row.head}",
        (
            TooltipLine("s2", "Planned", planned),
            TooltipLine("s1", "Sent", sent),
            TooltipLine("", "Planned to pay", due),
            TooltipLine("", "Paid", paid),
        ),
    )


def _make_legend(pace: Pace, axis: Axis) -> Iterator[LegendItem]:
    yield LegendItem("s1", "Sent")
    yield LegendItem("s2", "Planned")
    if pace.left and pace.last_on is not None and pace.last_on > pace.as_of:
        name = "At this pace" if pace.behind > 0 else "As planned from here on"
        yield LegendItem("expected", name)
    if _place_deadline(pace, axis) is not None:
        yield LegendItem("deadline", f"Deadline: {day(pace.deadline)}")
