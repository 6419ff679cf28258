"""The ledger of one group whose slices are months, RULES.md §3, one rule at a time."""

import pytest

from planner.planning.ledger import run_ledger
from planner.planning.ranges import HORIZON
from tests.planning.builders import column, make_group, make_sending, months_of, run

NEVER = HORIZON + 1


def test_each_month_sends_what_was_granted_until_everything_is_sent() -> None:
    rows = run(make_group(), make_sending(45))
    assert column(rows, "granted") == [20, 20, 20]
    assert column(rows, "sent") == [20, 20, 5]
    assert column(rows, "opening") == [0, 0, 0]
    assert column(rows, "closing") == [0, 0, 15]


def test_the_ledger_ends_where_its_months_do() -> None:
    assert len(run(make_group(monthly_credits=0, rollover_cap=0), make_sending(1), months=7)) == 7
    group = make_group(monthly_credits=0, rollover_cap=0)
    ledger = run_ledger([group], make_sending(1), months_of(group))
    assert (len(ledger.rows[0]), ledger.unsent) == (HORIZON, 1)


def test_nothing_to_send_takes_no_month() -> None:
    assert run(make_group(), make_sending(0)) == []


def test_the_amounts_of_a_plan_scale_with_its_seats_but_the_life_does_not() -> None:
    group = make_group(seats=3, rollover_cap=50, purchase_limit=5)
    rows = run(group, make_sending(1_000), first_send_month=3, purchase_cap=None, months=4)
    assert column(rows, "granted") == [60, 60, 30, 60]
    assert column(rows, "bought") == [0, 0, 15, 15]
    assert column(rows, "sent") == [0, 0, 165, 75]


@pytest.mark.parametrize(
    ("life", "closing", "expired"),
    [
        (1, [20, 20, 20, 20, 20], [0, 20, 20, 20, 20]),
        (2, [20, 40, 40, 40, 40], [0, 0, 20, 20, 20]),
        (3, [20, 40, 60, 60, 60], [0, 0, 0, 20, 20]),
        (9, [20, 40, 60, 80, 100], [0, 0, 0, 0, 0]),
    ],
)
def test_a_lot_is_usable_for_its_life_and_then_gone(
    life: int, closing: list[int], expired: list[int]
) -> None:
    rows = run(
        make_group(rollover_cap=1_000, life=life), make_sending(), first_send_month=NEVER, months=5
    )
    assert column(rows, "closing") == closing
    assert column(rows, "expired") == expired


def test_a_grant_that_would_pass_the_cap_is_forfeited_in_part() -> None:
    rows = run(
        make_group(rollover_cap=50, life=9), make_sending(), first_send_month=NEVER, months=4
    )
    assert column(rows, "granted") == [20, 20, 10, 0]
    assert column(rows, "forfeited") == [0, 0, 10, 20]
    assert column(rows, "closing") == [20, 40, 50, 50]
    assert column(rows, "expired") == [0, 0, 0, 0]


def test_credits_held_before_live_as_long_as_the_first_grant() -> None:
    rows = run(make_group(life=2, credits=7), make_sending(), first_send_month=NEVER, months=4)
    assert column(rows, "opening") == [7, 27, 47, 40]
    assert column(rows, "expired") == [0, 0, 27, 20]


def test_of_credits_held_before_those_above_the_cap_expire_at_the_first_refresh() -> None:
    rows = run(make_group(credits=75), make_sending(), first_send_month=NEVER, months=1)
    (row,) = rows
    assert (row.opening, row.expired, row.granted, row.forfeited) == (75, 15, 0, 20)
    assert row.closing == 60


def test_the_soonest_to_expire_are_sent_first() -> None:
    # 5 held before and 20 granted: sending 5 a month uses up the old ones, and of each month's
    # grant 5 less expire.
    group = make_group(rollover_cap=1_000, life=2, credits=5)
    rows = run(group, make_sending(1_000, monthly_limit=5), months=4)
    assert column(rows, "sent") == [5, 5, 5, 5]
    assert column(rows, "expired") == [0, 0, 15, 15]


def test_what_the_cap_leaves_of_the_credits_held_before_still_dies_after_a_life() -> None:
    group = make_group(monthly_credits=5, rollover_cap=40, life=2, credits=90)
    rows = run(group, make_sending(monthly_limit=10), months=3)
    assert column(rows, "expired") == [50, 0, 20]
    assert column(rows, "closing") == [30, 25, 0]


def test_answers_come_back_a_month_later_rounded_down_all_in_all() -> None:
    # floor(0.3 × 7), floor(0.3 × 16), floor(0.3 × 25) … and earlier credits back are subtracted.
    rows = run(make_group(monthly_credits=7), make_sending(1_000, rate="0.3"), months=4)
    assert column(rows, "sent") == [7, 9, 9, 10]
    assert column(rows, "returned") == [0, 2, 2, 3]


