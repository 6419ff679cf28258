"""What is said of `cheapest`, word by word: when buying pays, and when waiting does."""

from decimal import Decimal

import pytest

from planner.planning.explain import explain
from tests.planning.builders import estimate, make_terms

A_MONTH = "A month costs $79.99 and brings 20 credits, $4.00 each; "
NO_SUBSCRIPTION_PRICE = {"monthly_price": None, "annual_price": None}


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        (
            {},
            {"target": 105},
            "After 5 months only 5 credits are missing; buying costs $50.00, another month $79.99.",
        ),
        (
            {},
            {"target": 21},
            "After 1 month only 1 credit is missing; buying costs $10.00, another month $79.99.",
        ),
        (
            {"monthly_price": Decimal(300), "annual_price": None},
            {},
            "A month costs $300.00 and brings 20 credits, $15.00 each; "
            "80 of 100 are bought at $10.00 each, and waiting would not be cheaper.",
        ),
        (
            {"credit_price": Decimal(0)},
            {},
            A_MONTH + "80 of 100 are bought at no cost, and waiting would not be cheaper.",
        ),
        (
            {},
            {"deadline_months": 3},
            "The deadline allows 3 months: the credits until then cover 60 messages; "
            "the other 40 are bought at $10.00 each.",
        ),
        (
            {"monthly_credits": 0},
            {"deadline_months": 1},
            "The deadline allows 1 month: all 100 are bought at $10.00 each.",
        ),
        (
            {"purchase_limit": 5},
            {"deadline_months": 2},
            "Month 4 is the earliest possible: the credits until then cover 80 messages; "
            "the other 20 are bought at $10.00 each.",
        ),
        (
            {"purchase_limit": 0},
            {"deadline_months": 2},
            "Month 5 is the earliest possible: its credits are enough for 100 messages, "
            "so nothing is bought.",
        ),
        (
            {},
            {"monthly_send_limit": 1},
            "Month 100 is the earliest possible, because at most 1 message can be sent a month; "
            "nothing has to be bought for that. 1,841 credits expired unused.",
        ),
        (
            {"monthly_credits": 10, "annual_price": None},
            {"monthly_send_limit": 20, "deadline_months": 3},
            "Month 5 is the earliest possible, because at most 20 messages can be sent a month; "
            "50 of 100 are bought at $10.00 each.",
        ),
    ],
)
def test_the_cheapest_that_buys_or_comes_late(terms, asked, sentence):
    assert explain(estimate("cheapest", make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        (
            {"credit_price": Decimal("79.99")},
            {},
            A_MONTH + "a bought one costs $79.99, so buying pays only for the last one.",
        ),
        (
            {"credit_price": Decimal(80)},
            {},
            A_MONTH + "a bought one costs $80.00, more than the last month, "
            "so buying does not pay.",
        ),
        (
            {},
            {"seats": 2, "target": 80},
            "A month of 2 seats costs $159.98 and brings 40 credits, $4.00 each; "
            "a bought one costs $10.00, so buying pays only for the last 15.",
        ),
        (
            {"annual_price": Decimal(300)},
            {},
            "A year costs $300.00 and brings 20 credits a month, $1.25 each; the last month costs "
            "nothing more, so buying does not pay. Paying by the year leaves 7 months unused.",
        ),
        ({}, {"target": 15}, A_MONTH + "1 month is enough for 15 messages, so nothing is bought."),
        (
            {},
            {"target": 15, "monthly_send_limit": 15},
            A_MONTH + "1 month is enough for 15 messages, so nothing is bought.",
        ),
        (
            {"purchase_limit": 0},
            {},
            A_MONTH + "5 months are enough for 100 messages, so nothing is bought.",
        ),
        (
            {},
            {"monthly_send_limit": 20},
            "It takes 5 months, because at most 20 messages can be sent a month; "
            "nothing has to be bought for that.",
        ),
    ],
)
def test_the_cheapest_that_buys_nothing(terms, asked, sentence):
    assert explain(estimate("cheapest", make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        (
            NO_SUBSCRIPTION_PRICE,
            {},
            "A month brings 20 credits; 5 months are enough for 100 messages, so nothing is "
            "bought. The subscription price is not known, so there is no total.",
        ),
        (
            NO_SUBSCRIPTION_PRICE | {"monthly_credits": 0},
            {},
            "A month brings no credits; all 100 are bought at $10.00 each, as few as the deadline "
            "allows. The subscription price is not known, so there is no total.",
        ),
        (
            NO_SUBSCRIPTION_PRICE | {"trial_months": 1},
            {"use_trial": True},
            "A month brings 20 credits; 80 of 100 are bought at $10.00 each, as nobody knows what "
            "another month costs. The trial makes 1 month free.",
        ),
        (
            {"credit_price": None},
            {},
            A_MONTH + "5 months are enough for 100 messages, so nothing is bought.",
        ),
    ],
)
def test_the_cheapest_where_a_price_is_unknown(terms, asked, sentence):
    assert explain(estimate("cheapest", make_terms(**terms), **asked)) == sentence
