"""The fan: messages sent by the end of each month, in slow, usual and fast trials (§7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from campaigns.charts.axes import MonthMark, Scale, Tick, make_scale, mark_months
from planner.planning.explain import count
from planner.planning.forecast import FanMonth, Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class FanRow:
    """A month of the table."""

    month: int
    starts_on: str
    slow: str
    usual: str
    fast: str
    planned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FanChart:
    """The fan as paths: across in months from 0, downwards in pixels from the top."""

    months: int
    ticks: tuple[Tick, ...]
    marks: tuple[MonthMark, ...]
    band: str
    usual: str
    planned: str
    target_at: float
    summary: str
    rows: tuple[FanRow, ...]


def draw_fan(forecast: Forecast) -> FanChart | None:
    """The messages of a forecast over time; `None` where nothing is sent on credits."""
    fan, to_send = forecast.fan, forecast.estimate.scenario.to_send
    if not fan or not to_send:
        return None
    scale = make_scale(to_send)
    planned = [row.ledger.sent for row in forecast.estimate.schedule]
    sent = list(accumulate(planned)) + [to_send] * (len(fan) - len(planned))
    fast, slow = [row.p90 for row in fan], [row.p10 for row in fan]
    back = _points(scale, slow, reverse=True)
    return FanChart(
        months=len(fan),
        ticks=scale.mark(scale.write_count),
        marks=tuple(mark_months(len(fan))),
        band=f"M{_points(scale, fast)} L{back}Z",
        usual=f"M{_points(scale, [row.p50 for row in fan])}",
        planned=f"M{_points(scale, sent[: len(fan)])}",
        target_at=scale.place(to_send),
        summary=_summarise(fan, to_send),
        rows=tuple(_row(row, sent) for row in fan),
    )


def _points(scale: Scale, sent: Sequence[int], *, reverse: bool = False) -> str:
    """The places of the months, each in the middle of its column."""
    places = [f"{month + 0.5:g} {scale.place(number):g}" for month, number in enumerate(sent)]
    return " L".join(reversed(places) if reverse else places)


def _summarise(fan: Sequence[FanMonth], to_send: int) -> str:
    done = {
        name: next((row.month for row in fan if getattr(row, name) >= to_send), None)
        for name in ("p90", "p50")
    }
    told = [
        f"{how} {count(month, 'month')}"
        for how, month in (
            ("one campaign in ten is done within", done["p90"]),
            ("half of them within", done["p50"]),
        )
        if month is not None
    ]
    ending = f"nine in ten within {count(len(fan), 'month')}"
    return f"{', '.join([*told, ending]).capitalize()}."


def _row(row: FanMonth, planned: Sequence[int]) -> FanRow:
    return FanRow(
        month=row.month,
        starts_on=f"{row.starts_on:%-d %b %Y}",
        slow=f"{row.p10:,}",
        usual=f"{row.p50:,}",
        fast=f"{row.p90:,}",
        planned=f"{planned[row.month - 1]:,}",
    )
