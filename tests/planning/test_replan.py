"""What is left of a campaign, and what now (RULES.md §13): the worked examples, and each case."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.days import DAY
from planner.planning.errors import InvalidInput
from planner.planning.progress.record import Record
from planner.planning.progress.replan import find_rest, remaining_scenario, replan
from planner.planning.scenario import HeldSeats, Scenario
from tests.planning.replan_cases import (
    START,
    TODAY,
    make_core,
    note,
    plan_core,
    record,
)
from tests.planning.replanned import (
    CORE,
    answer,
)


def test_54_what_was_not_sent_is_still_there() -> None:
    answered = answer(record(sent=60))
    rest = answered.rest
    assert (rest.left, rest.credits, rest.paid, rest.plan_left) == (
        140,
        40,
        Decimal("239.98"),
        Decimal("239.98"),
    )
    assert rest.scenario == Scenario(
        target=140,
        start_on=TODAY,
        deadline_months=4,
        deadline_on=date(2027, 3, 31),
        held_seats=(HeldSeats(plan="core", seats=1, credits=40, paid_until=date(2027, 1, 31)),),
    )
    assert answered.best
    assert (answered.best.total, answered.best.done_on) == (Decimal("239.98"), date(2027, 3, 1))
    assert [row.ledger.sent for row in answered.best.schedule] == [40, 50, 50]
    assert (answered.more, answered.whole_cost) == (0, Decimal("479.96"))
    assert answered.carried_on
    assert answered.carried_on.done_on == date(2027, 3, 1)
    assert answered.whole_cost_carried_on == Decimal("479.96")


def test_55_credits_that_are_lacking_take_another_seat() -> None:
    answered = answer(record(sent=60, credits_now=0))
    assert answered.best
    assert (answered.best.total, answered.best.done_on) == (Decimal("359.97"), date(2027, 3, 1))
    assert answered.best.seat_months_paid == 3
    assert (answered.more, answered.whole_cost) == (Decimal("119.99"), Decimal("599.95"))
    assert answered.carried_on
    assert answered.carried_on.done_on == date(2027, 4, 1)
    assert answered.carried_on.total == Decimal("359.97")
    assert not answered.is_late


def test_56_when_the_deadline_is_over_the_soonest_and_the_cheapest() -> None:
    answered = answer(record(sent=60, credits_now=0), today=date(2027, 4, 1))
    assert answered.rest.seats_now == ()
    assert answered.rest.deadline_is_over
    assert answered.is_late
    assert answered.best
    assert answered.best.seats == 3
    assert answered.best.done_on == answered.best.scenario.deadline == date(2027, 4, 1)
    assert answered.whole_cost == Decimal("839.93")
    assert answered.cheapest_late
    assert answered.cheapest_late.total == Decimal("359.97")
    assert answered.cheapest_late.done_on == date(2027, 6, 1)
    assert answered.cheapest_late.scenario.deadline == date(2027, 6, 1)
    assert answered.carried_on
    assert (answered.carried_on.done_on, answered.carried_on.unsent) == (None, 140)
    assert answered.whole_cost_carried_on is None


def test_57_nothing_is_left_to_do() -> None:
    answered = answer(record(sent=200))
    assert answered.rest.scenario is answered.best is answered.carried_on is None
    assert answered.whole_cost == Decimal("239.98")
    assert answered.rest.plan_left == Decimal("239.98")
    assert (answered.more, answered.whole_cost_carried_on) == (None, None)
    assert answer(record(sent=999)).rest.left == 0


def test_58_the_rate_that_was_learned() -> None:
    plan = plan_core(target=20, goal="replied", reply_rate=Decimal("0.1"))
    what = record(sent=100, answered=5)
    answered = replan(plan, [CORE], what, today=TODAY, rate=Decimal("0.05"))
    assert answered.rest.scenario
    assert (answered.rest.left, answered.rest.scenario.messages) == (15, 300)
    assert answered.rest.credits == 5
    assert answered.best
    assert (answered.best.total, answered.best.seats) == (Decimal("719.94"), 3)
    assert answered.carried_on
    assert answered.carried_on.done_on == date(2027, 7, 1)
    assert answered.carried_on.total == Decimal("719.94")


def test_62_no_more_credits_come_back_than_messages_were_sent() -> None:
    what = record(sent=60, answered=70)
    assert what.unmatched == 10
    assert answer(what.matched()).rest.credits == 100
    assert answer(what).rest.credits == 110


def test_the_newest_answers_are_the_ones_left_out() -> None:
    entries = [
        note(date(2026, 12, 9), answered=3, declined=1),
        note(date(2026, 12, 20), sent=6),
        note(date(2026, 12, 21), answered=4, declined=2),
        note(date(2026, 12, 22), answered=2),
    ]
    matched = Record.of(entries).matched()
    assert [one.answered for one in matched.entries] == [3, 0, 3, 0]
    assert (matched.sent, matched.declined, matched.unmatched) == (6, 3, 0)
    assert matched.matched() == matched


def test_a_start_in_the_future_leaves_the_plan_as_it_is() -> None:
    plan = plan_core()
    answered = replan(plan, [CORE], Record(), today=date(2026, 11, 2))
    assert answered.rest.scenario == plan.scenario
    assert answered.best == plan
    assert (answered.rest.paid, answered.rest.plan_left) == (0, plan.total)
    assert answered.carried_on
    assert (answered.carried_on.done_on, answered.carried_on.total) == (plan.done_on, plan.total)


def test_what_entries_cover_is_over() -> None:
    rest = find_rest(plan_core(), record(date(2027, 1, 31), sent=60), today=TODAY)
    assert rest.on == date(2027, 2, 1)
    assert rest.scenario
    # The grant of 1 February is still to come: the seat is renewed for it.
    assert rest.scenario.held_seats[0].paid_until == date(2027, 1, 31)


def test_a_balance_noted_earlier_is_brought_forward() -> None:
    entries = [
        note(date(2026, 12, 20), sent=30, credits_now=13),
        note(date(2027, 1, 3), since=date(2026, 12, 21), sent=20, bought=4, answered=3, declined=1),
    ]
    rest = find_rest(plan_core(), Record.of(entries), today=TODAY)
    assert rest.credits == 13 + 50 - 20 + 4 + 3
    scenario = replace(plan_core().scenario, declines_return_credit=False)
    rest = find_rest(replace(plan_core(), scenario=scenario), Record.of(entries), today=TODAY)
    assert rest.credits == 13 + 50 - 20 + 4 + 2


def test_credits_are_never_below_zero_nor_above_the_cap() -> None:
    assert find_rest(plan_core(), record(sent=150), today=TODAY).credits == 0
    at_most = find_rest(plan_core(), record(sent=1, bought=900), today=TODAY)
    assert at_most.credits == CORE.rollover_cap
    noted = find_rest(plan_core(), record(sent=1, credits_now=400), today=TODAY)
    assert noted.credits == 400


def test_of_a_balance_noted_before_seats_ended_theirs_is_gone() -> None:
    # Two seats for December, one of which is renewed for the last 20.
    plan = plan_core(target=120, deadline_months=2, seats=2)
    assert [(one.seats, one.months) for one in plan.groups] == [(1, 1), (1, 2)]
    noted = record(date(2026, 12, 28), sent=91, credits_now=9)
    rest = find_rest(plan, noted, today=date(2027, 1, 1))
    assert [one.seats for one in rest.seats_now] == [1]
    assert rest.credits == 4


def test_more_is_divided_by_seats_and_less_by_balances() -> None:
    held = (
        HeldSeats(plan="core", seats=2, credits=9, paid_until=date(2027, 1, 15)),
        HeldSeats(plan="core", seats=1, credits=0, paid_until=date(2027, 2, 15)),
    )
    plan = plan_core(target=300, held_seats=held, strategy="accumulate")
    on = date(2026, 12, 2)

    def shares(credits_now: int) -> list[int]:
        what = record(on - DAY, sent=1, credits_now=credits_now)
        return [one.credits for one in find_rest(plan, what, today=on).seats_now]

    planned = [one.credits for one in find_rest(plan, Record(), today=on).seats_now]
    assert planned == [109, 50]
    assert shares(159) == planned
    assert shares(163) == [112, 51], "four more: two and a half of them, rounded, and the rest"
    assert shares(154) == [105, 49], "five less"
    assert shares(0) == [0, 0]


def test_other_seats_where_those_asked_for_do_not_make_it() -> None:
    plan = plan_core(seats=1)
    what = record(sent=60, credits_now=0)
    answered = replan(plan, [CORE], what, today=TODAY)
    assert answered.frees_seats
    assert answered.best
    assert (answered.best.seats, answered.best.total) == (2, Decimal("359.97"))
    # Where no number makes it, the one asked for stays.
    late = replan(plan, [CORE], what, today=date(2027, 3, 20))
    assert not late.frees_seats
    assert late.is_late
    assert late.best
    assert late.best.seats == 1


def test_what_was_noted_as_paid_counts_and_leaves_the_budget() -> None:
    plan = plan_core(budget=Decimal(500))
    rest = find_rest(plan, record(sent=60, paid=Decimal("130.01")), today=TODAY)
    assert (rest.paid, rest.paid_is_noted) == (Decimal("130.01"), True)
    assert rest.scenario
    assert rest.scenario.budget == Decimal("369.99")
    fine = find_rest(plan, record(sent=60, paid=Decimal("130.0101")), today=TODAY)
    assert fine.scenario
    assert fine.scenario.budget == Decimal("369.98")
    spent = find_rest(plan, record(sent=60, paid=Decimal(900)), today=TODAY)
    assert spent.scenario
    assert spent.scenario.budget == 0


def test_what_falls_due_after_the_last_entry_is_paid_by_the_plan() -> None:
    plan = plan_core()
    what = record(date(2026, 12, 20), sent=40, paid=Decimal("119.99"))
    rest = find_rest(plan, what, today=TODAY)
    # The seat is there with the credits of its second month, due on 1 January.
    assert rest.credits == 60
    assert (rest.paid, rest.paid_since) == (Decimal("239.98"), Decimal("119.99"))
    answered = replan(plan, [CORE], what, today=TODAY)
    assert answered.whole_cost == Decimal("479.96")
    ended = find_rest(plan, what, today=TODAY, paid_until=date(2026, 12, 31))
    assert (ended.paid, ended.paid_since) == (Decimal("119.99"), 0)
    covered = find_rest(plan, record(sent=40, paid=Decimal("119.99")), today=TODAY)
    assert covered.paid == Decimal("119.99")


def test_credits_still_to_buy_are_the_plans_less_those_bought() -> None:
    terms = make_core(purchase_limit=None, credit_price=Decimal("2.00"))
    plan = plan_core(terms, strategy="buy_now")
    assert plan.credits
    assert plan.credits.bought
    what = record(date(2026, 12, 9), sent=30, bought=10)
    rest = find_rest(plan, what, today=date(2026, 12, 10))
    assert rest.still_to_buy == plan.credits.bought - 10
    assert rest.paid == Decimal("119.99") + 20
    answered = replan(plan, [terms], what, today=date(2026, 12, 10))
    assert answered.carried_on
    assert answered.carried_on.total is not None
    assert answered.carried_on.total <= 2 * rest.still_to_buy


def test_unknown_prices_stay_unknown() -> None:
    terms = make_core(monthly_price=None)
    answered = replan(plan_core(terms), [terms], record(sent=60), today=TODAY)
    assert answered.rest.paid is answered.rest.plan_left is None
    assert answered.more is answered.whole_cost is None
    assert answered.best
    assert answered.carried_on
    assert answered.carried_on.done_on == date(2027, 3, 1)
    assert answered.carried_on.total is None


@pytest.mark.parametrize(
    ("goal", "rates", "left"),
    [
        ("contacted", {}, 140),
        ("replied", {}, 194),
        ("positive", {"positive_share": Decimal("0.5")}, 197),
        ("meetings", {"meeting_rate": Decimal("0.3")}, 199),
        ("customers", {"meeting_rate": Decimal("0.5"), "win_rate": Decimal("0.5")}, 199),
    ],
)
def test_what_counts_as_reached(goal: str, rates: dict[str, Any], left: int) -> None:
    plan = plan_core(goal=goal, reply_rate=Decimal("0.1"), **rates)
    what = record(sent=60, answered=9, declined=3)
    rest = find_rest(plan, what, today=TODAY)
    assert rest.left == left
    assert remaining_scenario(plan, what, today=TODAY) == rest.scenario


def test_a_rate_too_small_for_what_is_left_is_an_error() -> None:
    plan = plan_core(
        target=20, goal="meetings", reply_rate=Decimal("0.1"), meeting_rate=Decimal("0.1")
    )
    with pytest.raises(InvalidInput, match="1,000,000 messages"):
        find_rest(plan, record(sent=60), today=TODAY, rate=Decimal("0.0001"))


def test_declines_are_at_most_what_the_rate_leaves() -> None:
    plan = plan_core(reply_rate=Decimal("0.1"), decline_rate=Decimal("0.6"))
    rest = find_rest(plan, record(sent=60), today=TODAY, rate=Decimal("0.7"))
    assert rest.scenario
    assert (rest.scenario.reply_rate, rest.scenario.decline_rate) == (
        Decimal("0.7"),
        Decimal("0.3"),
    )


def test_a_balance_noted_before_the_start_is_divided_by_seats() -> None:
    held = (
        HeldSeats(plan="core", seats=2, credits=9, paid_until=date(2027, 1, 15)),
        HeldSeats(plan="other", seats=2, credits=5, paid_until=date(2027, 1, 15)),
        HeldSeats(plan="core", seats=1, credits=0, paid_until=date(2027, 2, 15)),
    )
    plan = plan_core(held_seats=held)
    noted = record(START - DAY, since=START - DAY, credits_now=31)
    rest = find_rest(plan, noted, today=START - DAY)
    assert rest.on == START
    assert rest.scenario
    assert [one.credits for one in rest.scenario.held_seats] == [21, 5, 10]
    alone = find_rest(plan_core(), noted, today=START)
    assert alone.scenario == plan_core().scenario


def test_people_with_open_profiles_that_are_left() -> None:
    plan = plan_core(open_profile_share=Decimal("0.5"))
    # The plan sends all 100 to open profiles on its first day.
    rest = find_rest(plan, record(sent=130), today=TODAY)
    assert rest.scenario
    assert (rest.scenario.messages, rest.scenario.free_messages) == (70, 0)
    some = find_rest(plan, record(sent=60), today=TODAY)
    assert some.scenario
    assert (some.scenario.messages, some.scenario.free_messages) == (140, 40)
    third = plan_core(target=7, open_profile_share=Decimal("0.9"), seat_daily_limit=1)
    rest = find_rest(third, record(START, sent=1), today=START + DAY)
    assert rest.scenario
    assert rest.scenario.to_send + rest.scenario.free_messages == 6


def test_only_open_profiles_are_left() -> None:
    plan = plan_core(target=60, open_profile_share=Decimal(1), monthly_send_limit=20)
    assert plan.total == 0
    answered = replan(plan, [CORE], record(date(2026, 12, 9), sent=20), today=date(2026, 12, 10))
    assert answered.best
    assert answered.best.total == 0
    assert answered.carried_on
    assert answered.carried_on.total == 0
    assert answered.carried_on.done_on == answered.best.done_on
    never = plan_core(target=6_000, open_profile_share=Decimal(1), monthly_send_limit=20)
    answered = replan(never, [CORE], record(date(2026, 12, 9), sent=20), today=date(2026, 12, 10))
    assert answered.best is None
    assert answered.carried_on
    assert answered.carried_on.unsent == 5_980


def test_a_plan_that_saves_up_goes_on_saving() -> None:
    terms = make_core(purchase_limit=None, credit_price=Decimal("10.00"))
    plan = plan_core(terms, target=150, strategy="accumulate")
    assert plan.first_send_on == date(2027, 2, 1)
    answered = replan(plan, [terms], Record(), today=date(2026, 12, 10))
    assert answered.carried_on
    assert answered.carried_on.done_on == plan.done_on
    assert answered.whole_cost_carried_on == plan.total


def test_the_last_seats_never_finish_what_they_get_no_credit_for() -> None:
    held = (HeldSeats(plan="core", seats=1, credits=70, paid_until=date(2027, 2, 10)),)
    terms = make_core(monthly_credits=0, rollover_cap=100)
    plan = plan_core(terms, target=70, held_seats=held)
    assert plan.is_done
    answered = replan(plan, [terms], record(sent=50, credits_now=5), today=TODAY)
    assert answered.carried_on
    assert (answered.carried_on.done_on, answered.carried_on.unsent) == (None, 15)


def test_a_limit_a_day_cuts_a_slice_in_two() -> None:
    plan = plan_core(target=50, seat_daily_limit=2, sends_on="weekdays")
    rest = find_rest(plan, Record(), today=date(2026, 12, 9))
    assert rest.credits == 50
    sent = record(date(2026, 12, 8), sent=12)
    assert find_rest(plan, sent, today=date(2026, 12, 9)).credits == 38
    # The first sending day is still to come: 5 and 6 December 2026 are a weekend.
    later = plan_core(
        target=50, start_on=date(2026, 12, 5), sends_on="weekdays", grants_on_start=True
    )
    assert find_rest(later, Record(), today=date(2026, 12, 6)).credits == 50


def test_a_record_is_split_by_the_last_days_of_its_entries() -> None:
    entries = [note(date(2026, 12, 20), sent=30), note(date(2026, 12, 31), sent=5)]
    everything = Record.of(entries)
    assert everything.since(None) == everything
    assert everything.since(date(2026, 12, 21)).sent == 5
    assert everything.since(date(2026, 12, 20)).sent == 35
    assert everything.since(date(2027, 1, 1)) == Record()
    assert everything.before(date(2026, 12, 20)) == Record()
    assert everything.before(date(2026, 12, 31)).sent == 30
    assert everything.before(date(2027, 1, 1)) == everything
