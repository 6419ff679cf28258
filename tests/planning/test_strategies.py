from decimal import Decimal
from typing import Any

import pytest

from planner.planning.strategies import (
    PurchaseOption,
    Strategy,
    fewest_bought_by_month,
    find_purchase_options,
    month_to_start_sending,
    run_strategy,
    sending_of,
    subscribe_for,
)
from tests.planning.builders import (
    bought_of,
    column_of,
    estimate,
    make_pool,
    make_scenario,
    make_sending,
    make_terms,
)


@pytest.mark.parametrize(
    ("pool", "sending", "start"),
    [
        ({}, {"to_send": 20}, 1),
        ({}, {"to_send": 21}, 2),
        ({}, {"to_send": 40}, 2),
        ({}, {"to_send": 61}, 3),  # the cap and the life both allow three grants
        ({"cap": 50}, {"to_send": 100}, 3),
        ({"cap": 40}, {"to_send": 100}, 2),
        ({"cap": 500, "life": 2}, {"to_send": 100}, 2),
        ({"cap": 500, "life": 1}, {"to_send": 100}, 1),
        ({"cap": 500, "life": 4}, {"to_send": 100}, 4),
        ({"grant": 0}, {"to_send": 100}, 1),
        ({}, {"to_send": 25, "opening_balance": 5}, 1),
        ({}, {"to_send": 100, "opening_balance": 60}, 1),
        ({"cap": 70}, {"to_send": 100, "opening_balance": 15}, 3),
    ],
)
def test_saving_up_ends_when_it_is_enough_or_would_bring_no_more(
    pool: dict[str, int], sending: dict[str, Any], start: int
) -> None:
    assert month_to_start_sending(make_pool(**pool), make_sending(**sending)) == start


@pytest.mark.parametrize(
    ("pool", "sending", "fewest"),
    [
        ({}, {"to_send": 100}, {1: 80, 2: 60, 3: 40, 4: 20, 5: 0, 6: 0}),
        ({"purchase_limit": 20}, {"to_send": 100}, {3: 40, 4: 20, 5: 0, 6: 0}),
        ({"purchase_limit": 0}, {"to_send": 100}, {5: 0, 6: 0}),
        ({}, {"to_send": 100, "send_limit": 30}, {4: 20, 5: 0, 6: 0}),
        ({}, {"to_send": 100, "opening_balance": 50}, {1: 40, 2: 20, 3: 0, 4: 0, 5: 0, 6: 0}),
        ({"grant": 0}, {"to_send": 100}, dict.fromkeys(range(1, 7), 100)),
        ({"grant": 0, "purchase_limit": 0}, {"to_send": 1}, {}),
        ({"purchase_limit": 1}, {"to_send": 1_000}, {}),
        # By month 2: 54 bring back 27, 54 + 47. By month 3: 29 bring 14, 63 bring 31: 29 + 34 + 37.
        ({}, {"to_send": 100, "rate": "1/2"}, {1: 80, 2: 34, 3: 9, 4: 0, 5: 0, 6: 0}),
        ({"grant": 0}, {"to_send": 10, "rate": "1"}, {1: 10, 2: 5, 3: 4, 4: 3, 5: 2, 6: 2}),
    ],
)
def test_the_fewest_credits_to_be_bought_to_be_done_by_each_month(
    pool: dict[str, int], sending: dict[str, Any], fewest: dict[int, int]
) -> None:
    assert dict(fewest_bought_by_month(make_pool(**pool), make_sending(**sending), 6)) == fewest


def test_one_more_credit_can_send_two_messages_more_even_where_few_answer() -> None:
    # Three messages bring nothing back at one answer in four, four bring one.
    pool = make_pool(grant=0, cap=3)
    sending = make_sending(5, rate="1/4", opening_balance=3)
    assert dict(fewest_bought_by_month(pool, sending, 2)) == {1: 2, 2: 1}


def test_nothing_is_bought_to_be_kept() -> None:
    # With a limit of 2 a month, buying 2 in month 1 for month 2 would be done sooner. No strategy
    # does that (RULES.md §4).
    pool = make_pool(grant=0, cap=5, purchase_limit=2)
    sending = make_sending(9, send_limit=5, opening_balance=5)
    assert dict(fewest_bought_by_month(pool, sending, 4)) == {3: 4, 4: 4}


def test_ways_that_take_longer_are_kept_only_where_they_are_cheaper() -> None:
    options = find_purchase_options(make_terms(), make_scenario())
    assert options == [
        PurchaseOption(months=1, bought=80, total=Decimal("879.99")),
        PurchaseOption(months=2, bought=60, total=Decimal("759.98")),
        PurchaseOption(months=3, bought=40, total=Decimal("639.97")),
        PurchaseOption(months=4, bought=20, total=Decimal("519.96")),
        PurchaseOption(months=5, bought=0, total=Decimal("399.95")),
    ]
    dear = make_terms(monthly_price=Decimal(201), annual_price=None)
    assert find_purchase_options(dear, make_scenario()) == [
        PurchaseOption(months=1, bought=80, total=Decimal(1001))
    ]


