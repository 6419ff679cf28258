"""A record of several audiences against the plan and the deadline of each (RULES.md §12)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.audience_rows import split_rows
from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.progress.audience_course import list_audience_courses
from planner.planning.progress.audience_pace import AudiencePace, find_audience_paces
from planner.planning.progress.course import Course, course_of
from planner.planning.progress.record import Entry, Record
from planner.planning.progress.replan import replan
from planner.planning.scenario import Scenario
from tests.examples import examples
from tests.known import known
from tests.planning.audiences import asked, cases
from tests.planning.builders import make_terms
from tests.planning.replan_cases import make_core, note, plan_core

START, BY = date(2026, 10, 1), date(2026, 11, 26)
CORE = make_core()
ACME = Audience(name="Acme", target=90, deadline_on=date(2026, 11, 30))
BETA = Audience(name="Beta", target=100, deadline_on=date(2027, 3, 31))


def plan_two(*audiences: Audience, **changes: Any) -> Estimate:
    """50 a month from 1 October, to Acme and then to Beta."""
    two = audiences or (ACME, BETA)
    usual: dict[str, Any] = {"start_on": START, "deadline_months": 12, "audiences": two}
    return plan_core(target=sum(one.target for one in two), **usual | changes)


def course_for(plan: Estimate) -> Course:
    return known(course_of(plan))


def judge(plan: Estimate, as_of: date, *entries: Entry) -> dict[str, AudiencePace]:
    paces = find_audience_paces(plan, course_for(plan), Record.of(entries), as_of=as_of)
    return {one.name: one for one in paces}


def sent(until: date, number: int, audience: str = "", **others: Any) -> Entry:
    return note(until, since=START, sent=number, audience=audience, **others)


def test_63_the_messages_of_a_row_are_due_to_the_first_audience_first() -> None:
    plan = plan_two()
    assert [(row.starts_on, row.ledger.sent) for row in plan.schedule] == [
        (date(2026, 10, 1), 50),
        (date(2026, 11, 1), 50),
        (date(2026, 12, 1), 50),
        (date(2027, 1, 1), 40),
    ]
    assert [[(one.name, one.messages) for one in row] for row in split_rows(plan)] == [
        [("Acme", 50)],
        [("Acme", 40), ("Beta", 10)],
        [("Beta", 50)],
        [("Beta", 40)],
    ]
    found = judge(plan, BY)
    assert {name: one.planned for name, one in found.items()} == {"Acme": 90, "Beta": 3}
    assert found["Acme"].planned_on == date(2026, 11, 24)
    assert found["Beta"].planned_on == date(2027, 1, 31)


def test_64_what_one_audience_got_is_not_sent_to_another() -> None:
    found = judge(plan_two(), BY, sent(BY, 100, "Beta"))
    acme, beta = found["Acme"], found["Beta"]
    assert (acme.behind, acme.left, acme.pace_on) == (90, 90, None)
    assert acme.soonest_on == date(2027, 1, 1)
    assert (acme.soonest_on - acme.deadline).days == 32
    assert acme.is_out_of_credits
    assert not acme.is_on_time
    assert acme.days_late is None
    assert (beta.behind, beta.left, beta.last_on) == (-97, 0, BY)
    assert beta.is_on_time
    assert beta.days_late == 0


def test_65_credits_that_another_audience_took_are_gone() -> None:
    by = date(2026, 11, 5)
    entries = sent(date(2026, 10, 31), 50, "Acme"), sent(by, 8, "ACME"), sent(by, 42, "Beta")
    found = judge(plan_two(), by, *entries)
    acme, beta = found["Acme"], found["Beta"]
    assert (acme.behind, acme.pace_on) == (0, date(2026, 11, 24))
    assert (acme.last_on, acme.days_late) == (date(2026, 12, 1), 1)
    assert acme.is_out_of_credits
    assert (beta.behind, beta.is_on_time) == (-42, True)
    assert not beta.is_out_of_credits


def test_66_entries_of_no_audience_count_in_the_order_of_the_queue() -> None:
    by = date(2026, 11, 10)
    found = judge(plan_two(), by, sent(by, 45), sent(by, 15, "gone"))
    acme, beta = found["Acme"], found["Beta"]
    assert (acme.planned, acme.sent, acme.behind) == (66, 60, 6)
    assert acme.last_on == ACME.deadline_on
    assert (acme.is_on_time, acme.days_late) == (True, 0)
    assert (beta.sent, beta.last_on) == (0, date(2027, 1, 31))


def test_entries_of_no_audience_go_on_to_the_next_one() -> None:
    by = date(2026, 12, 15)
    found = judge(plan_two(), by, sent(by, 100), sent(by, 20, "Acme"))
    assert {name: one.sent for name, one in found.items()} == {"Acme": 90, "Beta": 30}


def test_an_audience_that_is_done_late_stays_late() -> None:
    by, late = date(2026, 12, 15), date(2026, 12, 3)
    entries = sent(date(2026, 11, 30), 70, "Acme"), sent(late, 20, "Acme"), sent(by, 30, "Beta")
    acme = judge(plan_two(), by, *entries)["Acme"]
    assert (acme.left, acme.last_on, acme.days_late) == (0, late, 3)


def test_where_every_audience_is_done_nothing_is_left_to_ask() -> None:
    by = date(2027, 3, 1)
    found = judge(plan_two(), by, sent(date(2026, 11, 20), 90), sent(by, 100, "Beta"))
    assert [one.last_on for one in found.values()] == [date(2026, 11, 20), by]
    assert all(one.is_on_time and not one.counts_credits for one in found.values())


def test_an_entry_that_goes_on_has_what_is_left() -> None:
    """By the day as of which it is judged Acme lacks a message; the entry has it by its end."""
    entry = note(date(2026, 12, 9), since=date(2026, 12, 8), sent=190, audience="")
    found = judge(plan_two(), date(2026, 12, 8), entry)
    assert found["Beta"].left == 95
    assert not found["Beta"].counts_credits


def test_at_a_pace_beyond_the_horizon_there_is_no_last_day() -> None:
    # 0.62 of 76 sending days, with 55 to go by plan: sending day 6,742, in 2045.
    by = date(2026, 12, 15)
    acme = judge(plan_two(), by, sent(by, 1, "Acme"))["Acme"]
    assert (acme.pace_on, acme.last_on, acme.is_on_time) == (None, None, False)


def test_a_late_plan_is_late_by_the_estimates_own_day() -> None:
    early = replace(ACME, deadline_on=date(2026, 10, 31))
    plan = plan_two(early, BETA, seats=1)
    assert plan.status == "misses_deadline"
    acme = judge(plan, date(2026, 10, 10), sent(date(2026, 10, 10), 16, "Acme"))["Acme"]
    assert (acme.behind, acme.planned_on, acme.days_late) == (0, date(2026, 11, 1), 1)
    assert not acme.is_out_of_credits


def test_a_balance_that_is_noted_below_the_plans_counts() -> None:
    by = date(2026, 10, 15)
    for credits_now in (None, 26):
        entry = sent(by, 24, "Acme", credits_now=credits_now)
        assert not judge(plan_two(), by, entry)["Acme"].counts_credits
    lost = judge(plan_two(), by, sent(by, 24, "Acme", credits_now=0))["Acme"]
    assert (lost.behind, lost.last_on, lost.days_late) == (0, date(2026, 12, 1), 1)


def test_where_the_seats_have_ended_credits_never_come() -> None:
    by = date(2027, 2, 10)
    found = judge(plan_two(), by, sent(by, 90, "Acme"), sent(by, 99, "Beta"))
    beta = found["Beta"]
    assert beta.pace_on
    assert (beta.soonest_on, beta.last_on, beta.is_out_of_credits) == (None, None, True)
    assert not beta.is_on_time


def test_those_whose_messages_the_credits_reach_have_their_day() -> None:
    """The plan buys 440; that much is bought, and from then on a credit a month comes."""
    terms = make_core(monthly_credits=1, credit_price=Decimal(2), purchase_limit=None)
    one = replace(ACME, target=41, deadline_on=None)
    other = replace(BETA, target=400, deadline_on=None)
    plan = plan_two(one, other, terms=terms, strategy="buy_now", seats=1)
    by = date(2026, 10, 20)
    found = judge(plan, by, sent(by, 300, "Beta", bought=440, credits_now=0))
    # 41 credits from 1 November on; the last of Beta's 100 is beyond 120 months.
    assert found["Acme"].soonest_on == date(2030, 3, 1)
    assert (found["Beta"].counts_credits, found["Beta"].soonest_on) == (True, None)


def test_replies_are_judged_by_their_messages() -> None:
    two = (
        replace(ACME, target=9, reply_rate=Decimal("0.1")),
        replace(BETA, target=10, reply_rate=Decimal("0.1")),
    )
    plan = plan_two(*two, goal="replied", reply_rate=Decimal("0.1"), seats=1)
    found = judge(plan, BY, sent(BY, 100, "Beta"))
    assert [(one.messages, one.sent) for one in found.values()] == [(90, 0), (100, 100)]
    assert found["Acme"].is_out_of_credits


def test_more_messages_than_may_be_asked_for_are_judged_by_their_pace_alone() -> None:
    many = Audience(name="many", target=2, reply_rate=Decimal("0.000001"))
    terms = make_terms(monthly_credits=1_000_000, rollover_cap=1_000_000)
    scenario = asked(many, goal="replied", reply_rate=Decimal("0.1"), seats=1)
    plan = make_estimate(terms, scenario, "as_granted")
    found = judge(plan, date(2027, 1, 20), note(date(2027, 1, 20), sent=1))
    assert not found["many"].counts_credits


def test_there_are_none_without_audiences() -> None:
    plan = plan_core()
    assert judge(plan, BY) == {}
    assert split_rows(plan) == [()] * len(plan.schedule)


def test_all_messages_have_no_time_of_their_own() -> None:
    plan = plan_two()
    [acme, _] = list_audience_courses(plan, course_for(plan))
    assert acme.time_of(50) == 31
    with pytest.raises(AssertionError, match="no time"):
        acme.time_of(90)


@examples(25, many=400)
@given(scenario=cases(), data=st.data())
def test_the_audiences_add_up_and_a_record_as_planned_is_as_planned(
    scenario: Scenario, data: st.DataObject
) -> None:
    terms = make_terms(monthly_credits=data.draw(st.integers(5, 60)), rollover_cap=150)
    plan = make_estimate(terms, scenario, "buy_now")
    assume(plan.is_done)
    course = course_for(plan)
    courses = list_audience_courses(plan, course)
    assert [one.messages for one in courses] == [one.messages for one in plan.audiences]
    as_of = scenario.start_on + data.draw(st.integers(0, 150)) * DAY
    number = course.number_of(as_of)
    due = {one.name: one.due_by(number) for one in courses}
    assert sum(due.values()) == course.sent_by(as_of)
    named = data.draw(st.booleans())
    entries = [
        note(as_of, since=scenario.start_on, sent=messages, audience=name if named else "")
        for name, messages in due.items()
    ]
    for one in judge(plan, as_of, *entries).values():
        assert one.behind == 0
        if one.left:
            assert not one.counts_credits
            assert (one.pace_on, one.is_on_time) == (one.planned_on, one.days_late == 0)


@st.composite
def plans_and_records(draw: st.DrawFn) -> tuple[Estimate, Record, date]:
    """Up to three audiences on Core, without answers, and a record of a few entries."""
    audiences = tuple(
        Audience(
            name=f"audience {number}",
            target=draw(st.integers(1, 120)),
            priority=draw(st.integers(1, 2)),
            deadline_on=draw(st.none() | st.dates(date(2026, 11, 15), date(2027, 4, 30))),
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
    as_of = START + draw(st.integers(0, 150)) * DAY
    course = course_for(plan)
    entries = []
    for one in list_audience_courses(plan, course):
        near = one.due_by(course.number_of(as_of)) + draw(st.integers(-6, 6))
        number = draw(st.sampled_from([max(0, near), draw(st.integers(0, 120))]))
        name = draw(st.sampled_from([one.name, one.name, ""]))
        entries.append(sent(START + draw(st.integers(0, (as_of - START).days)) * DAY, number, name))
    return plan, Record.of(entries), as_of


@examples(60, many=2_000)
@given(case=plans_and_records())
def test_the_verdict_agrees_with_replan(case: tuple[Estimate, Record, date]) -> None:
    plan, record, as_of = case
    found = judge(plan, as_of, *record.entries)
    now = replan(plan, [CORE], record, today=as_of + DAY)
    for name in now.rest.overdue:
        assert not found[name].is_on_time, "its deadline is over"
    if now.is_late:
        assert not all(one.is_on_time for one in found.values()), "not all can be made any more"
    if all(one.is_on_time for one in found.values()) and now.carried_on:
        assert now.carried_on.late == ()
        assert known(now.carried_on.done_on) <= plan.scenario.own_deadline


def test_a_record_knows_what_it_sent_to_whom() -> None:
    what = Record.of([sent(BY, 4, "acme "), sent(BY, 3, "Acme"), sent(BY, 2)])
    assert [what.sent_to(name) for name in ("Acme", "", "Beta")] == [7, 2, 0]


def test_entries_before_a_day_are_those_that_do_not_count_since_then() -> None:
    early, late = sent(date(2026, 10, 31), 4), sent(BY, 3)
    what = Record.of([late, early])
    assert what.before(BY).entries == (early,)
    assert what.since(BY).entries == (late,)
