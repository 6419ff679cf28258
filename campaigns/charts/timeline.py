"""The seats of a mix month by month: how long each group is paid for, and what is sent meanwhile.

All seats are there from the start day on; the bar of those without credits by then is lighter until
the first ones come. The bars below are the messages of each month, those on bought credits on the
others.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from campaigns.charts.axes import Mark, is_monthly, make_scale, mark_dates, mark_rows
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
from campaigns.charts.rows import Row
from campaigns.wording import day, write_dollars
from planner.planning.layout import GroupSchedule, ScheduleRow, add_dollars
from planner.planning.mix import Mix
from planner.planning.wording import count

EMPTY_SEATS = LegendItem("warming", "Seats without credits yet")
NAMES = {"granted": "Messages on the seats’ own credits", "bought": "On bought credits"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart(Chart):
    """What `charts/_timeline.html` writes; only a summary where there is no seat."""

    kind: ClassVar[str] = "timeline"
    columns_title: ClassVar[str] = "Messages month by month"

    rows: tuple[Row, ...] = ()
    bars: tuple[Bars, ...] = ()


def draw_timeline(mix: Mix) -> TimelineChart:
    """The chart of one mix; the seats with the longest period stand first."""
    if not mix.groups:
        why = "No seat is needed" if mix.is_done else "No mix was found"
        return TimelineChart(summary=f"{why}, so there is nothing to draw.")
    counts = [_count(month) for month in mix.schedule]
    scale = make_scale(max(sum(month.values()) for month in counts))
    bars = tuple(stack_bars(counts, tuple(NAMES), scale))
    rows = tuple(_make_rows(mix))
    waits = [EMPTY_SEATS] if any(row.warm_width for row in rows) else []
    return TimelineChart(
        summary=_summarize(mix),
        ticks=scale.mark(scale.write_count),
        marks=(*mark_rows(mix.schedule), *_mark_dates(mix)),
        rows=rows,
        bars=bars,
        columns=make_columns([_make_tooltip(month) for month in mix.schedule]),
        legend=(*waits, *(LegendItem(kind.key, NAMES[kind.key]) for kind in bars)),
        table=_make_table(mix),
    )


def _mark_dates(mix: Mix) -> tuple[Mark, ...]:
    columns = len(mix.schedule)
    return tuple(mark_dates(mix.scenario.start_on, columns)) if is_monthly(mix.schedule) else ()


def _count(month: ScheduleRow) -> dict[str, int]:
    bought = month.ledger.bought
    return {"granted": month.ledger.sent - bought, "bought": bought}


def _make_rows(mix: Mix) -> Iterator[Row]:
    """A row for all seats of a plan that are there for one period."""
    groups = sorted(mix.groups, key=lambda group: group.months, reverse=True)
    alike: dict[tuple[str, str], list[GroupSchedule]] = {}
    for group in groups:
        alike.setdefault((group.terms.slug, _write_period(group)), []).append(group)
    for (_, period), several in alike.items():
        yield _make_row(several, period, mix)


def _make_row(groups: Sequence[GroupSchedule], period: str, mix: Mix) -> Row:
    first = groups[0]
    credits_on = _find_first_credits(first)
    empty = sum(row.starts_on < credits_on for row in mix.schedule) / len(mix.schedule)
    paid = sum(row.starts_on <= first.paid_until for row in mix.schedule) / len(mix.schedule)
    return Row(
        name=f"{sum(group.seats for group in groups):,} × {first.terms.name}",
        period=period,
        cash=write_dollars(add_dollars(group.spend for group in groups)),
        x=round(empty * 100, 2),
        width=round((paid - empty) * 100, 2),
        warm_width=round(empty * 100, 2),
    )


def _find_first_credits(group: GroupSchedule) -> date:
    """The day of the first credits of some seats; the first day where none come by themselves."""
    rows = (row for row in group.schedule if row.ledger.opening or row.ledger.granted)
    return next((row.starts_on for row in rows), group.first_day)


def _write_period(group: GroupSchedule) -> str:
    covered = group.subscription.free_months + group.subscription.months_paid
    held = "there already, " if group.group.is_held else ""
    paid = f", paid for {covered} months" if covered > group.months else ""
    credits_on = _find_first_credits(group)
    later = f"first credits {day(credits_on)}, " if credits_on > group.first_day else ""
    return f"{held}{later}until {day(group.paid_until)}{paid}"


def _make_tooltip(month: ScheduleRow) -> Tooltip:
    return Tooltip(
        f"Month {month.month}, from {day(month.starts_on)}",
        (
            TooltipLine("", "Messages sent", f"{month.ledger.sent:,}"),
            TooltipLine("", "On bought credits", f"{month.ledger.bought:,}"),
            TooltipLine("", "Due", write_dollars(month.due)),
        ),
    )


def _make_table(mix: Mix) -> Table:
    return Table(
        caption="The mix month by month",
        headers=("Month", "From", "Seats", "Sent", "Bought", "Due for seats", "Due for credits"),
        rows=tuple(
            TableRow(
                f"{month.month}",
                (
                    day(month.starts_on),
                    _name_seats(mix, month.starts_on),
                    f"{month.ledger.sent:,}",
                    f"{month.ledger.bought:,}",
                    write_dollars(month.subscription_spend),
                    write_dollars(month.credit_spend),
                ),
            )
            for month in mix.schedule
        ),
        is_ledger=True,
    )


def _name_seats(mix: Mix, on: date) -> str:
    """The seats that are paid for on a day, plan by plan: "1 × Core; 2 × Business"."""
    seats, names = Counter[str](), dict[str, str]()
    for group in mix.groups:
        if group.paid_until >= on:
            names[group.terms.slug] = group.terms.name
            seats[group.terms.slug] += group.seats
    return "; ".join(f"{number:,} × {names[slug]}" for slug, number in seats.items())


def _summarize(mix: Mix) -> str:
    """The sentence "4 seats and 100 messages in 3 months, 40 of them on bought credits."."""
    sent = count(sum(month.ledger.sent for month in mix.schedule), "message")
    bought = sum(month.ledger.bought for month in mix.schedule)
    within = count(mix.months or 0, "month")
    on_bought = f", {bought:,} of them on bought credits" if bought else ""
    return f"{count(mix.seats, 'seat')} and {sent} in {within}{on_bought}."
