from decimal import Decimal
from typing import Any

import pytest

from planner.planning.money import (
    BILLINGS,
    Billing,
    Subscription,
    cents,
    spend_on,
    subscribe,
    times,
)
from tests.known import known

MONTHLY, ANNUAL = Decimal("79.99"), Decimal("779.88")


def take(months: int, billing: Billing = "cheapest", **changes: Any) -> Subscription:
    usual: dict[str, Any] = {"trial_months": 0, "monthly_price": MONTHLY, "annual_price": ANNUAL}
    return subscribe(months=months, billing=billing, **usual | changes)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("2.345", "2.35"), ("1.99975", "2.00"), ("7", "7.00")],
)
def test_cents_are_rounded_half_up(amount: str, rounded: str) -> None:
    assert str(cents(Decimal(amount))) == rounded


@pytest.mark.parametrize(
    ("price", "count", "product"),
    [(Decimal("2.5"), 3, Decimal("7.5")), (None, 3, None), (None, 0, 0), (Decimal(0), 3, 0)],
)
def test_nothing_of_something_unknown_costs_nothing(
    price: Decimal | None, count: int, product: Decimal | int | None
) -> None:
    assert times(price, count) == product


@pytest.mark.parametrize(
    ("months", "billing", "spend", "paid"),
    [
        (0, "monthly", "0", 0),
        (1, "monthly", "79.99", 1),
        (13, "monthly", "1039.87", 13),
        (0, "annual", "0", 0),
        (1, "annual", "779.88", 12),
        (12, "annual", "779.88", 12),
        (13, "annual", "1559.76", 24),
        (0, "cheapest", "0", 0),
        (9, "cheapest", "719.91", 9),
        (10, "cheapest", "779.88", 12),
        (12, "cheapest", "779.88", 12),
        (13, "cheapest", "859.87", 13),
        (21, "cheapest", "1499.79", 21),
        (22, "cheapest", "1559.76", 24),
        (36, "cheapest", "2339.64", 36),
    ],
)
def test_months_are_paid_one_by_one_by_the_year_or_whichever_is_cheaper(
    months: int, billing: Billing, spend: str, paid: int
) -> None:
    subscription = take(months, billing)
    assert (subscription.spend, subscription.months_paid) == (Decimal(spend), paid)


@pytest.mark.parametrize(
    ("annual_price", "months", "paid"),
    [
        (MONTHLY * 10, 10, 10),  # a year at the price of ten months: two would be stranded
        (MONTHLY * 10, 11, 12),
        (MONTHLY * 12, 24, 24),
        (MONTHLY * 13, 30, 30),  # a year that is dearer than its months
    ],
)
def test_of_two_ways_at_one_price_the_one_with_fewer_months_is_paid(
    annual_price: Decimal, months: int, paid: int
) -> None:
    assert take(months, annual_price=annual_price).months_paid == paid


def test_of_two_ways_with_as_many_months_single_months_are_paid() -> None:
    assert take(24, annual_price=MONTHLY * 12).years == 0


@pytest.mark.parametrize(
    ("months", "trial_months", "free", "spend"),
    [(5, 1, 1, "319.96"), (1, 1, 1, "0"), (2, 3, 2, "0"), (13, 1, 1, "779.88")],
)
def test_a_trial_makes_its_months_free(
    months: int, trial_months: int, free: int, spend: str
) -> None:
    subscription = take(months, trial_months=trial_months)
    assert (subscription.free_months, subscription.spend) == (free, Decimal(spend))


@pytest.mark.parametrize(
    ("billing", "monthly", "annual", "spend", "paid"),
    [
        ("monthly", None, ANNUAL, None, 5),
        ("annual", MONTHLY, None, None, 12),
        ("cheapest", MONTHLY, None, Decimal("399.95"), 5),
        ("cheapest", None, ANNUAL, ANNUAL, 12),
        ("cheapest", None, None, None, 5),
    ],
)
def test_a_price_that_nobody_knows_leaves_the_spend_unknown_unless_another_will_do(
    billing: Billing,
    monthly: Decimal | None,
    annual: Decimal | None,
    spend: Decimal | None,
    paid: int,
) -> None:
    subscription = take(5, billing, monthly_price=monthly, annual_price=annual)
    assert (subscription.spend, subscription.months_paid) == (spend, paid)


def test_what_is_free_is_known_whatever_the_price() -> None:
    assert take(1, trial_months=1, monthly_price=None, annual_price=None).spend == 0
    assert take(0, "annual", monthly_price=None, annual_price=None).spend == 0


def test_the_trial_comes_first_then_the_years_then_single_months() -> None:
    subscription = take(15, trial_months=1)
    due = [subscription.spend_in(month) for month in range(1, 16)]
    assert due == [0, ANNUAL, *[0] * 11, MONTHLY, MONTHLY]
    assert sum(map(known, due)) == subscription.spend


def test_what_falls_due_is_unknown_where_its_price_is() -> None:
    subscription = take(14, "annual", trial_months=1, annual_price=None)
    assert [subscription.spend_in(month) for month in (1, 2, 3, 13)] == [0, None, 0, 0]
    assert take(2, "monthly", monthly_price=None).spend_in(2) is None


@pytest.mark.parametrize("billing", BILLINGS)
@pytest.mark.parametrize("monthly_price", [MONTHLY, Decimal(0), None])
@pytest.mark.parametrize("annual_price", [ANNUAL, Decimal(1000), None])
@pytest.mark.parametrize("trial_months", [0, 2])
def test_a_spend_is_that_of_the_subscription(
    billing: Billing, monthly_price: Decimal | None, annual_price: Decimal | None, trial_months: int
) -> None:
    terms: dict[str, Any] = {
        "billing": billing,
        "monthly_price": monthly_price,
        "annual_price": annual_price,
        "trial_months": trial_months,
    }
    spend = spend_on(**terms)
    for months in range(40):
        assert spend(months) == subscribe(months=months, **terms).spend


def test_a_spend_is_written_as_its_prices_are() -> None:
    for price in ("80", "80.00", "80.0", "80"):
        spend = spend_on(
            trial_months=0, billing="monthly", monthly_price=Decimal(price), annual_price=None
        )
        assert str(spend(2)) == str(Decimal(price) * 2)
