from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.days import DAY
from planner.planning.errors import InvalidInput
from planner.planning.shares import MOST_DECIMALS, exact
from tests.planning.builders import START, held, make_scenario


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("target", 0),
        ("target", 1_000_001),
        ("deadline_months", 0),
        ("deadline_months", 61),
        ("seats", 0),
        ("seats", 10_001),
        ("max_seats", 0),
        ("max_seats", 10_001),
        ("monthly_send_limit", 0),
        ("monthly_send_limit", 1_000_001),
        ("seat_daily_limit", 0),
        ("seat_monthly_limit", 1_000_001),
        ("deadline_on", START - DAY),
        ("deadline_on", date(2031, 11, 1)),
        ("held_seats", (held(),) * 21),
        ("answers_come", "never"),
        ("sends_on", "sundays"),
        ("budget", Decimal(-1)),
        ("budget", Decimal(1_000_000_001)),
        ("budget", Decimal("NaN")),
        ("goal", "liked"),
        ("billing", "weekly"),
        ("start_on", date(1999, 12, 31)),
        ("start_on", date(2100, 1, 1)),
        ("reply_rate", Decimal("-0.1")),
        ("reply_rate", Decimal("1.1")),
        ("reply_rate", Decimal("NaN")),
        ("decline_rate", Decimal("Infinity")),
        ("open_profile_share", Decimal("0.0000000000001")),
    ],
)
def test_it_refuses_what_cannot_be_asked(field: str, given: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_scenario(**{field: given})
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "seats", "credits", "paid_until"),
    [
        ("held_seats.seats", 0, 0, START),
        ("held_seats.seats", 10_001, 0, START),
        ("held_seats.credits", 1, -1, START),
        ("held_seats.credits", 1, 1_000_001, START),
        # Seats that ended before the start are not held, and none is paid for beyond the horizon.
        ("held_seats.paid_until", 1, 0, START - 2 * DAY),
        ("held_seats.paid_until", 1, 0, date(2036, 11, 1)),
    ],
)
def test_it_refuses_seats_that_cannot_be_held(
    field: str, seats: int, credits: int, paid_until: date
) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_scenario(held_seats=(held(seats, credits, paid_until=paid_until),))
    assert caught.value.field == field


def test_more_seats_than_there_may_be_are_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        make_scenario(seats=4, max_seats=3)
    assert str(caught.value) == "seats: given 4, allowed: a whole number from 1 to 3"
    assert make_scenario(seats="best", max_seats=3)


def test_a_deadline_in_months_ends_the_day_before_and_one_that_is_a_day_counts() -> None:
    in_months = make_scenario(start_on=date(2026, 11, 26), deadline_months=2)
    assert (in_months.deadline, in_months.months_until_deadline) == (date(2027, 1, 25), 2)
    by_day = make_scenario(
        start_on=date(2026, 11, 26), deadline_months=12, deadline_on=date(2026, 12, 26)
    )
    assert (by_day.deadline, by_day.months_until_deadline) == (date(2026, 12, 26), 2)


