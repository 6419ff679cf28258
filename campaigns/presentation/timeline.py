"""The timeline of the verdict: a bar a month, and the deadline among or behind them."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from campaigns.presentation.schedule import add_up
from planner.planning.days import add_months
from planner.planning.estimate import Estimate

# The highest bar of the timeline, in percent of its drawing.
BAR_HEIGHT = 100
# More months than these have no room for their figures, and on a phone more than those.
MOST_LABELED, MOST_LABELED_ON_A_PHONE = 14, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBar:
    """A month of the campaign: the messages sent and the dollars due; `None` where unknown.

    `top` and `height` place its bar in its drawing, in percent. `deadline_at` is the part of
    the month that is over with the deadline, in percent; `None` where it is in another month.
    """

    starts_on: date
    sent: int
    due: Decimal | None
    top: int
    height: int
    deadline_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The months of an estimate, none where nothing is sent, and the deadline that it is judged by.

    `deadline` is its last day, `None` where nothing is done. It stands behind the months unless one
    of them has it.
    """

    months: tuple[MonthBar, ...]
    deadline: date | None

    @property
    def is_far(self) -> bool:
        """Whether the deadline is after the last day of all months."""
        if self.deadline is None or not self.months:
            return False
        return self.deadline >= add_months(self.months[-1].starts_on, 1)

    @property
    def room(self) -> Literal["dense", "thousands", "", "tens"]:
        """What the months have room for: no figures ("dense"); else how long their numbers are."""
        if len(self.months) + self.ends_with_deadline > MOST_LABELED:
            return "dense"
        most = max((month.sent for month in self.months), default=0)
        return "thousands" if most >= 1000 else "" if most >= 100 else "tens"

    @property
    def has_span(self) -> bool:
        """Whether the months lack their figures, at least on a phone: their span stands below."""
        return len(self.months) > MOST_LABELED_ON_A_PHONE or self.room == "dense"

    @property
    def ends_with_deadline(self) -> bool:
        """Whether the deadline stands behind all months."""
        is_among = any(month.deadline_at is not None for month in self.months)
        return self.deadline is not None and not is_among


def draw_timeline(estimate: Estimate) -> Timeline:
    """What an estimate sends and pays, month by month of the campaign, up to its deadline."""
    months, deadline = _draw_months(estimate), _find_deadline(estimate)
    if deadline and estimate.done_on and deadline < estimate.done_on:
        months = tuple(_mark(month, deadline) for month in months)
    return Timeline(months=months, deadline=deadline)


def _draw_months(estimate: Estimate) -> tuple[MonthBar, ...]:
    by_month = [list(rows) for _, rows in groupby(estimate.schedule, key=lambda row: row.month)]
    months = [(rows[0].month, add_up(rows)) for rows in by_month]
    most = max((month.sent for _, month in months), default=0) or 1
    bars: list[MonthBar] = []
    for number, month in months:
        height = round(month.sent / most * BAR_HEIGHT)
        bars.append(
            MonthBar(
                starts_on=add_months(estimate.scenario.start_on, number - 1),
                sent=month.sent,
                due=month.due,
                top=BAR_HEIGHT - height,
                height=height,
            )
        )
    return tuple(bars)


def _mark(month: MonthBar, deadline: date) -> MonthBar:
    """The month with the deadline's place where that is one of its days."""
    days = (add_months(month.starts_on, 1) - month.starts_on).days
    over = (deadline - month.starts_on).days + 1
    return replace(month, deadline_at=round(100 * over / days)) if 0 < over <= days else month


def _find_deadline(estimate: Estimate) -> date | None:
    """That of all messages; `None` where audiences have different ones, or nothing is done."""
    if estimate.tightest is None or len({one.deadline for one in estimate.audiences}) > 1:
        return None
    return estimate.tightest[0]
