"""Where the value of a figure, and its note in small print, is from.

Each function gives a function of an estimate and its dates, as `Figure.value` and `Figure.note`.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.planning.estimate import Estimate
from planner.planning.key_dates import KeyDates
from planner.planning.paid_before import price_of_paid_month
from planner.planning.wording import count, dollars
from planner.planning.worth import Stage
from planner.planning.worth.amounts import to_cents
from planner.planning.worth.asked import outcome_of

Value = Callable[[Estimate, KeyDates], Any]


def of_estimate(name: str) -> Value:
    """A property of the estimate."""
    return lambda estimate, dates: getattr(estimate, name)


def of_terms(name: str) -> Value:
    """A term of the estimate's plan."""
    return lambda estimate, dates: getattr(estimate.terms, name)


def of_scenario(name: str) -> Value:
    """An input of the estimate."""
    return lambda estimate, dates: getattr(estimate.scenario, name)


def of_dates(name: str) -> Value:
    """One of the key dates."""
    return lambda estimate, dates: getattr(dates, name)


def of_credits(name: str) -> Value:
    """A sum over the months; `None` where the estimate has no ledger."""
    return lambda estimate, dates: getattr(estimate.credits, name, None)


def of_losses(name: str) -> Value:
    """Dollars paid for nothing; `None` where the estimate has no ledger or no known price."""
    return lambda estimate, dates: getattr(estimate.losses, name, None)


def of_outcome(name: str) -> Value:
    """A figure of what the messages are expected to bring, to two decimals; `None` if unknown."""
    return lambda estimate, dates: _decimal(getattr(outcome_of(estimate), name, None))


def expected(stage: Stage) -> Value:
    """The expected number of a stage, to two decimals; `None` where a rate is unknown."""
    return lambda estimate, dates: _decimal(outcome_of(estimate).expected(stage))


def per(stage: Stage) -> Value:
    """Dollars for each expected one of a stage; `None` where none is expected."""
    return lambda estimate, dates: outcome_of(estimate).cost_per(stage)


def _decimal(value: Fraction | Decimal | None) -> Decimal | None:
    return to_cents(value) if isinstance(value, Fraction) else value


def by(explain: Callable[[Estimate], str | None]) -> Value:
    """A sentence about the estimate."""
    return lambda estimate, dates: explain(estimate)


def worth(name: str) -> Callable[[Estimate, KeyDates], str]:
    """The note "worth $19.20", of lost credits; empty where nothing or an unknown sum is lost."""

    def note(estimate: Estimate, dates: KeyDates) -> str:
        amount: Decimal | None = getattr(estimate.losses, name, None)
        return f"worth {dollars(amount)}" if amount else ""

    return note


def lost_on_cancelling(estimate: Estimate, dates: KeyDates) -> str:
    """The note "loses 5 unused credits"; empty where none are left."""
    left = dates.left_on_cancelling
    return f"loses {count(left, 'unused credit')}" if left else ""


def has_nothing_paid(estimate: Estimate) -> bool:
    """Whether no month of the campaign is one that was paid for before."""
    return estimate.already_paid == 0


def write_already_paid(estimate: Estimate) -> str:
    """What is paid beside the total: "$1,799.85 already paid at monthly prices"; or empty.

    What seats really cost before is not known: a person may pay by the year.
    """
    if not estimate.is_done or has_nothing_paid(estimate):
        return ""
    if estimate.already_paid is None:
        return "already paid: price not known"
    _, months = price_of_paid_month(estimate.terms, estimate.scenario)
    prices = "monthly prices" if months == 1 else "yearly prices"
    return f"{dollars(estimate.already_paid)} already paid at {prices}"


def described_as_paid(estimate: Estimate, dates: KeyDates) -> str:
    """The note "$1,799.85 already paid at monthly prices", of the total."""
    return write_already_paid(estimate)


def buys_nothing(estimate: Estimate) -> bool:
    """Whether the estimate has a ledger without a purchase."""
    return estimate.credits is not None and not estimate.credits.bought
