"""What the months and credits of a trial cost, beside what was planned."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.planning.estimate import Estimate
from planner.planning.forecast.plan import subscription_lasting
from planner.planning.money import Subscription
from planner.planning.scenario import HeldSeats
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning import builders, slow_forecast
from tests.planning.builders import make_terms
from tests.planning.forecast_cases import draw_estimate

MONTH, YEAR = Decimal("79.99"), Decimal("779.88")


def estimate(strategy: Strategy, terms: Terms | None = None, **changes: Any) -> Estimate:
    """The article's plan, or `terms`, with one seat unless `changes` has another number."""
    return builders.estimate(strategy, terms, **{"seats": 1} | changes)


def lasting(answer: Estimate, months: int) -> Subscription:
    """The subscription of an estimate's only group where it lasts so many months."""
    (one,) = answer.groups
    return subscription_lasting(one, answer.scenario, months=months)


@pytest.mark.parametrize(
    ("target", "months", "spend"),
    [
        (180, 9, 9 * MONTH),  # 9 planned
        (180, 7, 7 * MONTH),  # done early: the rest is never paid
        (180, 13, 13 * MONTH),  # longer: a year would have cost less, but was not planned
        (220, 11, YEAR),  # planned to stay 11 months, so a year was paid
        (220, 3, YEAR),  # done early: the year is paid all the same
        (220, 12, YEAR),
        (220, 14, YEAR + 2 * MONTH),
        (280, 14, YEAR + 2 * MONTH),
        (440, 22, 2 * YEAR),
        (440, 12, YEAR),  # the second year was never begun
        (440, 13, 2 * YEAR),
    ],
)
def test_a_subscription_is_kept_as_it_was_begun(target: int, months: int, spend: Decimal) -> None:
    answer = estimate("as_granted", target=target, deadline_months=24)
    assert lasting(answer, months).spend == spend


@pytest.mark.parametrize(
    ("changes", "asked", "spend"),
    [
        ({}, {"billing": "annual"}, 2 * YEAR),
        ({}, {"billing": "monthly"}, 13 * MONTH),
        ({"monthly_price": None}, {}, 2 * YEAR),
        ({"annual_price": None}, {}, 13 * MONTH),
        ({"monthly_price": None}, {"billing": "monthly"}, None),
        ({"trial_months": 2}, {"use_trial": True}, 11 * MONTH),
    ],
)
def test_five_months_that_become_thirteen(
    changes: dict[str, Any], asked: dict[str, Any], spend: Decimal | None
) -> None:
    answer = estimate("as_granted", make_terms(**changes), **asked)
    assert answer.months == 5
    assert lasting(answer, 13).spend == spend


def test_free_months_go_on_where_the_plan_was_to_be_done_in_the_first() -> None:
    answer = estimate("buy_now", make_terms(trial_months=2), use_trial=True)
    assert [lasting(answer, months).spend for months in (1, 2, 3)] == [
        0,
        0,
        MONTH,
    ]


def test_held_seats_have_no_trial_and_pay_from_their_next_renewal() -> None:
    held = HeldSeats(plan="navigator", seats=2, paid_until=date(2026, 11, 30), credits=40)
    answer = estimate(
        "as_granted",
        make_terms(trial_months=2),
        target=80,
        seats=2,
        held_seats=(held,),
        use_trial=True,
    )
    assert [lasting(answer, months).spend for months in (0, 1, 2)] == [0, 2 * MONTH, 4 * MONTH]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 40))
def test_it_is_what_falls_due_month_by_month(seed: int, months: int) -> None:
    answer = draw_estimate(seed)
    for one in answer.groups:
        found = subscription_lasting(one, answer.scenario, months=months)
        assert found.spend == slow_forecast.pay(one, answer.scenario, months)
        planned = max(0, one.group.last_month)
        assert subscription_lasting(one, answer.scenario, months=planned) == one.subscription
