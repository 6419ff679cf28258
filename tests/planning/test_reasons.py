"""Facts that explanations rest on."""

from decimal import Decimal
from typing import Any

import pytest

from planner.planning.reasons import (
    Substitute,
    find_pacing_limits,
    find_substitute,
    price_of_months,
    unsent_by_these_seats,
    unsent_without_buying,
)
from tests.planning.builders import NO_PRICES, estimate, make_terms


@pytest.mark.parametrize(
    ("terms", "asked", "limits"),
    [
        ({}, {}, ()),
        ({"purchase_limit": 5}, {}, ("purchases",)),
        ({}, {"monthly_send_limit": 50}, ("sends",)),
        # Month 1 brings 20 credits and 30 more can be bought: without either limit it is still
        # the other one that lets no more than 50 be sent.
        ({"purchase_limit": 30}, {"monthly_send_limit": 50}, ("purchases", "sends")),
        ({"purchase_limit": 90}, {"monthly_send_limit": 50}, ("sends",)),
    ],
)
def test_the_limits_that_slow_buying_now(
    terms: dict[str, int], asked: dict[str, int], limits: tuple[str, ...]
) -> None:
    answer = estimate("buy_now", make_terms(**terms), **asked)
    assert find_pacing_limits(answer, "buy_now") == limits


def test_what_the_price_of_a_month_buys_in_its_place() -> None:
    assert find_substitute(estimate("cheapest"), 5) == Substitute(messages=7, bought=7)
    # The credits of five messages bring one back in time to send a sixth.
    business = make_terms(monthly_credits=15, rollover_cap=45, monthly_price=Decimal("59.99"))
    answering = estimate("as_granted", business, target=37, reply_rate=Decimal("0.1"))
    assert find_substitute(answering, 3) == Substitute(messages=6, bought=5)


@pytest.mark.parametrize("changes", [NO_PRICES, {"credit_price": Decimal(0)}])
def test_nothing_is_weighed_without_a_price(changes: dict[str, Any]) -> None:
    assert find_substitute(estimate("as_granted", make_terms(**changes)), 5) is None


def test_what_waiting_takes() -> None:
    answer = estimate("cheapest", target=105)
    assert unsent_without_buying(answer, 5) == 5
    assert unsent_by_these_seats(answer) == 5
    assert price_of_months(answer, 6, 7) == Decimal("159.98")
    assert price_of_months(estimate("as_granted", make_terms(**NO_PRICES)), 1, 2) is None
