"""What holds of every replanning (RULES.md §13)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.progress.record import Record
from planner.planning.progress.replan import replan
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from tests.examples import examples
from tests.planning.arbitrary import plans, scenarios
from tests.planning.builders import held, make_terms
from tests.planning.replan_cases import note, record_as_planned

FEW = examples(30, many=1_000)


@st.composite
def simple_plans(draw: st.DrawFn) -> tuple[Terms, Estimate]:
    """A plan without limits, open profiles or credits that come back; days that months have."""
    terms = make_terms(
        monthly_credits=draw(st.sampled_from([5, 20, 50])),
        rollover_cap=150,
        grant_day=draw(st.sampled_from(["renewal", "first"])),
        grants_on_start=draw(st.booleans()),
        purchase_limit=draw(st.sampled_from([None, 0])),
        trial_months=draw(st.integers(0, 2)),
        monthly_price=draw(st.integers(1_000, 15_000)) / Decimal(100),
        annual_price=draw(st.none() | st.just(Decimal("779.88"))),
        credit_price=draw(st.integers(100, 1_500)) / Decimal(100),
    )
    start_on = date(2026, 11, draw(st.integers(1, 28)))
    changes: dict[str, Any] = {}
    if draw(st.booleans()):
        paid_until = start_on + timedelta(days=draw(st.integers(-1, 27)))
        changes["held_seats"] = (
            held(draw(st.integers(1, 2)), draw(st.integers(0, 60)), paid_until=paid_until),
        )
        # Seats renew on that day from now on, which every month has.
        assume((paid_until + DAY).day <= 28)
    scenario = Scenario(
        target=draw(st.integers(1, 400)),
        start_on=start_on,
        deadline_months=draw(st.integers(1, 12)),
        seats=draw(st.sampled_from(["best", 1, 2, 3])),
        use_trial=draw(st.booleans()),
        **changes,
    )
    plan = make_estimate(terms, scenario, draw(st.sampled_from(STRATEGIES)))
    assume(plan.is_done)
    return terms, plan


@FEW
@given(terms=plans(), scenario=scenarios())
def test_on_the_start_day_with_nothing_done_it_is_the_plan(
    terms: Terms, scenario: Scenario
) -> None:
    plan = make_estimate(terms, scenario, "cheapest")
    assume(plan.status == "ok")
    for today in (scenario.start_on, scenario.start_on - 40 * DAY):
        again = replan(plan, [terms], Record(), today=today)
        assert again.best == plan
        assert (again.more, again.whole_cost) == (0, plan.total)
        assert again.carried_on
        if scenario.to_send and not scenario.renews_all_seats:
            assert again.carried_on.done_on == plan.done_on
            assert again.whole_cost_carried_on == plan.total


@FEW
@given(case=simple_plans(), data=st.data())
def test_a_record_as_planned_gives_the_same_total_and_is_on_time(
    case: tuple[Terms, Estimate], data: st.DataObject
) -> None:
    terms, plan = case
    assert plan.done_on
    days = (plan.done_on - plan.scenario.start_on).days
    on = plan.scenario.start_on + timedelta(days=data.draw(st.integers(0, days)))
    again = replan(plan, [terms], record_as_planned(plan, on=on), today=on)
    assert again.carried_on
    assert again.carried_on.done_on == plan.done_on
    assert again.whole_cost_carried_on == plan.total
    if plan.status == "ok":
        assert not again.is_late
        assert again.whole_cost is not None
        assert plan.total is not None
        assert again.whole_cost <= plan.total


@FEW
@given(case=simple_plans(), data=st.data())
def test_more_sent_never_costs_more_from_now_on(
    case: tuple[Terms, Estimate], data: st.DataObject
) -> None:
    terms, plan = case
    assert plan.done_on
    on = plan.scenario.start_on + timedelta(days=data.draw(st.integers(1, 200)))
    fewer = data.draw(st.integers(0, plan.scenario.target))
    more = data.draw(st.integers(fewer, plan.scenario.target))
    balance = data.draw(st.none() | st.integers(0, 200))
    entry = note(on - DAY, since=plan.scenario.start_on, sent=fewer, credits_now=balance)
    one, other = (
        replan(plan, [terms], Record.of([replace(entry, sent=sent)]), today=on)
        for sent in (fewer, more)
    )
    if one.is_late or one.best is None or one.best.total is None:
        return
    cost = other.best.total if other.best else Decimal(0)
    assert cost is not None
    assert cost <= one.best.total
    assert not other.is_late


@FEW
@given(terms=plans(priced=False), scenario=scenarios(), data=st.data())
def test_every_answer_adds_up(terms: Terms, scenario: Scenario, data: st.DataObject) -> None:
    plan = make_estimate(terms, scenario, data.draw(st.sampled_from(STRATEGIES)))
    on = scenario.start_on + timedelta(days=data.draw(st.integers(0, 400)))
    sent = data.draw(st.integers(0, scenario.messages))
    answered = data.draw(st.integers(0, sent))
    entry = note(
        on,
        since=scenario.start_on,
        sent=sent,
        answered=answered,
        declined=data.draw(st.integers(0, answered)),
        bought=data.draw(st.integers(0, 50)),
        paid=Decimal(data.draw(st.integers(0, 500))),
        credits_now=data.draw(st.none() | st.integers(0, 100)),
    )
    what = Record.of([entry])
    again = replan(plan, [terms], what, today=on)
    rest = again.rest
    assert rest.on == on + DAY
    assert rest.paid_is_noted == bool(what.paid)
    if rest.scenario is None:
        assert rest.left == 0
        return
    asked = rest.scenario
    assert (asked.target, asked.start_on) == (rest.left, rest.on)
    assert asked.deadline == max(scenario.deadline, rest.on)
    assert rest.credits == sum(one.credits for one in rest.seats_now) or not plan.groups
    assert all(one.credits >= 0 for one in asked.held_seats)
    if entry.credits_now is not None and rest.seats_now:
        assert rest.credits <= entry.credits_now
    if again.best and again.best.total is not None and rest.paid is not None:
        assert again.whole_cost == rest.paid + again.best.total
        assert again.best.scenario.target == rest.left
    if again.best and not again.is_late:
        assert again.best.done_on
        assert again.best.done_on <= scenario.deadline
    if again.is_late and again.best and again.cheapest_late:
        best, late = again.best.total, again.cheapest_late.total
        assert best is None or late is None or late <= best
