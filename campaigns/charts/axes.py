"""Axes: round steps downwards, months across, and how their marks are written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, count
from math import ceil
from typing import NamedTuple

from campaigns.wording import day, short_day
from planner.planning.days import last_day_of, month_starts_on
from planner.planning.layout import ScheduleRow
from planner.planning.wording import CURRENCY_SIGN

HEIGHT = 208  # pixels of a plot, without the room for its marks
FIRST_BASELINE, SECOND_BASELINE = HEIGHT + 18, HEIGHT + 36
CENT, ONE = Decimal("0.01"), Decimal(1)
ROUND_FACTORS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
SIZES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))
STEPS_OF_MONTHS = (1, 2, 3, 6, 12, 24)

# Most month numbers where a chart is wide, and where it is as narrow as a phone.
MOST_MARKS_WIDE, MOST_MARKS_NARROW = 12, 6
# The same for days, which are broader, and the columns from which on one is narrower than a day.
MOST_DAYS_WIDE, MOST_DAYS_NARROW, MANY_COLUMNS = 5, 2, 5
# Most parts between dates where a chart is wide, and how near to its ends none begins.
MOST_PARTS, NEAR_THE_END = 5, 0.25


class Tick(NamedTuple):
    """A grid line: pixels from the top, and the text beside it."""

    at: float
    text: str


class Mark(NamedTuple):
    """A text below the plot: percent of the width, pixels of its baseline from the top.

    `room` is the CSS class of the charts that show it: "narrow", "wide", or empty for all.
    """

    at: float
    text: str
    baseline: int = FIRST_BASELINE
    anchor: str = "middle"
    room: str = ""
    has_notch: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Amounts from `low` at the bottom to `high` at the top; both are whole `step`s."""

    low: Decimal
    high: Decimal
    step: Decimal

    def place(self, amount: Decimal | int) -> float:
        """Pixels from the plot's top."""
        return round(float((self.high - amount) / (self.high - self.low)) * HEIGHT, 1)

    def mark(self, write: Callable[[Decimal], str]) -> tuple[Tick, ...]:
        """A tick for every step, from the bottom up."""
        steps = int((self.high - self.low) / self.step)
        amounts = (self.low + self.step * number for number in range(steps + 1))
        return tuple(Tick(self.place(amount), write(amount)) for amount in amounts)

    def write_dollars(self, amount: Decimal) -> str:
        """The short name of an amount on this scale: "$800", "$1.25M"."""
        return f"{CURRENCY_SIGN}{self._write(amount, 2 if self.step % 1 else 0)}"

    def write_count(self, amount: Decimal) -> str:
        """The short name of a number on this scale, without its sign."""
        return self._write(abs(amount), 0)

    def _write(self, amount: Decimal, decimals: int) -> str:
        if max(self.high, -self.low) < 10_000:
            return f"{amount:,.{decimals}f}"
        return shorten(amount)


def trace_line(points: Iterable[tuple[float, Decimal | int]], scale: Scale) -> str:
    """The path from nothing at the left edge through the points: columns across, and amounts."""
    line = "".join(f"L{at:g} {scale.place(amount):g}" for at, amount in points)
    return f"M0 {scale.place(0):g}{line}"


def shorten(number: Decimal) -> str:
    """A round number in few characters: "0", "800", "12.5K", "1.25M"."""
    for size, letter in SIZES:
        if number >= size:
            return f"{(number / size).normalize():f}{letter}"
    return f"{number.normalize():f}"


def make_scale(
    high: Decimal | int, *, low: Decimal | int = 0, unit: Decimal = ONE, steps: int = 4
) -> Scale:
    """A scale of some `steps` round steps that holds 0, `low` (not above 0) and `high`.

    A step is 1, 2, 2.5 or 5 times a power of ten and a whole number of `unit`s.
    """
    extent = Decimal(high) - Decimal(low)
    step = find_step(max(extent / steps, unit), unit=unit)
    return Scale(
        low=-step * ceil(-Decimal(low) / step),
        high=step * max(1, ceil(Decimal(high) / step)),
        step=step,
    )


def find_step(least: Decimal, *, unit: Decimal) -> Decimal:
    """The smallest round step of at least `least` that is a whole number of `unit`s."""
    power = Decimal(1).scaleb(least.adjusted())
    steps = (factor * power for factor in (*ROUND_FACTORS, Decimal(20)))
    return next(step for step in steps if step >= least and step % unit == 0)


def mark_months(months: int) -> Iterator[Mark]:
    """The numbers below months 1…`months`: as many as fit, always with the last month."""
    for month, room in _choose(months, MOST_MARKS_WIDE, MOST_MARKS_NARROW):
        yield Mark(middle_of(month, months), f"{month}", room=room, has_notch=False)


def mark_rows(schedule: Sequence[ScheduleRow]) -> tuple[Mark, ...]:
    """Below the columns of a schedule: the months, or the days where a row is not a month."""
    rows = len(schedule)
    if is_monthly(schedule):
        return tuple(mark_months(rows))
    return tuple(
        Mark(100, _write_short(schedule[-1]), anchor="end", room=room, has_notch=False)
        if row == rows and rows >= MANY_COLUMNS
        else Mark(middle_of(row, rows), _write_short(schedule[row - 1]), room=room, has_notch=False)
        for row, room in _choose(rows, MOST_DAYS_WIDE, MOST_DAYS_NARROW)
    )


def _choose(columns: int, most_wide: int, most_narrow: int) -> Iterator[tuple[int, str]]:
    """The numbers of the columns that have a mark, and the charts that show it."""
    wide = set(_thin_out(columns, most_wide))
    narrow = set(_thin_out(columns, most_narrow))
    for column in sorted(wide | narrow):
        yield column, "" if column in wide & narrow else "wide" if column in wide else "narrow"


def is_monthly(schedule: Sequence[ScheduleRow]) -> bool:
    """Whether the rows are the months of the campaign, one after the other."""
    return [row.month for row in schedule] == list(range(1, len(schedule) + 1))


def _write_short(row: ScheduleRow) -> str:
    """The first day of a row without its year: "1 Dec"."""
    return short_day(row.starts_on)


def _thin_out(columns: int, most: int) -> list[int]:
    # A campaign of ten years may have several rows a month: beyond two years, twice as many again.
    steps = chain(STEPS_OF_MONTHS, (STEPS_OF_MONTHS[-1] * 2**power for power in count(1)))
    step = next(step for step in steps if columns <= step * most)
    marked = [at for at in range(step, columns, step) if (columns - at) * 4 >= step * 3]
    return [*marked, columns]


def mark_dates(start_on: date, months: int) -> Iterator[Mark]:
    """The first and the last day, and the first days of some of the months between them."""
    yield Mark(0, day(start_on), SECOND_BASELINE, "start")
    step = next(step for step in STEPS_OF_MONTHS if months <= step * MOST_PARTS)
    for over in range(step, months, step):
        if NEAR_THE_END <= over / months <= 1 - NEAR_THE_END:
            starts_on = day(month_starts_on(start_on, over + 1))
            yield Mark(round(over / months * 100, 2), starts_on, SECOND_BASELINE, room="wide")
    yield Mark(100, day(last_day_of(start_on, months)), SECOND_BASELINE, "end")


def middle_of(month: int, months: int) -> float:
    """Percent of the width at which the column of `month` has its middle."""
    return round((month - 0.5) / months * 100, 2)
