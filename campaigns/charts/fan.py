"""Messages sent over time: how far eight of ten trials are, and what was planned.

A line stands at the end of each billing month at the messages sent on credits by then. The lower
edge of the band is what one trial in ten has sent at most, the upper what nine in ten have. Counts
are whole messages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from campaigns.charts.axes import Scale, Tick, make_scale, mark_dates, mark_months, trace_line
from campaigns.charts.frame import (
    Chart,
    LegendItem,
    Table,
    TableRow,
    Tooltip,
    TooltipLine,
    make_columns,
)
from campaigns.wording import day
from planner.planning.days import last_day_of, month_starts_on
from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast
from planner.planning.wording import count


@dataclass(frozen=True, slots=True, kw_only=True)
class FanChart(Chart):
    """What `charts/_fan.html` writes; only a summary where no credit is needed."""

    kind: ClassVar[str] = "fan"
    title: ClassVar[str] = "Messages sent, month by month"
    columns_title: ClassVar[str] = "Messages sent, month by month"

    band: str = ""
    median: str = ""
    planned: str = ""
    target: Tick | None = None
    deadline_at: float | None = None


class Course(NamedTuple):
    """Messages sent by the end of each month, as planned and in the trials."""

    planned: Sequence[int]
    p10: Sequence[int]
    p50: Sequence[int]
    p90: Sequence[int]


def draw_fan(forecast: Forecast) -> FanChart:
    """The chart of one forecast, for all seats of its estimate together."""
    scenario = forecast.estimate.scenario
    if not forecast.fan:
        return FanChart(
            summary="Every message goes to an open profile, which costs no credit: "
            "no answer changes how fast they are sent."
        )
    course = _follow(forecast)
    columns = max(len(course.p50), len(course.planned))
    months = [_count(course, month) for month in range(1, columns + 1)]
    scale = make_scale(scenario.to_send)
    return FanChart(
        summary=_summarize(forecast),
        ticks=scale.mark(scale.write_count),
        marks=(*mark_months(columns), *mark_dates(scenario.start_on, columns)),
        band=trace_line(enumerate(course.p90, 1), scale) + _trace_back(course.p10, scale),
        median=trace_line(enumerate(course.p50, 1), scale),
        planned=trace_line(enumerate(course.planned, 1), scale),
        target=Tick(scale.place(scenario.to_send), f"all {count(scenario.to_send, 'message')}"),
        deadline_at=_place_deadline(forecast.estimate, columns),
        columns=make_columns(list(map(_make_tooltip, range(1, columns + 1), months))),
        legend=tuple(_make_legend(forecast.estimate, columns)),
        table=_make_table(forecast.estimate, months),
    )


def _follow(forecast: Forecast) -> Course:
    """Messages sent by the end of each month of the campaign, until planned and trials are done."""
    by_month = {row.month: row for row in forecast.fan}  # the last row of each month
    rows = [by_month[max(one for one in by_month if one <= month)] for month in _months(by_month)]
    schedule = forecast.estimate.schedule
    last = max((row.month for row in schedule if row.ledger.sent), default=1)
    return Course(
        planned=[
            sum(row.ledger.sent for row in schedule if row.month <= month)
            for month in range(1, last + 1)
        ],
        p10=[row.p10 for row in rows],
        p50=[row.p50 for row in rows],
        p90=[row.p90 for row in rows],
    )


def _months(by_month: Mapping[int, object]) -> range:
    return range(min(by_month), max(by_month) + 1)


def _count(course: Course, month: int) -> tuple[str, ...]:
    """What is sent by the end of a month; a course that has ended stays at its last count."""
    return tuple(f"{sent[min(month, len(sent)) - 1]:,}" for sent in course)


def _trace_back(sent: Sequence[int], scale: Scale) -> str:
    """The lower edge of a band, from its last month back to where the upper one began."""
    steps = [f"L{month} {scale.place(number):g}" for month, number in enumerate(sent, 1)]
    return f"{''.join(reversed(steps))}z"


def _place_deadline(estimate: Estimate, columns: int) -> float | None:
    """Percent of the width at the end of the last month allowed, where the chart reaches it."""
    months = estimate.scenario.months_until_deadline
    return round(months / columns * 100, 2) if months <= columns else None


def _make_tooltip(month: int, counts: tuple[str, ...]) -> Tooltip:
    planned, p10, p50, p90 = counts
    return Tooltip(
        f"Sent by the end of month {month}",
        (
            TooltipLine("band", "9 in 10 at most", p90),
            TooltipLine("s1", "Half at most", p50),
            TooltipLine("band", "1 in 10 at most", p10),
            TooltipLine("s2", "Planned", planned),
        ),
    )


def _make_legend(estimate: Estimate, columns: int) -> Iterator[LegendItem]:
    yield LegendItem("band", "Eight of ten trials")
    yield LegendItem("s1", "Half of the trials at most")
    yield LegendItem("s2", "Planned")
    months = estimate.scenario.months_until_deadline
    if months <= columns:
        last_day = day(last_day_of(estimate.scenario.start_on, months))
        yield LegendItem("deadline", f"Deadline: {last_day}")


def _make_table(estimate: Estimate, months: Sequence[tuple[str, ...]]) -> Table:
    return Table(
        caption="Messages sent by the end of each month",
        headers=("Month", "From", "Planned", "1 in 10 at most", "Half at most", "9 in 10 at most"),
        rows=tuple(
            TableRow(f"{month}", (day(month_starts_on(estimate.scenario.start_on, month)), *counts))
            for month, counts in enumerate(months, 1)
        ),
        is_ledger=True,
    )


def _summarize(forecast: Forecast) -> str:
    """When half and when nine in ten of the trials are done, beside what was planned."""
    half, most = forecast.months.p50, forecast.months.p90
    planned = forecast.estimate.months or 0
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
