"""What the trials of a forecast cost: a histogram, and where 10, 50 and 90 % of them end.

Bars are shares of all trials, so with those that are never done they make up 100 %. What stands
above 90 % is counted by trial, not by dollar: the hatched parts are those trials that cost more
than the cheapest nine of ten, or as much and come after them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from campaigns.charts.axes import ROUND_FACTORS, Scale, Tick, make_scale
from campaigns.charts.labels import hoist, measure
from planner.planning.forecast import Bin, Forecast
from planner.planning.forecast.percentiles import index_of
from planner.planning.wording import chance, count, dollars, percent

# Pixels of the narrowest plots of a narrow and of a wide chart, and of an ordinary letter.
NARROW_PLOT, WIDE_PLOT, LETTER_BREADTH = 184, 498, 7.0
# The part of its column that a bar fills.
FILL = 0.9
# The chart grows to at most so many times the room of its bars, to show the plan and the budget.
MOST_GROWTH = 1.5
ROW_HEIGHT, LOWEST_FLAG = 17, 8
MOST_MARKS = 6
# From which part of the chart on a bar's numbers are shown on the left.
OPENS_LEFT_FROM = 0.5


class Bar(NamedTuple):
    """A part of a column: percent across, pixels from the top; a hatched one is beyond 90 %."""

    x: float
    width: float
    y: float
    height: float
    is_beyond: bool


class DollarMark(NamedTuple):
    """An amount below the bars: percent of the width, alignment, and the charts it is for."""

    at: float
    text: str
    anchor: str
    room: str


class FlagMark(NamedTuple):
    """A marked amount: percent across, its mast's top, and its label beside that."""

    key: str
    at: float
    top: float
    shift: float
    baseline: float
    anchor: str
    text: str


class Flags(NamedTuple):
    """All flags as they stand in charts of one `room`, in so many rows."""

    room: str
    rows: int
    flags: tuple[FlagMark, ...]


