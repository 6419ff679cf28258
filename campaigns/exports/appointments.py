"""What an estimate puts into a calendar.

Days, not hours: a billing month begins on a day (RULES.md §1), and what it brings is there then.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from campaigns.wording import day
from planner.planning.days import last_day_of
from planner.planning.estimate import Estimate, ScheduleRow
from planner.planning.key_dates import KeyDates
from planner.planning.phrases import reach
from planner.planning.wording import count, dollars, exact_dollars


class Appointment(NamedTuple):
    """One thing that happens, or is to be done, on one day.

    `kind` is one of `GIVEN_UP`'s.
    `month` is the billing month; 0 for what happens once in a campaign. `is_pressing`: it costs
    money or credits to forget it, so a calendar reminds of it the day before.
    """

    kind: str
    month: int
    on: date
    title: str
    text: str
    is_pressing: bool = False

    @property
    def key(self) -> str:
        """Its name in the calendar, independent of its day and figures: "send-3"."""
        return f"{self.kind}-{self.month}"


# What a cancelled event is called: the figures were those of a plan that it replaces.
GIVEN_UP: dict[str, str] = {
    "expire": "last day of InMail credits",
    "grant": "InMail credits arrive",
    "buy": "buy InMail credits",
    "send": "send InMail messages",
    "deadline": "deadline",
    "switch": "change to monthly payment",
    "cancel": "cancel the subscription",
}


def list_given_up(past_days: Mapping[str, str], present: Container[str]) -> Iterator[Appointment]:
    """The days of earlier calendars of a campaign, by key and ISO date, that are not present."""
    for key, on in past_days.items():
        kind, _, month = key.partition("-")
        if key not in present and kind in GIVEN_UP:
            yield Appointment(
                kind,
                int(month),
                date.fromisoformat(on),
                f"No longer planned: {GIVEN_UP[kind]}",
                "The campaign was changed since this was put into a calendar.",
            )


def list_appointments(estimate: Estimate, dates: KeyDates) -> Iterator[Appointment]:
    """The days of an estimate, in order of the months; none where there is nothing to do."""
    for month in estimate.schedule:
        yield from _appointments_of(month, estimate, dates)
    if estimate.schedule:
        if dates.is_deadline_a_day:
            yield _meet_deadline(estimate, dates)
        yield from _end_subscription(estimate, dates)


def _appointments_of(
    month: ScheduleRow, estimate: Estimate, dates: KeyDates
) -> Iterator[Appointment]:
    """What one month brings, in the order of RULES.md §3; what it does not bring is left out."""
    ledger, starts_on = month.ledger, month.starts_on
    if ledger.expired:
        yield Appointment(
            "expire",
            ledger.month,
            starts_on - timedelta(days=1),
            f"Last day of {count(ledger.expired, 'InMail credit')}",
            f"{count(ledger.expired, 'credit')} of {estimate.terms.name} "
            f"{'expires' if ledger.expired == 1 else 'expire'} unused on {day(starts_on)}.",
            is_pressing=True,
        )
    if ledger.granted:
        yield Appointment(
            "grant",
            ledger.month,
            starts_on,
            f"{count(ledger.granted, 'InMail credit')} {_arrive(ledger.granted)}",
            " ".join(_describe_grant(month, estimate)),
        )
    if ledger.bought:
        price = _describe_price(month.credit_spend)
        yield Appointment(
            "buy",
            ledger.month,
            starts_on,
            f"Buy {count(ledger.bought, 'InMail credit')}{price and f' for {price}'}",
            f"Month {ledger.month} sends {count(ledger.sent, 'message')} and lacks "
            f"{count(ledger.bought, 'credit')} for that. {_describe_each(estimate)}".rstrip(),
        )
    if ledger.sent:
        yield Appointment(
            "send",
            ledger.month,
            starts_on,
            f"Send {count(ledger.sent, 'InMail message')}",
            " ".join(_describe_sending(month, estimate, dates)),
        )


def _describe_grant(month: ScheduleRow, estimate: Estimate) -> Iterator[str]:
    """What the month costs and what else comes with it, a sentence each."""
    ledger = month.ledger
    yield f"Month {ledger.month} of {estimate.terms.name} begins."
    if month.subscription_spend:
        yield f"Subscription: {dollars(month.subscription_spend)}."
    if ledger.opening - ledger.expired:
        yield f"{count(ledger.opening - ledger.expired, 'credit')} left from before."
    if ledger.returned:
        yield f"{count(ledger.returned, 'credit')} back from answered messages."
    if ledger.forfeited:
        yield f"{count(ledger.forfeited, 'credit')} more lost at the cap."


def _describe_sending(month: ScheduleRow, estimate: Estimate, dates: KeyDates) -> Iterator[str]:
    """Until when to send, and what stays, a sentence each."""
    ledger, scenario = month.ledger, estimate.scenario
    is_last = month.starts_on == dates.last_messages_from
    ends_on = dates.done_by if is_last else last_day_of(scenario.start_on, ledger.month)
    yield f"From {day(month.starts_on)} to {day(ends_on)}."
    if scenario.free_messages and ledger.month == estimate.first_send_month:
        yield f"{count(scenario.free_messages, 'more message')} to open profiles cost no credit."
    yield f"{count(ledger.closing, 'credit')} will be left."


def _describe_price(amount: Decimal | None) -> str:
    return "" if amount is None else dollars(amount)


def _describe_each(estimate: Estimate) -> str:
    price = estimate.terms.credit_price
    return "" if price is None else f"A credit costs {exact_dollars(price)}."


def _arrive(number: int) -> str:
    return "arrives" if number == 1 else "arrive"


def _meet_deadline(estimate: Estimate, dates: KeyDates) -> Appointment:
    """The day that was asked for, and whether it is met."""
    is_late = estimate.status == "misses_deadline"
    return Appointment(
        "deadline",
        0,
        dates.deadline,
        f"Deadline for {reach(estimate.scenario)}",
        f"Everything is sent by {day(dates.done_by)}{', after the deadline' if is_late else ''}.",
    )


def _end_subscription(estimate: Estimate, dates: KeyDates) -> Iterator[Appointment]:
    """The days before the subscription would renew in a way that is not wanted (RULES.md §5)."""
    name, subscription = estimate.terms.name, estimate.subscription
    if dates.change_before and subscription:
        yield Appointment(
            "switch",
            0,
            dates.change_before - timedelta(days=1),
            f"Change {name} to monthly payment before {day(dates.change_before)}",
            f"What is paid by the year ends. {count(subscription.single_months, 'month')} more "
            f"{'is' if subscription.single_months == 1 else 'are'} needed, which cost less "
            "month by month than another year.",
            is_pressing=True,
        )
    if dates.cancel_before:
        yield Appointment(
            "cancel",
            0,
            dates.cancel_before - timedelta(days=1),
            f"Cancel {name} before {day(dates.cancel_before)}",
            " ".join(_describe_end(estimate, dates)),
            is_pressing=True,
        )


def _describe_end(estimate: Estimate, dates: KeyDates) -> Iterator[str]:
    """Why to cancel then, a sentence each, and what is lost with it."""
    renews_on, left = day(dates.cancel_before), dates.left_on_cancelling
    yield f"Everything is sent by {day(dates.done_by)}."
    if not estimate.months_paid:
        yield f"The free trial ends: from {renews_on} on the subscription costs money."
    else:
        yield f"On {renews_on} the subscription renews and is charged again."
    if left:
        yield (
            f"{count(left, 'unused credit')} {'is' if left == 1 else 'are'} lost with it: Premium "
            "credits as soon as you cancel, Sales Navigator’s when the paid period ends. Send what "
            "you still want to send before."
        )
