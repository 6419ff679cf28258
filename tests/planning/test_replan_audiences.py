"""What is left of a campaign with audiences (RULES.md §13)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.forecast.rates import FixedRate
from planner.planning.progress.audiences_left import count_left_by_audience
from planner.planning.progress.learned import learn_rates
from planner.planning.progress.record import Record
from planner.planning.progress.replan import find_rest, replan
from planner.planning.scenario import Scenario
from tests.examples import examples
from tests.planning.replan_cases import (
    START,
    TODAY,
    make_core,
    note,
    plan_core,
    record,
    record_as_planned,
)

CORE = make_core()
A = Audience(name="A", target=80, deadline_on=date(2026, 12, 31))
B = Audience(name="B", target=100)
C = Audience(name="C", target=20, deadline_on=date(2027, 2, 28))


def plan_three(**changes: Any) -> Estimate:
    """A first, then C, then B, by 31 March."""
    return plan_core(audiences=(B, A, C), **changes)


def test_entries_of_no_audience_count_for_the_first_in_the_queue() -> None:
    scenario = plan_three().scenario
    entries = [
        note(date(2026, 12, 9), sent=70),
        note(date(2026, 12, 10), sent=15, audience="c "),
        note(date(2026, 12, 11), sent=25, audience="gone"),
    ]
    left = count_left_by_audience(scenario, Record.of(entries))
    assert left == {"A": 0, "C": 0, "B": 90}
    named = Record.of([note(date(2026, 12, 9), sent=300, audience="B")])
    assert count_left_by_audience(scenario, named) == {"A": 80, "C": 20, "B": 0}
    assert find_rest(plan_three(), named, today=TODAY).left == 100


def test_those_that_lack_none_are_gone() -> None:
    rest = find_rest(plan_three(), record(sent=85), today=TODAY)
    assert rest.scenario
    assert rest.scenario.audiences == (B, replace(C, target=15))
    assert (rest.left, rest.scenario.target, rest.overdue) == (115, 115, ())
    nothing = find_rest(plan_three(), record(sent=200), today=TODAY)
    assert nothing.scenario is None


def test_a_late_audience_stays_first_without_its_deadline() -> None:
    rest = find_rest(plan_three(), record(sent=60), today=TODAY)
    assert rest.overdue == ("A",)
    assert rest.scenario
    assert rest.scenario.audiences == (
        replace(B, priority=3),
        replace(A, target=20, priority=1, deadline_on=None),
        replace(C, priority=2),
    )
    assert [one.audience.name for one in rest.scenario.queue] == ["A", "C", "B"]
    answered = replan(plan_three(), [CORE], record(sent=60), today=TODAY)
    assert answered.best
    assert answered.best.status == "ok"
    assert not answered.is_late


def test_where_not_all_can_be_in_time_all_are_due_by_one_day() -> None:
    late = replace(C, target=5_000, deadline_on=TODAY)
    plan = plan_core(target=5_180, audiences=(B, A, late), max_seats=40, seats=40)
    answered = replan(plan, [CORE], record(sent=60), today=TODAY)
    assert answered.is_late
    assert answered.best
    assert answered.best.scenario.deadline == answered.best.done_on
    assert all(one.deadline_on is None for one in answered.best.scenario.audiences)
    assert [one.audience.name for one in answered.best.scenario.queue] == ["A", "C", "B"]


def test_the_plan_as_it_is_can_leave_audiences_late() -> None:
    # Three seats would be in time; the plan's one seat sends 50 a month, A and C first.
    plan = plan_core(audiences=(B, A, C), seats=1, deadline_months=6)
    answered = replan(plan, [CORE], record(sent=10, credits_now=0), today=TODAY)
    assert answered.carried_on
    # A has lost its deadline; C comes after A's 70: on 1 March.
    assert answered.carried_on.late == ("C",)


def test_open_profiles_of_audiences_alone() -> None:
    plan = plan_core(
        audiences=(B, A, C), open_profile_share=Decimal(1), monthly_send_limit=40, seats=1
    )
    answered = replan(plan, [CORE], record(sent=10), today=TODAY)
    assert answered.carried_on
    assert answered.carried_on.total == 0
    # 40 on 5 January, 5 February, and so on: A's 70, then C's last ones on 5 March, B's in May.
    assert answered.carried_on.late == ("C", "B")


def test_declines_of_an_audience_are_at_most_what_the_rate_leaves() -> None:
    audiences = (
        replace(A, decline_rate=Decimal("0.6")),
        replace(B, decline_rate=Decimal("0.6"), reply_rate=Decimal("0.3")),
        C,
    )
    plan = plan_core(audiences=audiences, reply_rate=Decimal("0.1"))
    rest = find_rest(plan, record(sent=10), today=date(2026, 12, 20), rate=Decimal("0.7"))
    assert rest.scenario
    rates = {one.name: one.decline_rate for one in rest.scenario.audiences}
    assert rates == {"A": Decimal("0.3"), "B": Decimal("0.6"), "C": None}


def test_the_open_profiles_of_audiences_stay_shares_of_their_own() -> None:
    plan = plan_three(open_profile_share=Decimal("0.5"))
    rest = find_rest(plan, record(sent=60), today=TODAY)
    assert rest.scenario
    assert rest.scenario.open_profile_share == Decimal("0.5")


@st.composite
def plans_of_audiences(draw: st.DrawFn) -> Estimate:
    """Up to three audiences on Core, without answers."""
    audiences = tuple(
        Audience(
            name=f"audience {number}",
            target=draw(st.integers(1, 120)),
            priority=draw(st.integers(1, 2)),
            deadline_on=draw(st.none() | st.dates(date(2027, 1, 15), date(2027, 6, 30))),
        )
        for number in range(draw(st.integers(1, 3)))
    )
    scenario = Scenario(
        target=sum(one.target for one in audiences),
        start_on=START,
        deadline_months=draw(st.integers(2, 9)),
        audiences=audiences,
    )
    plan = make_estimate(CORE, scenario, "cheapest")
    assume(plan.status == "ok")
    return plan


@examples(40, many=500)
@given(plan=plans_of_audiences())
def test_on_the_start_day_with_nothing_done_it_is_the_plan(plan: Estimate) -> None:
    again = replan(plan, [CORE], Record(), today=START)
    assert again.rest.scenario == plan.scenario
    assert again.best == plan
    assert again.carried_on
    assert again.carried_on.late == ()
    assert again.whole_cost == plan.total


@examples(40, many=500)
@given(plan=plans_of_audiences(), data=st.data())
def test_a_record_as_planned_is_on_time_and_costs_no_more(
    plan: Estimate, data: st.DataObject
) -> None:
    assert plan.done_on
    assert plan.total is not None
    on = START + timedelta(days=data.draw(st.integers(0, (plan.done_on - START).days)))
    again = replan(plan, [CORE], record_as_planned(plan, on=on), today=on)
    assert again.rest.overdue == ()
    assert not again.is_late
    assert again.whole_cost is not None
    assert again.whole_cost <= plan.total
    assert again.carried_on
    assert (again.carried_on.done_on, again.whole_cost_carried_on) == (plan.done_on, plan.total)


@examples(40, many=500)
@given(plan=plans_of_audiences(), sent=st.integers(0, 300), days=st.integers(1, 250))
def test_what_the_audiences_lack_adds_up(plan: Estimate, sent: int, days: int) -> None:
    on = START + days * DAY
    rest = find_rest(plan, record(on - DAY, sent=sent), today=on)
    assert rest.left == max(0, plan.scenario.target - sent)
    if rest.scenario is None:
        assert rest.left == 0
        return
    assert sum(one.target for one in rest.scenario.audiences) == rest.left
    order = [prefix.audience.name for prefix in plan.scenario.queue]
    now = [prefix.audience.name for prefix in rest.scenario.queue]
    assert now == [name for name in order if name in now]


def plan_with_rates(**changes: Any) -> Estimate:
    """A and C answer at rates of their own, B at the scenario's."""
    own = (
        replace(A, target=9, reply_rate=Decimal("0.3")),
        replace(B, target=10),
        replace(C, target=2, reply_rate=Decimal("0.2"), decline_rate=Decimal("0.6")),
    )
    asked: dict[str, Any] = {
        "goal": "replied",
        "target": 21,
        "reply_rate": Decimal("0.1"),
        "audiences": own,
    }
    return plan_core(**asked | changes)


