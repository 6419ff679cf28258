"""Messages sent over time: how far eight of ten trials are, and what was planned.

A line stands at the end of each billing month at the messages sent on credits by then. The lower
edge of the band is what one trial in ten has sent at most, the upper what nine in ten have. Counts
are whole messages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from campaigns.charts.axes import (
    DateMark,
    MonthMark,
    Scale,
    Tick,
    make_scale,
    mark_dates,
    mark_months,
)
from campaigns.wording import day
from planner.planning.estimate import Estimate, last_day_of, month_starts_on
from planner.planning.forecast import Forecast
from planner.planning.wording import count

# From which part of the chart on a month's numbers are shown on the left.
OPENS_LEFT_FROM = 0.5


class Deadline(NamedTuple):
    """The end of the last month allowed: percent of the width, and its last day."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A column of the chart and a row of its table: messages sent by the month's end."""

    number: int
    starts_on: str
    planned: str
    p10: str
    p50: str
    p90: str
    opens_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FanChart:
    """Everything that `charts/_fan.html` writes; only a summary where no credit is needed."""

    summary: str
    columns: int = 0
    ticks: tuple[Tick, ...] = ()
    marks: tuple[MonthMark, ...] = ()
    dates: tuple[DateMark, ...] = ()
    band: str = ""
    median: str = ""
    planned: str = ""
    target: Tick | None = None
    deadline: Deadline | None = None
    months: tuple[Month, ...] = ()


class Course(NamedTuple):
    """Messages sent by the end of each month, as planned and in the trials."""

    planned: Sequence[int]
    p10: Sequence[int]
    p50: Sequence[int]
    p90: Sequence[int]


def draw_fan(forecast: Forecast) -> FanChart:
    """The chart of one forecast, for all seats of its estimate together."""
    estimate = forecast.estimate
    scenario = estimate.scenario
    if not forecast.fan:
        return FanChart(
            summary="Every message goes to an open profile, which costs no credit: "
            "no answer changes how fast they are sent."
        )
    course, columns = _follow(forecast), max(len(forecast.fan), len(estimate.schedule))
    scale = make_scale(scenario.to_send)
    return FanChart(
        summary=_summarise(forecast),
        columns=columns,
        ticks=scale.mark(scale.write_count),
        marks=tuple(mark_months(columns)),
        dates=tuple(mark_dates(scenario.start_on, columns)),
        band=_trace(course.p90, scale) + _trace_back(course.p10, scale),
        median=_trace(course.p50, scale),
        planned=_trace(course.planned, scale),
        target=Tick(scale.place(scenario.to_send), f"all {count(scenario.to_send, 'message')}"),
        deadline=_mark_deadline(estimate, columns),
        months=tuple(_make_months(course, estimate, columns)),
    )


def _follow(forecast: Forecast) -> Course:
    return Course(
        planned=list(accumulate(row.ledger.sent for row in forecast.estimate.schedule)),
        p10=[month.p10 for month in forecast.fan],
        p50=[month.p50 for month in forecast.fan],
        p90=[month.p90 for month in forecast.fan],
    )


def _trace(sent: Sequence[int], scale: Scale) -> str:
    """A line from nothing sent through the ends of the months, in units of months across."""
    return f"M0 {scale.place(0):g}{''.join(_step(sent, scale))}"


def _trace_back(sent: Sequence[int], scale: Scale) -> str:
    """The lower edge of a band, from its last month back to where the upper one began."""
    return f"{''.join(reversed(list(_step(sent, scale))))}z"


def _step(sent: Sequence[int], scale: Scale) -> Iterator[str]:
    for month, number in enumerate(sent, 1):
        yield f"L{month} {scale.place(number):g}"


def _mark_deadline(estimate: Estimate, columns: int) -> Deadline | None:
    """The deadline, where the chart reaches so far."""
    months = estimate.scenario.deadline_months
    if months > columns:
        return None
    last_day = day(last_day_of(estimate.scenario.start_on, months))
    return Deadline(round(months / columns * 100, 2), last_day)


def _make_months(course: Course, estimate: Estimate, columns: int) -> Iterator[Month]:
    """Who is done has sent everything in every month that follows."""
    for number in range(1, columns + 1):
        planned, p10, p50, p90 = (f"{sent[min(number, len(sent)) - 1]:,}" for sent in course)
        yield Month(
            number=number,
            starts_on=day(month_starts_on(estimate.scenario.start_on, number)),
            planned=planned,
            p10=p10,
            p50=p50,
            p90=p90,
            opens_left=number > columns * OPENS_LEFT_FROM,
        )


def _summarise(forecast: Forecast) -> str:
    """When half and when nine in ten of the trials are done, beside what was planned."""
    half, most = forecast.months.p50, forecast.months.p90
    planned = len(forecast.estimate.schedule)
    plan = f"{count(planned, 'month')} {'is' if planned == 1 else 'are'} planned"
    if forecast.months.p10 == most == planned:
        return f"Eight of ten trials have sent everything in {count(planned, 'month')}, as planned."
    if half is None:
        return f"More than half of the trials never send everything; {plan}."
    within = f"have sent everything within {count(half, 'month')}"
    if most is None:
        return f"Half of the trials {within}, but more than one in ten never do; {plan}."
    if half == most:
        return f"Nine of ten trials {within}; {plan}."
    return f"Half of the trials {within}, nine of ten within {most}; {plan}."
