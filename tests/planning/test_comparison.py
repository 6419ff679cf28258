from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.comparison import (
    compare,
    find_frontier,
    find_least_total,
    rank,
    reach_for_budget,
)
from planner.planning.estimate import make_estimate
from planner.planning.options import PlanSearch
from planner.planning.ranges import MOST_LEADS
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from tests.planning.builders import NO_PRICES, bought_of, estimate, make_scenario, make_terms

NAVIGATOR = make_terms()
CAREER = make_terms(
    slug="career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    annual_price=None,
)
FREE = make_terms(slug="free", monthly_credits=0, rollover_cap=0, purchase_limit=0)
UNPRICED = make_terms(slug="unpriced", **NO_PRICES)


def test_every_plan_is_compared_with_every_strategy() -> None:
    comparison = compare(make_scenario(), [NAVIGATOR, CAREER])
    assert {(one.terms.slug, one.strategy) for one in comparison.estimates} == {
        (slug, strategy) for slug in ("navigator", "career") for strategy in STRATEGIES
    }


def test_only_the_strategies_asked_for_are_compared() -> None:
    comparison = compare(make_scenario(), [NAVIGATOR], ["buy_now", "accumulate"])
    assert [one.strategy for one in comparison.estimates] == ["accumulate", "buy_now"]


def test_the_cheapest_in_time_stands_first_then_the_late_the_unpriced_and_the_impossible() -> None:
    comparison = compare(make_scenario(deadline_months=4), [FREE, UNPRICED, NAVIGATOR, CAREER])
    assert [(one.terms.slug, one.strategy, one.status) for one in comparison.estimates] == [
        ("navigator", "cheapest", "ok"),
        ("navigator", "accumulate", "ok"),
        ("navigator", "buy_now", "ok"),
        ("career", "cheapest", "ok"),
        ("career", "accumulate", "ok"),
        ("career", "buy_now", "ok"),
        ("navigator", "as_granted", "misses_deadline"),
        ("career", "as_granted", "misses_deadline"),
        ("unpriced", "buy_now", "ok"),
        ("unpriced", "accumulate", "ok"),
        ("unpriced", "cheapest", "ok"),
        ("unpriced", "as_granted", "misses_deadline"),
        ("free", "accumulate", "no_inmail"),
        ("free", "as_granted", "no_inmail"),
        ("free", "buy_now", "no_inmail"),
        ("free", "cheapest", "no_inmail"),
    ]
    assert comparison.cheapest is comparison.estimates[0]


def test_late_ones_are_ranked_by_months_before_money() -> None:
    asked = {"deadline_months": 2, "billing": "monthly"}
    soon = estimate("as_granted", make_terms(monthly_price=Decimal(500)), **asked)
    late = estimate("as_granted", make_terms(monthly_credits=10), **asked)
    assert soon.total is not None
    assert late.total is not None
    assert soon.total > late.total
    assert rank([late, soon]) == [soon, late]


def test_of_equal_totals_the_one_with_fewer_seats_stands_before_the_one_with_fewer_months() -> None:
    plan = make_terms(monthly_credits=10, monthly_price=Decimal(10), annual_price=None)
    asked = {"target": 20, "billing": "monthly"}
    two_seats = estimate("as_granted", plan, seats=2, **asked)
    one_seat = estimate("as_granted", plan, seats=1, **asked)
    assert (two_seats.total, two_seats.months) == (20, 1)
    assert (one_seat.total, one_seat.months) == (20, 2)
    assert rank([two_seats, one_seat]) == [one_seat, two_seats]


def test_of_equal_totals_the_one_with_fewer_months_stands_first_then_the_earlier_plan() -> None:
    even = make_terms(slug="even", monthly_price=Decimal(200), annual_price=None)
    twin = make_terms(slug="twin", monthly_price=Decimal(200), annual_price=None)
    comparison = compare(make_scenario(), [even, twin], ["as_granted", "buy_now"])
    assert [(one.terms.slug, one.strategy, one.total) for one in comparison.estimates] == [
        ("even", "buy_now", 1000),
        ("twin", "buy_now", 1000),
        ("even", "as_granted", 1000),
        ("twin", "as_granted", 1000),
    ]


@pytest.mark.parametrize(
    "plans",
    [[], [FREE], [UNPRICED], [make_terms(purchase_limit=0)]],
    ids=["no plan", "no credits", "no price", "too late"],
)
def test_there_is_no_cheapest_where_none_makes_the_deadline_at_a_known_price(
    plans: list[Terms],
) -> None:
    comparison = compare(make_scenario(deadline_months=3), plans)
    assert comparison.cheapest is None
    assert [point.option for point in comparison.frontier] == [None, None, None]


