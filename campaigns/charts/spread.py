"""What the trials of a forecast cost: a histogram, and where 10, 50 and 90 % of them end.

Bars are shares of all trials, so with those that are never done they make up 100 %. What stands
above 90 % is counted by trial, not by dollar: the hatched parts are those trials that cost more
than the cheapest nine of ten, or as much and come after them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import ClassVar, NamedTuple

from campaigns.charts.axes import Mark, Scale, find_step, make_scale
from campaigns.charts.frame import (
    Chart,
    LegendItem,
    Table,
    TableRow,
    Tooltip,
    TooltipLine,
    make_columns,
)
from planner.planning.forecast import Bin, Forecast
from planner.planning.forecast.percentiles import index_of
from planner.planning.wording import chance, count, dollars, percent

# The part of its column that a bar fills.
FILL = 0.9
# The chart grows to at most so many times the width of its bars, to show the plan and the budget.
MOST_GROWTH = 1.5
MOST_MARKS = 6
BEYOND = LegendItem("beyond", "The dearest tenth of the trials")


class Bar(NamedTuple):
    """A part of a column: percent across, pixels from the top; a hatched one is beyond 90 %."""

    x: float
    width: float
    y: float
    height: float
    is_beyond: bool


class Anchor(NamedTuple):
    """The line at a marked amount: percent of the width; the legend has its name."""

    key: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadChart(Chart):
    """What `charts/_spread.html` writes; no bars where all trials cost the same."""

    kind: ClassVar[str] = "spread"
    title: ClassVar[str] = "What it costs in all, trial by trial"
    columns_title: ClassVar[str] = "Total cost, column by column"

    always: str = ""
    bars: tuple[Bar, ...] = ()
    anchors: tuple[Anchor, ...] = ()


class MarkedAmount(NamedTuple):
    """An amount with a line of its own."""

    key: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisRange:
    """The dollars across the chart; both ends are ends of columns that are `width` dollars wide."""

    low: Decimal
    high: Decimal
    width: Decimal

    @property
    def columns(self) -> int:
        return int((self.high - self.low) / self.width)

    def place(self, amount: Decimal) -> float:
        """Percent of the width."""
        return round(float((amount - self.low) / (self.high - self.low)) * 100, 2)

    def holds(self, amount: Decimal) -> bool:
        return self.low <= amount <= self.high

    def extend_to(self, amount: Decimal) -> "AxisRange":
        """The range with so many columns more that it holds the amount."""
        before = max(Decimal(0), self.low - amount) / self.width
        after = max(Decimal(0), amount - self.high) / self.width
        return AxisRange(
            low=self.low - before.to_integral_value(ROUND_CEILING) * self.width,
            high=self.high + after.to_integral_value(ROUND_CEILING) * self.width,
            width=self.width,
        )


def draw_spread(forecast: Forecast) -> SpreadChart | None:
    """The chart of one forecast; `None` where a price is unknown."""
    if forecast.total is None:
        return None
    bins, amounts = forecast.bins, list(_list_amounts(forecast))
    if not bins:
        return SpreadChart(summary="No trial is ever done, so none has a cost.")
    if len(bins) == 1:
        return _draw_certainty(forecast, amounts)
    axis = _find_range(bins, [one.amount for one in amounts if one.key in ("planned", "budget")])
    scale = make_scale(max(_share(one.trials, forecast) for one in bins))
    return SpreadChart(
        summary=_summarize(forecast),
        ticks=scale.mark(lambda amount: percent(amount / 100)),
        marks=tuple(_mark_dollars(axis)),
        bars=tuple(_stack(forecast, axis, scale)),
        anchors=tuple(
            Anchor(one.key, axis.place(one.amount)) for one in amounts if axis.holds(one.amount)
        ),
        columns=make_columns(list(_make_tooltips(forecast, axis))),
        legend=(*_make_legend(amounts, axis), BEYOND),
        table=_make_table(forecast),
    )


def _draw_certainty(forecast: Forecast, amounts: Sequence[MarkedAmount]) -> SpreadChart:
    """All trials cost the same: a sentence takes the chart's place."""
    trials = sum(one.trials for one in forecast.bins)
    done = "that are ever done " if trials < forecast.trials else ""
    return SpreadChart(
        summary=f"All {trials:,} trials {done}cost the same, however many reply.",
        always=f"always {dollars(forecast.bins[0].low)}",
        legend=tuple(
            LegendItem(one.key, one.name, dollars(one.amount))
            for one in amounts
            if one.key in ("planned", "budget")
        ),
    )


