from decimal import Decimal
from typing import Any

import pytest

from planner.planning.errors import InvalidInput
from planner.planning.terms import life_in_months
from tests.planning.builders import make_terms


@pytest.mark.parametrize(
    ("days", "months"),
    [(1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 3), (92, 4), (120, 4), (3_650, 120)],
)
def test_a_life_in_days_is_as_many_months_as_it_touches(days: int, months: int) -> None:
    assert life_in_months(days) == months
    assert make_terms(credit_lifetime_days=days).life == months


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("monthly_credits", -1),
        ("monthly_credits", 1_000_001),
        ("rollover_cap", 19),
        ("rollover_cap", 1_000_001),
        ("credit_lifetime_days", 0),
        ("credit_lifetime_days", 3_651),
        ("purchase_limit", -1),
        ("purchase_limit", 1_000_001),
        ("trial_months", -1),
        ("trial_months", 13),
        ("monthly_price", Decimal("-0.01")),
        ("annual_price", Decimal("1000000.01")),
        ("credit_price", Decimal("NaN")),
        ("credit_price", Decimal("Infinity")),
        ("grant_day", "last"),
    ],
)
def test_it_refuses_terms_that_no_plan_can_have(field: str, given: Decimal | int | str) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_terms(**{field: given})
    assert (caught.value.field, caught.value.given) == (field, given)


def test_a_refusal_says_what_was_given_and_what_is_allowed() -> None:
    with pytest.raises(InvalidInput) as caught:
        make_terms(rollover_cap=19)
    assert str(caught.value) == (
        "rollover_cap: given 19, allowed: at least the 20 credits that a month brings"
    )


@pytest.mark.parametrize(
    "terms",
    [
        {"monthly_credits": 0, "rollover_cap": 0, "purchase_limit": 0},
        {"monthly_credits": 1_000_000, "rollover_cap": 1_000_000, "purchase_limit": 1_000_000},
        {"monthly_price": Decimal(0), "annual_price": Decimal(1_000_000), "credit_price": None},
        {"trial_months": 12, "credit_lifetime_days": 3_650},
    ],
)
def test_terms_at_their_limits_are_allowed(terms: dict[str, Any]) -> None:
    assert make_terms(**terms)


@pytest.mark.parametrize(("limit", "sells"), [(None, True), (1, True), (0, False)])
def test_a_plan_sells_credits_unless_its_limit_is_none_at_all(
    limit: int | None, sells: bool
) -> None:
    assert make_terms(purchase_limit=limit).sells_credits is sells