def test_an_audience_with_a_rate_of_its_own_learns_from_its_own_entries() -> None:
    entries = [
        note(date(2026, 12, 9), sent=50, answered=5, audience="a"),
        note(date(2026, 12, 10), sent=35, answered=4, audience="B"),
        note(date(2026, 12, 11), sent=15, answered=2, declined=1),
    ]
    learned, learned_of = learn_rates(
        plan_with_rates().scenario, FixedRate(rate=Decimal("0.1")), Record.of(entries)
    )
    assert learned is not None
    # 50 messages at 10 %, and 4 + 1 replies to 35 + 15.
    assert (learned.sent, learned.replied, learned.rate) == (50, 5, 0.1)
    assert {name: one.rate for name, one in learned_of.items()} == {"A": 0.2}
    every = replace(B, reply_rate=Decimal("0.1"))
    alone = replace(plan_with_rates().scenario, audiences=(every,), target=every.target)
    learned, learned_of = learn_rates(alone, FixedRate(rate=Decimal(0)), Record.of(entries))
    assert learned is None
    assert [*learned_of] == ["B"]


def test_rates_that_are_learned_take_the_place_of_those_of_audiences() -> None:
    rates = {"A": Decimal("0.15"), "C": Decimal("0.5")}
    usual, learned = (
        find_rest(plan_with_rates(), Record(), today=TODAY, rates=given).scenario
        for given in (None, rates)
    )
    assert usual
    assert learned
    own = {one.name: (one.reply_rate, one.decline_rate) for one in usual.audiences}
    assert own["A"] == (Decimal("0.3"), None)
    own = {one.name: (one.reply_rate, one.decline_rate) for one in learned.audiences}
    assert own == {
        "A": (Decimal("0.15"), None),
        "B": (None, None),
        # At most what is left beside the replies.
        "C": (Decimal("0.5"), Decimal("0.5")),
    }
    assert learned.messages > usual.messages


def test_declines_of_all_leave_room_for_the_rate_that_an_audience_learns() -> None:
    plan = plan_with_rates(decline_rate=Decimal("0.4"))
    rest = find_rest(plan, Record(), today=TODAY, rates={"A": Decimal("0.7")}).scenario
    assert rest
    [first] = [one for one in rest.audiences if one.name == "A"]
    assert (first.reply_rate, first.decline_rate) == (Decimal("0.7"), Decimal("0.3"))