def _list_amounts(forecast: Forecast) -> Iterator[MarkedAmount]:
    """The amounts that are known; percentiles beyond the share that gets done have none."""
    total, estimate = forecast.total, forecast.estimate
    p10, p50, p90 = (total.p10, total.p50, total.p90) if total else (None, None, None)
    for key, name, amount in (
        ("p10", "1 in 10 trials costs at most", p10),
        ("p50", "Half of the trials cost at most", p50),
        ("p90", "9 in 10 trials cost at most", p90),
        ("planned", "Planned", estimate.total),
        ("budget", "Budget", estimate.scenario.budget),
    ):
        if amount is not None:
            yield MarkedAmount(key, name, amount)


def _find_range(bins: Sequence[Bin], amounts: Sequence[Decimal]) -> AxisRange:
    """The range of the bins, and of such amounts as do not make them too narrow."""
    width = bins[0].high - bins[0].low
    axis = AxisRange(low=bins[0].low, high=bins[-1].high, width=width)
    most = MOST_GROWTH * axis.columns
    for amount in amounts:
        extended = axis.extend_to(amount)
        if extended.columns <= most:
            axis = extended
    return axis


def _share(trials: int, forecast: Forecast) -> Decimal:
    """So many trials in percent of all."""
    return Decimal(trials) * 100 / forecast.trials


def _stack(forecast: Forecast, axis: AxisRange, scale: Scale) -> Iterator[Bar]:
    """The bars, each with its trials within 90 % below and those beyond on them."""
    breadth = 100 / axis.columns
    left = index_of(90, forecast.trials) + 1
    for one in forecast.bins:
        x = round(axis.place(one.low) + breadth * (1 - FILL) / 2, 2)
        within = min(left, one.trials)
        left -= within
        below = 0
        for trials, is_beyond in ((within, False), (one.trials - within, True)):
            if trials:
                bottom = scale.place(_share(below, forecast))
                top = scale.place(_share(below + trials, forecast))
                height = round(bottom - top, 1)
                yield Bar(x, round(breadth * FILL, 2), top, height, is_beyond)
            below += trials


def _mark_dollars(axis: AxisRange) -> Iterator[Mark]:
    """In narrow charts both ends, in wide ones as many round amounts as there is room for."""
    step = find_step((axis.high - axis.low) / MOST_MARKS, unit=axis.width)
    write = Scale(low=axis.low, high=axis.high, step=step).write_dollars
    first = (axis.low / step).to_integral_value(ROUND_CEILING)
    last = (axis.high / step).to_integral_value(ROUND_FLOOR)
    for number in range(int(first), int(last) + 1):
        yield Mark(axis.place(number * step), write(number * step), room="wide")
    write_end = Scale(low=axis.low, high=axis.high, step=axis.width).write_dollars
    yield Mark(0, write_end(axis.low), anchor="start", room="narrow")
    yield Mark(100, write_end(axis.high), anchor="end", room="narrow")


def _make_tooltips(forecast: Forecast, axis: AxisRange) -> Iterator[Tooltip]:
    trials_from = {one.low: one.trials for one in forecast.bins}
    for index in range(axis.columns):
        low = axis.low + index * axis.width
        head, cells = _write(low, low + axis.width, trials_from.get(low, 0), forecast)
        yield Tooltip(head, tuple(map(TooltipLine, ("", ""), ("Trials", "Share"), cells)))


def _make_table(forecast: Forecast) -> Table:
    return Table(
        caption="How many trials cost how much in all",
        headers=("Total", "Trials", "Share"),
        rows=tuple(
            TableRow(*_write(one.low, one.high, one.trials, forecast)) for one in forecast.bins
        ),
    )


def _write(
    low: Decimal, high: Decimal, trials: int, forecast: Forecast
) -> tuple[str, tuple[str, str]]:
    """A column's amounts, its trials, and their share of all."""
    share = chance(trials / forecast.trials)
    return f"{dollars(low)} to below {dollars(high)}", (f"{trials:,}", share)


def _make_legend(amounts: Sequence[MarkedAmount], axis: AxisRange) -> Iterator[LegendItem]:
    for one in amounts:
        side = "left" if one.amount < axis.low else "right"
        note = "" if axis.holds(one.amount) else f"{side} of the chart"
        yield LegendItem(one.key, one.name, dollars(one.amount), note)


def _summarize(forecast: Forecast) -> str:
    """What half and nine in ten trials cost at most, and how many are never done."""
    total = forecast.total
    never = 1 - forecast.done
    parts = []
    if total and total.p50 is not None:
        parts.append(f"Half of the trials cost at most {dollars(total.p50)}")
    if total and total.p90 is not None:
        parts.append(f"nine of ten at most {dollars(total.p90)}")
    costs = f"{', '.join(parts)}." if parts else "Less than half of the trials are ever done."
    if never:
        rest = f"{chance(never)} of {count(forecast.trials, 'trial')}"
        return f"{costs} {rest} are never done and have no cost."
    return costs
