"""What held seats have cost already, for the months in which a campaign uses them (RULES.md §5).

It is no part of any total, which is new money, and stands beside it.
"""

from datetime import date
from decimal import Decimal

from planner.planning.days import DAY, MONTHS_IN_A_YEAR, month_of
from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.terms import Terms


def price_paid_months(terms: Terms, scenario: Scenario, until: date) -> Decimal | None:
    """The dollars that a plan's held seats cost before, from the start day through `until`.

    `None` where the price of a month is unknown. Source: RULES.md §5.
    """
    paid = list_paid_months(terms, scenario, until)
    seat_months = sum(held.seats * months for held, months in paid)
    if not seat_months:
        return Decimal(0)
    price, parts = price_of_paid_month(terms, scenario)
    return None if price is None else price * seat_months / parts


def list_paid_months(
    terms: Terms, scenario: Scenario, until: date
) -> tuple[tuple[HeldSeats, int], ...]:
    """A plan's held seats with their billing months that are paid before; those without any not.

    Each month counts that has a day from the start day through `until` and is paid for by
    `paid_until`. Source: RULES.md §5.
    """
    counted = (
        (held, _count_months(held.paid_until, scenario.start_on, until))
        for held in scenario.held_seats
        if held.plan == terms.slug
    )
    return tuple((held, months) for held, months in counted if months)


def price_of_paid_month(terms: Terms, scenario: Scenario) -> tuple[Decimal | None, int]:
    """The dollars of a seat, and the months that they pay for: 1, or those of a year.

    Source: RULES.md §5.
    """
    is_unknown = scenario.billing == "cheapest" and terms.monthly_price is None
    if scenario.billing == "annual" or is_unknown:
        return terms.annual_price, MONTHS_IN_A_YEAR
    return terms.monthly_price, 1


def _count_months(paid_until: date, start_on: date, until: date) -> int:
    """The billing months of a seat paid until a day, through `until`, that reach the start day."""
    renews_on, last = paid_until + DAY, min(paid_until, until)
    if last < start_on:
        return 0
    return month_of(renews_on, last) - month_of(renews_on, start_on) + 1