def test_the_frontier_has_the_least_cost_for_every_deadline() -> None:
    frontier = find_frontier(make_scenario(deadline_months=7), [CAREER, NAVIGATOR, UNPRICED])
    assert [point.deadline_months for point in frontier] == [1, 2, 3, 4, 5, 6, 7]
    assert [
        (point.terms.slug, point.option.months, point.option.total)
        for point in frontier
        if point.terms and point.option
    ] == [
        ("navigator", 1, Decimal("879.99")),
        ("navigator", 2, Decimal("759.98")),
        ("navigator", 3, Decimal("639.97")),
        ("navigator", 4, Decimal("519.96")),
        ("navigator", 5, Decimal("399.95")),
        ("navigator", 5, Decimal("399.95")),
        ("navigator", 5, Decimal("399.95")),
    ]


def test_the_least_total_is_that_of_the_cheapest_plan() -> None:
    plans = [CAREER, NAVIGATOR, UNPRICED]
    (*_, last) = find_frontier(make_scenario(deadline_months=7), plans)
    assert last.option
    assert find_least_total(make_scenario(deadline_months=7), plans) == last.option.total
    assert find_least_total(make_scenario(), [UNPRICED]) is None
    assert find_least_total(make_scenario(), []) is None


def test_messages_that_are_all_free_cost_the_least_that_an_account_costs() -> None:
    free = make_scenario(open_profile_share=Decimal(1))
    assert free.to_send == 0
    estimate = make_estimate(NAVIGATOR, free, "cheapest")
    assert find_least_total(free, [NAVIGATOR]) == estimate.total
    paced = make_scenario(open_profile_share=Decimal(1), monthly_send_limit=1, deadline_months=1)
    assert find_least_total(paced, [NAVIGATOR]) is None


def test_the_frontier_is_empty_where_the_deadline_is_too_near() -> None:
    plan = make_terms(purchase_limit=20)
    frontier = find_frontier(make_scenario(deadline_months=4), [plan])
    assert [point.option and point.option.months for point in frontier] == [None, None, 3, 4]


def test_of_equally_cheap_plans_the_frontier_takes_the_earlier() -> None:
    twin = make_terms(slug="twin")
    (*_, point) = find_frontier(make_scenario(), [NAVIGATOR, twin])
    assert point.terms is NAVIGATOR


def test_a_later_plan_takes_over_on_the_frontier_only_where_it_is_cheaper() -> None:
    slow = make_terms(slug="slow", monthly_price=Decimal(40), monthly_credits=10, annual_price=None)
    frontier = find_frontier(make_scenario(), [NAVIGATOR, slow])
    assert {point.deadline_months: point.terms.slug for point in frontier if point.terms} == {
        **dict.fromkeys(range(1, 13), "navigator"),
    }
    slow = make_terms(slug="slow", monthly_price=Decimal(39), monthly_credits=10, annual_price=None)
    frontier = find_frontier(make_scenario(), [NAVIGATOR, slow])
    assert {point.deadline_months: point.terms.slug for point in frontier if point.terms} == {
        **dict.fromkeys(range(1, 10), "navigator"),
        **dict.fromkeys(range(10, 13), "slow"),
    }


@pytest.mark.parametrize(
    ("budget", "leads", "months", "bought"),
    [
        ("79.98", 0, None, None),
        ("79.99", 20, 1, 0),
        ("89.98", 20, 1, 0),
        ("89.99", 21, 1, 1),
        ("159.97", 27, 1, 7),
        ("159.98", 40, 2, 0),
        ("640", 160, 8, 0),
        # A year's 240 for 779.88, and two bought ones for the 20.12 left.
        ("800", 242, 12, 2),
    ],
)
def test_how_many_leads_a_budget_reaches(
    budget: str, leads: int, months: int | None, bought: int | None
) -> None:
    scenario = make_scenario(budget=Decimal(budget), target=7)
    reach = reach_for_budget(scenario, [NAVIGATOR])
    assert reach.target == leads
    if reach.estimate is None:
        assert months is None
    else:
        assert (reach.estimate.months, bought_of(reach.estimate)) == (months, bought)
        assert reach.estimate.within_budget


def test_a_budget_goes_to_the_plan_that_reaches_most_and_of_those_to_the_cheaper() -> None:
    cheaper = make_terms(slug="cheaper", monthly_price=Decimal(70), annual_price=None)
    scenario = make_scenario(budget=Decimal(100), deadline_months=1)
    reach = reach_for_budget(scenario, [CAREER, NAVIGATOR, cheaper])
    assert reach.estimate is not None
    assert (reach.target, reach.estimate.terms.slug) == (23, "cheaper")
    scenario = make_scenario(budget=Decimal(80), deadline_months=1)
    reach = reach_for_budget(scenario, [NAVIGATOR, CAREER, cheaper])
    assert reach.estimate is not None
    assert (reach.target, reach.estimate.terms.slug) == (21, "cheaper")


