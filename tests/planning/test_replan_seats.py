"""The seats that a campaign has by now (RULES.md §13)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.planning.days import DAY
from planner.planning.progress.record import Record
from planner.planning.progress.replan import find_rest, replan
from planner.planning.scenario import HeldSeats
from tests.planning.replan_cases import (
    TODAY,
    make_core,
    plan_core,
    record,
)
from tests.planning.replanned import (
    CORE,
)


def test_a_year_that_has_begun_is_paid_to_its_end() -> None:
    terms = make_core(annual_price=Decimal("599.00"))
    plan = plan_core(terms, target=400, deadline_months=12)
    assert plan.total == Decimal("599.00")
    what = record(sent=60)
    rest = find_rest(plan, what, today=TODAY)
    assert [one.paid_until for one in rest.seats_now] == [date(2027, 11, 30)]
    assert (rest.paid, rest.plan_left) == (Decimal("599.00"), 0)
    answered = replan(plan, [terms], what, today=TODAY)
    assert answered.best
    assert answered.best.total == 0
    # Long after the plan's last message the year still grants: at most the cap is there.
    late = find_rest(plan, Record(), today=date(2027, 11, 20))
    assert [one.credits for one in late.seats_now] == [150]


def test_months_after_a_year_are_paid_singly() -> None:
    terms = make_core(annual_price=Decimal("599.00"))
    plan = plan_core(terms, target=700, deadline_months=20)
    assert plan.subscription
    assert (plan.subscription.years, plan.subscription.single_months) == (1, 2)
    rest = find_rest(plan, Record(), today=date(2027, 12, 6))
    assert [one.paid_until for one in rest.seats_now] == [date(2027, 12, 31)]
    assert rest.plan_left == Decimal("119.99")


def test_a_trial_runs_all_its_months_and_is_used_once() -> None:
    terms = make_core(trial_months=2)
    plan = plan_core(terms, target=60, use_trial=True, deadline_months=6)
    assert plan.total == 0
    rest = find_rest(plan, record(date(2026, 12, 9), sent=3), today=date(2026, 12, 10))
    assert [one.paid_until for one in rest.seats_now] == [date(2027, 1, 31)]
    assert rest.scenario
    assert not rest.scenario.use_trial
    assert rest.paid == 0
    short = plan_core(terms, target=40, use_trial=True, deadline_months=6)
    rest = find_rest(short, record(date(2026, 12, 9), sent=3), today=date(2026, 12, 10))
    assert [one.paid_until for one in rest.seats_now] == [date(2027, 1, 31)]


def test_a_trial_of_another_plan_may_still_be_used() -> None:
    held = (HeldSeats(plan="core", seats=1, paid_until=date(2027, 3, 31)),)
    plan = plan_core(held_seats=held, use_trial=True)
    rest = find_rest(plan, record(sent=60), today=TODAY)
    assert rest.scenario
    assert rest.scenario.use_trial


def test_seats_that_ended_as_planned_are_gone() -> None:
    plan = plan_core(target=50)
    last_day = date(2026, 12, 31)
    there = find_rest(plan, record(date(2026, 12, 30), sent=40), today=last_day)
    assert [one.paid_until for one in there.seats_now] == [last_day]
    gone = find_rest(plan, record(date(2026, 12, 30), sent=40), today=last_day + DAY)
    assert (gone.seats_now, gone.credits) == ((), 0)
    later = find_rest(plan, record(date(2026, 12, 30), sent=40), today=date(2027, 3, 5))
    assert later.seats_now == ()


def test_the_person_knows_until_when_the_seats_are_paid() -> None:
    what = record(sent=60)
    rest = find_rest(plan_core(), what, today=TODAY, paid_until=date(2027, 3, 20))
    assert [one.paid_until for one in rest.seats_now] == [date(2027, 3, 20)]
    before = find_rest(plan_core(), what, today=TODAY, paid_until=date(2026, 3, 20))
    assert [one.paid_until for one in before.seats_now] == [TODAY - DAY]
    plan = plan_core(target=50)
    renewed = record(date(2027, 1, 3), sent=40, credits_now=60)
    rest = find_rest(plan, renewed, today=TODAY, paid_until=date(2027, 1, 31))
    assert [(one.seats, one.credits) for one in rest.seats_now] == [(1, 60)]


def test_held_seats_that_the_plan_leaves_to_end() -> None:
    held = (HeldSeats(plan="core", seats=1, credits=200, paid_until=date(2027, 2, 14)),)
    plan = plan_core(target=100, held_seats=held)
    assert plan.total == 0
    rest = find_rest(plan, record(sent=60), today=TODAY)
    assert [(one.months, one.paid_until) for one in rest.seats_now] == [(0, date(2027, 2, 14))]
    assert find_rest(plan, record(sent=60), today=date(2027, 2, 15)).seats_now == ()


def test_seats_of_other_plans_stay_as_if_unused() -> None:
    other = make_core(slug="other", rollover_cap=60)
    held = (
        HeldSeats(plan="other", seats=1, credits=7, paid_until=date(2027, 2, 10)),
        HeldSeats(plan="other", seats=1, credits=7, paid_until=date(2026, 12, 10)),
    )
    plan = plan_core(held_seats=held)
    known = find_rest(plan, record(sent=60), today=TODAY, plans=[CORE, other])
    assert known.scenario
    assert known.scenario.held_seats[1:] == (replace(held[0], credits=60),)
    unknown = find_rest(plan, record(sent=60), today=TODAY)
    assert unknown.scenario
    assert unknown.scenario.held_seats[1:] == held[:1]


def test_a_plan_that_reaches_nothing_leaves_the_seats_held() -> None:
    held = (HeldSeats(plan="core", seats=1, credits=7, paid_until=date(2027, 2, 10)),)
    nothing = make_core(monthly_credits=0, rollover_cap=0)
    plan = plan_core(nothing, held_seats=held)
    assert not plan.is_done
    answered = replan(plan, [nothing], record(sent=2), today=TODAY)
    assert answered.rest.scenario
    assert len(answered.rest.scenario.held_seats) == 1
    assert answered.best is None
    assert answered.is_late
    assert answered.whole_cost is None
    assert answered.carried_on
    assert answered.carried_on.unsent == 198


def test_no_plan_at_all() -> None:
    answered = replan(plan_core(), [], record(sent=2), today=TODAY)
    assert answered.best is None
    assert answered.more is None


def test_many_groups_are_as_many_entries_as_there_may_be() -> None:
    held = tuple(
        HeldSeats(plan="core", seats=1, credits=1, paid_until=date(2027, 1, 5 + number))
        for number in range(20)
    )
    plan = plan_core(target=6_000, held_seats=held)
    assert len(plan.groups) > 20
    rest = find_rest(
        plan, record(date(2026, 12, 4), sent=20, credits_now=40), today=date(2026, 12, 5)
    )
    assert rest.scenario
    assert len(rest.scenario.held_seats) == 20
    seats = sum(one.seats for one in rest.seats_now)
    assert sum(one.seats for one in rest.scenario.held_seats) == seats
    assert sum(one.credits for one in rest.scenario.held_seats) == 40


def test_entries_of_different_plans_are_never_joined() -> None:
    held = tuple(
        HeldSeats(plan=f"other-{number}", seats=1, paid_until=date(2027, 5, 1))
        for number in range(20)
    )
    rest = find_rest(plan_core(held_seats=held), record(sent=2), today=TODAY)
    assert rest.scenario
    assert [one.plan for one in rest.scenario.held_seats] == [
        "core",
        *(one.plan for one in held[:19]),
    ]


def test_seats_of_one_plan_paid_until_one_day_are_one_entry() -> None:
    plan = plan_core(target=120, deadline_months=2, seats=2)
    rest = find_rest(plan, record(date(2026, 12, 9), sent=30), today=date(2026, 12, 10))
    assert len(rest.seats_now) == 2
    assert rest.scenario
    assert rest.scenario.held_seats == (
        HeldSeats(plan="core", seats=2, credits=70, paid_until=date(2026, 12, 31)),
    )


def test_a_number_of_seats_is_that_of_those_still_there() -> None:
    plan = plan_core(target=120, deadline_months=2, seats=2)
    rest = find_rest(plan, record(date(2026, 12, 31), sent=100), today=date(2027, 1, 1))
    assert rest.scenario
    assert rest.scenario.seats == 1
    assert rest.scenario.held_seats[0].seats == 1
