"""The explanation of `cheapest`, verbatim: when buying pays, and when waiting does."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.explain import explain
from tests.planning.builders import estimate, held, make_terms

A_MONTH = "A month costs $79.99 and brings 20 credits, $4.00 each; "
NO_SUBSCRIPTION_PRICE = {"monthly_price": None, "annual_price": None}


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        (
            {},
            {"target": 105},
            "After 5 months 5 messages would be left; buying 5 credits costs $50.00, "
            "another month $79.99.",
        ),
        (
            # Two of ten answers bring a credit back: three bought credits send four messages.
            {"monthly_credits": 30, "rollover_cap": 120, "credit_lifetime_days": 120},
            {"target": 219, "reply_rate": Decimal("0.1"), "decline_rate": Decimal("0.1")},
            "After 6 months 4 messages would be left; buying 3 credits costs $30.00, "
            "another month $79.99. Answers bring back 36 credits.",
        ),
        (
            {},
            {"target": 21},
            "After 1 month 1 message would be left; buying 1 credit costs $10.00, "
            "another month $79.99.",
        ),
        (
            {"monthly_price": Decimal(300), "annual_price": None},
            {},
            "After 1 month 80 messages would be left; buying 80 credits costs $800.00, "
            "4 more months $1,200.00.",
        ),
        (
            {"monthly_price": Decimal(300), "annual_price": None},
            {"deadline_months": 4},
            "A month costs $300.00 and brings 20 credits, $15.00 each; 80 of 100 are bought "
            "at $10.00 each; up to the deadline, waiting would not be cheaper.",
        ),
        (
            {"credit_price": Decimal(0)},
            {},
            "After 1 month 80 messages would be left; buying 80 credits costs $0.00, "
            "4 more months $319.96.",
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
            "Month 4 is the earliest possible, because at most 5 credits can be bought a month; "
            "the credits until then cover 80 messages; "
            "the other 20 are bought at $10.00 each.",
        ),
        (
            {"purchase_limit": 0},
            {"deadline_months": 2},
            "Month 5 is the earliest possible, because single credits are not for sale.",
        ),
        (
            # Ten credits bought in month 1 for month 2 would make it 2 months.
            {"monthly_credits": 15, "rollover_cap": 45, "purchase_limit": 10},
            {"target": 60, "deadline_months": 2, "monthly_send_limit": 30, "opening_balance": 10},
            "Month 3 is the earliest without buying ahead, because at most 10 credits can be "
            "bought a month and at most 30 messages can be sent a month; the credits until then "
            "cover 55 messages; the other 5 are bought at $10.00 each. "
            "10 credits are there at the start.",
        ),
        (
            # Four seats send 80 and three of them 60 more.
            {},
            {"target": 141, "seats": 4},
            "After 2 months 1 message would be left; buying 1 credit costs $10.00, "
            "more seats in the last month $79.99. 3 of the 4 seats stay to the end.",
        ),
        (
            # Thirty days at one a day; without that limit it is month 1, too.
            {},
            {"target": 30, "seat_daily_limit": 1, "deadline_on": date(2026, 11, 20)},
            "Month 1 is the earliest possible; the credits until then cover 20 messages; "
            "the other 10 are bought at $10.00 each.",
        ),
        (
            {},
            {"monthly_send_limit": 1},
            "Month 100 is the earliest possible, because at most 1 message can be sent a month; "
            "nothing has to be bought for that. 1,841 credits expire unused.",
        ),
        (
            {"monthly_credits": 10, "annual_price": None},
            {"monthly_send_limit": 20, "deadline_months": 3},
            "Month 5 is the earliest possible, because at most 20 messages can be sent a month; "
            "the credits until then cover 50 messages; the other 50 are bought at $10.00 each.",
        ),
    ],
)
def test_the_cheapest_that_buys_or_comes_late(
    terms: dict[str, Any], asked: dict[str, Any], sentence: str
) -> None:
    assert explain(estimate("cheapest", make_terms(**terms), **asked)) == sentence


@pytest.mark.parametrize(
    ("terms", "asked", "sentence"),
    [
        (
            {"credit_price": Decimal("79.99")},
            {},
            A_MONTH + "a bought one costs $79.99, "
            "so in place of the last month buying pays only for up to 1 message.",
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
            "a bought one costs $10.00, "
            "so in place of the last month of all 2 seats buying pays only for up to 15 "
            "messages.",
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
            # As many months as without the limit: it is no reason.
            A_MONTH + "5 months are enough for 100 messages, so nothing is bought.",
        ),
        (
            {},
            {"monthly_send_limit": 10},
            "It takes 10 months, because at most 10 messages can be sent a month; "
            "nothing has to be bought for that. 50 credits expire unused; "
            "paying by the year leaves 2 months unused.",
        ),
        (
            # Five bought credits send six messages: one comes back in time.
            {
                "monthly_credits": 15,
                "rollover_cap": 45,
                "monthly_price": Decimal("59.99"),
                "annual_price": None,
            },
            {"target": 38, "reply_rate": Decimal("0.1")},
            "A month costs $59.99 and brings 15 credits, $4.00 each; a bought one costs $10.00, "
            "so in place of the last month buying pays only for up to 6 messages. "
            "Answers bring back 3 credits.",
        ),
    ],
)
def test_the_cheapest_that_buys_nothing(
    terms: dict[str, Any], asked: dict[str, Any], sentence: str
) -> None:
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
            "A month brings 20 credits; 80 of 100 are bought at $10.00 each, as more months have "
            "no known price. The trial makes 1 month free. The free trial takes 1 person who has "
            "had none in the last twelve months.",
        ),
        (
            {"credit_price": None},
            {},
            A_MONTH + "5 months are enough for 100 messages, so nothing is bought.",
        ),
    ],
)
def test_the_cheapest_where_a_price_is_unknown(
    terms: dict[str, Any], asked: dict[str, bool], sentence: str
) -> None:
    assert explain(estimate("cheapest", make_terms(**terms), **asked)) == sentence


def test_no_reason_is_given_where_only_messages_to_open_profiles_take_the_last_month() -> None:
    answer = estimate(
        "cheapest",
        make_terms(credit_price=Decimal(1)),
        target=60,
        open_profile_share=Decimal("0.5"),
        monthly_send_limit=30,
    )
    assert explain(answer) == (
        "A month costs $79.99 and brings 20 credits, $4.00 each; 10 of 30 are bought at $1.00 "
        "each. 30 messages to open profiles cost no credit."
    )


def test_a_deadline_that_is_a_day_is_named_as_it_is() -> None:
    start_on, deadline_on = date(2026, 11, 1), date(2027, 1, 31)
    assert explain(estimate("cheapest", start_on=start_on, deadline_on=deadline_on)) == (
        "The deadline is 31 Jan 2027: the credits until then cover 60 messages; the other 40 are "
        "bought at $10.00 each."
    )


def test_months_of_messages_to_open_profiles_are_enough_for_all_messages() -> None:
    # The 22 messages on credits take the first month, those to open profiles the second.
    answer = estimate(
        "cheapest",
        make_terms(monthly_credits=0, rollover_cap=1, purchase_limit=0),
        target=31,
        deadline_months=2,
        seats="best",
        held_seats=(held(1, 1),),
        reply_rate=Decimal(1),
        open_profile_share=Decimal("0.3"),
        answers_come="same",
        monthly_send_limit=22,
        seat_daily_limit=1,
    )
    enough = "; with the 1 credit held, 2 months are enough for 31 messages, so nothing is bought."
    assert enough in explain(answer)


def test_the_price_of_a_year_is_that_of_the_seats_that_are_paid_for_by_the_year() -> None:
    terms = make_terms(annual_price=Decimal(300), purchase_limit=0)
    answer = estimate("cheapest", terms, target=140, seats=2, deadline_months=4)
    assert answer.total == 300 + 3 * Decimal("79.99")
    assert explain(answer).startswith(
        "1 of the 2 seats is paid for by the month at $79.99, 1 is paid for by the year at "
        "$300.00; a month of 2 seats brings 40 credits; 4 months are enough for 140 messages"
    )


def test_a_seat_that_is_paid_for_already_has_no_year_to_pay() -> None:
    seat = held(1, 0, paid_until=date(2026, 12, 31))
    answer = estimate("cheapest", target=40, held_seats=(seat,), billing="annual")
    assert answer.total == 0
    assert explain(answer).startswith("A month costs $79.99 and brings 20 credits")


def test_a_first_month_with_two_grants_says_what_it_brings() -> None:
    answer = estimate(
        "cheapest",
        make_terms(grant_day="first"),
        target=40,
        start_on=date(2026, 11, 26),
        grants_on_start=True,
    )
    assert answer.months == 1
    assert explain(answer) == (
        "A month costs $79.99 and brings 20 credits, $4.00 each, the first month 40; 1 month is "
        "enough for 40 messages, so nothing is bought."
    )
