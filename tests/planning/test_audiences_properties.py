"""What holds for any audiences (RULES.md §11)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.answer_queue import AnswerQueue
from planner.planning.audience import Audience, Prefix
from planner.planning.audience import Rates as QueueRates
from planner.planning.audience_results import split_dollars
from planner.planning.comparison import find_least_total
from planner.planning.days import DAY
from planner.planning.estimate import Estimate
from planner.planning.groups import SeatGroup
from planner.planning.ledger import run_ledger
from planner.planning.money import cents
from planner.planning.scenario import Scenario
from planner.planning.sending import Sending
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import groups, plans, scenarios, sendings, strategies
from tests.planning.audiences import (
    START,
    cases,
    cheapest,
)
from tests.planning.builders import months_of


def figures(estimate: Estimate) -> tuple[Any, ...]:
    """All that an estimate counts."""
    return (
        estimate.status, estimate.seats, estimate.months, estimate.total, estimate.done_on,
        estimate.credits, [row.ledger[1:] for row in estimate.schedule],
    )  # fmt: skip


@examples(60, many=300)
@given(plans(), scenarios(), strategies)
def test_one_audience_is_the_scenario_without_audiences(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    one = replace(scenario, audiences=(Audience(name="all", target=scenario.target),))
    found, plain = cheapest(terms, one, strategy), cheapest(terms, scenario, strategy)
    assert figures(found) == figures(plain)
    assert [part.done_on for part in found.audiences] == [plain.done_on] * bool(plain.is_done)
    assert one.replies == scenario.replies


@examples(30, many=300)
@given(plans(), cases(), strategies, st.data())
def test_dividing_an_audience_changes_no_total(
    terms: Terms, scenario: Scenario, strategy: Strategy, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(scenario.audiences) - 1))
    one = scenario.audiences[place]
    if one.target < 2:
        return
    first = data.draw(st.integers(1, one.target - 1))
    halves = (
        replace(one, name="first half", target=first),
        replace(one, name="second half", target=one.target - first),
    )
    divided = replace(
        scenario, audiences=(*scenario.audiences[:place], *halves, *scenario.audiences[place + 1 :])
    )
    found, whole = cheapest(terms, divided, strategy), cheapest(terms, scenario, strategy)
    assert figures(found) == figures(whole)
    assert {part.done_on for part in found.audiences} >= {part.done_on for part in whole.audiences}


@examples(30, many=300)
@given(plans(), cases(), strategies)
def test_what_audiences_get_adds_up_to_the_estimate(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    found = cheapest(terms, scenario, strategy)
    if not found.is_done:
        assert found.audiences == ()
        return
    parts = found.audiences
    assert sum(part.messages for part in parts) == scenario.messages
    assert sum(part.on_credits for part in parts) == scenario.to_send
    assert max(part.done_on for part in parts) == found.done_on
    assert (found.status == "ok") == all(not part.days_late for part in parts)
    if found.total is not None:
        assert sum(known(part.share) for part in parts) == cents(found.total)
        if scenario.to_send:
            assert all(not part.share for part in parts if not part.on_credits)


@examples(20, many=200)
@given(plans(), cases(answers_come="next"), st.data())
def test_a_later_deadline_or_a_person_fewer_never_costs_more(
    terms: Terms, scenario: Scenario, data: st.DataObject
) -> None:
    total = cheapest(terms, scenario).total
    if cheapest(terms, scenario).status != "ok" or total is None:
        return
    own = [one for one in scenario.audiences if one.deadline_on is not None]
    if own and len({one.priority for one in scenario.audiences}) == 1:
        # The last in the queue, so that the order stays.
        last = max(own, key=lambda one: known(one.deadline_on))
        later = replace(last, deadline_on=known(last.deadline_on) + 40 * DAY)
        audiences = tuple(later if one is last else one for one in scenario.audiences)
        relaxed = replace(scenario, audiences=audiences)
        if [one.audience.name for one in relaxed.queue] == [
            one.audience.name for one in scenario.queue
        ]:
            assert known(find_least_total(relaxed, [terms])) <= total
    if scenario.target > 1:
        fewer = scenario.with_target(scenario.target - 1)
        assert known(find_least_total(fewer, [terms])) <= total


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=6),
    st.integers(0, 10**7),
)
def test_dollars_are_split_to_the_cent(parts: list[tuple[int, int]], number: int) -> None:
    total = Decimal(number) / 1_000
    on_credits, people = [one for one, _ in parts], [one for _, one in parts]
    split = [known(one) for one in split_dollars(total, on_credits, people)]
    weights = on_credits if any(on_credits) else people
    assert sum(split) == cents(total)
    for share, weight in zip(split, weights, strict=True):
        exact = cents(total) * weight / sum(weights)
        assert abs(share - exact) < Decimal("0.01")
    assert split_dollars(None, on_credits, people) == [None] * len(parts)


@examples(30, many=150)
@given(plans(), cases(), st.sampled_from(STRATEGIES))
def test_no_strategy_costs_less_than_the_cheapest(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    best, other = cheapest(terms, scenario), cheapest(terms, scenario, strategy)
    if other.status == "ok" and other.total is not None and scenario.is_paced is False:
        assert best.status == "ok"
        assert known(best.total) <= other.total


@st.composite
def equal_rates(draw: st.DrawFn, sending: Sending, /) -> AnswerQueue:
    """The messages of a sending, divided among audiences that all answer at its rate."""
    ends = sorted({*draw(st.lists(st.integers(1, sending.to_send), max_size=3)), sending.to_send})
    rates = QueueRates(Fraction(0), Fraction(1), sending.return_rate, Fraction(0))
    return AnswerQueue(
        [
            Prefix(Audience(name="A", target=1), START, rates, end, 0, end - before, 0)
            for before, end in pairwise([0, *ends])
        ]
    )


@examples(60, many=300)
@given(st.data(), groups(), sendings(), st.none() | st.integers(0, 30))
def test_a_queue_of_equal_rates_is_the_plain_ledger(
    data: st.DataObject, group: SeatGroup, sending: Sending, cap: int | None
) -> None:
    queue = data.draw(equal_rates(sending))
    timeline = months_of(group)
    for at_once in (False, True):
        plain = replace(sending, at_once=at_once)
        queued = replace(plain, queue=queue)
        found, expected = (
            run_ledger([group], one, timeline, purchase_cap=cap, end=40) for one in (queued, plain)
        )
        assert found.rows == expected.rows
        assert found.unsent == expected.unsent
