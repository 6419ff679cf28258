"""What an estimate puts into the calendar of the one who follows it.

Days, not hours: a billing month begins on a day (RULES.md §1), and what it brings is there then.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from campaigns.wording import day
from planner.planning.estimate import Estimate, ScheduleMonth, last_day_of, month_starts_on
from planner.planning.money import MONTHS_IN_A_YEAR, Subscription
from planner.planning.wording import count, dollars, exact_dollars

Kind = Literal["expire", "grant", "buy", "send", "switch", "cancel"]


class Appointment(NamedTuple):
    """One thing that happens, or is to be done, on one day.

    `month` is the billing month; 0 for what happens once in a campaign. `is_pressing`: it costs
    money or credits to forget it, so a calendar reminds of it the day before.
    """

    kind: Kind
    month: int
    on: date
    title: str
    text: str
    is_pressing: bool = False


def list_appointments(estimate: Estimate) -> Iterator[Appointment]:
    """The days of an estimate, in order of the months; none where there is nothing to do."""
    for month in estimate.schedule:
        yield from _appointments_of(month, estimate)
    if estimate.subscription is not None and estimate.schedule:
        yield from _end_subscription(estimate, estimate.subscription)


def _appointments_of(month: ScheduleMonth, estimate: Estimate) -> Iterator[Appointment]:
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
        price = _say_price(month.credit_spend)
        yield Appointment(
            "buy",
            ledger.month,
            starts_on,
            f"Buy {count(ledger.bought, 'InMail credit')}{price and f' for {price}'}",
            f"Month {ledger.month} sends {count(ledger.sent, 'message')} and lacks "
            f"{count(ledger.bought, 'credit')} for that. {_say_each(estimate)}".rstrip(),
        )
    if ledger.sent:
        yield Appointment(
            "send",
            ledger.month,
            starts_on,
            f"Send {count(ledger.sent, 'InMail message')}",
            " ".join(_describe_sending(month, estimate)),
        )


def _describe_grant(month: ScheduleMonth, estimate: Estimate) -> Iterator[str]:
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


def _describe_sending(month: ScheduleMonth, estimate: Estimate) -> Iterator[str]:
    """Until when to send, and what stays, a sentence each."""
    ledger, scenario = month.ledger, estimate.scenario
    ends_on = last_day_of(scenario.start_on, ledger.month)
    yield f"From {day(month.starts_on)} to {day(ends_on)}."
    if scenario.free_messages and ledger.month == estimate.first_send_month:
        yield f"{count(scenario.free_messages, 'more message')} to open profiles cost no credit."
    yield f"{count(ledger.closing, 'credit')} will be left."


def _say_price(amount: Decimal | None) -> str:
    return "" if amount is None else dollars(amount)


def _say_each(estimate: Estimate) -> str:
    price = estimate.terms.credit_price
    return "" if price is None else f"A credit costs {exact_dollars(price)}."


def _arrive(number: int) -> str:
    return "arrives" if number == 1 else "arrive"


def _end_subscription(estimate: Estimate, subscription: Subscription) -> Iterator[Appointment]:
    """The days before the subscription would renew in a way that is not wanted (RULES.md §5)."""
    name, scenario = estimate.terms.name, estimate.scenario
    free_months = estimate.terms.trial_months if scenario.use_trial else 0
    if not subscription.spend and subscription.spend is not None and not free_months:
        return  # what costs nothing renews for nothing
    years_end = free_months + subscription.years * MONTHS_IN_A_YEAR
    if subscription.years and subscription.single_months:
        renews_on = month_starts_on(scenario.start_on, years_end + 1)
        yield Appointment(
            "switch",
            0,
            renews_on - timedelta(days=1),
            f"Change {name} to monthly payment before {day(renews_on)}",
            f"What is paid by the year ends. {count(subscription.single_months, 'month')} more "
            f"{'is' if subscription.single_months == 1 else 'are'} needed, which cost less "
            "month by month than another year.",
            is_pressing=True,
        )
    renews_on = month_starts_on(scenario.start_on, years_end + subscription.single_months + 1)
    yield Appointment(
        "cancel",
        0,
        renews_on - timedelta(days=1),
        f"Cancel {name} before {day(renews_on)}",
        " ".join(_describe_end(estimate, subscription, renews_on)),
        is_pressing=True,
    )


def _describe_end(estimate: Estimate, subscription: Subscription, renews_on: date) -> Iterator[str]:
    """Why to cancel then, a sentence each."""
    if estimate.done_on is not None:
        yield f"Everything is sent by {day(estimate.done_on)}."
    if not subscription.months_paid:
        yield f"The free trial ends: from {day(renews_on)} on the subscription costs money."
    else:
        yield f"On {day(renews_on)} the subscription renews and is charged again."
    if estimate.credits and estimate.credits.left:
        yield f"{count(estimate.credits.left, 'credit')} will be left."
