"""What each input does to the total: bars from the present total to those at two other values.

Across, places are percent of the width. A bar to the left is a cheaper total, one to the right a
dearer one; where both ends lie on one side, each has half of the height. A total that is `None`
misses the deadline: its bar has no end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, NamedTuple

from campaigns.charts.frame import Chart, LegendItem, Table, TableRow
from planner.planning.estimate import Estimate
from planner.planning.sensitivity import Swing, explain_switch, show_value
from planner.planning.sensitivity.inputs import Input, Value
from planner.planning.wording import dollars

NAMES: dict[Input, str] = {
    "reply_rate": "Reply rate",
    "subscription_price": "Subscription price",
    "credit_price": "Price of a bought credit",
    "target": "Target",
    "deadline_months": "Deadline",
    "seats": "Seats",
    "credit_lifetime_days": "A credit lives",
    "declines_return_credit": "A decline returns",
}
MISSED, NOTHING = "misses the deadline", "–"
LEGEND = (LegendItem("low", "at the lower value"), LegendItem("high", "at the higher value"))
HEADERS = (
    "Input",
    *("Lower", "Total", "Cheapest of all then"),
    *("Higher", "Total", "Cheapest of all then"),
)
BAR_HEIGHT = 24
# The part of the width beyond the greatest total that a bar without an end has for itself.
OPEN_PART = 14.0
# Within which part of the width the present total's label is centred upon its line.
CENTRED_FROM, CENTRED_TO = 30, 70


class Bar(NamedTuple):
    """One end's bar: percent across, pixels downwards; `has_end` unless the deadline is missed."""

    key: str
    x: float
    width: float
    y: float
    height: float
    has_end: bool


class End(NamedTuple):
    """What is written at one end: the value of the input, and the total there."""

    key: str
    value: str
    total: str
    is_missed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One input: its bars, the texts on their left and right, and the sentences below them."""

    name: str
    bars: tuple[Bar, ...]
    cheaper: tuple[End, ...]
    dearer: tuple[End, ...]
    switches: tuple[str, ...]


class Now(NamedTuple):
    """The line of the present total."""

    at: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoChart(Chart):
    """What `charts/_tornado.html` writes; only a summary where there is no swing."""

    kind: ClassVar[str] = "tornado"

    now: Now | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisRange:
    """The totals across the chart; `is_open` leaves room for bars without an end."""

    low: Decimal
    high: Decimal
    is_open: bool

    def place(self, total: Decimal) -> float:
        """Percent of the width; the middle of the closed part where all totals are the same."""
        closed = 100 - OPEN_PART if self.is_open else 100
        if self.low == self.high:
            return closed / 2
        return round(float((total - self.low) / (self.high - self.low)) * closed, 2)


class Moved(NamedTuple):
    """One end of a swing: at this value of the input, that total."""

    key: str
    value: Value
    total: Decimal | None


def draw_tornado(swings: Sequence[Swing]) -> TornadoChart:
    """The chart of the swings of one comparison, a row for each, in their order."""
    if not swings:
        return TornadoChart(
            summary="Nothing that is compared makes the deadline at a known price, "
            "so there is nothing to move."
        )
    axis, now = _find_range(swings), swings[0]
    return TornadoChart(
        summary=f"Now {dollars(now.total)}, with {now.terms.name}.",
        now=_mark_now(now.total, axis),
        rows=tuple(_make_row(swing, axis) for swing in swings),
        legend=LEGEND,
        table=Table(
            caption="What each input does to the total",
            headers=HEADERS,
            rows=tuple(_make_table_row(swing) for swing in swings),
        ),
    )


def _find_range(swings: Sequence[Swing]) -> AxisRange:
    ends = [total for swing in swings for total in (swing.total_low, swing.total_high)]
    known = [swings[0].total, *(total for total in ends if total is not None)]
    return AxisRange(low=min(known), high=max(known), is_open=None in ends)


def _mark_now(total: Decimal, axis: AxisRange) -> Now:
    at = axis.place(total)
    anchor = "start" if at < CENTRED_FROM else "end" if at > CENTRED_TO else "middle"
    return Now(at, anchor, f"now {dollars(total)}")


def _make_row(swing: Swing, axis: AxisRange) -> Row:
    ends = _ends_of(swing)
    lefts = _find_lefts(ends, swing.total)
    is_shared = len(set(lefts)) == 1
    return Row(
        name=NAMES[swing.input],
        bars=tuple(_draw_bars(ends, swing.total, axis, is_shared=is_shared)),
        cheaper=tuple(_write(swing, end) for end, left in zip(ends, lefts, strict=True) if left),
        dearer=tuple(_write(swing, end) for end, left in zip(ends, lefts, strict=True) if not left),
        switches=tuple(explain_switch(swing, switch) for switch in swing.switches),
    )


def _ends_of(swing: Swing) -> tuple[Moved, Moved]:
    return (
        Moved("low", swing.low, swing.total_low),
        Moved("high", swing.high, swing.total_high),
    )


def _find_lefts(ends: tuple[Moved, Moved], now: Decimal) -> tuple[bool, bool]:
    """Which ends stand on the left: the cheaper; one that changes nothing has the side left."""
    low, high = (0 if end.total == now else _side(end.total, now) for end in ends)
    return (low < 0 or (low == 0 and high >= 0), high < 0 or (high == 0 and low > 0))


def _side(total: Decimal | None, now: Decimal) -> int:
    return -1 if total is not None and total < now else 1


def _draw_bars(
    ends: tuple[Moved, Moved], now: Decimal, axis: AxisRange, *, is_shared: bool
) -> Iterator[Bar]:
    """The bars of the ends that change anything; two on one side stand one below the other."""
    height = BAR_HEIGHT / 2 if is_shared else BAR_HEIGHT
    for number, end in enumerate(ends):
        start, stop = sorted((axis.place(now), 100 if end.total is None else axis.place(end.total)))
        if end.total != now:
            width = round(stop - start, 2)
            y = number * height if is_shared else 0
            yield Bar(end.key, start, width, y, height, has_end=end.total is not None)


def _write(swing: Swing, end: Moved) -> End:
    is_missed = end.total is None
    total = MISSED if end.total is None else dollars(end.total)
    return End(end.key, show_value(swing.input, end.value), total, is_missed)


def _make_table_row(swing: Swing) -> TableRow:
    low, high = _ends_of(swing)
    cells = _write_cells(swing, low, swing.best_low) + _write_cells(swing, high, swing.best_high)
    return TableRow(NAMES[swing.input], cells)


def _write_cells(swing: Swing, end: Moved, best: Estimate | None) -> tuple[str, ...]:
    """One end in the table: its value, the total, and the cheapest of all plans there."""
    cheapest = NOTHING
    if best is not None and best.total is not None:
        cheapest = f"{best.terms.name}, {dollars(best.total)}"
    _, value, total, _ = _write(swing, end)
    return value, total, cheapest
