"""The explanation of an estimate, verbatim."""

from decimal import Decimal
from typing import Any

import pytest

from planner.planning.explain import explain
from planner.planning.goals import Goal
from planner.planning.phrases import reach
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.wording import count, dollars
from tests.planning.builders import estimate, held, make_scenario, make_terms

A_MONTH = "A month costs $79.99 and brings 20 credits, $4.00 each; "
GATHERED = "Saving up until month 3 gathers 60 credits, the most that the plan lets you hold; "


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "$0.00"), ("7.005", "$7.01"), ("1234.5", "$1,234.50"), ("1e6", "$1,000,000.00")],
)
def test_dollars_have_two_decimals_and_thousands(amount: str, shown: str) -> None:
    assert dollars(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("number", "counted"), [(0, "0 credits"), (1, "1 credit"), (1_200, "1,200 credits")]
)
def test_a_count_agrees_with_its_noun(number: int, counted: str) -> None:
    assert count(number, "credit") == counted


@pytest.mark.parametrize(
    ("strategy", "sentence"),
    [
        (
            "cheapest",
            A_MONTH + "a bought one costs $10.00, "
            "so in place of the last month buying pays only for up to 7 messages.",
        ),
        ("accumulate", GATHERED + "the other 40 are bought at $10.00 each."),
        ("as_granted", A_MONTH + "5 months are enough for 100 messages, so nothing is bought."),
        (
            "buy_now",
            "The first month has 20 credits; the other 80 are bought at once, at $10.00 each.",
        ),
    ],
)
def test_the_article_s_hundred_leads(strategy: Strategy, sentence: str) -> None:
    assert explain(estimate(strategy)) == sentence


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        (
            {},
            {"target": 15},
            "Month 1 has 20 credits: enough for everything, so nothing is bought.",
        ),
        (
            {},
            {"target": 30},
            "Saving up until month 2 gathers 40 credits: enough for everything, "
            "so nothing is bought.",
        ),
        ({"credit_price": Decimal(0)}, {}, GATHERED + "the other 40 are bought at no cost."),
        ({}, {"target": 61}, GATHERED + "the other one is bought for $10.00."),
        ({"purchase_limit": 10}, {}, GATHERED + "20 more are bought at $10.00 each."),
        (
            {"purchase_limit": 0},
            {},
            GATHERED + "later months bring the rest, so nothing is bought.",
        ),
        (
            {"rollover_cap": 80, "credit_lifetime_days": 60},
            {},
            "Saving up until month 2 gathers 40 credits, after which the oldest expire; "
            "the other 60 are bought at $10.00 each.",
        ),
        (
            {"monthly_credits": 0},
            {"opening_balance": 30},
            "Month 1 has 30 credits; the other 70 are bought at $10.00 each. "
            "30 credits are there at the start.",
        ),
        (
            {"monthly_credits": 0},
            {},
            "Navigator brings no credits to save up; all 100 are bought at $10.00 each.",
        ),
        (
            {"monthly_credits": 0},
            {"target": 1},
            "Navigator brings no credits to save up; the one needed is bought for $10.00.",
        ),
    ],
)
def test_saving_up(terms: dict[str, Any], asked: dict[str, int], sentence: str) -> None:
    assert explain(estimate("accumulate", make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        ({}, {"target": 1}, A_MONTH + "1 month is enough for 1 message, so nothing is bought."),
        (
            {},
            {"target": 43, "opening_balance": 23},
            A_MONTH + "with the 23 credits held, 1 month is enough for 43 messages, "
            "so nothing is bought.",
        ),
        (
            {},
            {"target": 21, "opening_balance": 1},
            A_MONTH + "with the 1 credit held, 1 month is enough for 21 messages, "
            "so nothing is bought.",
        ),
        (
            {},
            {"seats": 2},
            "A month of 2 seats costs $159.98 and brings 40 credits, $4.00 each; 3 months are "
            "enough for 100 messages, so nothing is bought. 1 of the 2 seats stays to the end.",
        ),
        (
            {"monthly_credits": 1},
            {"target": 2},
            "A month costs $79.99 and brings 1 credit; "
            "2 months are enough for 2 messages, so nothing is bought.",
        ),
        (
            {"monthly_price": Decimal(0)},
            {},
            "A month is free and brings 20 credits; "
            "5 months are enough for 100 messages, so nothing is bought.",
        ),
        (
            {},
            {"target": 240},
            "A year costs $779.88 and brings 20 credits a month, $3.25 each; "
            "12 months are enough for 240 messages, so nothing is bought.",
        ),
        (
            {},
            {"target": 260, "seats": 1},
            "A year costs $779.88, a further month $79.99, and every month brings 20 credits; "
            "13 months are enough for 260 messages, so nothing is bought.",
        ),
        (
            {"annual_price": None},
            {"billing": "annual"},
            "A month brings 20 credits; 5 months are enough for 100 messages, "
            "so nothing is bought. The yearly price is not known, so there is no total; "
            "paying by the year leaves 7 months unused.",
        ),
        (
            {"annual_price": None},
            {"monthly_send_limit": 20},
            "A month costs $79.99 and brings 20 credits, $4.00 each; "
            "5 months are enough for 100 messages, so nothing is bought.",
        ),
    ],
)
def test_sending_as_granted(terms: dict[str, Any], asked: dict[str, Any], sentence: str) -> None:
    assert explain(estimate("as_granted", make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        ({}, {"target": 15}, "The first month has credits for 15 messages, so nothing is bought."),
        (
            {"monthly_credits": 0},
            {},
            "The first month has no credits; all 100 are bought at once, at $10.00 each.",
        ),
        (
            {"credit_price": None},
            {},
            "The first month has 20 credits; the other 80 are bought at once. "
            "The credit price is not known, so there is no total.",
        ),
        (
            {"purchase_limit": 0},
            {},
            "Sending starts at once and takes 5 months, because single credits are not for sale.",
        ),
        (
            {},
            {"monthly_send_limit": 20},
            "Sending starts at once and takes 5 months, because at most 20 messages can be sent "
            "a month; nothing has to be bought for that.",
        ),
        (
            {"purchase_limit": 5},
            {"seats": 2},
            "Sending starts at once and takes 2 months, because at most 10 credits can be bought "
            "a month; 20 of 100 are bought at $10.00 each.",
        ),
        (
            {"purchase_limit": 1},
            {"target": 22, "monthly_send_limit": 21},
            "Sending starts at once and takes 2 months, because at most 1 credit can be bought "
            "a month and at most 21 messages can be sent a month; one of 22 is bought for $10.00.",
        ),
        (
            {"purchase_limit": 1_000},
            {"monthly_send_limit": 50},
            "Sending starts at once and takes 2 months, because at most 50 messages can be sent "
            "a month; 60 of 100 are bought at $10.00 each.",
        ),
    ],
)
def test_buying_now(terms: dict[str, Any], asked: dict[str, int], sentence: str) -> None:
    assert explain(estimate("buy_now", make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_messages_to_open_profiles_alone(strategy: Strategy) -> None:
    assert explain(estimate(strategy, open_profile_share=Decimal(1))) == (
        "Every message goes to an open profile, which costs no credit, "
        "so no subscription is needed."
    )


@pytest.mark.parametrize(
    ("target", "goal", "words"),
    [
        (1, "contacted", "1 person"),
        (1_200, "contacted", "1,200 people"),
        (1, "replied", "1 reply"),
        (40, "replied", "40 replies"),
    ],
)
def test_the_target_in_words(target: int, goal: Goal, words: str) -> None:
    assert reach(make_scenario(target=target, goal=goal, reply_rate=Decimal("0.1"))) == words


def test_of_several_groups_no_credits_are_told_to_expire_next() -> None:
    answer = estimate(
        "accumulate",
        make_terms(monthly_credits=1, rollover_cap=2, purchase_limit=0, credit_lifetime_days=120),
        target=4,
        seats=2,
        held_seats=(held(1, 1), held(1, 5)),
        monthly_send_limit=1,
        reply_rate=Decimal("0.8"),
        answers_come="same",
    )
    assert explain(answer).startswith("Month 1 has 2 credits; later months bring the rest")
