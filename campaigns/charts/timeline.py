"""The timeline: which seats of a mix are kept from when to when, and what each month sends (§6)."""

from dataclasses import dataclass

from campaigns.charts.axes import MonthMark, mark_months
from planner.planning.estimate import last_day_of
from planner.planning.explain import count, dollars
from planner.planning.mix import Mix, MixMonth, SeatGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """Seats of one plan kept for the same time; the bar's width is percent of the mix's months."""

    name: str
    kept: str
    spend: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMonth:
    """What a month sends and buys, and what falls due in it."""

    month: int
    starts_on: str
    seats: str
    sent: str
    bought: str
    spend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart:
    """The seats as bars from month 1 on, and the months as a table."""

    rows: tuple[TimelineRow, ...]
    marks: tuple[MonthMark, ...]
    months: tuple[TimelineMonth, ...]


def draw_timeline(mix: Mix) -> TimelineChart:
    """The seats of a mix that has some, the longest kept first."""
    months = max([len(mix.schedule), *(group.months for group in mix.groups)])
    groups = sorted(mix.groups, key=lambda group: -group.months)
    return TimelineChart(
        rows=tuple(_row(mix, group, months) for group in groups),
        marks=tuple(mark_months(months)),
        months=tuple(_month(month) for month in mix.schedule),
    )


def _row(mix: Mix, group: SeatGroup, months: int) -> TimelineRow:
    until = last_day_of(mix.scenario.start_on, group.months)
    return TimelineRow(
        name=f"{group.seats:,} × {group.terms.name}",
        kept=f"{count(group.months, 'month')}, until {until:%-d %b %Y}",
        spend=dollars(group.spend),
        width=round(group.months / months * 100, 2),
    )


def _month(month: MixMonth) -> TimelineMonth:
    return TimelineMonth(
        month=month.ledger.month,
        starts_on=f"{month.starts_on:%-d %b %Y}",
        seats=f"{sum(plan.seats for plan in month.plans):,}",
        sent=f"{month.ledger.sent:,}",
        bought=f"{month.ledger.bought:,}",
        spend=dollars(month.subscription_spend + month.credit_spend),
    )
