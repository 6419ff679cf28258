"""What the months and credits of a trial cost, whatever was planned."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.estimate import make_estimate
from planner.planning.forecast.totals import subscription_lasting
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.planning import slow_forecast
from tests.planning.arbitrary import plans, scenarios, strategies
from tests.planning.builders import estimate, make_terms

MONTH, YEAR = Decimal("79.99"), Decimal("779.88")


@pytest.mark.parametrize(
    ("target", "months", "spend"),
    [
        (180, 9, 9 * MONTH),  # 9 planned
        (180, 7, 7 * MONTH),  # done early: the rest is never paid
        (180, 13, 13 * MONTH),  # longer: nobody knew that a year would have cost less
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
    assert subscription_lasting(answer, months=months).spend == spend


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
    assert subscription_lasting(answer, months=13).spend == spend


def test_free_months_go_on_where_the_plan_was_to_be_done_in_the_first() -> None:
    answer = estimate("buy_now", make_terms(trial_months=2), use_trial=True)
    assert [subscription_lasting(answer, months=months).spend for months in (1, 2, 3)] == [
        0,
        0,
        MONTH,
    ]


@given(plans(), scenarios(), strategies, st.integers(0, 40))
def test_it_is_what_falls_due_month_by_month(
    terms: Terms, scenario: Scenario, strategy: Strategy, months: int
) -> None:
    answer = make_estimate(terms, scenario, strategy)
    if answer.schedule:
        assert subscription_lasting(answer, months=months).spend == slow_forecast.pay(
            answer, months
        )
        planned = subscription_lasting(answer, months=len(answer.schedule))
        assert planned == answer.subscription
