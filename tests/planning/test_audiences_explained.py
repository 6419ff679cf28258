"""What is written of audiences is true of the numbers (RULES.md §11)."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from planner.planning.audience import Audience
from planner.planning.comparison import compare
from planner.planning.days import DAY
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain, explain_status, write_delay
from planner.planning.mix import find_mix
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.together import Alone, Together, compare_with_each_alone
from planner.planning.wording import count, show_day
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, some_plans, strategies
from tests.planning.audiences import CLIENTS, CORE, asked, cases, cheapest
from tests.planning.builders import held, make_terms
from tests.planning.claims import money, number

DECIDES = re.compile(
    r"(?:The deadline of (?P<name>.+), (?P<day>\d+ \w+ \d+), decides|"
    r"The deadlines of the audiences decide): "
    r"(?P<seats>[\d,]+) seats?(?: and (?P<bought>[\d,]+) bought credits?)? costs? "
    r"(?P<total>\$[\d,.]+\d), with the campaign's deadline alone it would cost "
    r"(?P<without>\$[\d,.]+\d)"
)
TOGETHER = re.compile(
    r"Together (?P<total>\$[\d,.]+\d) with (?P<seats>[\d,]+) seats?"
    r"(?:; each alone (?P<alone>\$[\d,.]+\d) in all with (?P<apart>[\d,]+) seats?: "
    r"together costs (?:as much|(?P<difference>\$[\d,.]+\d) (?P<word>more|less)))?\."
    r"(?P<sooner> Together all seats stay to the last month or the one before it; "
    r"the best mix lets some end sooner, and may cost less\.)?"
    r"(?P<twice> Each alone counts the seats and the credits that you have for itself\.)?"
)


def check_reason(estimate: Estimate) -> bool:
    """Whether a sentence on deadlines is written; what it claims is counted again."""
    found = DECIDES.match(explain(estimate))
    scenario = estimate.scenario
    loose = tuple(replace(one, deadline_on=None) for one in scenario.audiences)
    if found is None:
        return False
    in_order = sorted(
        zip(scenario.audiences, loose, strict=True),
        key=lambda pair: (pair[0].priority, pair[0].deadline_on or date.max),
    )
    relaxed = replace(scenario, audiences=tuple(one for _, one in in_order))
    without = make_estimate(estimate.terms, relaxed, "cheapest")
    assert number(found["seats"]) == estimate.seats
    assert number(found["bought"] or "0") == known(estimate.credits).bought
    assert money(found["total"]) == cents(known(estimate.total))
    assert money(found["without"]) == cents(known(without.total))
    assert known(without.total) < known(estimate.total)
    if found["name"]:
        own = [one for one in scenario.audiences if one.deadline_on]
        assert [(one.name, show_day(known(one.deadline_on))) for one in own] == [
            (found["name"], found["day"])
        ]
    return True


def check_status(estimate: Estimate) -> None:
    """The audiences that are late, and by how many days."""
    text = explain_status(estimate)
    if estimate.status != "misses_deadline":
        return
    late = [
        (one.audience.name, one.done_on, (one.done_on - one.deadline) // DAY)
        for one in estimate.audiences
        if one.done_on > one.deadline
    ]
    each = "; ".join(
        f"{name} is done on {show_day(day)}, {count(days, 'day')} after its deadline"
        for name, day, days in late
    )
    verb = "is" if len(late) == 1 else "are"
    of_all = count(len(estimate.audiences), "audience")
    assert text == f"{len(late)} of {of_all} {verb} late: {each}."
    assert write_delay(estimate) == count(max(days for _, _, days in late), "day")


@examples(30, many=300)
@given(plans(), cases(), strategies)
def test_what_is_written_of_deadlines_is_true(
    terms: Terms, scenario: Scenario, strategy: str
) -> None:
    estimate = make_estimate(terms, scenario, strategy)  # type: ignore[arg-type]
    check_status(estimate)
    if strategy == "cheapest" and estimate.status == "ok":
        check_reason(estimate)


@pytest.mark.parametrize(
    ("audiences", "text"),
    [
        (
            (
                Audience(name="A", target=60, deadline_on=date(2026, 12, 31)),
                Audience(name="B", target=60),
            ),
            "The deadline of A, 31 Dec 2026, decides: 1 seat and 40 bought credits cost $719.96, "
            "with the campaign's deadline alone it would cost $479.94",
        ),
        (
            (
                Audience(name="A", target=60, deadline_on=date(2026, 12, 31)),
                Audience(name="B", target=60, deadline_on=date(2027, 5, 1)),
            ),
            "The deadlines of the audiences decide: ",
        ),
    ],
)
def test_deadlines_that_cost_are_named(audiences: tuple[Audience, ...], text: str) -> None:
    estimate = cheapest(make_terms(), asked(*audiences, seats=1))
    assert explain(estimate).startswith(text)
    assert check_reason(estimate)


def test_seats_that_deadlines_take_are_named() -> None:
    audiences = (
        Audience(name="A", target=100, deadline_on=date(2026, 12, 31)),
        Audience(name="B", target=1),
    )
    terms = make_terms(purchase_limit=0, annual_price=Decimal(80))
    estimate = cheapest(terms, asked(*audiences, deadline_months=12))
    assert explain(estimate).startswith("The deadline of A, 31 Dec 2026, decides: 5 seats cost $")
    single = make_terms(purchase_limit=0, monthly_credits=100, rollover_cap=100, credit_price=None)
    assert not check_reason(cheapest(single, asked(*audiences)))


@examples(30, many=150)
@given(some_plans(priced=True), cases())
def test_together_and_alone_are_the_cheapest_of_each(
    compared: list[Terms], scenario: Scenario
) -> None:
    together = compare(scenario, compared).cheapest
    found = compare_with_each_alone(scenario, compared, together)
    alone = [
        compare(scenario.of_audience(prefix.audience), compared, ["cheapest"]).cheapest
        for prefix in scenario.queue
    ]
    totals = [one.total if one else None for one in alone]
    assert [one.estimate and one.estimate.total for one in found.alone] == totals
    text = found.why
    if together is None:
        late = [one.audience.name for one in found.alone if one.estimate is None]
        assert text.startswith("Even alone, " if late else "Each alone makes its deadline, for ")
        assert all(name in text for name in late)
        return
    said = known(TOGETHER.fullmatch(text))
    assert money(said["total"]) == cents(known(together.total))
    assert number(said["seats"]) == together.seats
    assert bool(said["twice"]) == (bool(scenario.held_seats) and len(alone) > 1)
    if all(total is not None for total in totals):
        apart = sum((known(total) for total in totals), Decimal(0))
        assert money(said["alone"]) == cents(apart)
        assert number(said["apart"]) == sum(known(one).seats for one in alone)
        more = known(together.total) - apart
        assert bool(said["sooner"]) == (more > 0)
        assert said["word"] == ("more" if more > 0 else "less" if more else None)
        assert not more or money(said["difference"]) == cents(abs(more))


def test_one_that_is_late_even_alone_is_named() -> None:
    early = Audience(name="A", target=500, deadline_on=date(2026, 12, 1))
    scenario = asked(early, Audience(name="B", target=10), seats=1)
    found = compare_with_each_alone(scenario, [CORE], None)
    assert found.why == "Even alone, A does not make its deadline at a known price."
    both = asked(early, replace(early, name="B"), seats=1)
    assert compare_with_each_alone(both, [CORE], None).why == (
        "Even alone, A and B do not make theirs at a known price."
    )


def test_seats_that_make_each_deadline_and_not_all_of_them() -> None:
    scenario = asked(*CLIENTS, seats=2, deadline_months=8)
    found = compare_with_each_alone(scenario, [CORE], compare(scenario, [CORE]).cheapest)
    assert found.why.startswith("Even alone, A ")
    wide = asked(
        Audience(name="A", target=100, deadline_on=date(2026, 12, 31)),
        Audience(name="B", target=100, deadline_on=date(2026, 12, 31)),
        seats=2,
    )
    found = compare_with_each_alone(wide, [CORE], compare(wide, [CORE]).cheapest)
    assert found.why == (
        "Each alone makes its deadline, for $479.96 in all with 4 seats; "
        "together no plan makes every deadline."
    )
    assert found.total is None


def test_a_mix_is_named_where_each_alone_costs_less() -> None:
    """A year for one audience, four and two months for the others; RULES.md §4 has no such seats.

    The mix has: a seat for a year and one for four months, 12 × 50 + 4 × 50 = 800 messages.
    """
    core = replace(CORE, annual_price=Decimal("1079.88"))
    clients = (
        Audience(name="A", target=200),
        Audience(name="B", target=500),
        Audience(name="C", target=90, deadline_on=date(2026, 12, 31)),
    )
    scenario = asked(*clients, deadline_months=12)
    found = compare_with_each_alone(scenario, [core], compare(scenario, [core]).cheapest)
    assert found.why == (
        "Together $1,919.84 with 2 seats; each alone $1,799.82 in all with 4 seats: "
        "together costs $120.02 more. Together all seats stay to the last month or the one before "
        "it; the best mix lets some end sooner, and may cost less."
    )
    mix = find_mix(scenario, [core], max_seats=4)
    assert mix.total == Decimal("1559.84")


def test_held_seats_count_for_each() -> None:
    scenario = asked(
        Audience(name="A", target=40),
        Audience(name="B", target=40),
        held_seats=(held(1, 40, paid_until=date(2026, 12, 31), plan="core"),),
    )
    found = compare_with_each_alone(scenario, [CORE], compare(scenario, [CORE]).cheapest)
    assert found.why == (
        "Together $0.00 with 1 seat; each alone $0.00 in all with 2 seats: together costs as much. "
        "Each alone counts the seats and the credits that you have for itself."
    )


def test_an_audience_without_a_cost_of_its_own_leaves_the_comparison_out() -> None:
    scenario = asked(*CLIENTS)
    together = cheapest(CORE, scenario)
    alone = tuple(Alone(audience=one, estimate=None) for one in CLIENTS)
    found = Together(scenario=scenario, estimate=together, alone=alone)
    assert found.why == "Together $1,919.84 with 3 seats."
    assert found.total_alone is None


def test_each_alone_takes_time() -> None:
    scenario = asked(*CLIENTS)
    with pytest.raises(TimeBudgetExceeded):
        compare_with_each_alone(scenario, [CORE], None, has_time_left=lambda: False)
