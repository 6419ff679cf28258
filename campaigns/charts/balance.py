"""The credit balance month by month: upwards what a month has, downwards what leaves it.

Upwards stand the credits carried over, granted, returned and bought, and above them, as a mere
outline, the part of the grant that the cap withheld; downwards those sent, and those expired at
the month's beginning instead of being carried over. Counts are whole credits of all seats.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from campaigns.charts.axes import MonthMark, Scale, Tick, make_scale, mark_months
from campaigns.wording import day
from planner.planning.estimate import Estimate, ScheduleMonth
from planner.planning.explain import explain_status
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
STRIPED = ("bought", "expired")

# The part of its column that a bar fills; with fewer columns than these, bars grow no broader.
FILL, FEWEST_COLUMNS = 0.76, 8
# From which part of the chart on a month's numbers are shown on the left.
OPENS_LEFT_FROM = 0.5


class Kind(NamedTuple):
    """One kind of credits: its name, and all its bars in units of months across."""

    key: str
    name: str
    path: str
    is_striped: bool


class Part(NamedTuple):
    """So many credits of one kind."""

    key: str
    name: str
    credits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A column of the chart and a row of its table; `parts` are those that are not 0."""

    number: int
    starts_on: str
    parts: tuple[Part, ...]
    credits: tuple[str, ...]
    opens_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceChart:
    """Everything that `charts/_balance.html` writes; only a summary where no credit is needed."""

    summary: str
    columns: int = 0
    zero_at: float = 0
    ticks: tuple[Tick, ...] = ()
    marks: tuple[MonthMark, ...] = ()
    cap: Tick | None = None
    upwards: tuple[Kind, ...] = ()
    downwards: tuple[Kind, ...] = ()
    headers: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    totals: tuple[str, ...] = ()


def draw_balance(estimate: Estimate) -> BalanceChart:
    """The chart of one estimate, for all its seats together."""
    schedule, credits = estimate.schedule, estimate.credits
    if not schedule or credits is None:
        return BalanceChart(summary=_explain_emptiness(estimate))
    counts = [_count(month) for month in schedule]
    scale = make_scale(
        max(sum(count[kind] for kind in UPWARDS) for count in counts),
        low=-max(sum(count[kind] for kind in DOWNWARDS) for count in counts),
        steps=6,
    )
    totals = {kind: sum(count[kind] for count in counts) for kind in NAMES}
    totals |= {"carried": credits.opening, "closing": credits.left}
    return BalanceChart(
        summary=_summarise(estimate, totals),
        columns=len(schedule),
        zero_at=scale.place(0),
        ticks=scale.mark(scale.write_count),
        marks=tuple(mark_months(len(schedule))),
        cap=_mark_cap(estimate, scale),
        upwards=tuple(_stack(counts, UPWARDS, scale, direction=1)),
        downwards=tuple(_stack(counts, DOWNWARDS, scale, direction=-1)),
        headers=tuple(NAMES.values()),
        months=tuple(_make_months(schedule, counts)),
        totals=tuple("" if kind == "carried" else f"{totals[kind]:,}" for kind in NAMES),
    )


def _count(month: ScheduleMonth) -> dict[str, int]:
    """A month's credits of each kind: carried + granted + returned + bought - sent = closing."""
    counts = month.ledger._asdict()
    counts["carried"] = month.ledger.opening - month.ledger.expired
    return {kind: counts[kind] for kind in NAMES}


def _stack(
    months: Sequence[dict[str, int]], kinds: Sequence[str], scale: Scale, *, direction: int
) -> Iterator[Kind]:
    """The kinds of which there are any, each upon those before it."""
    breadth = round(FILL * min(1, len(months) / FEWEST_COLUMNS), 2)
    paths = dict.fromkeys(kinds, "")
    for number, month in enumerate(months):
        left = round(number + (1 - breadth) / 2, 2)
        heights = [month[kind] for kind in kinds]
        for kind, height, reach in zip(kinds, heights, accumulate(heights), strict=True):
            if height:
                near = scale.place((reach - height) * direction)
                far = scale.place(reach * direction)
                paths[kind] += f"M{left:g} {near:g}h{breadth:g}V{far:g}h-{breadth:g}z"
    for kind, path in paths.items():
        if path:
            yield Kind(kind, NAMES[kind], path, is_striped=kind in STRIPED)


def _mark_cap(estimate: Estimate, scale: Scale) -> Tick | None:
    """The line of the most that may be held, where the chart reaches up to it."""
    cap = estimate.terms.rollover_cap * estimate.scenario.seats
    return Tick(scale.place(cap), f"{cap:,}") if 0 < cap <= scale.high else None


def _make_months(
    schedule: Sequence[ScheduleMonth], counts: Sequence[dict[str, int]]
) -> Iterator[Month]:
    for number, (month, counted) in enumerate(zip(schedule, counts, strict=True), 1):
        yield Month(
            number=number,
            starts_on=day(month.starts_on),
            parts=tuple(
                Part(kind, NAMES[kind], f"{credits:,}")
                for kind, credits in counted.items()
                if credits or kind == "closing"
            ),
            credits=tuple(f"{credits:,}" for credits in counted.values()),
            opens_left=number > len(schedule) * OPENS_LEFT_FROM,
        )


def _explain_emptiness(estimate: Estimate) -> str:
    if estimate.is_done:
        return "Every message goes to an open profile, which costs no credit: no balance to draw."
    return explain_status(estimate) or ""


def _summarise(estimate: Estimate, totals: dict[str, int]) -> str:
    """ "In 3 months: 60 credits granted, 40 bought; 100 sent, none left."."""
    had = {"carried": "held before", "granted": "granted", "returned": "came back"}
    came = _list(totals, had | {"bought": "bought"})
    went = _list(totals, {"sent": "sent", "expired": "expired", "closing": "left"})
    lost = _list(totals, {"forfeited": "lost at the cap"})
    months = count(len(estimate.schedule), "month")
    return f"Credits in {months}: {came}; {went}{f'; {lost}' if lost else ''}."


def _list(totals: dict[str, int], words: dict[str, str]) -> str:
    return ", ".join(f"{totals[kind]:,} {word}" for kind, word in words.items() if totals[kind])
