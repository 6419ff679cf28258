"""What is paid of a plan before a day, and what it has still to pay (RULES.md §13)."""

from datetime import date
from decimal import Decimal

from planner.planning.estimate import Estimate
from planner.planning.layout import add_dollars
from planner.planning.money import times
from planner.planning.progress.record import Record
from planner.planning.progress.seats_now import planned_purchases


def list_costs_left(plan: Estimate, record: Record, on: date) -> tuple[Decimal | None, int]:
    """What a plan has to pay from a day on, in dollars, and the credits that it has still to buy.

    Source: RULES.md §13.
    """
    still_to_buy = max(0, planned_purchases(plan) - record.bought)
    coming = add_dollars(row.subscription_spend for row in plan.schedule if row.starts_on >= on)
    return add_dollars([coming, times(plan.terms.credit_price, still_to_buy)]), still_to_buy


def pay_since(
    plan: Estimate, record: Record, *, on: date, paid_until: date | None
) -> Decimal | None:
    """Dollars that fell due for seats after the last entry and before a day.

    Those due after `paid_until` did not: the seats had ended. `None` where a price is unknown.
    Source: RULES.md §13.
    """
    last, until = record.last_on or date.min, paid_until or date.max
    return add_dollars(
        row.subscription_spend
        for row in plan.schedule
        if last < row.starts_on < on and row.starts_on <= until
    )


def pay_before(
    plan: Estimate, record: Record, on: date, *, since: Decimal | None
) -> Decimal | None:
    """Dollars paid before a day: as noted and `since` then, or by the plan where none is noted.

    `None` where a price is unknown. Source: RULES.md §13.
    """
    if record.paid:
        return add_dollars([record.paid, since])
    for_seats = add_dollars(row.subscription_spend for row in plan.schedule if row.starts_on < on)
    return add_dollars([for_seats, times(plan.terms.credit_price, record.bought)])
