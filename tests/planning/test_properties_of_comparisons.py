"""What must hold of several plans side by side."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from planner.planning.alternatives import (
    EXTRA_MONTHS_TO_TRY,
    find_alternatives,
    find_cheapest,
    find_cheapest_by,
)
from planner.planning.comparison import compare, find_frontier, find_least_total, reach_for_budget
from planner.planning.estimate import make_estimate
from planner.planning.options import PlanSearch
from planner.planning.ranges import MOST_LEADS, MOST_MONTHS
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, prices, scenarios, some_plans
from tests.planning.builders import bought_of, make_scenario, make_terms


@examples(30, many=100)
@given(some_plans(), scenarios())
def test_all_estimates_are_there_and_the_best_stands_first(
    terms: list[Terms], scenario: Scenario
) -> None:
    comparison = compare(scenario, terms)
    assert len(comparison.estimates) == len(terms) * len(STRATEGIES)
    in_time = [
        one.total for one in comparison.estimates if one.status == "ok" and one.total is not None
    ]
    assert in_time == sorted(in_time)
    assert [one.total for one in comparison.estimates[: len(in_time)]] == in_time
    assert (comparison.cheapest is None) is (not in_time)


@examples(30, many=100)
@given(some_plans(), scenarios())
def test_the_frontier_never_rises(terms: list[Terms], scenario: Scenario) -> None:
    options = [point.option for point in find_frontier(scenario, terms)]
    assert len(options) == scenario.months_until_deadline
    for sooner, later in pairwise(options):
        assert sooner is None or known(known(later).total) <= known(sooner.total)


@examples(10, many=50)
@given(some_plans(), scenarios())
def test_each_point_of_the_frontier_is_the_cheapest_of_a_comparison_by_that_deadline(
    terms: list[Terms], scenario: Scenario
) -> None:
    """Where something is sent on credits: a frontier is made of ways to get them."""
    assume(scenario.to_send)
    *_, last = find_frontier(scenario, terms)
    assert find_least_total(scenario, terms) == (last.option and last.option.total)
    for point in find_frontier(scenario, terms):
        cheapest = compare(replace(scenario, deadline_on=point.deadline), terms).cheapest
        if cheapest is None:
            assert point.option is None
            continue
        assert (
            point.terms,
            known(point.option).months,
            known(point.option).bought,
            known(point.option).total,
        ) == (
            cheapest.terms,
            cheapest.months,
            bought_of(cheapest),
            cheapest.total,
        )


@examples(20, many=30)
@given(some_plans(), scenarios(), prices(300_000))
def test_a_budget_is_kept_and_one_lead_more_is_beyond_it(
    terms: list[Terms], scenario: Scenario, budget: Decimal
) -> None:
    scenario = replace(scenario, budget=budget)
    reach = reach_for_budget(scenario, terms)
    if reach.estimate is None:
        assert reach.target == 0
    else:
        assert reach.estimate.status == "ok"
        assert reach.estimate.scenario.target == reach.target
        assert known(reach.estimate.total) <= budget
    assume(reach.target < MOST_LEADS)
    one_more = replace(scenario, target=reach.target + 1)
    for plan in terms:
        answer = make_estimate(plan, one_more, "cheapest")
        assert answer.status != "ok" or answer.total is None or answer.total > budget


@examples(25, many=100)
@given(some_plans(), scenarios(), prices(300_000), prices(100_000))
def test_a_larger_budget_never_reaches_fewer_leads(
    terms: list[Terms], scenario: Scenario, budget: Decimal, more: Decimal
) -> None:
    small = reach_for_budget(replace(scenario, budget=budget), terms)
    large = reach_for_budget(replace(scenario, budget=budget + more), terms)
    assert small.target <= large.target


@examples(13, many=100)
@given(some_plans(), scenarios(), plans(priced=False))
def test_another_plan_to_choose_from_never_makes_the_cheapest_dearer(
    terms: list[Terms], scenario: Scenario, plan: Terms
) -> None:
    few = compare(scenario, terms).cheapest
    more = compare(scenario, [*terms, replace(plan, slug="another")]).cheapest
    assume(few is not None)
    assert more is not None
    assert known(more.total) <= known(known(few).total)


@examples(25, many=100)
@given(some_plans(), scenarios())
def test_the_order_of_the_plans_does_not_move_the_least_total(
    terms: list[Terms], scenario: Scenario
) -> None:
    forth, back = compare(scenario, terms), compare(scenario, terms[::-1])
    totals = [one.cheapest.total if one.cheapest else None for one in (forth, back)]
    assert totals[0] == totals[1]
    assert totals[0] is None or totals[0] >= Decimal(0)


@examples(25, many=100)
@given(some_plans(), scenarios())
def test_the_cheapest_found_alone_is_where_the_frontier_ends(
    terms: list[Terms], scenario: Scenario
) -> None:
    """Where something is sent on credits: a frontier is made of ways to get them."""
    assume(scenario.to_send)
    point, found = find_frontier(scenario, terms)[-1], find_cheapest(scenario, terms)
    assert (found is None) is (point.option is None)
    if found and point.option:
        expected = point.option.total, point.option.months, point.option.bought
        assert (found.total, found.months, bought_of(found)) == expected
        assert found.terms == point.terms


@examples(25, many=100)
@given(some_plans(), scenarios(), st.data())
def test_the_ways_of_a_comparison_say_what_is_cheapest_by_an_earlier_deadline(
    terms: list[Terms], scenario: Scenario, data: Any
) -> None:
    # The last month up to a deadline that is a day ends after it.
    last = scenario.months_until_deadline - (0 if scenario.deadline_on is None else 1)
    assume(last)
    months = data.draw(st.integers(1, last), label="months")
    sooner = replace(scenario, deadline_months=months, deadline_on=None)
    assert find_cheapest_by(compare(scenario, terms), months) == find_cheapest(sooner, terms)


@examples(50, many=100)
@example(make_terms(), make_scenario(open_profile_share=Decimal(1)), Decimal(1))
@given(plans(priced=True), scenarios(), prices(200_000))
def test_a_limit_on_the_total_leaves_out_what_is_beyond_it_and_nothing_else(
    terms: Terms, scenario: Scenario, limit: Decimal
) -> None:
    assume(scenario.to_send)
    options = [*PlanSearch(terms, scenario).find_options()]
    within = [*PlanSearch(terms, scenario).find_options(at_most=limit)]
    assert all(known(option.total) <= limit for option in within)
    least = [option for option in options[-1:] if known(option.total) <= limit]
    assert within[-1:] == least


@examples(25, many=100)
@given(plans(), scenarios(), st.integers(1, 12), st.integers(1, 24))
def test_what_is_known_by_a_deadline_and_what_is_better_later_are_a_whole_search(
    terms: Terms, scenario: Scenario, months: int, more: int
) -> None:
    # Limits may let messages to open profiles decide: those are searched for apart.
    assume(scenario.to_send and not scenario.is_paced)
    sooner = replace(scenario, deadline_months=months, deadline_on=None)
    later = replace(sooner, deadline_months=months + more)
    known_ways = [*PlanSearch(terms, sooner).find_options()]
    at_most = known_ways[-1].total if known_ways else None
    beyond = PlanSearch(terms, later).find_options(at_most=at_most, after_months=months)
    found = [*known_ways, *beyond][-1:]
    whole = [*PlanSearch(terms, later).find_options()][-1:]
    assert [(one.total, one.seats) for one in found] == [(one.total, one.seats) for one in whole]


@examples(25, many=100)
@given(some_plans(), scenarios(), prices(200_000))
def test_the_cheapest_at_most_so_dear_is_the_cheapest_or_none(
    terms: list[Terms], scenario: Scenario, limit: Decimal
) -> None:
    cheapest = find_cheapest(scenario, terms)
    found = find_cheapest(scenario, terms, at_most=limit)
    if cheapest and known(cheapest.total) <= limit:
        assert found == cheapest
    else:
        assert found is None or found == cheapest


@examples(25, many=100)
@given(some_plans(), scenarios())
def test_a_later_deadline_is_named_where_it_costs_less_and_nowhere_else(
    terms: list[Terms], scenario: Scenario
) -> None:
    comparison = compare(scenario, terms)
    assume(comparison.cheapest)
    last = min(MOST_MONTHS, scenario.months_until_deadline + EXTRA_MONTHS_TO_TRY)
    longer = replace(scenario, deadline_months=last, deadline_on=None)
    expected = find_cheapest(longer, terms)
    total = known(known(comparison.cheapest).total)
    later = [one for one in find_alternatives(comparison, terms) if one.change == "later"]
    if expected is None or known(expected.total) >= total:
        assert later == []
    else:
        assert [one.estimate for one in later] == [expected]
