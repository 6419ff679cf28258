"""A ledger laid out on days: the rows of each group, and what falls due (RULES.md §3 and §5).

Credits are those of all seats of a group together, money is exact dollars, `None` where a price is
unknown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.audience_results import find_days
from planner.planning.billing import bill
from planner.planning.days import DAY, add_months, month_of
from planner.planning.free_messages import FreeMessages, find_last_day
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger, run_ledger
from planner.planning.losses import Losses, find_losses
from planner.planning.money import Subscription, times
from planner.planning.scenario import Scenario
from planner.planning.sending import sending_of
from planner.planning.terms import Terms
from planner.planning.timeline import Timeline
from planner.planning.wallet import LedgerRow


class ScheduleRow(NamedTuple):
    """One slice of the ledger: its first day, the month of the campaign, what falls due.

    `free` counts messages to open profiles. Spends are dollars, `None` where a price is unknown.
    """

    starts_on: date
    month: int
    ledger: LedgerRow
    free: int
    subscription_spend: Decimal | None
    credit_spend: Decimal | None

    @property
    def due(self) -> Decimal | None:
        """Dollars that fall due on the first day of the slice."""
        return add_dollars([self.subscription_spend, self.credit_spend])


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTotals:
    """Sums over the rows; opening + granted + returned + bought - sent - expired = left."""

    opening: int
    granted: int
    returned: int
    bought: int
    expired: int
    forfeited: int
    left: int


def total_credits(groups: Iterable[Sequence[LedgerRow]], *, opening: int) -> CreditTotals:
    """The sums over the rows of all groups; `opening` counts the credits of the start day."""
    ledgers = [rows for rows in groups if rows]
    sums = _add_up([row for ledger in ledgers for row in ledger])
    return CreditTotals(
        opening=opening,
        granted=sums.granted,
        returned=sums.returned,
        bought=sums.bought,
        expired=sums.expired,
        forfeited=sums.forfeited,
        left=sum([ledger[-1].closing for ledger in ledgers]) if ledgers else opening,
    )


def _add_up(rows: Sequence[LedgerRow], position: int = 0) -> LedgerRow:
    """The sums over rows, as a row of the slice `position`."""
    sums = [*map(sum, zip(*[row[1:] for row in rows], strict=True))]
    return LedgerRow(position, *(sums or [0] * (len(LedgerRow._fields) - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSchedule:
    """The seats of a group, what is to be paid for them, and their rows.

    `paid_until` is the last day that is paid for, before the start or with the subscription.
    """

    group: SeatGroup
    first_day: date
    paid_until: date
    subscription: Subscription
    schedule: tuple[ScheduleRow, ...]

    @property
    def seats(self) -> int:
        """The seats of the group."""
        return self.group.seats

    @property
    def terms(self) -> Terms:
        """The plan of the seats."""
        return self.group.terms

    @property
    def months(self) -> int:
        """Billing months to be paid for until the last message, free ones included."""
        return max(self.group.last_month, 0)

    @property
    def spend(self) -> Decimal | None:
        """Dollars for the seats; `None` where the price is unknown."""
        return self.subscription.spend

    @property
    def months_paid(self) -> int:
        """Months to be paid for, unused months of an annual block included (RULES.md §5)."""
        return self.subscription.months_paid

    @property
    def losses(self) -> Losses | None:
        """What of the subscription is paid and not used; `None` where that is unknown."""
        pays_from = self.group.calendar.pays_from
        return find_losses(
            [row.ledger for row in self.schedule],
            [month_of(pays_from, row.starts_on) for row in self.schedule],
            self.subscription,
            months_used=max(self.group.last_month, 0),
        )


class Layout(NamedTuple):
    """A ledger that sends everything: its groups, their rows merged by day, and its last day.

    `audience_days` are the last days of the audiences, in the order of the scenario's queue.
    """

    groups: tuple[GroupSchedule, ...]
    schedule: tuple[ScheduleRow, ...]
    credits: CreditTotals
    done_on: date
    audience_days: tuple[date, ...]


def lay_out(scenario: Scenario, ledger: Ledger, free: FreeMessages) -> Layout:
    """The days and the payments of a ledger whose groups are subscribed as long as needed."""
    last_on_credit = max(ledger.last_sends)
    end = max(last_on_credit, free.last_slice) + 1
    if free.last_slice > last_on_credit:
        ledger = _go_on(scenario, ledger, end)
    groups = tuple(
        _lay_out(scenario, ledger, free, number, end=end) for number in range(len(ledger.groups))
    )
    rows = [[row.ledger for row in group.schedule] for group in groups]
    return Layout(
        groups=groups,
        schedule=tuple(merge_rows(groups, ledger.timeline, end, free)),
        # Credits of seats that end before the start are in no row.
        credits=total_credits(rows, opening=sum(one[0].opening for one in rows if one)),
        done_on=find_last_day(scenario, ledger, free),
        audience_days=find_days(scenario, ledger, free),
    )


def _go_on(scenario: Scenario, ledger: Ledger, end: int) -> Ledger:
    """The same ledger with rows up to slice `end`: free messages go on after those on credits."""
    return run_ledger(
        ledger.groups,
        sending_of(scenario),
        ledger.timeline,
        first_slice=min((row.slice for rows in ledger.rows for row in rows if row.sent), default=0),
        purchase_caps=ledger.bought_by_group,
        end=end,
        goes_on=True,
    )


def _lay_out(
    scenario: Scenario, ledger: Ledger, free: FreeMessages, number: int, *, end: int
) -> GroupSchedule:
    """One group's rows and payments, until the campaign is done or its own last day."""
    group, timeline = ledger.groups[number], ledger.timeline
    months = timeline.tracks[group.calendar].months
    due = max(group.last_month, 0)
    subscription = bill(group, scenario, due)
    last = min(end - 1, timeline.tracks[group.calendar].last_slice_of(group.last_month))
    sent_free, credit_price, nothing = free.by_group[number], group.terms.credit_price, Decimal(0)
    schedule = tuple(
        ScheduleRow(
            timeline.days[row.slice],
            timeline.months[row.slice],
            row,
            sent_free.get(row.slice, 0),
            subscription.spend_in(months[row.slice])
            if _starts_paid_month(months, row.slice)
            else nothing,
            times(credit_price, row.bought) if row.bought else nothing,
        )
        for row in ledger.rows[number]
        if row.slice <= last
    )
    paid_months = subscription.months_paid + subscription.free_months
    return GroupSchedule(
        group=group,
        first_day=timeline.days[0],
        paid_until=add_months(group.calendar.pays_from, paid_months) - DAY,
        subscription=subscription,
        schedule=schedule,
    )


