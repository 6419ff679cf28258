"""Cases of the slow reference worked out by hand: days, lives, limits, division, free messages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.planning.seat_reference import (
    STRATEGIES,
    HeldSeats,
    Plan,
    Result,
    Scenario,
    Strategy,
    estimate,
    estimate_with_seats,
    least_mix,
)
from tests.planning.seat_reference.estimate import blocks_of, divide
from tests.planning.seat_reference.ledger import Group, run

pytestmark = pytest.mark.oracle

CORE = Plan(
    "core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal(100),
    credit_price=Decimal(10),
    purchase_limit=0,
    grant_day="first",
)
RENEWAL = replace(CORE, name="renewal", grant_day="renewal")
SMALL = replace(RENEWAL, name="small", monthly_credits=15, rollover_cap=45)


def asked(target: int, start_on: date, **fields: Any) -> Scenario:
    return Scenario(target=target, start_on=start_on, **{"deadline_months": 12, **fields})


def of_rows(result: Result, name: str) -> list[int]:
    return [getattr(row, name) for row in result.groups[0].rows]


def test_a_renewal_day_that_a_month_lacks_becomes_its_last() -> None:
    scenario = asked(150, date(2027, 1, 31), seats=1)
    result = estimate(RENEWAL, "as_granted", scenario)
    assert [day for day, _ in result.sends] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


def test_a_lot_dies_at_the_first_refresh_after_its_life() -> None:
    start_on = date(2026, 11, 26)
    scenario = asked(1, start_on, grants_on_start=True, monthly_send_limit=0)
    ledgers = run([Group(CORE, 1, start_on, date(2027, 4, 25))], scenario)
    refreshes = [row for row in ledgers.wallets[0].rows if row.granted + row.forfeited]
    assert [(r.on, r.expired, r.forfeited, r.closing) for r in refreshes] == [
        (date(2026, 11, 26), 0, 0, 50),
        (date(2026, 12, 1), 0, 0, 100),
        (date(2027, 1, 1), 0, 0, 150),
        (date(2027, 2, 1), 0, 50, 150),
        (date(2027, 3, 1), 100, 0, 100),  # those of 26 November and of 1 December
        (date(2027, 4, 1), 50, 0, 100),
    ]


def test_held_credits_live_from_the_start_day_and_the_cap_comes_first() -> None:
    held = (HeldSeats("core", 1, 200, date(2027, 5, 31)),)
    scenario = asked(1000, date(2026, 12, 1), held_seats=held, seats=1)
    result = estimate(CORE, "as_granted", scenario)
    first = result.groups[0].rows[0]
    assert (first.opening, first.expired, first.granted, first.forfeited) == (200, 50, 0, 50)
    assert first.sent == 150


def test_held_credits_wait_for_a_refresh_to_be_capped() -> None:
    held = (HeldSeats("core", 1, 200, date(2027, 5, 31)),)
    scenario = asked(180, date(2026, 11, 26), held_seats=held, seats=1)
    result = estimate(CORE, "as_granted", scenario)
    assert result.sends == [(date(2026, 11, 26), 180)]
    assert (result.total, result.left) == (0, 20)


def test_the_purchase_limit_counts_the_billing_month_of_the_seat() -> None:
    plan = replace(CORE, purchase_limit=5)
    result = estimate(plan, "buy_now", asked(62, date(2026, 11, 26), seats=1))
    days = [date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 26), date(2027, 1, 1)]
    assert [row.on for row in result.groups[0].rows] == days
    assert of_rows(result, "bought") == [5, 0, 5, 0]
    assert of_rows(result, "sent") == [5, 50, 5, 2]
    assert result.total == 2 * 100 + 10 * 10


def test_a_daily_limit_counts_sending_days() -> None:
    friday = date(2026, 11, 27)
    scenario = asked(25, friday, seats=1, seat_daily_limit=10, sends_on="weekdays")
    result = estimate(RENEWAL, "as_granted", scenario)
    assert (result.done_on, result.months) == (date(2026, 12, 1), 1)
    by_monday = replace(scenario, deadline_months=None, deadline_on=date(2026, 11, 30))
    assert estimate(RENEWAL, "as_granted", by_monday).status == "misses_deadline"
    two = estimate_with_seats(RENEWAL, "as_granted", 2, by_monday)
    assert (two.status, two.done_on) == ("ok", date(2026, 11, 30))


def test_a_slice_without_a_sending_day_sends_nothing() -> None:
    saturday = date(2027, 1, 30)
    scenario = asked(50, saturday, seats=1, sends_on="weekdays", grants_on_start=True)
    result = estimate(CORE, "as_granted", scenario)
    assert result.sends == [(date(2027, 2, 1), 50)]
    assert (result.done_on, result.left) == (date(2027, 2, 1), 50)


def test_what_is_due_on_a_weekend_goes_on_the_first_sending_day() -> None:
    saturday = date(2026, 11, 28)
    result = estimate(RENEWAL, "as_granted", asked(50, saturday, seats=1, sends_on="weekdays"))
    assert (result.first_send_on, result.done_on) == (date(2026, 11, 30), date(2026, 11, 30))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_free_messages_alone_cost_nothing(strategy: Strategy) -> None:
    scenario = asked(250, date(2026, 9, 1), open_profile_share=Fraction(1))
    result = estimate(CORE, strategy, scenario)
    assert (result.months, result.total, result.done_on) == (0, 0, date(2026, 9, 1))
    limited = estimate(CORE, strategy, replace(scenario, monthly_send_limit=100))
    assert (limited.months, limited.total, limited.done_on) == (3, 0, date(2026, 11, 1))


def test_free_messages_leave_the_limit_to_the_credits_that_still_come() -> None:
    scenario = asked(
        100,
        date(2026, 11, 26),
        seats=1,
        open_profile_share=Fraction(1, 2),
        seat_monthly_limit=60,
    )
    result = estimate(CORE, "as_granted", scenario)
    assert [(day.row.on, day.row.sent, day.free) for day in result.schedule] == [
        (date(2026, 11, 26), 0, 10),
        (date(2026, 12, 1), 50, 0),
        (date(2026, 12, 26), 0, 40),
    ]
    assert (result.total, result.months) == (100, 2)


def test_saving_up_looks_at_the_balances_together() -> None:
    held = (HeldSeats("small", 1, 40, date(2026, 10, 2)),)
    scenario = asked(60, date(2026, 9, 18), held_seats=held, seats=2)
    result = estimate(SMALL, "accumulate", scenario)
    assert [(day.row.on, day.row.closing) for day in result.schedule] == [
        (date(2026, 9, 18), 55),
        (date(2026, 10, 3), 0),
    ]
    assert [row.forfeited for row in result.groups[0].rows] == [0, 10]
    assert result.total == 200


def test_saving_up_looks_at_the_start_day() -> None:
    held = (HeldSeats("small", 1, 40, date(2026, 10, 2)),)
    result = estimate(SMALL, "accumulate", asked(40, date(2026, 9, 18), held_seats=held, seats=1))
    assert (result.sends, result.total) == ([(date(2026, 9, 18), 40)], 0)


def test_held_credits_go_with_their_seats_and_the_rest_stays() -> None:
    held = (HeldSeats("small", 3, 41, date(2026, 10, 2)),)
    scenario = asked(100, date(2026, 9, 18), held_seats=held)
    (block,) = blocks_of(SMALL, 3, scenario)
    ends, stays = divide(block, 1, date(2026, 10, 3))
    assert (ends.seats, ends.credits, ends.last_day) == (2, 26, date(2026, 10, 2))
    assert (stays.seats, stays.credits, stays.last_day) == (1, 15, date(2026, 11, 2))


def test_as_many_held_seats_are_renewed_as_the_rest_needs() -> None:
    held = (HeldSeats("small", 3, 41, date(2026, 10, 2)),)
    result = estimate(SMALL, "as_granted", asked(60, date(2026, 9, 18), held_seats=held, seats=3))
    assert result.sends == [(date(2026, 9, 18), 41), (date(2026, 10, 3), 19)]
    assert (result.kept, result.total) == (2, 200)


def test_credits_come_back_to_the_group_and_are_lost_with_it() -> None:
    # Two wallets of one seat would bring back floor(7.5) each, one of two seats brings back 15.
    scenario = asked(45, date(2026, 9, 1), reply_rate=Fraction(1, 2), seats=2, deadline_months=2)
    result = estimate(SMALL, "as_granted", scenario)
    assert result.sends == [(date(2026, 9, 1), 30), (date(2026, 10, 1), 15)]
    # The seat that is not renewed takes its 15 messages, and their answers, with it.
    assert [(g.seats, g.months) for g in result.groups] == [(1, 1), (1, 2)]
    assert [row.returned for row in result.groups[1].rows] == [0, 7]
    assert result.left == 7


@pytest.mark.parametrize("strategy", ["buy_now", "cheapest"])
def test_more_seats_may_buy_enough_before_the_first_grant(strategy: Strategy) -> None:
    plan = replace(CORE, monthly_credits=5, credit_price=Decimal(1), purchase_limit=1)
    scenario = asked(3, date(2027, 1, 3), deadline_months=None, deadline_on=date(2027, 1, 11))
    result = estimate(plan, strategy, scenario)
    assert (result.status, result.seats, result.bought, result.total) == ("ok", 3, 3, 303)


def test_of_mixes_held_seats_are_paid_only_as_long_as_they_are_of_use() -> None:
    held = (HeldSeats("small", 2, 20, date(2026, 10, 2)),)
    scenario = asked(35, date(2026, 9, 18), held_seats=held, deadline_months=2)
    result = least_mix([SMALL], scenario)
    assert result is not None
    # One new seat now or one held one from 3 October: now is earlier at the same cost.
    assert (result.total, result.done_on) == (100, date(2026, 9, 18))


@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline_months": None, "deadline_on": date(2026, 8, 31)},
        {"held_seats": (HeldSeats("small", 1, 0, date(2026, 8, 30)),)},
        {"deadline_months": None},
    ],
)
def test_what_is_no_question_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"deadline|paid until"):
        asked(1, date(2026, 9, 1), **wrong)


def test_those_that_end_sooner_send_first() -> None:
    # Were the one that goes on to send 3 of the 4 messages that February allows, one would come
    # back to it. It sends 1, the other 3.
    plan = replace(
        RENEWAL,
        monthly_credits=0,
        rollover_cap=0,
        monthly_price=Decimal(10),
        credit_price=Decimal(4),
        purchase_limit=1,
    )
    scenario = asked(
        5,
        date(2027, 2, 4),
        deadline_months=3,
        seats=2,
        reply_rate=Fraction(2, 5),
        monthly_send_limit=4,
        seat_monthly_limit=3,
        held_seats=(HeldSeats("renewal", 2, 6, date(2027, 2, 21)),),
    )
    result = estimate(plan, "cheapest", scenario)
    assert [[row.sent for row in group.rows] for group in result.groups] == [[3], [1, 0, 1]]
    assert (result.bought, result.total) == (1, 14)


def test_a_mix_may_need_more_persons_than_credits() -> None:
    day = date(2027, 2, 18)
    scenario = asked(
        3,
        day,
        deadline_on=day,
        max_seats=3,
        open_profile_share=Fraction(2, 5),
        seat_daily_limit=1,
        grants_on_start=True,
    )
    result = least_mix([CORE], scenario)
    assert result is not None
    assert result.total == 300
