"""What held seats have cost already stands beside the total, and is no part of it (RULES.md §5)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from planner.planning.estimate import make_estimate
from planner.planning.paid_before import (
    list_paid_months,
    price_of_paid_month,
    price_paid_months,
)
from planner.planning.scenario import HeldSeats
from tests.examples import examples
from tests.planning.arbitrary import plans, scenarios
from tests.planning.builders import estimate, held, make_scenario, make_terms

START, EVE = date(2026, 11, 26), date(2026, 11, 25)
TERMS = make_terms(monthly_price=Decimal(30), annual_price=Decimal(100))


def paid(until: date, *seats: HeldSeats, **changes: Any) -> Decimal | None:
    scenario = make_scenario(start_on=START, held_seats=seats)
    terms = {name: changes.pop(name) for name in [*changes] if name.endswith("price")}
    return price_paid_months(replace(TERMS, **terms), replace(scenario, **changes), until)


@pytest.mark.parametrize(
    ("paid_until", "until", "months"),
    [
        (date(2026, 11, 25), date(2027, 3, 1), 0),  # ended the day before
        (date(2026, 11, 26), date(2027, 3, 1), 1),
        (date(2026, 12, 25), START, 1),
        (date(2026, 12, 24), date(2026, 12, 24), 1),  # from 25 November on
        (date(2026, 12, 26), date(2026, 12, 26), 2),  # from 27 October, and from 27 November on
        (date(2026, 12, 26), START, 1),
        (date(2026, 11, 30), date(2027, 3, 1), 1),
        (date(2027, 3, 31), date(2027, 3, 1), 5),
        (date(2027, 3, 31), date(2027, 2, 28), 4),
        (date(2027, 3, 31), date(2027, 4, 1), 5),
        (date(2027, 3, 31), date(2028, 4, 1), 5),
    ],
)
def test_each_month_with_a_day_in_the_campaign_counts_whole(
    paid_until: date, until: date, months: int
) -> None:
    assert paid(until, held(paid_until=paid_until)) == 30 * months
    assert paid(until, held(3, paid_until=paid_until)) == 90 * months


def test_seats_of_several_ends_are_added_up_and_other_plans_left_aside() -> None:
    seats = (
        held(2, paid_until=date(2026, 12, 31)),
        held(1, paid_until=date(2027, 1, 31)),
        held(7, paid_until=date(2027, 9, 30), plan="other"),
        held(4, paid_until=EVE),
    )
    assert paid(date(2027, 1, 1), *seats) == 30 * (2 * 2 + 3)
    scenario = make_scenario(start_on=START, held_seats=seats)
    counted = list_paid_months(TERMS, scenario, date(2027, 1, 1))
    assert [(one.seats, months) for one, months in counted] == [(2, 2), (1, 3)]


@pytest.mark.parametrize(
    ("billing", "monthly", "annual", "each"),
    [
        ("cheapest", Decimal(30), Decimal(100), (Decimal(30), 1)),
        ("cheapest", None, Decimal(100), (Decimal(100), 12)),
        ("cheapest", None, None, (None, 12)),
        ("monthly", Decimal(30), Decimal(100), (Decimal(30), 1)),
        ("monthly", None, Decimal(100), (None, 1)),
        ("annual", Decimal(30), Decimal(100), (Decimal(100), 12)),
        ("annual", Decimal(30), None, (None, 12)),
    ],
)
def test_a_month_costs_what_its_billing_says(
    billing: Any, monthly: Decimal | None, annual: Decimal | None, each: tuple[Decimal | None, int]
) -> None:
    terms = replace(TERMS, monthly_price=monthly, annual_price=annual)
    scenario = make_scenario(billing=billing)
    assert price_of_paid_month(terms, scenario) == each
    price, parts = each
    found = paid(
        date(2027, 3, 1),
        held(3, paid_until=date(2027, 3, 31)),
        billing=billing,
        monthly_price=monthly,
        annual_price=annual,
    )
    # 15 months of a seat; twelve of 100 a year are exactly 100.
    assert found == (None if price is None else price * 15 / parts)
    nothing = paid(
        START, held(paid_until=EVE), billing=billing, monthly_price=monthly, annual_price=annual
    )
    assert nothing == 0


def test_an_estimate_that_is_never_done_has_none() -> None:
    answer = estimate("as_granted", make_terms(monthly_credits=0, purchase_limit=0))
    assert (answer.done_on, answer.already_paid) == (None, None)
    assert estimate("cheapest").already_paid == 0


@examples(60, many=300)
@given(plans(), scenarios())
def test_it_is_at_most_what_the_months_of_the_campaign_cost(terms: Any, scenario: Any) -> None:
    answer = make_estimate(terms, scenario, "cheapest")
    if answer.done_on is None:
        assert answer.already_paid is None
    elif not any(held.plan == terms.slug for held in scenario.held_seats):
        assert answer.already_paid == 0
    else:
        # The whole months from before the start to the last message are a bound.
        months = (answer.done_on - scenario.start_on).days // 28 + 2
        seats = sum(held.seats for held in scenario.held_seats if held.plan == terms.slug)
        price, parts = price_of_paid_month(terms, scenario)
        if price is not None:
            assert 0 <= (answer.already_paid or 0) <= price * seats * months / parts
