"""The second sentence of an explanation, word by word."""

from decimal import Decimal
from typing import Any

import pytest

from planner.planning.explain import explain
from tests.planning.builders import NO_PRICES, estimate, held, make_terms

ONE_PERSON = "The free trial takes 1 person who has had none in the last twelve months."
LEAVES = "Paying by the year leaves"


@pytest.mark.parametrize(
    ("terms", "asked", "remarks"),
    [
        ({}, {"reply_rate": Decimal("0.25")}, "Answers bring back 24 credits."),
        ({}, {"target": 21, "reply_rate": Decimal("0.05")}, "Answers bring back 1 credit."),
        (
            {},
            {"opening_balance": 41},
            "1 credit is lost at the cap, worth $4.00.",
        ),
        (
            {"monthly_price": Decimal(0)},
            {"opening_balance": 50},
            "10 credits are lost at the cap.",
        ),
        (
            {},
            {"opening_balance": 80},
            "20 credits are lost at the cap, worth $79.99; 20 credits expire unused.",
        ),
        ({"trial_months": 2}, {"use_trial": True}, f"The trial makes 2 months free. {ONE_PERSON}"),
        ({}, {"target": 220}, "Paying by the year leaves 1 month unused."),
        (
            {},
            {"target": 401, "seats": 2},
            f"{LEAVES} 2 months of 1 seat and 1 month of 1 seat unused.",
        ),
        ({}, {"target": 443, "seats": 2}, f"{LEAVES} 1 month of 1 seat unused."),
        (
            {"trial_months": 1},
            {"use_trial": True, "target": 220},
            "The trial makes 1 month free; paying by the year leaves 2 months unused. "
            f"{ONE_PERSON}",
        ),
        (
            {},
            {"open_profile_share": Decimal("0.2")},
            "20 messages to open profiles cost no credit.",
        ),
        (
            {},
            {"open_profile_share": Decimal("0.01")},
            "1 message to an open profile costs no credit.",
        ),
        (
            NO_PRICES,
            {"opening_balance": 5},
            "The subscription price is not known, so there is no total.",
        ),
    ],
)
def test_a_second_sentence_says_what_else_moved_the_result(
    terms: dict[str, Any], asked: dict[str, Any], remarks: str
) -> None:
    _, second = explain(estimate("as_granted", make_terms(**terms), **asked)).split(". ", 1)
    assert second == remarks


LEAVES = "Paying by the year leaves"


@pytest.mark.parametrize(
    ("seats", "credits", "target", "remark"),
    [
        (2, 40, 20, "The 20 credits of the seat paid for until 31 Oct 2026 are lost"),
        (2, 2, 20, "The 1 credit of the seat paid for until 31 Oct 2026 is lost"),
        (3, 30, 10, "The 20 credits of the 2 seats paid for until 31 Oct 2026 are lost"),
    ],
)
def test_credits_of_seats_that_end_before_the_start_are_named(
    seats: int, credits: int, target: int, remark: str
) -> None:
    answer = estimate("cheapest", target=target, held_seats=(held(seats, credits),))

    assert answer.credits is not None
    assert answer.credits.opening < credits
    assert f"{remark} before the start; 1 of the {seats} seats stays to the end." in explain(answer)


def test_credits_held_on_another_plan_are_left_behind() -> None:
    answer = estimate("buy_now", held_seats=(held(credits=8, plan="other"),))
    assert explain(answer).endswith("each. 8 credits held on other plans are left behind.")


def test_credits_of_seats_that_are_renewed_are_not_lost() -> None:
    answer = estimate("cheapest", target=80, held_seats=(held(2, 40),))

    assert "lost before the start" not in explain(answer)


def test_what_is_free_says_how_many_persons_its_trials_take() -> None:
    terms = make_terms(trial_months=1, purchase_limit=0)
    answer = estimate(
        "cheapest", terms, seats="best", target=100, deadline_months=1, use_trial=True
    )

    assert answer.total == 0
    assert explain(answer).endswith(
        "The trial makes 1 month free. "
        "The free trials take 5 persons who have had none in the last twelve months."
    )


def test_the_persons_are_named_beside_any_other_remarks() -> None:
    answer = estimate(
        "as_granted",
        make_terms(trial_months=1),
        reply_rate=Decimal("0.25"),
        opening_balance=80,
        use_trial=True,
        renews_all_seats=True,
    )

    assert "The trial makes" not in explain(answer)
    assert explain(answer).endswith(ONE_PERSON)