@pytest.mark.parametrize(
    ("limits", "is_paced"),
    [
        ({}, False),
        ({"monthly_send_limit": 5}, True),
        ({"seat_daily_limit": 5}, True),
        ({"seat_monthly_limit": 5}, True),
        ({"sends_on": "weekdays"}, True),
    ],
)
def test_a_limit_or_a_day_without_messages_may_leave_credits_unsent(
    limits: dict[str, Any], is_paced: bool
) -> None:
    assert make_scenario(**limits).is_paced is is_paced


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (
            {"goal": "replied"},
            "reply_rate: given 0, allowed: above 0 where the goal is people who reply",
        ),
        (
            {"goal": "customers", "reply_rate": Decimal("0.1"), "meeting_rate": Decimal(1)},
            "win_rate: given None, allowed: above 0 where the goal is customers",
        ),
        (
            {"goal": "positive", "reply_rate": Decimal("0.1"), "positive_share": Decimal(0)},
            "positive_share: given 0, allowed: above 0 where the goal is positive replies",
        ),
        (
            {
                "goal": "positive",
                "reply_rate": Decimal("0.1"),
                "positive_share": Decimal("0.5"),
                "target": 50_001,
            },
            "target: given 50001, allowed: at most 50,000: with these rates they take 1,000,000 "
            "messages",
        ),
        (
            {"with_time": True},
            "hour_cost: given None, allowed: dollars an hour, where the time is added",
        ),
        (
            {"reply_rate": Decimal("0.7"), "decline_rate": Decimal("0.4")},
            "decline_rate: given 0.4, allowed: at most 0.3, so that replies and declines make up "
            "at most 1",
        ),
    ],
)
def test_rates_that_contradict_each_other_or_the_goal_are_refused_in_plain_words(
    asked: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_scenario(**asked)
    assert str(caught.value) == refusal


@pytest.mark.parametrize(
    "asked",
    [
        {"target": 1_000_000, "deadline_months": 60, "seats": 10_000},
        {"monthly_send_limit": 1, "opening_balance": 1_000_000, "budget": Decimal(0)},
        {"deadline_on": START, "held_seats": (held(10_000, paid_until=date(2036, 10, 31)),)},
        {"deadline_on": date(2031, 10, 31), "seats": 3, "max_seats": 3},
        {"reply_rate": Decimal("0.3"), "decline_rate": Decimal("0.7")},
        {"open_profile_share": Decimal("0.000000000001"), "start_on": date(2099, 12, 31)},
    ],
)
def test_scenarios_at_their_limits_are_allowed(asked: dict[str, Any]) -> None:
    assert make_scenario(**asked)


@pytest.mark.parametrize(
    ("rates", "share"),
    [
        ({}, "0"),
        ({"reply_rate": Decimal("0.1")}, "0.1"),
        ({"reply_rate": Decimal("0.1"), "decline_rate": Decimal("0.2")}, "0.3"),
        (
            {
                "reply_rate": Decimal("0.1"),
                "decline_rate": Decimal("0.2"),
                "declines_return_credit": False,
            },
            "0.1",
        ),
    ],
)
def test_answers_return_their_credit_and_declines_do_where_they_count(
    rates: dict[str, Any], share: str
) -> None:
    assert make_scenario(**rates).return_rate == Fraction(share)


@pytest.mark.parametrize(
    ("asked", "messages", "free", "to_send"),
    [
        ({}, 100, 0, 100),
        ({"open_profile_share": Decimal("0.255")}, 100, 25, 75),
        ({"open_profile_share": Decimal(1)}, 100, 100, 0),
        ({"target": 3, "goal": "replied", "reply_rate": Decimal("0.1")}, 30, 0, 30),
        ({"target": 1, "goal": "replied", "reply_rate": Decimal("0.3")}, 4, 0, 4),
        ({"target": 7, "goal": "replied", "reply_rate": Decimal(1)}, 7, 0, 7),
        (
            {
                "target": 3,
                "goal": "replied",
                "reply_rate": Decimal("0.3"),
                "open_profile_share": Decimal("0.25"),
            },
            10,
            2,
            8,
        ),
    ],
)
def test_the_target_says_how_many_messages_and_how_many_of_them_cost_a_credit(
    asked: dict[str, Any], messages: int, free: int, to_send: int
) -> None:
    scenario = make_scenario(**asked)
    assert (scenario.messages, scenario.free_messages, scenario.to_send) == (
        messages,
        free,
        to_send,
    )


def test_rates_are_exact_where_binary_fractions_are_not() -> None:
    # 3 / 0.1 is 30 and 0.1 × 30 is 3, though the nearest binary fractions give more and less.
    scenario = make_scenario(target=3, goal="replied", reply_rate=Decimal("0.1"))
    assert scenario.messages == 30
    assert scenario.return_rate * 30 == 3


@pytest.mark.parametrize(
    ("share", "fraction"),
    [
        ("0.333333333333", Fraction(1, 3)),
        ("0.666666666667", Fraction(2, 3)),
        ("0.000001000001", Fraction(1, 999_999)),
        # Fewer decimals stand for themselves, as do those near no such fraction.
        ("0.33333333333", Fraction("0.33333333333")),
        ("0.500000000000", Fraction(1, 2)),
        ("0.000000000001", Fraction("0.000000000001")),
        ("1", Fraction(1)),
    ],
)
def test_a_share_stands_for_the_fraction_that_it_is_the_rounding_of(
    share: str, fraction: Fraction
) -> None:
    assert exact(Decimal(share)) == fraction


@given(st.integers(1, 999_999), st.data())
def test_a_part_of_a_whole_is_exact_again(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    assert exact(round(Decimal(part) / whole, MOST_DECIMALS)) == Fraction(part, whole)


def test_one_in_three_takes_three_messages_a_reply() -> None:
    """RULES.md §3: 400 replies at 0.333333333333, as the rate is stored, by hand 1,200."""
    third = Decimal("0.333333333333")
    scenario = make_scenario(goal="replied", target=400, reply_rate=third)
    assert (scenario.messages, scenario.replies) == (1_200, 400)
    declines = make_scenario(reply_rate=third, decline_rate=Decimal("0.666666666667"))
    assert declines.return_rate == 1
    free = make_scenario(target=300, open_profile_share=third)
    assert free.free_messages == 100
    audiences = (Audience(name="A", target=200), Audience(name="B", target=200))
    assert replace(scenario, audiences=audiences).messages == 1_200