@pytest.mark.parametrize(
    ("plans", "asked"),
    [
        ([], {"budget": Decimal(500)}),
        ([FREE], {"budget": Decimal(500)}),
        ([UNPRICED], {"budget": Decimal(500)}),
        ([NAVIGATOR], {}),
    ],
    ids=["no plan", "no credits", "no price", "no budget"],
)
def test_nobody_is_reached_without_a_plan_a_price_or_a_budget(
    plans: list[Terms], asked: dict[str, Any]
) -> None:
    reach = reach_for_budget(make_scenario(**asked), plans)
    assert (reach.target, reach.estimate) == (0, None)


def test_a_budget_buys_nothing_at_a_price_that_is_not_known() -> None:
    plan = make_terms(credit_price=None)
    reach = reach_for_budget(make_scenario(budget=Decimal(170)), [plan])
    assert reach.target == 40


def test_a_budget_can_pay_for_credits_in_a_trial_of_a_plan_without_a_price() -> None:
    plan = make_terms(monthly_price=None, annual_price=None, trial_months=1)
    reach = reach_for_budget(make_scenario(budget=Decimal(100), use_trial=True), [plan])
    assert reach.estimate is not None
    assert (reach.target, reach.estimate.total) == (30, 100)


def test_messages_to_open_profiles_need_no_budget() -> None:
    scenario = make_scenario(budget=Decimal(0), open_profile_share=Decimal(1))
    reach = reach_for_budget(scenario, [NAVIGATOR])
    assert reach.estimate is not None
    assert (reach.target, reach.estimate.total) == (MOST_LEADS, 0)


def test_credits_at_no_cost_reach_a_million_leads() -> None:
    plan = make_terms(credit_price=Decimal(0))
    reach = reach_for_budget(make_scenario(budget=Decimal(80)), [plan])
    assert reach.target == MOST_LEADS


def test_a_comparison_says_what_the_budget_reaches_where_there_is_one() -> None:
    with_budget = compare(make_scenario(budget=Decimal(640)), [NAVIGATOR])
    assert with_budget.for_budget is not None
    assert with_budget.for_budget.target == 160
    assert compare(make_scenario(), [NAVIGATOR]).for_budget is None


def test_of_ways_that_end_alike_the_one_that_begins_to_send_sooner_stands_first() -> None:
    # Two months and $159.98 either way: sent as granted, 20 people hear of it a month earlier.
    comparison = compare(make_scenario(target=30), [NAVIGATOR])
    alike = [one for one in comparison.estimates if one.total == Decimal("159.98")]
    assert [one.strategy for one in alike] == ["as_granted", "cheapest", "accumulate"]
    assert [one.first_send_month for one in alike] == [1, 1, 2]
    assert comparison.cheapest is alike[0]


@pytest.mark.parametrize(
    ("strategies", "has_the_least"),
    [(STRATEGIES, True), (["cheapest"], True), (["as_granted"], True), (["buy_now"], False)],
)
def test_the_cheapest_of_some_ways_may_not_be_the_cheapest_of_all(
    strategies: Sequence[Strategy], has_the_least: bool
) -> None:
    comparison = compare(make_scenario(), [NAVIGATOR], strategies)
    assert comparison.has_the_least is has_the_least
    assert comparison.least is not None
    assert comparison.least.option is not None
    assert comparison.least.option.total == Decimal("399.95")


def test_where_nothing_compared_is_in_time_another_way_may_be() -> None:
    late = compare(make_scenario(deadline_months=1), [NAVIGATOR], ["as_granted"])
    assert (late.cheapest, late.has_the_least) == (None, False)
    unpriced = compare(make_scenario(), [UNPRICED], ["as_granted"])
    assert (unpriced.least, unpriced.has_the_least) == (None, True)


def test_a_limit_on_the_total_misses_no_seat_that_a_send_limit_ends_sooner() -> None:
    terms = make_terms(
        monthly_credits=0, rollover_cap=0, trial_months=2, credit_price=Decimal(0),
        monthly_price=Decimal("97.18"), annual_price=Decimal("6.56"),
    )  # fmt: skip
    scenario = make_scenario(
        target=130, seats=2, deadline_months=5, reply_rate=Decimal("0.1"), use_trial=True,
        open_profile_share=Decimal("0.1"), monthly_send_limit=32, declines_return_credit=False,
    )  # fmt: skip
    options = [*PlanSearch(terms, scenario).find_options(at_most=Decimal(10))]
    assert [option.total for option in options] == [Decimal("6.56")]
