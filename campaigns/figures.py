"""An estimate's figures: the one list that the page, the files and the terminal read.

A new figure is its rule, in `Estimate`, and an entry here: JSON and CSV have every one of them, the
workbook as well. `column` puts it into the page's comparison and the terminal's, `is_fact` onto the
estimate's own page and into the workbook's summary.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from campaigns.figure import KINDS, Figure
from campaigns.forms.names import STRATEGY_NAMES
from planner.planning.estimate import Estimate
from planner.planning.explain import explain, explain_status
from planner.planning.key_dates import KeyDates
from planner.planning.wording import count, dollars

STATUS_NAMES = {
    "ok": "in time",
    "misses_deadline": "late",
    "out_of_reach": "out of reach",
    "no_inmail": "no InMail",
}


def _of(name: str) -> Callable[[Estimate, KeyDates], Any]:
    return lambda estimate, dates: getattr(estimate, name)


def _of_scenario(name: str) -> Callable[[Estimate, KeyDates], Any]:
    return lambda estimate, dates: getattr(estimate.scenario, name)


def _of_dates(name: str) -> Callable[[Estimate, KeyDates], Any]:
    return lambda estimate, dates: getattr(dates, name)


def _of_credits(name: str) -> Callable[[Estimate, KeyDates], Any]:
    return lambda estimate, dates: getattr(estimate.credits, name, None)


def _of_losses(name: str) -> Callable[[Estimate, KeyDates], Any]:
    return lambda estimate, dates: getattr(estimate.losses, name, None)


def _worth(name: str) -> Callable[[Estimate, KeyDates], str]:
    def note(estimate: Estimate, dates: KeyDates) -> str:
        amount: Decimal | None = getattr(estimate.losses, name, None)
        return f"worth {dollars(amount)}" if amount else ""

    return note


def _lost_on_cancelling(estimate: Estimate, dates: KeyDates) -> str:
    left = dates.left_on_cancelling
    return f"loses {count(left, 'unused credit')}" if left else ""


def _buys_nothing(estimate: Estimate) -> bool:
    return estimate.credits is not None and not estimate.credits.bought


FIGURES: tuple[Figure, ...] = (
    Figure(
        key="plan",
        head="Plan’s short name",
        kind="word",
        width=26,
        value=lambda estimate, dates: estimate.terms.slug,
    ),
    Figure(
        key="plan_name",
        head="Plan",
        kind="word",
        width=30,
        value=lambda estimate, dates: estimate.terms.name,
        is_printed=True,
        is_fact=True,
        column="plan",
        column_head="Plan and strategy",
    ),
    Figure(
        key="strategy",
        head="Strategy",
        kind="word",
        width=24,
        value=_of("strategy"),
        is_printed=True,
        is_fact=True,
        words=STRATEGY_NAMES,
    ),
    Figure(
        key="seats",
        head="Seats",
        kind="whole",
        width=7,
        value=_of_scenario("seats"),
        is_printed=True,
    ),
    Figure(
        key="status",
        head="Status",
        kind="word",
        width=12,
        value=_of("status"),
        is_printed=True,
        words=STATUS_NAMES,
    ),
    Figure(
        key="message",
        head="Remark",
        kind="sentence",
        width=40,
        value=lambda estimate, dates: explain_status(estimate),
        is_fact=True,
    ),
    Figure(
        key="months",
        head="Months",
        kind="whole",
        width=8,
        value=_of("months"),
        is_printed=True,
        is_fact=True,
        column="months",
        column_head="Months",
    ),
    Figure(
        key="first_send_month",
        head="First message in month",
        kind="whole",
        width=10,
        value=_of("first_send_month"),
    ),
    Figure(
        key="months_paid",
        head="Months paid",
        kind="whole",
        width=8,
        value=_of("months_paid"),
        is_fact=True,
    ),
    Figure(
        key="deadline",
        head="Deadline",
        kind="day",
        width=13,
        value=_of_dates("deadline"),
        is_fact=True,
    ),
    Figure(
        key="last_messages_from",
        head="Last messages from",
        kind="day",
        width=13,
        value=_of_dates("last_messages_from"),
        is_fact=True,
    ),
    Figure(
        key="done_by",
        head="Done by",
        kind="day",
        width=13,
        value=_of_dates("done_by"),
        is_fact=True,
    ),
    Figure(
        key="change_before",
        head="Change to monthly payment before",
        kind="day",
        width=13,
        value=_of_dates("change_before"),
        is_fact=True,
    ),
    Figure(
        key="cancel_before",
        head="Cancel before",
        kind="day",
        width=13,
        value=_of_dates("cancel_before"),
        is_fact=True,
        note=_lost_on_cancelling,
    ),
    Figure(
        key="messages",
        head="Messages",
        kind="whole",
        width=10,
        value=_of_scenario("messages"),
    ),
    Figure(
        key="free_messages",
        head="Free messages",
        kind="whole",
        width=10,
        value=_of_scenario("free_messages"),
    ),
    Figure(
        key="opening",
        head="Credits at the start",
        kind="whole",
        width=10,
        value=_of_credits("opening"),
        of_credits=True,
    ),
    Figure(
        key="granted",
        head="Credits granted",
        kind="whole",
        width=9,
        value=_of_credits("granted"),
        of_credits=True,
    ),
    Figure(
        key="returned",
        head="Credits back",
        kind="whole",
        width=9,
        value=_of_credits("returned"),
        of_credits=True,
    ),
    Figure(
        key="bought",
        head="Credits to buy",
        kind="whole",
        width=9,
        value=_of_credits("bought"),
        is_printed=True,
        is_fact=True,
        of_credits=True,
        column="bought",
        column_head="To buy",
    ),
    Figure(
        key="expired",
        head="Credits expired",
        kind="whole",
        width=9,
        value=_of_credits("expired"),
        is_fact=True,
        of_credits=True,
        note=_worth("expired_worth"),
    ),
    Figure(
        key="forfeited",
        head="Lost at the cap",
        kind="whole",
        width=9,
        value=_of_credits("forfeited"),
        is_fact=True,
        of_credits=True,
        note=_worth("forfeited_worth"),
    ),
    Figure(
        key="left",
        head="Credits left",
        kind="whole",
        width=9,
        value=_of_credits("left"),
        of_credits=True,
    ),
    Figure(
        key="price_known",
        head="Price known",
        kind="flag",
        width=8,
        value=_of("price_known"),
    ),
    Figure(
        key="subscription_spend",
        head="Subscription",
        kind="money",
        width=16,
        value=_of("subscription_spend"),
        is_printed=True,
        is_owed=True,
        column="subscription",
        column_head="Subscription",
    ),
    Figure(
        key="credit_spend",
        head="Bought credits",
        kind="money",
        width=16,
        value=_of("credit_spend"),
        is_printed=True,
        is_owed=True,
        is_absent=_buys_nothing,
        column="credits",
        column_head="Credits",
    ),
    Figure(
        key="total",
        head="Total",
        kind="money",
        width=16,
        value=_of("total"),
        is_printed=True,
        is_owed=True,
        is_fact=True,
        is_main=True,
        column="total",
        column_head="Total",
    ),
    Figure(
        key="cost_per_lead",
        head="A lead",
        kind="money",
        width=12,
        value=_of("cost_per_lead"),
        is_printed=True,
        is_owed=True,
        is_fact=True,
        column="lead",
        column_head="A lead",
    ),
    Figure(
        key="cost_per_reply",
        head="A reply",
        kind="money",
        width=12,
        value=_of("cost_per_reply"),
        is_printed=True,
        is_fact=True,
    ),
    Figure(
        key="within_budget",
        head="Within budget",
        kind="flag",
        width=8,
        value=_of("within_budget"),
        is_printed=True,
    ),
    Figure(
        key="unused_worth",
        head="Months unused, worth",
        kind="money",
        width=12,
        value=_of_losses("unused_worth"),
        is_owed=True,
    ),
    Figure(
        key="forfeited_worth",
        head="Lost at the cap, worth",
        kind="money",
        width=12,
        value=_of_losses("forfeited_worth"),
        is_owed=True,
    ),
    Figure(
        key="expired_worth",
        head="Expired, worth",
        kind="money",
        width=12,
        value=_of_losses("expired_worth"),
        is_owed=True,
    ),
    Figure(
        key="why",
        head="Why",
        kind="sentence",
        width=64,
        value=lambda estimate, dates: explain(estimate),
        is_printed=True,
        is_fact=True,
    ),
)


def columns() -> list[Figure]:
    """The figures that have a column where estimates are compared, the plan first."""
    return [figure for figure in FIGURES if figure.column]


def facts() -> list[Figure]:
    """The figures that are listed of one estimate: names, money, numbers, days, sentences."""
    named = (figure for figure in FIGURES if figure.is_fact)
    return sorted(named, key=lambda figure: KINDS.index(figure.kind))
