"""The bound of seats of several groups, against every number of them that may stay."""

from dataclasses import replace
from datetime import date
from math import isclose
from random import Random

import pytest

from planner.planning.cost_bounds import Bound
from planner.planning.options import PlanSearch
from planner.planning.plan_bounds import bound_of
from planner.planning.scenario import BEST, Scenario
from tests.planning.builders import held
from tests.planning.random_cases import draw_inputs, draw_terms

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
