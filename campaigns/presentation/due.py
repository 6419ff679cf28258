"""What a plan has to be done, by date: a pure function of an estimate, and what of it is due now.

Every number is the schedule's (RULES.md §3 and §5); this module adds up nothing but what a record
has to reach for an item to be done.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from django.utils import formats

from campaigns.exports.all_sent import FOR_SENDING, find_renewal, is_all_sent
from campaigns.exports.appointments import group_changes, last_day_of, name_seats
from campaigns.exports.audience_needs import (
    Need,
    RowNeeds,
    is_done,
    list_needs,
    name_rest,
    write_audiences,
)
from campaigns.wording import day
from planner.planning.days import DAY
from planner.planning.estimate import Estimate
from planner.planning.key_dates import KeyDates
from planner.planning.layout import GroupSchedule, ScheduleRow, add_dollars
from planner.planning.money import cents
from planner.planning.progress.record import Record
from planner.planning.wording import count, dollars

DAYS_AHEAD = 28
# What is further back is history.
DAYS_BACK = 28

Kind = Literal["subscribe", "pay", "buy", "send", "free", "expire", "switch", "cancel", "note"]
# What a record counts, and an item asks for a number of.
Measure = Literal["sent", "bought", "paid", ""]
# Nothing can be done about it any more once its day is over.
PASSING: tuple[Kind, ...] = ("expire",)


class DueItem(NamedTuple):
    """One thing to do from the day `on` until the day `until`, both included.

    `number` counts credits, messages or seats, 0 for none; `amount` is in exact dollars, `None` for
    none or an unknown one. It is done when the record's `measure` has reached `enough`; with no
    measure a record cannot show it. `unit` is what `number` counts of messages that no other item
    counts as well, so that a record shows how many of them are left; empty where it does not.
    `needs` are those of the audiences; with them it is done when each has what it needs.
    """

    kind: Kind
    on: date
    until: date
    title: str
    number: int = 0
    amount: Decimal | None = None
    measure: Measure = ""
    enough: Decimal = Decimal(0)
    unit: str = ""
    needs: tuple[Need, ...] = ()

    def is_done(self, record: Record) -> bool:
        """Whether the record shows it as done."""
        return is_done(self, record)

    def after(self, record: Record) -> "DueItem":
        """What is left of it after what the record shows as sent."""
        if rest := name_rest(self, record):
            return self._replace(number=rest[0], title=rest[1])
        return self


@dataclass(frozen=True, slots=True)
class Due:
    """Items by their time: over and not done, to do now, soon, later."""

    past: list[DueItem] = field(default_factory=list)
    now: list[DueItem] = field(default_factory=list)
    soon: list[DueItem] = field(default_factory=list)
    later: list[DueItem] = field(default_factory=list)


@dataclass(slots=True)
class _Totals:
    """What a record has to reach up to a row of the schedule; `paid` is `None` where unknown."""

    sent: int = 0
    bought: int = 0
    paid: Decimal | None = Decimal(0)


def list_planned(estimate: Estimate, dates: KeyDates) -> tuple[DueItem, ...]:
    """Everything that an estimate has to be done, by its first day; none where it has no days."""
    return tuple(sorted(_list_planned(estimate, dates), key=lambda item: item.on))


def select_due(items: Iterable[DueItem], *, today: date, record: Record) -> Due:
    """The items by their time on `today`, without those that the record shows as done."""
    due = Due()
    for item in items:
        if item.is_done(record):
            continue
        if item.until < today:
            if item.kind not in PASSING and item.until >= today - timedelta(days=DAYS_BACK):
                due.past.append(item)
        elif item.on <= today:
            due.now.append(item)
        elif item.on <= today + timedelta(days=DAYS_AHEAD):
            due.soon.append(item)
        else:
            due.later.append(item)
    return due


def end_when_sent(items: Sequence[DueItem], *, today: date, record: Record) -> list[DueItem]:
    """The items, or where the record shows everything as sent, those that are still of use.

    What would be paid or bought after `today` is not, so seats are cancelled before they renew.
    """
    if not is_all_sent(items, record):
        return [*items]
    payments = [item.on for item in items if item.kind == "pay" and item.on > today]
    useful = [item for item in items if item.on <= today or item.kind not in FOR_SENDING]
    return [_cancel_sooner(one, payments) if one.kind == "cancel" else one for one in useful]


def _cancel_sooner(item: DueItem, payments: Sequence[date]) -> DueItem:
    planned = item.until + DAY
    before = find_renewal(planned, payments)
    title = item.title.replace(day(planned), day(before))
    return item._replace(on=before - DAY, until=before - DAY, title=title)


def write_when(item: DueItem, *, today: date) -> str:
    """When an item is due, in a few words: "today", "by Mon 28 Feb 2027", "was due …"."""
    if item.until < today:
        return f"was due {_write_day(item.until)}"
    if item.on > today:
        return _write_day(item.on)
    return "today" if item.until == today else f"by {_write_day(item.until)}"


def _write_day(on: date) -> str:
    """A day with its weekday: "Fri 4 Dec 2026"."""
    return formats.date_format(on, "D j M Y")


def _list_planned(estimate: Estimate, dates: KeyDates) -> Iterator[DueItem]:
    totals = _Totals()
    last_payment = max((row.starts_on for row in estimate.schedule if _costs(row)), default=None)
    for row, needs in zip(estimate.schedule, list_needs(estimate), strict=True):
        ledger, paid = row.ledger, add_dollars([totals.paid, row.due])
        totals = _Totals(totals.sent + ledger.sent + row.free, totals.bought + ledger.bought, paid)
        yield from _list_payments(row, estimate, totals, is_last=row.starts_on == last_payment)
        yield from _list_credits(row, totals)
        yield from _list_messages(row, needs, estimate, Decimal(totals.sent))
    if estimate.schedule:
        yield from _list_ends(estimate, dates)


def _costs(row: ScheduleRow) -> bool:
    """Whether a subscription is charged on the first day of a row, at a known price or not."""
    return row.subscription_spend is None or row.subscription_spend > 0


def _list_payments(
    row: ScheduleRow, estimate: Estimate, totals: _Totals, *, is_last: bool
) -> Iterator[DueItem]:
    on, name = row.starts_on, estimate.terms.name
    measure: Measure = "paid" if totals.paid else ""
    enough = cents(totals.paid or Decimal(0))
    begins = [one for one in estimate.groups if _begins(one, on)]
    first = add_dollars(one.schedule[0].subscription_spend for one in begins) if begins else None
    if begins:
        seats = sum(one.seats for one in begins)
        price = "" if first is None else f" for {dollars(first)}" if first else ", free at first"
        title = f"Subscribe to {count(seats, 'seat')} of {name}{price}"
        yield DueItem("subscribe", on, on, title, seats, first, measure, enough)
    if row.subscription_spend is None:
        if not begins:
            yield DueItem("pay", on, on, f"Pay for {name}, at a price that is not known")
        return
    rest = row.subscription_spend - (first or Decimal(0))
    if rest:
        verb = "Last payment:" if is_last else "Pay"
        title = f"{verb} {dollars(rest)} for {name}"
        yield DueItem("pay", on, on, title, amount=rest, measure=measure, enough=enough)


def _begins(group: GroupSchedule, on: date) -> bool:
    """Whether new seats are subscribed on that day, which cost something then or later."""
    is_new = not group.group.is_held and group.months > 0 and bool(group.schedule)
    costs = group.spend != 0 or group.subscription.free_months > 0
    return is_new and costs and group.schedule[0].starts_on == on


def _list_credits(row: ScheduleRow, totals: _Totals) -> Iterator[DueItem]:
    ledger, on = row.ledger, row.starts_on
    if ledger.expired:
        lost = count(ledger.expired, "InMail credit")
        verb = "expires" if ledger.expired == 1 else "expire"
        last = on - DAY
        yield DueItem("expire", last, last, f"{lost} {verb} at the end of the day", ledger.expired)
    if ledger.bought:
        price = "" if row.credit_spend is None else f" for {dollars(row.credit_spend)}"
        title = f"Buy {count(ledger.bought, 'InMail credit')}{price}"
        bought = Decimal(totals.bought)
        yield DueItem("buy", on, on, title, ledger.bought, row.credit_spend, "bought", bought)


def _list_messages(
    row: ScheduleRow, needs: RowNeeds, estimate: Estimate, sent: Decimal
) -> Iterator[DueItem]:
    """What is to be sent from a row's first day on; `sent` are all messages through it."""
    ledger, on = row.ledger, row.starts_on
    if not (ledger.sent or row.free):
        return
    until = max(on, last_day_of(row, estimate))
    if ledger.sent:
        named = write_audiences(needs.on_credits)
        title = f"Send {count(ledger.sent, 'InMail message')}{named}"
        unit = "" if row.free else "InMail message"
        number = ledger.sent
        yield DueItem("send", on, until, title, number, None, "sent", sent, unit, needs.on_credits)
    if row.free:
        title = f"Send {count(row.free, 'message')} to open profiles{write_audiences(needs.free)}"
        yield DueItem("free", on, until, title, row.free, None, "sent", sent, needs=needs.free)


def _list_ends(estimate: Estimate, dates: KeyDates) -> Iterator[DueItem]:
    """The last days to change or to cancel what would renew in a way that is not wanted.

    Seats that end on the same day are one item, as in the calendar.
    """
    for before, changing in group_changes(dates):
        seats, last = sum(one.seats for one in changing), before - DAY
        title = f"Change {name_seats(changing, estimate)} to monthly payment before {day(before)}"
        yield DueItem("switch", last, last, title, seats)
    for before, ending in groupby(dates.cancellations, key=lambda one: one.before):
        ends = [*ending]
        seats, last = sum(one.seats for one in ends), before - DAY
        or_else = "it costs money" if all(one.ends_trial for one in ends) else "it renews"
        title = f"Cancel {name_seats(ends, estimate)} before {day(before)}, or {or_else}"
        yield DueItem("cancel", last, last, title, seats)