def test_tenths_are_exact() -> None:
    rows = run(make_group(monthly_credits=30), make_sending(1_000, rate="0.1"), months=2)
    assert column(rows, "returned") == [0, 3]


def test_everything_comes_back_where_everybody_answers() -> None:
    rows = run(make_group(monthly_credits=0, rollover_cap=5, credits=5), make_sending(20, rate="1"))
    assert column(rows, "sent") == [5, 5, 5, 5]


def test_credits_back_may_stand_above_the_cap_until_the_next_refresh() -> None:
    group = make_group(monthly_credits=10, rollover_cap=10, credits=10)
    sending = make_sending(1_000, rate="0.5", monthly_limit=10)
    rows = run(group, sending, months=3)
    assert column(rows, "returned") == [0, 5, 5]
    assert column(rows, "closing") == [0, 5, 5]
    assert rows[1].opening + rows[1].granted + rows[1].returned == 15
    assert column(rows, "forfeited") == [10, 0, 5]


def test_bought_credits_are_what_the_month_lacks() -> None:
    rows = run(make_group(), make_sending(50), purchase_cap=None)
    (row,) = rows
    assert (row.bought, row.sent, row.closing) == (30, 50, 0)


@pytest.mark.parametrize(
    ("limits", "purchase_cap", "bought", "sent"),
    [
        ({}, 0, [0, 0, 0, 0, 0], [20, 20, 20, 20, 20]),
        ({}, 30, [30, 0, 0, 0], [50, 20, 20, 10]),
        ({"purchase_limit": 5}, None, [5, 5, 5, 5], [25, 25, 25, 25]),
        ({"purchase_limit": 5}, 8, [5, 3, 0, 0, 0], [25, 23, 20, 20, 12]),
        ({"purchase_limit": 0}, None, [0, 0, 0, 0, 0], [20, 20, 20, 20, 20]),
    ],
)
def test_buying_keeps_the_strategy_s_and_the_plan_s_limit(
    limits: dict[str, int], purchase_cap: int | None, bought: list[int], sent: list[int]
) -> None:
    rows = run(make_group(**limits), make_sending(100), purchase_cap=purchase_cap)
    assert column(rows, "bought") == bought
    assert column(rows, "sent") == sent


def test_nothing_is_bought_beyond_what_may_be_sent() -> None:
    rows = run(make_group(), make_sending(60, monthly_limit=25), purchase_cap=None)
    assert column(rows, "bought") == [5, 5, 0]
    assert column(rows, "sent") == [25, 25, 10]


def test_before_the_first_sending_month_nothing_is_sent_or_bought() -> None:
    rows = run(make_group(), make_sending(100), first_send_month=3, purchase_cap=None)
    assert column(rows, "sent") == [0, 0, 100]
    assert column(rows, "bought") == [0, 0, 40]


def test_with_answers_at_once_a_credit_back_sends_the_next_message() -> None:
    # 20 bring 5 back, which bring 1 back: floor(0.25 × 26) = 6, and of 24 and 28 the last one.
    rows = run(make_group(), make_sending(100, rate="0.25", at_once=True), months=2)
    assert column(rows, "sent") == [26, 27]
    assert column(rows, "returned") == [6, 7]


def test_with_answers_at_once_a_credit_is_bought_only_where_there_is_none() -> None:
    rows = run(make_group(), make_sending(30, rate="0.25", at_once=True), purchase_cap=None)
    (row,) = rows
    assert (row.returned, row.bought, row.sent) == (7, 3, 30)


def test_the_limits_of_a_seat_scale_with_the_seats() -> None:
    group = make_group(seats=2, credits=100, rollover_cap=100)
    of_month = run(group, make_sending(1_000, seat_monthly_limit=7), months=3)
    assert column(of_month, "sent") == [14, 14, 14]
    # 30, 31 and 31 days.
    of_day = run(group, make_sending(1_000, seat_daily_limit=1), months=3)
    assert column(of_day, "sent") == [60, 62, 62]


def test_no_group_uses_the_credits_of_another_and_the_first_sends_first() -> None:
    held, new = make_group(credits=30, monthly_credits=0), make_group()
    ledger = run_ledger([held, new], make_sending(60), months_of(new))
    assert column(ledger.rows[0], "sent") == [30, 0]
    assert column(ledger.rows[1], "sent") == [20, 10]


def test_a_group_that_has_ended_neither_brings_nor_sends_a_credit() -> None:
    short, long = make_group().through(1), make_group()
    ledger = run_ledger([short, long], make_sending(100), months_of(long))
    assert column(ledger.rows[0], "sent") == [20]
    assert column(ledger.rows[1], "sent") == [20, 20, 20, 20]


def test_bought_are_credits_of_the_first_group_that_still_may() -> None:
    groups = [make_group(purchase_limit=3), make_group(purchase_limit=10)]
    ledger = run_ledger(groups, make_sending(50), months_of(groups[0]), purchase_cap=None)
    assert [column(rows, "bought") for rows in ledger.rows] == [[3], [7]]
    assert ledger.bought == 10
