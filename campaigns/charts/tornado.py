"""What each figure does to a total: bars from the present total to those at two other values.

Across, places are percent of the width. A bar to the left is a cheaper total, one to the right a
dearer one; where both ends lie on one side, each has half of the height. A total that is `None`
has no plan in time: its bar has no end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, NamedTuple

from campaigns.charts.frame import Chart, LegendItem, Table, TableRow
from campaigns.wording import show_channel_value, show_return, signed_dollars
from planner.planning.channels import AnyChannel, ChannelSwing, name_figure
from planner.planning.estimate import Estimate
from planner.planning.sensitivity import Swing, explain_switch, show_value
from planner.planning.sensitivity.inputs import Input
from planner.planning.wording import dollars, exact_dollars, percent
from planner.planning.worth import Outcome, WorthInput, WorthSwing

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
MISSED, NO_PLAN, NOTHING = "misses the deadline", "no plan", "–"
LEGEND = (LegendItem("low", "at the lower value"), LegendItem("high", "at the higher value"))
HEADERS = (
    "Input",
    *("Lower", "Total", "Cheapest single plan then"),
    *("Higher", "Total", "Cheapest single plan then"),
)
WORTH_NAMES: dict[WorthInput, str] = {
    "reply_rate": "Replies of people written to",
    "positive_share": "Positive of the replies",
    "meeting_rate": "Meetings of the positive replies",
    "win_rate": "Customers of the meetings",
    "value_per_customer": "Value of a customer",
}
WORTH_HEADERS = (
    "Input",
    *("Lower", "Left then", "For each dollar"),
    *("Higher", "Left then", "For each dollar"),
)
ZERO = Decimal(0)
CHANNEL_HEADERS = ("Figure", "Lower", "Total then", "Higher", "Total then")
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

    # Apart from that of another chart of its kind on the same page.
    name: str = "tornado"
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
    """One end: at this value, that total, and in the table these cells beside them."""

    key: str
    value: str
    total: Decimal | None
    cells: tuple[str, ...] = ()


class Move(NamedTuple):
    """A figure at its two ends, and where on the way another plan becomes the cheapest."""

    name: str
    low: Moved
    high: Moved
    switches: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[Moved, Moved]:
        """Both ends, the lower value first."""
        return self.low, self.high


def draw_tornado(swings: Sequence[Swing]) -> TornadoChart:
    """The chart of the swings of one comparison, a row for each, in their order."""
    if not swings:
        return TornadoChart(
            summary="Nothing that is compared makes the deadline at a known price, "
            "so there is nothing to move."
        )
    now = swings[0]
    return _draw(
        [_move_of(swing) for swing in swings],
        now.total,
        missed=MISSED,
        summary=f"Now {dollars(now.total)}, with {now.terms.name}.",
        headers=HEADERS,
        caption="What each input does to the total",
    )


def draw_channel_tornado(
    swings: Sequence[ChannelSwing], now: Decimal, channels: Mapping[str, AnyChannel]
) -> TornadoChart:
    """The chart of the figures of channels: the cost of the cheapest plan over all of them.

    `now` is its present cost in dollars; `channels` are by their slugs.
    """
    return _draw(
        [
            Move(
                f"{channels[swing.slug].name}: {name_figure(channels[swing.slug], swing.field)}",
                Moved("low", show_channel_value(swing.field, swing.low), swing.cost_at_low),
                Moved("high", show_channel_value(swing.field, swing.high), swing.cost_at_high),
            )
            for swing in swings
        ],
        now,
        name="channels-tornado",
        missed=NO_PLAN,
        summary=f"Now {dollars(now)}.",
        headers=CHANNEL_HEADERS,
        caption="What each figure of a channel does to the cheapest plan over all",
    )


def draw_worth_tornado(swings: Sequence[WorthSwing], plan: str) -> TornadoChart:
    """The chart of what is left, of an estimate by the plan of this name; some swing is there."""
    now = swings[0].now
    return _draw(
        [
            Move(
                WORTH_NAMES[swing.input],
                _worth_end("low", swing, swing.low, swing.at_low),
                _worth_end("high", swing, swing.high, swing.at_high),
            )
            for swing in swings
        ],
        now.left or ZERO,
        name="worth-tornado",
        missed=MISSED,
        summary=f"Now {signed_dollars(now.left or ZERO)} {_write_return(now)}, with {plan}.",
        headers=WORTH_HEADERS,
        caption="What each rate and the value of a customer do to what is left",
    )


def _worth_end(key: str, swing: WorthSwing, value: Decimal, outcome: Outcome | None) -> Moved:
    is_value = swing.input == "value_per_customer"
    shown = exact_dollars(value) if is_value else percent(value)
    if outcome is None:
        return Moved(key, shown, None, (NOTHING,))
    return Moved(key, shown, outcome.left, (show_return(outcome) or NOTHING,))


def _write_return(outcome: Outcome) -> str:
    """What is left for each dollar: "are left, $14.00 for each dollar of the cost"."""
    ratio = show_return(outcome)
    return f"are left, {ratio} for each dollar of the cost" if ratio else "are left"


def _draw(
    moves: Sequence[Move],
    now: Decimal,
    *,
    missed: str,
    summary: str,
    headers: tuple[str, ...],
    caption: str,
    name: str = "tornado",
) -> TornadoChart:
    """The chart of moves, `missed` where a total is `None`."""
    axis = _find_range(moves, now)
    return TornadoChart(
        name=name,
        summary=summary,
        now=_mark_now(now, axis),
        rows=tuple(_make_row(move, now, axis, missed) for move in moves),
        legend=LEGEND,
        table=Table(
            caption=caption,
            headers=headers,
            rows=tuple(_make_table_row(move, missed) for move in moves),
        ),
    )


def _move_of(swing: Swing) -> Move:
    """The swing of an input of a comparison."""

    def end(key: str, value: str, total: Decimal | None, best: Estimate | None) -> Moved:
        return Moved(key, value, total, (_name_cheapest(best),))

    low, high = (show_value(swing, value) for value in (swing.low, swing.high))
    return Move(
        NAMES[swing.input],
        end("low", low, swing.total_low, swing.best_low),
        end("high", high, swing.total_high, swing.best_high),
        tuple(explain_switch(swing, switch) for switch in swing.switches),
    )


def _name_cheapest(best: Estimate | None) -> str:
    if best is None or best.total is None:
        return NOTHING
    return f"{best.terms.name}, {dollars(best.total)}"


def _find_range(moves: Sequence[Move], now: Decimal) -> AxisRange:
    ends = [end.total for move in moves for end in move.ends]
    known = [now, *(total for total in ends if total is not None)]
    return AxisRange(low=min(known), high=max(known), is_open=None in ends)


def _mark_now(total: Decimal, axis: AxisRange) -> Now:
    at = axis.place(total)
    anchor = "start" if at < CENTRED_FROM else "end" if at > CENTRED_TO else "middle"
    return Now(at, anchor, f"now {signed_dollars(total)}")


def _make_row(move: Move, now: Decimal, axis: AxisRange, missed: str) -> Row:
    lefts = _find_lefts(move.ends, now)
    is_shared = len(set(lefts)) == 1
    written = [(_write(end, missed), left) for end, left in zip(move.ends, lefts, strict=True)]
    return Row(
        name=move.name,
        bars=tuple(_draw_bars(move.ends, now, axis, is_shared=is_shared)),
        cheaper=tuple(end for end, left in written if left),
        dearer=tuple(end for end, left in written if not left),
        switches=move.switches,
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


def _write(end: Moved, missed: str) -> End:
    total = missed if end.total is None else signed_dollars(end.total)
    return End(end.key, end.value, total, end.total is None)


def _make_table_row(move: Move, missed: str) -> TableRow:
    cells = [(end.value, _write(end, missed).total, *end.cells) for end in move.ends]
    return TableRow(move.name, (*cells[0], *cells[1]))
