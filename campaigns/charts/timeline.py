"""The seats of a mix month by month: how long each group is kept, and what is sent meanwhile.

All seats are kept from month 1 on. Across, places are percent of the width or billing months;
below the seats stand the messages of each month, those on bought credits upon the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.charts.axes import (
    DateMark,
    MonthMark,
    mark_dates,
    mark_months,
    middle_of,
)
from campaigns.charts.labels import measure
from campaigns.wording import day
from planner.planning.estimate import last_day_of
from planner.planning.mix import Mix, MixMonth, SeatGroup
from planner.planning.wording import count, dollars

# Pixels of the bars' plot.
PLOT_HEIGHT = 72
# The part of its column that a bar fills; with fewer columns than these, bars grow no broader.
FILL, FEWEST_COLUMNS = 0.76, 8
# Pixels of the narrowest plots: any, a wide and a broad one; an ordinary letter; between numbers.
NARROW_PLOT, WIDE_PLOT, BROAD_PLOT = 246, 560, 812
LETTER_BREADTH, BETWEEN = 7.0, 6
# From which part of the chart on a month's numbers are shown on the left.
OPENS_LEFT_FROM = 0.5


class Lane(NamedTuple):
    """A group of seats: its bar in percent of the width, and what it is."""

    seats: str
    kept: str
    spend: str
    width: float


class Numbers(NamedTuple):
    """What is written above a month's bar, in percent and pixels from the top."""

    at: float
    sent_at: float
    sent: str
    bought_at: float
    bought: str


class Measure(NamedTuple):
    """The line that tells how high the bars are, for charts without numbers above them."""

    room: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A column of the chart and a row of its table."""

    number: int
    starts_on: str
    seats: str
    sent: str
    bought: str
    subscription: str
    credits: str
    due: str
    opens_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart:
    """Everything that `charts/_timeline.html` writes; only a summary where no seat is kept."""

    summary: str
    lanes: tuple[Lane, ...] = ()
    columns: int = 0
    marks: tuple[MonthMark, ...] = ()
    dates: tuple[DateMark, ...] = ()
    granted: str = ""
    bought: str = ""
    numbers: tuple[Numbers, ...] = ()
    numbers_room: str = ""
    measure: Measure | None = None
    months: tuple[Month, ...] = ()


def draw_timeline(mix: Mix) -> TimelineChart:
    """The chart of one mix; the seats that are kept the longest stand first."""
    if not mix.groups:
        return TimelineChart(summary="No seat is kept, so there is nothing to draw.")
    groups = sorted(mix.groups, key=lambda group: group.months, reverse=True)
    columns = len(mix.schedule)
    numbers = tuple(_write_numbers(mix.schedule, columns))
    numbers_room, measured = _find_room(numbers, mix.schedule, columns)
    granted, bought = _stack(mix.schedule, columns)
    return TimelineChart(
        summary=_summarise(mix),
        lanes=tuple(_make_lane(group, mix, columns) for group in groups),
        columns=columns,
        marks=tuple(mark_months(columns)),
        dates=tuple(mark_dates(mix.scenario.start_on, columns)),
        granted=granted,
        bought=bought,
        numbers=numbers if numbers_room is not None else (),
        numbers_room=numbers_room or "",
        measure=measured,
        months=tuple(_make_months(mix, columns)),
    )


def _make_lane(group: SeatGroup, mix: Mix, columns: int) -> Lane:
    until = day(last_day_of(mix.scenario.start_on, group.months))
    months = "month 1" if group.months == 1 else f"months 1–{group.months}"
    covered = group.subscription.free_months + group.subscription.months_paid
    paid = f", paid for {covered} months" if covered > group.months else ""
    return Lane(
        seats=f"{group.seats:,} × {group.terms.name}",
        kept=f"{months}, until {until}{paid}",
        spend=dollars(group.spend),
        width=round(group.months / columns * 100, 2),
    )


def _stack(schedule: Sequence[MixMonth], columns: int) -> tuple[str, str]:
    """The bars of messages on other than bought credits, and of those on bought ones upon them."""
    breadth = round(FILL * min(1, columns / FEWEST_COLUMNS), 2)
    granted = bought = ""
    for number, month in enumerate(schedule):
        left = round(number + (1 - breadth) / 2, 2)
        own = month.ledger.sent - month.ledger.bought
        top, step = _place(month.ledger.sent, schedule), _place(own, schedule)
        if own:
            granted += f"M{left:g} {PLOT_HEIGHT}h{breadth:g}V{step:g}h-{breadth:g}z"
        if month.ledger.bought:
            bought += f"M{left:g} {step:g}h{breadth:g}V{top:g}h-{breadth:g}z"
    return granted, bought


def _place(messages: int, schedule: Sequence[MixMonth]) -> float:
    """Pixels from the top of the plot."""
    return round(PLOT_HEIGHT * (1 - messages / _most_sent(schedule)), 1)


def _most_sent(schedule: Sequence[MixMonth]) -> int:
    return max(month.ledger.sent for month in schedule)


def _write_numbers(schedule: Sequence[MixMonth], columns: int) -> Iterator[Numbers]:
    for number, month in enumerate(schedule, 1):
        top = _place(month.ledger.sent, schedule)
        bought = month.ledger.bought
        yield Numbers(
            at=middle_of(number, columns),
            sent_at=round(top - (20 if bought else 6), 1),
            sent=f"{month.ledger.sent:,}",
            bought_at=round(top - 6, 1),
            bought=f"{bought:,} bought" if bought else "",
        )


def _find_room(
    numbers: Sequence[Numbers], schedule: Sequence[MixMonth], columns: int
) -> tuple[str | None, Measure | None]:
    """The charts with numbers above the bars (`None`: none), and the line for the others."""
    broadest = max(measure(text) for one in numbers for text in (one.sent, one.bought))
    needed = (broadest * LETTER_BREADTH + BETWEEN) * columns
    text = count(_most_sent(schedule), "message")
    if needed <= NARROW_PLOT:
        return "", None
    if needed <= WIDE_PLOT:
        return "wide", Measure("narrow", text)
    if needed <= BROAD_PLOT:
        return "broad", Measure("slim", text)
    return None, Measure("", text)


def _make_months(mix: Mix, columns: int) -> Iterator[Month]:
    for number, month in enumerate(mix.schedule, 1):
        yield Month(
            number=number,
            starts_on=day(month.starts_on),
            seats="; ".join(f"{plan.seats:,} × {plan.terms.name}" for plan in month.plans),
            sent=f"{month.ledger.sent:,}",
            bought=f"{month.ledger.bought:,}",
            subscription=dollars(month.subscription_spend),
            credits=dollars(month.credit_spend),
            due=dollars(month.subscription_spend + month.credit_spend),
            opens_left=number > columns * OPENS_LEFT_FROM,
        )


def _summarise(mix: Mix) -> str:
    """ "4 seats, 100 messages in 3 months, 40 of them on bought credits."."""
    sent = count(sum(month.ledger.sent for month in mix.schedule), "message")
    bought = sum(month.ledger.bought for month in mix.schedule)
    within = count(len(mix.schedule), "month")
    on_bought = f", {bought:,} of them on bought credits" if bought else ""
    return f"{count(mix.seats, 'seat')} and {sent} in {within}{on_bought}."
