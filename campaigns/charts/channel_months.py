"""A plan over channels: how long each is at work, and the people reached month by month.

A bar for each channel from its order to its last touch, the warm-up lighter than the rest; below, a
column for each month with the people of each channel on each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from campaigns.charts.axes import make_scale, mark_dates, mark_months
from campaigns.charts.bars import Bars, stack_bars
from campaigns.charts.frame import Chart, LegendItem, Tooltip, TooltipLine, make_columns
from campaigns.charts.rows import Row
from campaigns.wording import day
from planner.planning.channels import ChannelPlan, ChannelShare, PlanMonth, describe_units
from planner.planning.days import DAY, last_day_of, month_of, month_starts_on
from planner.planning.wording import count, dollars
from planner.planning.worth import count_stage

ZERO = Decimal(0)
# The CSS classes of the first channels; all further ones share the last.
KEYS = ("c1", "c2", "c3", "c4", "c5")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMonthsChart(Chart):
    """What `charts/_timeline.html` writes; only a summary without a plan."""

    kind: ClassVar[str] = "channel-months"
    columns_title: ClassVar[str] = "People reached month by month"

    rows: tuple[Row, ...] = ()
    bars: tuple[Bars, ...] = ()


def draw_channel_months(plan: ChannelPlan, months: Sequence[PlanMonth]) -> ChannelMonthsChart:
    """The chart of a plan and its months."""
    if not months:
        return ChannelMonthsChart(summary="There is no plan to draw.")
    keys = {
        share.channel.slug: KEYS[min(number, len(KEYS) - 1)]
        for number, share in enumerate(plan.shares)
    }
    counts = [_count(month, keys) for month in months]
    scale = make_scale(max(sum(one.values()) for one in counts))
    start_on = plan.request.start_on
    return ChannelMonthsChart(
        summary=_summarize(plan, months),
        ticks=scale.mark(scale.write_count),
        marks=(*mark_months(len(months)), *mark_dates(start_on, len(months))),
        rows=tuple(
            _make_row(share, keys[share.channel.slug], start_on, len(months))
            for share in plan.shares
        ),
        bars=tuple(stack_bars(counts, KEYS, scale)),
        columns=make_columns([_make_tooltip(month, keys) for month in months]),
        legend=tuple(
            LegendItem(keys[share.channel.slug], share.channel.name) for share in plan.shares
        ),
    )


def _count(month: PlanMonth, keys: dict[str, str]) -> dict[str, int]:
    counts = dict.fromkeys(KEYS, 0)
    for one in month.shares:
        counts[keys[one.channel.slug]] += one.people
    return counts


def _make_row(share: ChannelShare, key: str, start_on: date, months: int) -> Row:
    # A bar ends with its last day.
    ordered, begins, ends = (
        _place(start_on, on, months)
        for on in (share.starts_on, share.first_touch_on, share.done_on + DAY)
    )
    return Row(
        key=key,
        name=share.channel.name,
        period=f"{day(share.first_touch_on)} to {day(share.done_on)}",
        cash=dollars(share.cash),
        x=round(begins, 2),
        width=round(ends - begins, 2),
        warm_x=round(ordered, 2),
        warm_width=round(begins - ordered, 2) if share.warm_until else 0,
    )


def _place(start_on: date, on: date, months: int) -> float:
    """A day in percent of the width, all months of which are equally broad."""
    month = month_of(start_on, on)
    first = month_starts_on(start_on, month)
    length = (last_day_of(start_on, month) - first).days + 1
    return (month - 1 + (on - first).days / length) / months * 100


def _make_tooltip(month: PlanMonth, keys: dict[str, str]) -> Tooltip:
    lines = [
        TooltipLine(keys[one.channel.slug], one.channel.name, f"{one.people:,}")
        for one in month.shares
        if one.people
    ]
    due = TooltipLine("", "Due", dollars(month.outcome.cash or ZERO))
    return Tooltip(f"Month {month.month}, from {day(month.starts_on)}", (*lines, due))


def _summarize(plan: ChannelPlan, months: Sequence[PlanMonth]) -> str:
    """The sentence "1,000 people in 6 months: Cold e-mail with 5 mailboxes for 3 months."."""
    people = count_stage(plan.people, "people")
    ways = "; ".join(
        f"{share.channel.name} with {describe_units(share)}" if share.units else share.channel.name
        for share in plan.shares
    )
    return f"{people} in {count(len(months), 'month')}: {ways}."
