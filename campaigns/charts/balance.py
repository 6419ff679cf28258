"""The credit balance month by month: upwards what a month has, downwards what leaves it.

Upwards stand the credits carried over, granted, returned and bought, and above them, as an
outline, the part of the grant that the cap withheld; downwards those sent, and those expired at
the month's beginning instead of being carried over. Counts are whole credits of all seats.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from campaigns.charts.axes import Scale, Tick, make_scale, mark_rows
from campaigns.charts.bars import Bars, stack_bars
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
from planner.planning.estimate import Estimate
from planner.planning.explain import explain_status
from planner.planning.layout import ScheduleRow
from planner.planning.wording import count

NAMES = {
    "carried": "Carried over",
    "granted": "Granted",
    "returned": "Came back",
    "bought": "Bought",
    "sent": "Sent",
    "expired": "Expired",
    "closing": "Left",
    "forfeited": "Lost at the cap",
}
UPWARDS = ("carried", "granted", "returned", "bought", "forfeited")
DOWNWARDS = ("sent", "expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceChart(Chart):
    """What `charts/_balance.html` writes; only a summary where no credit is needed."""

    kind: ClassVar[str] = "balance"
    title: ClassVar[str] = "Credit balance"
    columns_title: ClassVar[str] = "Credits month by month"
    is_card: ClassVar[bool] = True

    zero_at: float = 0
    bars: tuple[Bars, ...] = ()
    cap: Tick | None = None


def draw_balance(estimate: Estimate) -> BalanceChart:
    """The chart of one estimate, for all its seats together."""
    schedule = estimate.schedule
    if not schedule or estimate.credits is None or not estimate.groups:
        return BalanceChart(summary=_explain_emptiness(estimate))
    counts = [_count(month) for month in schedule]
    scale = make_scale(
        max(sum(month[kind] for kind in UPWARDS) for month in counts),
        low=-max(sum(month[kind] for kind in DOWNWARDS) for month in counts),
        steps=6,
    )
    totals = {kind: sum(month[kind] for month in counts) for kind in NAMES}
    totals |= {"carried": estimate.credits.opening, "closing": estimate.credits.left}
    bars = (
        *stack_bars(counts, UPWARDS, scale),
        *stack_bars(counts, DOWNWARDS, scale, direction=-1),
    )
    cap = _mark_cap(estimate, scale)
    return BalanceChart(
        summary=_summarize(estimate, totals),
        zero_at=scale.place(0),
        ticks=scale.mark(scale.write_count),
        marks=mark_rows(schedule),
        bars=bars,
        cap=cap,
        columns=make_columns(list(map(_make_tooltip, schedule, counts))),
        legend=tuple(_make_legend(bars, cap)),
        table=_make_table(schedule, counts, totals),
    )


def _count(month: ScheduleRow) -> dict[str, int]:
    """A month's credits of each kind: carried + granted + returned + bought - sent = closing."""
    counts = month.ledger._asdict()
    counts["carried"] = month.ledger.opening - month.ledger.expired
    return {kind: counts[kind] for kind in NAMES}


def _mark_cap(estimate: Estimate, scale: Scale) -> Tick | None:
    """The line of the most that may be held, where the chart reaches up to it."""
    cap = estimate.terms.rollover_cap * estimate.seats
    return Tick(scale.place(cap), f"{cap:,}") if 0 < cap <= scale.high else None


def _make_tooltip(month: ScheduleRow, counts: Mapping[str, int]) -> Tooltip:
    return Tooltip(
        f"Month {month.month}, from {day(month.starts_on)}",
        tuple(
            TooltipLine(kind, NAMES[kind], f"{credits:,}")
            for kind, credits in counts.items()
            if credits or kind == "closing"
        ),
    )


def _make_legend(bars: Sequence[Bars], cap: Tick | None) -> Iterator[LegendItem]:
    for kind in bars:
        yield LegendItem(kind.key, NAMES[kind.key])
    if cap:
        yield LegendItem("cap", f"Most that may be held: {cap.text}")


def _make_table(
    schedule: Sequence[ScheduleRow],
    counts: Sequence[Mapping[str, int]],
    totals: Mapping[str, int],
) -> Table:
    sums = ("" if kind == "carried" else f"{totals[kind]:,}" for kind in NAMES)
    return Table(
        caption="Credits month by month",
        headers=("Month", "From", *NAMES.values()),
        rows=tuple(
            TableRow(
                f"{month.month}",
                (day(month.starts_on), *(f"{credits:,}" for credits in counted.values())),
            )
            for month, counted in zip(schedule, counts, strict=True)
        ),
        totals=TableRow("All", ("", *sums)),
        is_ledger=True,
    )


def _explain_emptiness(estimate: Estimate) -> str:
    if estimate.is_done:
        return "Every message goes to an open profile, which costs no credit: no balance to draw."
    return explain_status(estimate) or ""


def _summarize(estimate: Estimate, totals: Mapping[str, int]) -> str:
    """The sentence "Credits in 3 months: 60 granted, 40 bought; 100 sent."."""
    had = {"carried": "held before", "granted": "granted", "returned": "came back"}
    received = _list(totals, had | {"bought": "bought"})
    used = _list(totals, {"sent": "sent", "expired": "expired", "closing": "left"})
    lost = _list(totals, {"forfeited": "lost at the cap"})
    months = count(estimate.months or 0, "month")
    return f"Credits in {months}: {received}; {used}{f'; {lost}' if lost else ''}."


def _list(totals: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{totals[kind]:,} {word}" for kind, word in words.items() if totals[kind])