class Item(NamedTuple):
    """What a marked amount is; `note` tells where it is not in the chart."""

    key: str
    name: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the chart, and a row of its table where it `is_bin`."""

    number: int
    title: str
    trials: str
    share: str
    is_bin: bool
    opens_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadChart:
    """Everything that `charts/_spread.html` writes; no bars where all trials cost the same."""

    summary: str
    always: str = ""
    ticks: tuple[Tick, ...] = ()
    marks: tuple[DollarMark, ...] = ()
    bars: tuple[Bar, ...] = ()
    layouts: tuple[Flags, ...] = ()
    rows_narrow: int = 0
    rows_wide: int = 0
    columns: tuple[Column, ...] = ()
    items: tuple[Item, ...] = ()


class Mark(NamedTuple):
    """An amount that is marked, before it has its place."""

    key: str
    letter: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
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

    def stretch_to(self, amount: Decimal) -> "Reach":
        """The reach with so many columns more that it holds the amount."""
        before = max(Decimal(0), self.low - amount) / self.width
        after = max(Decimal(0), amount - self.high) / self.width
        return Reach(
            low=self.low - before.to_integral_value(ROUND_CEILING) * self.width,
            high=self.high + after.to_integral_value(ROUND_CEILING) * self.width,
            width=self.width,
        )


def draw_spread(forecast: Forecast) -> SpreadChart | None:
    """The chart of one forecast; `None` where a price is unknown."""
    if forecast.total is None:
        return None
    bins, marks = forecast.bins, list(_list_marks(forecast))
    if not bins:
        return SpreadChart(summary="No trial is ever done, so none has a cost.")
    if len(bins) == 1:
        return _draw_certainty(forecast, marks)
    reach = _find_reach(bins, [mark.amount for mark in marks if mark.key in ("planned", "budget")])
    scale = make_scale(max(_share(one.trials, forecast) for one in bins))
    narrow, wide = _lay_out(marks, reach)
    return SpreadChart(
        summary=_summarise(forecast),
        ticks=scale.mark(lambda amount: percent(amount / 100)),
        marks=tuple(_mark_dollars(reach)),
        bars=tuple(_stack(forecast, reach, scale)),
        layouts=(narrow, wide),
        rows_narrow=narrow.rows,
        rows_wide=wide.rows,
        columns=tuple(_make_columns(forecast, reach)),
        items=tuple(_list_items(marks, reach)),
    )


def _draw_certainty(forecast: Forecast, marks: Sequence[Mark]) -> SpreadChart:
    """All trials cost the same: there is nothing to draw, but something to say."""
    trials = sum(one.trials for one in forecast.bins)
    amount = dollars(forecast.bins[0].low)
    done = "that are ever done " if trials < forecast.trials else ""
    return SpreadChart(
        summary=f"All {trials:,} trials {done}cost the same, however many reply.",
        always=f"always {amount}",
        items=tuple(
            Item(mark.key, mark.name, dollars(mark.amount), "")
            for mark in marks
            if mark.key in ("planned", "budget")
        ),
    )


def _list_marks(forecast: Forecast) -> Iterator[Mark]:
    """What is marked, as far as it is known; percentiles beyond 90 % done have no amount."""
    total, estimate = forecast.total, forecast.estimate
    p10, p50, p90 = (total.p10, total.p50, total.p90) if total else (None, None, None)
    named = [
        ("p10", "10 %", "1 in 10 trials costs at most", p10),
        ("p50", "half", "Half of the trials cost at most", p50),
        ("p90", "90 %", "9 in 10 trials cost at most", p90),
        ("planned", "planned", "Planned", estimate.total),
        ("budget", "budget", "Budget", estimate.scenario.budget),
    ]
    for key, letter, name, amount in named:
        if amount is not None:
            yield Mark(key, letter, name, amount)


def _find_reach(bins: Sequence[Bin], amounts: Sequence[Decimal]) -> Reach:
    """The reach of the bins, and of such amounts as do not make them too narrow."""
    width = bins[0].high - bins[0].low
    reach = Reach(low=bins[0].low, high=bins[-1].high, width=width)
    most = MOST_GROWTH * reach.columns
    for amount in amounts:
        stretched = reach.stretch_to(amount)
        if stretched.columns <= most:
            reach = stretched
    return reach


def _share(trials: int, forecast: Forecast) -> Decimal:
    """So many trials in percent of all."""
    return Decimal(trials) * 100 / forecast.trials


def _stack(forecast: Forecast, reach: Reach, scale: Scale) -> Iterator[Bar]:
    """The bars, each with its trials within 90 % below and those beyond upon them."""
    breadth = 100 / reach.columns
    left = index_of(90, forecast.trials) + 1
    for one in forecast.bins:
        x = round(reach.place(one.low) + breadth * (1 - FILL) / 2, 2)
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


def _mark_dollars(reach: Reach) -> Iterator[DollarMark]:
    """In narrow charts both ends, in wide ones as many round amounts as there is room for."""
    step = _find_step(reach)
    write = Scale(low=reach.low, high=reach.high, step=step).write_dollars
    first = (reach.low / step).to_integral_value(ROUND_CEILING)
    last = (reach.high / step).to_integral_value(ROUND_FLOOR)
    for number in range(int(first), int(last) + 1):
        yield DollarMark(reach.place(number * step), write(number * step), "middle", "wide")
    ends = Scale(low=reach.low, high=reach.high, step=reach.width).write_dollars
    yield DollarMark(0, ends(reach.low), "start", "narrow")
    yield DollarMark(100, ends(reach.high), "end", "narrow")


def _find_step(reach: Reach) -> Decimal:
    """The least round step, of whole columns, whose marks neither collide nor are too many."""
    rough = (reach.high - reach.low) / MOST_MARKS
    power = Decimal(1).scaleb(rough.adjusted())
    return next(
        factor * power
        for factor in (*ROUND_FACTORS, Decimal(20))
        if factor * power >= rough and factor * power % reach.width == 0
    )


def _lay_out(marks: Sequence[Mark], reach: Reach) -> tuple[Flags, Flags]:
    """The flags of narrow charts, with short labels, and of wide ones, with amounts."""
    shown = sorted((mark for mark in marks if reach.holds(mark.amount)), key=lambda m: m.amount)
    long = [f"{mark.letter} {dollars(mark.amount)}" for mark in shown]
    short = [mark.letter for mark in shown]
    return (
        _hoist(shown, short, reach, room="narrow", breadth=NARROW_PLOT),
        _hoist(shown, long, reach, room="wide", breadth=WIDE_PLOT),
    )


def _hoist(
    marks: Sequence[Mark], texts: Sequence[str], reach: Reach, *, room: str, breadth: int
) -> Flags:
    places = [reach.place(mark.amount) for mark in marks]
    flags = hoist(
        [place / 100 * breadth for place in places],
        [measure(text) * LETTER_BREADTH for text in texts],
        room=breadth,
    )
    rows = max((flag.row + 1 for flag in flags), default=0)
    return Flags(
        room,
        rows,
        tuple(
            FlagMark(
                key=mark.key,
                at=place,
                top=(baseline := -LOWEST_FLAG - ROW_HEIGHT * (rows - 1 - flag.row)) - 10,
                shift=-4 if flag.points_left else 4,
                baseline=baseline,
                anchor="end" if flag.points_left else "start",
                text=text,
            )
            for mark, place, flag, text in zip(marks, places, flags, texts, strict=True)
        ),
    )


def _make_columns(forecast: Forecast, reach: Reach) -> Iterator[Column]:
    trials_from = {one.low: one.trials for one in forecast.bins}
    for index in range(reach.columns):
        low = reach.low + index * reach.width
        trials = trials_from.get(low, 0)
        yield Column(
            number=index + 1,
            title=f"{dollars(low)} to below {dollars(low + reach.width)}",
            trials=f"{trials:,}",
            share=chance(trials / forecast.trials),
            is_bin=low in trials_from,
            opens_left=index + 1 > reach.columns * OPENS_LEFT_FROM,
        )


def _list_items(marks: Sequence[Mark], reach: Reach) -> Iterator[Item]:
    for mark in marks:
        side = "left" if mark.amount < reach.low else "right"
        note = "" if reach.holds(mark.amount) else f"{side} of the chart"
        yield Item(mark.key, mark.name, dollars(mark.amount), note)


def _summarise(forecast: Forecast) -> str:
    """What half and nine in ten trials cost at most, and how many are never done."""
    total = forecast.total
    never = 1 - forecast.done
    says = []
    if total and total.p50 is not None:
        says.append(f"Half of the trials cost at most {dollars(total.p50)}")
    if total and total.p90 is not None:
        says.append(f"nine of ten at most {dollars(total.p90)}")
    said = f"{', '.join(says)}." if says else "Less than half of the trials are ever done."
    if never:
        rest = f"{chance(never)} of {count(forecast.trials, 'trial')}"
        return f"{said} {rest} are never done and have no cost."
    return said