def test_of_ways_that_cost_the_same_the_shorter_is_taken() -> None:
    even = make_terms(monthly_price=Decimal(200), annual_price=None)
    assert find_purchase_options(even, make_scenario()) == [
        PurchaseOption(months=1, bought=80, total=Decimal(1000))
    ]


@pytest.mark.parametrize(
    ("prices", "trial", "months", "bought", "total"),
    [
        # Where the total is unknown either way, fewer credits are better, then fewer months.
        ({"monthly_price": None, "annual_price": None}, 0, 5, 0, None),
        ({"monthly_price": None, "annual_price": None, "monthly_credits": 0}, 0, 1, 100, None),
        # A total that is known is better than one that is not.
        ({"credit_price": None}, 0, 5, 0, "399.95"),
        ({"monthly_price": None, "annual_price": None}, 2, 2, 60, "600"),
        # A yearly price alone is a known price, and so is that of credits nobody sells.
        ({"monthly_price": None}, 0, 5, 0, "779.88"),
        ({"credit_price": None, "purchase_limit": 0}, 0, 5, 0, "399.95"),
    ],
)
def test_the_cheapest_where_a_price_is_unknown(
    prices: dict[str, Any], trial: int, months: int, bought: int, total: str | None
) -> None:
    terms = make_terms(**prices, trial_months=trial)
    answer = estimate("cheapest", terms, use_trial=True)
    assert (answer.status, answer.months, bought_of(answer)) == ("ok", months, bought)
    assert answer.total == (None if total is None else Decimal(total))


def test_a_year_that_is_paid_for_is_used() -> None:
    # The annual block covers twelve months whether they are needed or not.
    (*_, option) = find_purchase_options(make_terms(), make_scenario(billing="annual"))
    assert (option.months, option.bought, option.total) == (5, 0, Decimal("779.88"))


def test_saving_up_sends_in_later_months_what_one_month_may_not() -> None:
    answer = estimate("accumulate", target=60, monthly_send_limit=25)
    assert column_of(answer, "sent") == [0, 0, 25, 25, 10]
    assert column_of(answer, "bought") == [0, 0, 0, 0, 0]


def test_saving_up_buys_within_the_limit_once_sending_has_begun() -> None:
    answer = estimate("accumulate", make_terms(purchase_limit=15), target=130)
    assert column_of(answer, "sent") == [0, 0, 75, 35, 20]
    assert column_of(answer, "bought") == [0, 0, 15, 15, 0]


def test_the_cheapest_that_misses_the_deadline_takes_the_first_month_that_works() -> None:
    answer = estimate("cheapest", make_terms(purchase_limit=5), deadline_months=3)
    assert (answer.status, answer.months, bought_of(answer)) == ("misses_deadline", 4, 20)


def test_a_hundred_and_twenty_months_are_just_enough() -> None:
    terms, scenario = make_terms(purchase_limit=5), make_scenario(target=120 * 25)
    ledger = run_strategy("buy_now", terms, scenario, purchase_options=[])
    assert ledger is not None
    assert len(ledger) == 120


@pytest.mark.parametrize("strategy", ["accumulate", "buy_now", "cheapest"])
@pytest.mark.parametrize(
    ("terms", "scenario"),
    [
        ({"purchase_limit": 5}, {"target": 120 * 25 + 1}),
        ({"purchase_limit": 5}, {"target": 120 * 25 + 1, "reply_rate": Decimal("0.0003")}),
        ({}, {"target": 120 * 20 + 1, "monthly_send_limit": 20}),
        ({"monthly_credits": 0, "purchase_limit": 0}, {"reply_rate": Decimal(1)}),
    ],
)
def test_what_they_cannot_send_is_out_of_reach(
    strategy: Strategy, terms: dict[str, int], scenario: dict[str, Any]
) -> None:
    asked = make_terms(**terms), make_scenario(**scenario)
    assert run_strategy(strategy, *asked, purchase_options=[]) is None


def test_seats_multiply_the_price_of_a_subscription() -> None:
    spend = subscribe_for(make_terms(), make_scenario(seats=3), 2).spend
    assert spend == Decimal("479.94")


def test_a_trial_counts_only_where_the_scenario_uses_it() -> None:
    terms = make_terms(trial_months=1)
    assert subscribe_for(terms, make_scenario(), 2).spend == Decimal("159.98")
    assert subscribe_for(terms, make_scenario(use_trial=True), 2).spend == Decimal("79.99")


def test_the_sending_is_the_scenario_s() -> None:
    scenario = make_scenario(
        reply_rate=Decimal("0.2"),
        open_profile_share=Decimal("0.1"),
        monthly_send_limit=40,
        opening_balance=3,
    )
    assert sending_of(scenario) == make_sending(90, rate="1/5", send_limit=40, opening_balance=3)
