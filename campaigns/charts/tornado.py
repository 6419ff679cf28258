"""The tornado: what each input does to the total of the cheapest plan, largest first (§7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.explain import dollars
from planner.planning.sensitivity import Swing, explain_switch, show_value

INPUT_NAMES = {
    "reply_rate": "Reply rate",
    "subscription_price": "Subscription price",
    "credit_price": "Price of a bought credit",
    "target": "Leads",
    "deadline_months": "Deadline",
    "seats": "Seats",
    "credit_lifetime_days": "A credit lives",
    "declines_return_credit": "A decline returns",
}
LATE = "misses the deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoRow:
    """One input: its ends and their totals in words, the bar in percent of the width."""

    name: str
    low: str
    high: str
    total_low: str
    total_high: str
    start: float
    width: float
    is_open: bool
    switches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TornadoChart:
    """The rows around the present total, whose place is percent of the width."""

    plan: str
    total: str
    now_at: float
    least: str
    most: str
    rows: tuple[TornadoRow, ...]


def draw_tornado(swings: Sequence[Swing]) -> TornadoChart:
    """The swings, of which there is at least one."""
    now = swings[0].total
    totals = [now, *(t for one in swings for t in (one.total_low, one.total_high) if t is not None)]
    least, most = min(totals), max(totals)

    def place(total: Decimal) -> float:
        return round(float((total - least) / (most - least)) * 100, 2) if most > least else 50.0

    return TornadoChart(
        plan=swings[0].terms.name,
        total=dollars(now),
        now_at=place(now),
        least=dollars(least),
        most=dollars(most),
        rows=tuple(_row(swing, place(_least(swing)), place(_most(swing))) for swing in swings),
    )


def _least(swing: Swing) -> Decimal:
    return min(total for total in _known(swing))


def _most(swing: Swing) -> Decimal:
    return max(total for total in _known(swing))


def _known(swing: Swing) -> list[Decimal]:
    ends = (swing.total_low, swing.total_high)
    return [swing.total, *(total for total in ends if total is not None)]


def _row(swing: Swing, start: float, end: float) -> TornadoRow:
    return TornadoRow(
        name=INPUT_NAMES[swing.input],
        low=show_value(swing.input, swing.low),
        high=show_value(swing.input, swing.high),
        total_low=LATE if swing.total_low is None else dollars(swing.total_low),
        total_high=LATE if swing.total_high is None else dollars(swing.total_high),
        start=start,
        width=round(end - start, 2),
        is_open=swing.total_low is None or swing.total_high is None,
        switches=tuple(explain_switch(swing, switch) for switch in swing.switches),
    )