def _starts_paid_month(months: Sequence[int], position: int) -> bool:
    """Whether a billing month that is to be paid for begins with a slice."""
    month = months[position]
    return month >= 1 and (position == 0 or months[position - 1] != month)


def merge_rows(
    groups: Sequence[GroupSchedule],
    timeline: Timeline,
    end: int,
    free: FreeMessages,
) -> Iterator[ScheduleRow]:
    """The rows of all groups, day by day; those on which nothing happens are left out."""
    rows_at: list[list[ScheduleRow]] = [[] for _ in range(end)]
    refreshes: set[int] = set()
    for group in groups:
        track = timeline.tracks[group.group.calendar]
        for row in group.schedule:
            position = row.ledger.slice
            rows_at[position].append(row)
            if track.refreshes[position]:
                refreshes.add(position)
    free_at = Counter[int]()
    for sent in filter(None, free.by_group):
        free_at.update(sent)
    for position, rows in enumerate(rows_at):
        messages = free_at[position]
        is_one = len(rows) == 1 and rows[0].free == messages
        row = rows[0] if is_one else _add_rows(rows, timeline, position, messages)
        pays = row.subscription_spend is None or row.subscription_spend > 0
        if not position or position in refreshes or pays or row.ledger.sent or messages:
            yield row


def _add_rows(
    rows: Sequence[ScheduleRow], timeline: Timeline, position: int, free: int
) -> ScheduleRow:
    """The rows of all groups in one slice together."""
    return ScheduleRow(
        starts_on=timeline.days[position],
        month=timeline.months[position],
        ledger=_add_up([row.ledger for row in rows], position),
        free=free,
        subscription_spend=add_dollars([row.subscription_spend for row in rows]),
        credit_spend=add_dollars([row.credit_spend for row in rows]),
    )


def add_dollars(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of dollars; `None` where one is unknown."""
    total = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
