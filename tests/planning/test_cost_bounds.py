"""Bounds: of seats of several groups, against every number that may stay; of all options."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import isclose
from random import Random
from typing import Any

import pytest

from planner.planning.cost_bounds import Bound
from planner.planning.options import PlanSearch
from planner.planning.plan_bounds import bound_of
from planner.planning.scenario import BEST, Scenario
from tests.planning.builders import held, make_terms
from tests.planning.random_cases import draw_case, draw_inputs, draw_terms

PAID_UNTIL = (date(2026, 12, 31), date(2027, 1, 14), date(2027, 3, 2))


def draw_search(seed: int) -> PlanSearch:
    """A plan of which a few seats are held, paid for until different days."""
    random = Random(seed)
    terms, asked = draw_terms(random), draw_inputs(random)
    held_seats = [
        replace(held(random.randint(1, 3), random.randint(0, 9)), paid_until=day, plan=terms.slug)
        for day in PAID_UNTIL
    ]
    asked |= {
        "start_on": date(2026, 12, 5),
        "deadline_on": None,
        "target": random.randint(5, 400),
        "held_seats": tuple(held_seats),
        "seats": BEST,
        "max_seats": 12,
        "audiences": (),
    }
    return PlanSearch(terms, Scenario(**asked))


@pytest.mark.oracle
@pytest.mark.parametrize("buys", [True, False])
def test_the_bound_of_several_groups_is_the_least_of_all_that_may_stay(buys: bool) -> None:
    found = 0
    for seed in range(60):
        search = draw_search(seed)
        for end in search.ends[:12]:
            bound = bound_of(search.plan_seats, end, buys=buys, by_credits=False)
            if not isinstance(bound, Bound):
                continue
            for seats in range(search.fewest, search.most + 1):
                stage = bound.stage(seats)
                if len(stage.pieces) < 2:
                    continue
                least = min(
                    bound.of_split(stage, stage.first(staying), whole=False)
                    for staying in range(stage.fewest_staying, stage.most_staying + 1)
                ) - max(piece.dollars for piece in stage.pieces)
                assert isclose(bound.of_seats(seats), least, abs_tol=1e-6), (seed, end, seats)
                found += least > 0
    assert found > 100


@pytest.mark.oracle
def test_no_option_costs_less_than_the_floor_of_its_plan() -> None:
    near = 0
    for seed in range(400):
        terms, scenario = draw_case(seed)
        search = PlanSearch(terms, scenario)
        for buys in (True, False):
            floor = search.plan_seats.floor(search.timeline.deadline, buys=buys)
            totals = [one.total for one in search.find_options(buys=buys) if one.total is not None]
            assert all(floor <= total for total in totals), (seed, buys)
            near += any(floor > 0 and total < 1.5 * floor for total in totals)
    assert near > 20


@pytest.mark.parametrize(
    ("billing", "months", "dollars"),
    [("monthly", 6, 600), ("annual", 12, 960), ("cheapest", 12, 960), ("cheapest", 6, 480)],
)
def test_the_floor_is_the_least_that_months_cost(billing: Any, months: int, dollars: int) -> None:
    prices = {"monthly_price": Decimal(100), "annual_price": Decimal(960)}
    terms = make_terms(monthly_credits=10, rollover_cap=20, purchase_limit=0, **prices)
    scenario = Scenario(
        target=10 * months, start_on=date(2026, 12, 5), deadline_months=months, billing=billing
    )
    seats = PlanSearch(terms, scenario).plan_seats
    floor = seats.floor(seats.timeline.deadline, buys=True)
    assert isclose(floor, dollars, abs_tol=1e-3)
    with_trial = PlanSearch(replace(terms, trial_months=1), replace(scenario, use_trial=True))
    assert with_trial.plan_seats.floor(months, buys=True) == 0


def test_a_plan_whose_floor_is_dearer_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = make_terms(monthly_credits=10, rollover_cap=20, purchase_limit=0)
    search = PlanSearch(terms, Scenario(target=100, start_on=date(2026, 12, 5)))
    least = [*search.find_options()][-1].total
    assert least is not None
    assert [*search.find_options(at_most=least)]
    monkeypatch.setattr(PlanSearch, "_best_of", None)
    assert not [*search.find_options(at_most=least / 2)]
