"""What an estimate puts into a calendar.

Days, not hours: credits come and seats renew on a day (RULES.md §1).
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from campaigns.exports.audience_needs import (
    Need,
    RowNeeds,
    list_all_needs,
    list_needs,
    number_of,
    write_all,
    write_audiences,
)
from campaigns.wording import day
from planner.planning.days import DAY
from planner.planning.estimate import Estimate
from planner.planning.key_dates import Cancellation, KeyDates
from planner.planning.layout import ScheduleRow, add_dollars
from planner.planning.money import cents
from planner.planning.phrases import reach
from planner.planning.timeline import timeline_of
from planner.planning.wording import count, count_leads, dollars, exact_dollars

# What a record counts, and an appointment asks for a number of.
Measure = Literal["sent", "bought", "paid", ""]


class Appointment(NamedTuple):
    """One thing that happens, or is to be done, on one day.

    `kind` is one of `GIVEN_UP`'s, `at` distinguishes those of a kind: the day of the schedule, or
    nothing for what happens once in a campaign. `is_pressing`: it costs money or credits to forget
    it, so a calendar reminds of it the day before. `is_charged`: seats are paid for on that day. It
    is done when the `measure` of a record has reached `enough`; with no measure a record cannot
    show it. `number` counts messages of the `unit`, where no other appointment of that day counts
    messages as well. `needs` are those of the audiences; with them it is done when each has what it
    needs.
    """

    kind: str
    at: str
    on: date
    title: str
    text: str
    is_pressing: bool = False
    is_charged: bool = False
    measure: Measure = ""
    enough: Decimal = Decimal(0)
    number: int = 0
    unit: str = ""
    needs: tuple[Need, ...] = ()

    @property
    def key(self) -> str:
        """Its name in the calendar, independent of its figures: "send-2027-01-01"."""
        return f"{self.kind}-{self.at}"


# What a cancelled event is called: the figures were those of a plan that it replaces.
GIVEN_UP: dict[str, str] = {
    "expire": "last day of InMail credits",
    "grant": "InMail credits arrive",
    "pay": "pay for InMail seats",
    "buy": "buy InMail credits",
    "send": "send InMail messages",
    "free": "send to open profiles",
    "deadline": "deadline",
    "audience": "deadline of an audience",
    "switch": "change to monthly payment",
    "cancel": "cancel the subscription",
}


def list_given_up(
    past_days: Mapping[str, str], present: Container[str], *, today: date
) -> Iterator[Appointment]:
    """The days of earlier calendars of a campaign, by key and ISO date, that are not present.

    What was to be before `today` may have been so, and stays.
    """
    # By day: a database need not keep the order of what is stored as JSON.
    for key, on in sorted(past_days.items(), key=lambda item: (item[1], item[0])):
        kind, _, at = key.partition("-")
        if key not in present and kind in GIVEN_UP and date.fromisoformat(on) >= today:
            yield Appointment(
                kind,
                at,
                date.fromisoformat(on),
                f"No longer planned: {GIVEN_UP[kind]}",
                "The campaign was changed since this was put into a calendar.",
            )


def list_appointments(estimate: Estimate, dates: KeyDates) -> Iterator[Appointment]:
    """The days of an estimate, in their order; none where there is nothing to do."""
    sent = bought = 0
    paid: Decimal | None = Decimal(0)
    for row, needs in zip(estimate.schedule, list_needs(estimate), strict=True):
        sent, bought = sent + row.ledger.sent + row.free, bought + row.ledger.bought
        paid = add_dollars([paid, row.due])
        for one in _appointments_of(row, needs, last_day_of(row, estimate), estimate):
            yield _with_measure(one, row, sent=sent, bought=bought, paid=paid)
    if estimate.schedule:
        yield from _meet_deadlines_of_audiences(estimate)
        if dates.is_deadline_a_day:
            yield _meet_deadline(estimate, dates)
        yield from _end_subscriptions(estimate, dates)


def _with_measure(
    one: Appointment, row: ScheduleRow, *, sent: int, bought: int, paid: Decimal | None
) -> Appointment:
    """The appointment of a row with what a record has to reach by then to show it as done."""
    match one.kind:
        case "send" | "free":
            unit = "" if row.free else "InMail message"
            return one._replace(
                measure="sent", enough=Decimal(sent), number=row.ledger.sent, unit=unit
            )
        case "buy":
            return one._replace(measure="bought", enough=Decimal(bought))
        case "pay" if paid:
            return one._replace(measure="paid", enough=cents(paid))
    return one


def last_day_of(row: ScheduleRow, estimate: Estimate) -> date:
    """The last day for what is sent from the first day of a row on.

    It is the deadline, or the day before some seats' credits are refreshed or the seats renew: then
    credits expire, and seats that are no longer needed end.
    """
    timeline = timeline_of(estimate.scenario, [one.group.calendar for one in estimate.groups])
    last = timeline.days[timeline.slice_of(row.starts_on) + 1] - DAY
    # Nothing ends the time for what is late and needs no seats.
    is_endless = estimate.status != "ok" and not estimate.groups
    return min(last, estimate.done_on or last) if is_endless else last


def _appointments_of(
    row: ScheduleRow, needs: RowNeeds, end: date, estimate: Estimate
) -> Iterator[Appointment]:
    """What one day brings, in the order of RULES.md §3; what it does not bring is left out.

    `needs` are those of the audiences, `end` is the last day for what is sent from this day on.
    """
    if row.ledger.expired:
        yield _expire(row, estimate)
    if row.ledger.granted:
        yield _grant(row, estimate)
    elif row.subscription_spend:
        yield _pay(row, row.subscription_spend, estimate)
    if row.ledger.bought:
        yield _buy(row, estimate)
    if row.ledger.sent:
        yield _send(row, needs, end)
    if row.free:
        yield _send_free(row, needs, end)


def _make(kind: str, row: ScheduleRow, title: str, text: str) -> Appointment:
    """An appointment on the day of a row, which names it."""
    on = row.starts_on
    return Appointment(kind, on.isoformat(), on, title, text)


def _expire(row: ScheduleRow, estimate: Estimate) -> Appointment:
    expired, on = row.ledger.expired, row.starts_on
    return _make(
        "expire",
        row,
        f"Last day of {count(expired, 'InMail credit')}",
        f"{count(expired, 'credit')} of {estimate.terms.name} "
        f"{'expires' if expired == 1 else 'expire'} unused on {day(on)}.",
    )._replace(on=on - DAY, is_pressing=True)


def _grant(row: ScheduleRow, estimate: Estimate) -> Appointment:
    return _make(
        "grant",
        row,
        f"{count(row.ledger.granted, 'InMail credit')} {_arrive(row.ledger.granted)}",
        " ".join(_describe_grant(row, estimate)),
    )._replace(is_charged=bool(row.subscription_spend))


def _pay(row: ScheduleRow, spend: Decimal, estimate: Estimate) -> Appointment:
    return _make(
        "pay",
        row,
        f"{dollars(spend)} for {estimate.terms.name}",
        "The subscription is charged on this day; no credits come with it.",
    )._replace(is_charged=True)


def _buy(row: ScheduleRow, estimate: Estimate) -> Appointment:
    bought, sent = row.ledger.bought, row.ledger.sent
    price = "" if row.credit_spend is None else f" for {dollars(row.credit_spend)}"
    return _make(
        "buy",
        row,
        f"Buy {count(bought, 'InMail credit')}{price}",
        f"{count(sent, 'message')} {_are(sent)} to be sent from then on, and "
        f"{count(bought, 'credit')} {_are(bought)} lacking for that. "
        f"{_describe_each(estimate)}".rstrip(),
    )


def _send(row: ScheduleRow, needs: RowNeeds, end: date) -> Appointment:
    on = row.starts_on
    return _make(
        "send",
        row,
        f"Send {count(row.ledger.sent, 'InMail message')}{write_audiences(needs.on_credits)}",
        f"From {day(on)} to {day(max(on, end))}. {write_all(needs.on_credits)}"
        f"{count(row.ledger.closing, 'credit')} will be left.",
    )._replace(needs=needs.on_credits)


def _send_free(row: ScheduleRow, needs: RowNeeds, end: date) -> Appointment:
    on = row.starts_on
    return _make(
        "free",
        row,
        f"Send {count(row.free, 'message')} to open profiles{write_audiences(needs.free)}",
        f"From {day(on)} to {day(max(on, end))}. {write_all(needs.free)}They cost no credit.",
    )._replace(needs=needs.free)


def _describe_grant(row: ScheduleRow, estimate: Estimate) -> Iterator[str]:
    """What is charged and what else comes with it, a sentence each."""
    ledger = row.ledger
    yield f"Credits of {estimate.terms.name} come."
    if row.subscription_spend:
        yield f"Subscription: {dollars(row.subscription_spend)}."
    if ledger.opening - ledger.expired:
        yield f"{count(ledger.opening - ledger.expired, 'credit')} left from before."
    if ledger.returned:
        yield f"{count(ledger.returned, 'credit')} back from answered messages."
    if ledger.forfeited:
        yield f"{count(ledger.forfeited, 'credit')} more lost at the cap."


def _describe_each(estimate: Estimate) -> str:
    price = estimate.terms.credit_price
    return "" if price is None else f"A credit costs {exact_dollars(price)}."


def _arrive(number: int) -> str:
    return "arrives" if number == 1 else "arrive"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _meet_deadline(estimate: Estimate, dates: KeyDates) -> Appointment:
    """The day that was asked for, and whether it is met."""
    # Of several audiences one can be late although everything is sent by the last deadline.
    is_late = estimate.status == "misses_deadline" and (dates.done_by or date.max) > dates.deadline
    return Appointment(
        "deadline",
        "0",
        dates.deadline,
        f"Deadline for {reach(estimate.scenario)}",
        f"{_write_done(dates)}{', after the deadline' if is_late else ''}.",
        measure="sent",
        enough=Decimal(sum(row.ledger.sent + row.free for row in estimate.schedule)),
        needs=list_all_needs(estimate),
    )


def _meet_deadlines_of_audiences(estimate: Estimate) -> Iterator[Appointment]:
    """The days that several audiences have of their own, and whether each is met."""
    for one in estimate.audiences if len(estimate.audiences) > 1 else ():
        if one.audience.deadline_on is None:
            continue
        name, late = one.audience.name, ", after the deadline" if one.days_late else ""
        yield Appointment(
            "audience",
            number_of(name),
            one.deadline,
            f"Deadline of {name}: {count_leads(one.audience.target, estimate.scenario.goal)}",
            f"Everything for {name} can be sent by {day(one.done_on)}{late}.",
            measure="sent",
            enough=Decimal(one.messages),
            needs=list_all_needs(estimate, only=name),
        )


def _write_done(dates: KeyDates) -> str:
    """The day of the last message if each goes out as early as it can."""
    return f"Everything can be sent by {day(dates.done_by)}"


def _end_subscriptions(estimate: Estimate, dates: KeyDates) -> Iterator[Appointment]:
    """The days before seats would renew in a way that is not wanted (RULES.md §5).

    Seats that end on the same day, those held before and new ones, are one appointment.
    """
    for change, changing in group_changes(dates):
        yield _change_payment(estimate, changing, change)
    for before, ending in groupby(dates.cancellations, key=lambda one: one.before):
        ends = [*ending]
        yield Appointment(
            "cancel",
            before.isoformat(),
            before - DAY,
            f"Cancel {name_seats(ends, estimate)} before {day(before)}",
            " ".join(_describe_end(ends, before, dates)),
            is_pressing=True,
        )


def group_changes(dates: KeyDates) -> Iterator[tuple[date, list[Cancellation]]]:
    """The days before which payment is to be changed, each with its seats, the earliest first."""
    changes = [(one.change_before, one) for one in dates.cancellations if one.change_before]
    # Seats that are cancelled later can change sooner.
    changes.sort(key=lambda change: change[0])
    for before, changing in groupby(changes, key=lambda change: change[0]):
        yield before, [one for _, one in changing]


def name_seats(ends: Sequence[Cancellation], estimate: Estimate) -> str:
    """Seats of the plan: its name alone where they are all of them."""
    seats, name = sum(one.seats for one in ends), estimate.terms.name
    return name if seats == estimate.seats else f"{count(seats, 'seat')} of {name}"


def _change_payment(estimate: Estimate, ends: Sequence[Cancellation], before: date) -> Appointment:
    months = max(one.single_months for one in ends)
    return Appointment(
        "switch",
        before.isoformat(),
        before - DAY,
        f"Change {name_seats(ends, estimate)} to monthly payment before {day(before)}",
        f"What is paid by the year ends. {count(months, 'month')} more {_are(months)} needed, "
        f"which {'costs' if months == 1 else 'cost'} no more month by month than another year.",
        is_pressing=True,
    )


def _describe_end(ends: Sequence[Cancellation], before: date, dates: KeyDates) -> Iterator[str]:
    """Why to cancel then, a sentence each, and what is lost with it."""
    renews_on, left = day(before), sum(one.left for one in ends)
    if before > (dates.done_by or before):
        yield f"{_write_done(dates)}."
    elif any(one.before > before for one in dates.cancellations):
        yield "The other seats send the rest."
    else:
        yield f"{_write_done(dates)}: what is left goes to open profiles and needs no subscription."
    if all(one.ends_trial for one in ends):
        yield f"The free trial ends: from {renews_on} on the subscription costs money."
    else:
        yield f"On {renews_on} the subscription renews and is charged again."
    if left:
        yield (
            f"{count(left, 'unused credit')} {_are(left)} lost with it: Premium "
            "credits as soon as you cancel, Sales Navigator’s when the paid period ends. Send what "
            "you still want to send before."
        )
