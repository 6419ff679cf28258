"""The record, the course, the pace and the rate learned (RULES.md §12)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import beta

from planner.planning.errors import InvalidInput
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.forecast.beta import fit_beta
from planner.planning.forecast.rates import (
    BetaRate,
    FixedRate,
    RateBelief,
    RateBetween,
    TrackRecord,
)
from planner.planning.progress.course import Course, course_of
from planner.planning.progress.learned import find_percentile, learn_rate
from planner.planning.progress.pace import Pace, day_to_judge, find_pace, paid_by, sent_by
from planner.planning.progress.record import Entry, Record
from planner.planning.worth.asked import chance_of
from tests.examples import examples
from tests.planning import arbitrary
from tests.planning.builders import NO_PRICES, estimate, make_scenario, make_terms

DECEMBER = date(2026, 12, 1)
DAY = timedelta(days=1)
CORE = make_terms(
    slug="core",
    name="Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=None,
    credit_price=None,
)


def note(day: date, *, until: date | None = None, **changes: Any) -> Entry:
    return Entry(first_on=day, last_on=until or day, **changes)


def core(**changes: Any) -> Estimate:
    """100 people on one seat of Core, 50 a month, on weekdays from 1 December 2026."""
    usual: dict[str, Any] = {"start_on": DECEMBER, "sends_on": "weekdays"}
    return estimate("as_granted", CORE, **usual | changes)


def course_for(plan: Estimate) -> Course:
    course = course_of(plan)
    assert course
    return course


def judge(plan: Estimate, record: Record, as_of: date) -> Pace:
    return find_pace(course_for(plan), record, deadline=plan.scenario.deadline, as_of=as_of)


def as_planned(course: Course, through: date) -> Record:
    """What the course plans, noted day by day."""
    days = [course.start_on + DAY * n for n in range((through - course.start_on).days + 1)]
    entries = []
    for day in days:
        paid, before = course.paid_by(day), course.paid_by(day - DAY)
        assert paid is not None
        assert before is not None
        sent = course.sent_by(day) - course.sent_by(day - DAY)
        entries.append(note(day, sent=sent, paid=paid - before))
    return Record.of(entries)


def test_a_record_adds_up_its_entries_in_the_order_of_their_last_days() -> None:
    later = note(DECEMBER + DAY, sent=5, answered=3, declined=1, bought=2, paid=Decimal(20))
    earlier = note(DECEMBER, sent=7, answered=1, credits_now=12, paid=Decimal("0.50"))
    record = Record.of([later, earlier])
    assert record.entries == (earlier, later)
    assert (record.sent, record.answered, record.declined, record.replied) == (12, 4, 1, 3)
    assert (record.bought, record.paid) == (2, Decimal("20.50"))
    assert record.last_on == DECEMBER + DAY
    assert record.credits_now == 12, "the newest that is noted"


def test_an_empty_record_has_nothing() -> None:
    record = Record.of([])
    assert (record.sent, record.replied, record.bought, record.paid) == (0, 0, 0, 0)
    assert record.last_on is None
    assert record.credits_now is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("last_on", {"last_on": DECEMBER - DAY}),
        ("sent", {"sent": -1}),
        ("sent", {"sent": 1_000_001}),
        ("answered", {"answered": -1}),
        ("declined", {"answered": 2, "declined": 3}),
        ("bought", {"bought": -1}),
        ("paid", {"paid": Decimal(-1)}),
        ("paid", {"paid": Decimal("NaN")}),
        ("credits_now", {"credits_now": -1}),
    ],
)
def test_what_no_entry_can_be(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as raised:
        Entry(**{"first_on": DECEMBER, "last_on": DECEMBER} | values)
    assert raised.value.field == field


def test_50_planned_by_a_day() -> None:
    course = course_for(core())
    assert [one.messages for one in course.stretches] == [50, 50]
    assert (course.days, course.last_on) == (44, date(2027, 1, 29))
    assert course.sent_by(DECEMBER - DAY) == 0
    assert course.sent_by(date(2026, 12, 15)) == 23
    assert course.sent_by(date(2026, 12, 31)) == 50
    assert course.sent_by(date(2027, 1, 2)) == 52, "Saturday; 1 January was a sending day"
    assert course.sent_by(date(2030, 1, 1)) == course.messages == 100
    assert course.paid_by(date(2026, 12, 31)) == Decimal("119.99")
    assert course.paid_by(date(2027, 1, 1)) == Decimal("239.98")


def test_51_behind_and_when_it_ends_at_this_pace() -> None:
    day = date(2026, 12, 15)
    pace = judge(core(), Record.of([note(day, sent=12, paid=Decimal(130))]), day)
    assert (pace.sent, pace.planned, pace.behind, pace.left) == (12, 23, 11, 88)
    assert course_for(core()).time_of(12) == Fraction(138, 25)
    assert pace.last_on == date(2027, 4, 1)
    assert (pace.is_on_time, pace.days_late) == (True, 0), "a year is allowed"
    assert pace.overspend == Decimal("10.01")
    assert pace.planned_total == Decimal("239.98")
    late = judge(core(deadline_months=3), Record.of([note(day, sent=12)]), day)
    assert (late.is_on_time, late.days_late) == (False, 32)


@pytest.mark.parametrize(("sent", "behind"), [(23, 0), (40, -17)])
def test_52_what_is_not_behind_ends_as_planned(sent: int, behind: int) -> None:
    day = date(2026, 12, 15)
    pace = judge(core(), Record.of([note(day, sent=sent)]), day)
    assert (pace.behind, pace.last_on) == (behind, date(2027, 1, 29))


def test_53_the_rate_learned() -> None:
    record = Record.of([note(DECEMBER, sent=35, answered=5, declined=1)])
    learned = learn_rate(FixedRate(rate=Decimal("0.1")), record)
    assert learned
    assert (learned.sent, learned.replied) == (35, 4)
    assert learned.planned == BetaRate(a=5, b=45)
    assert learned.belief == BetaRate(a=9, b=76)
    assert learned.rate == pytest.approx(9 / 85)
    assert (round(learned.low, 3), round(learned.high, 3)) == (0.066, 0.15)


def test_everything_is_sent() -> None:
    entries = [
        note(DECEMBER, sent=60),
        note(DECEMBER + DAY, sent=30),
        note(DECEMBER + 2 * DAY, until=DECEMBER + 9 * DAY, sent=20),
        note(DECEMBER + 20 * DAY, sent=1),
    ]
    pace = judge(core(), Record.of(entries), DECEMBER + 30 * DAY)
    assert (pace.last_on, pace.left) == (DECEMBER + 9 * DAY, 0)
    # Judged in the middle of an entry, its share counts: 60 + 30 + 20 × 4 / 8.
    pace = judge(core(), Record.of(entries), DECEMBER + 5 * DAY)
    assert (pace.sent, pace.last_on) == (100, DECEMBER + 5 * DAY)


def test_an_entry_counts_for_its_days_and_its_dollars_from_the_first() -> None:
    record = Record.of(
        [note(DECEMBER, until=DECEMBER + 9 * DAY, sent=25, paid=Decimal(9)), note(DECEMBER, sent=1)]
    )
    by_day = [sent_by(record, DECEMBER + DAY * n) for n in (-1, 0, 1, 8, 9, 20)]
    assert by_day == [0, 3, 6, 23, 26, 26]
    assert paid_by(record, DECEMBER - DAY) == 0
    assert paid_by(record, DECEMBER) == 9


def test_there_is_no_last_day_without_a_message_or_beyond_the_horizon() -> None:
    nothing = judge(core(), Record.of([]), date(2026, 12, 15))
    assert (nothing.last_on, nothing.days_late, nothing.is_on_time) == (None, None, False)
    crawl = Record.of([note(DECEMBER, sent=1)])
    # 1 of 50 after 9 of 23 days: sending day ⌈44 × 9 / 0.46⌉ = 861.
    assert judge(core(), crawl, DECEMBER + 10 * DAY).last_on == date(2030, 3, 19)
    assert judge(core(), crawl, DECEMBER + 90 * DAY).last_on is None


def test_before_the_start_nothing_is_planned() -> None:
    early = judge(core(), Record.of([note(DECEMBER - 5 * DAY, sent=3)]), DECEMBER - DAY)
    assert (early.planned, early.behind, early.last_on) == (0, -3, date(2027, 1, 29))


def test_a_pause_in_the_plan_is_no_delay() -> None:
    """Save up, then send: nothing is due until the last month."""
    plan = estimate("accumulate", start_on=DECEMBER)
    course = course_for(plan)
    assert course.sent_by(date(2027, 1, 31)) == 0
    assert course.time_of(0) == 62, "the whole pause"
    pace = judge(plan, Record.of([note(date(2027, 1, 5), sent=2)]), date(2027, 1, 31))
    assert (pace.behind, pace.last_on) == (-2, course.last_on)
    with pytest.raises(AssertionError):
        course.time_of(100)


def test_what_is_late_is_due_on_the_day_of_the_estimate() -> None:
    plan = core(deadline_months=1)
    course = course_for(plan)
    assert plan.status == "misses_deadline"
    assert course.last_on == plan.done_on == date(2027, 1, 1)
    assert judge(plan, Record.of([]), DECEMBER).planned_last_on == plan.done_on


def test_messages_to_open_profiles_alone() -> None:
    plan = core(open_profile_share=Decimal(1), target=10)
    course = course_for(plan)
    assert course.messages == 10
    assert course.paid_by(date.max) == 0


def test_messages_to_open_profiles_month_by_month_are_due_one_month_after_the_other() -> None:
    plan = core(open_profile_share=Decimal(1), target=10, seat_monthly_limit=4, deadline_months=6)
    course = course_for(plan)
    assert [(one.first, one.messages) for one in course.stretches] == [(0, 4), (23, 4), (44, 2)]
    assert [one.last for one in course.stretches[:2]] == [23, 44]
    assert course.time_of(6) == Fraction(67, 2)


def test_an_estimate_that_is_never_done_has_no_course() -> None:
    plan = core(target=100_000)
    assert plan.status == "out_of_reach"
    assert course_of(plan) is None


def test_an_unknown_price_leaves_the_messages() -> None:
    plan = estimate("as_granted", make_terms(**NO_PRICES), start_on=DECEMBER)
    day = DECEMBER + 40 * DAY
    pace = judge(plan, Record.of([note(day, sent=3, paid=Decimal(5))]), day)
    assert pace.planned > 3
    assert (pace.planned_paid, pace.planned_total, pace.overspend) == (None, None, None)
    assert pace.paid == 5


@pytest.mark.parametrize(("last_on", "judged"), [(None, -1), (-3, -1), (-1, -1), (0, 0), (1, 0)])
def test_a_day_that_is_not_over_is_not_held_against_the_record(
    last_on: int | None, judged: int
) -> None:
    entries = [] if last_on is None else [note(DECEMBER + last_on * DAY)]
    assert day_to_judge(Record.of(entries), today=DECEMBER) == DECEMBER + judged * DAY


@pytest.mark.parametrize(
    ("planned", "a", "b"),
    [
        (FixedRate(rate=Decimal(0)), 1, 1),
        (FixedRate(rate=Decimal(1)), 49.995, 0.005),
        (FixedRate(rate=Decimal("0.3")), 15, 35),
        (TrackRecord(sent=80, replied=9), 10, 72),
        (BetaRate(a=3, b=4), 3, 4),
    ],
)
def test_what_a_record_begins_with(planned: RateBelief, a: float, b: float) -> None:
    learned = learn_rate(planned, Record.of([note(DECEMBER, sent=1)]))
    assert learned
    assert (learned.planned.a, learned.planned.b) == (pytest.approx(a), pytest.approx(b))
    assert (learned.belief.a, learned.belief.b) == (pytest.approx(a), pytest.approx(b + 1))


def test_a_range_begins_with_its_own_distribution() -> None:
    planned = RateBetween(low=Decimal("0.05"), high=Decimal("0.2"))
    learned = learn_rate(planned, Record.of([note(DECEMBER, sent=10, answered=10)]))
    assert learned
    a, b = fit_beta(0.05, 0.2)
    assert learned.belief == BetaRate(a=a + 10, b=b)


@pytest.mark.parametrize(("sent", "answered"), [(0, 0), (0, 1), (3, 4)])
def test_nothing_is_learned_from_no_messages_or_too_many_replies(sent: int, answered: int) -> None:
    record = Record.of([note(DECEMBER, sent=sent, answered=answered)])
    assert learn_rate(FixedRate(rate=Decimal("0.1")), record) is None


@pytest.mark.parametrize("a", [0.05, 0.5, 1, 9, 5_000])
@pytest.mark.parametrize("b", [0.05, 1, 76, 90_000])
@pytest.mark.parametrize("share", [0.1, 0.9])
def test_percentiles_are_those_of_scipy(a: float, b: float, share: float) -> None:
    found = find_percentile(BetaRate(a=a, b=b), share)
    assert found == pytest.approx(beta.ppf(share, a, b), abs=1e-6)


def test_the_rate_learned_moves_the_chance_of_the_goal() -> None:
    scenario = make_scenario(goal="replied", target=10, reply_rate=Decimal("0.1"))
    planned = FixedRate(rate=Decimal("0.1"))

    def chance_after(answered: int) -> float:
        learned = learn_rate(planned, Record.of([note(DECEMBER, sent=60, answered=answered)]))
        found = learned and chance_of(scenario, learned.belief)
        assert found
        return found.chance

    before = chance_of(scenario, planned)
    assert before
    assert chance_after(1) < before.chance < chance_after(15)


def test_a_distribution_is_drawn_from() -> None:
    drawn = BetaRate(a=9, b=76).draw(np.random.default_rng(1), 20_000)
    assert drawn.mean() == pytest.approx(9 / 85, abs=0.001)


@given(st.data())
@examples(25, many=400)
def test_actuals_equal_to_the_plan_are_on_time_and_come_to_the_same_total(
    data: st.DataObject,
) -> None:
    scenario = data.draw(arbitrary.scenarios())
    plan = make_estimate(data.draw(arbitrary.plans()), scenario, data.draw(arbitrary.strategies))
    assume(plan.is_done)
    course = course_for(plan)
    assume((course.last_on - course.start_on).days < 900)
    record = as_planned(course, course.last_on)
    length = (course.last_on - course.start_on).days
    for _ in range(3):
        as_of = course.start_on + DAY * data.draw(st.integers(0, length))
        so_far = Record.of(one for one in record.entries if one.last_on <= as_of)
        pace = judge(plan, so_far, as_of)
        assert (pace.behind, pace.overspend) == (0, 0)
        assert pace.last_on == course.last_on or not pace.sent
        assert pace.is_on_time == (plan.status == "ok") or not pace.sent
    pace = judge(plan, record, course.last_on)
    assert (pace.sent, pace.left) == (scenario.messages, 0)
    assert pace.last_on is not None
    assert pace.last_on <= course.last_on
    assert pace.paid == pace.planned_total == plan.total


@given(st.data())
@examples(25, many=400)
def test_more_sent_by_a_day_is_never_later(data: st.DataObject) -> None:
    scenario = data.draw(arbitrary.scenarios())
    plan = make_estimate(data.draw(arbitrary.plans()), scenario, data.draw(arbitrary.strategies))
    assume(plan.is_done)
    course = course_for(plan)
    assert all(one.last <= after.first for one, after in pairwise(course.stretches))
    as_of = course.start_on + DAY * data.draw(st.integers(0, 400))
    numbers = sorted({1, course.messages, *data.draw(st.lists(st.integers(1, 200), max_size=6))})
    paces = [judge(plan, Record.of([note(as_of, sent=sent)]), as_of) for sent in numbers]
    days = [pace.last_on or date.max for pace in paces]
    assert days == sorted(days, reverse=True)
    for pace in paces:
        assert pace.last_on is None or pace.left == 0 or pace.last_on > as_of or pace.behind <= 0
