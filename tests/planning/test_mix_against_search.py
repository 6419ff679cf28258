"""The mix against trying everything: all seats, all months, all purchases."""

from collections import Counter

import pytest

from planner.planning.mix import find_mix
from tests.known import known
from tests.planning.mix_cases import MixCase, draw_mix_case
from tests.planning.mix_search import search_everything

pytestmark = pytest.mark.oracle

CASES = 120
CHUNK = 10


def draw(seed: int) -> MixCase:
    return draw_mix_case(seed, most_months=3, most_leads=10, most_seats=2)


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_the_mix_is_the_least_of_everything_that_can_be_done(first: int) -> None:
    for seed in range(first, first + CHUNK):
        case = draw(seed)
        mix, least = find_mix(**case.asked), search_everything(case)
        if mix.status == "feasible":
            assert least is not None, f"case {seed}: {case}"
            assert known(mix.bound) <= known(least.total) <= known(mix.total), f"case {seed}"
        elif mix.status == "unknown":
            assert least is None or known(mix.bound) <= known(least.total), f"case {seed}: {case}"
        else:
            assert mix.total == (least and least.total), f"case {seed}: {case}"


def test_nearly_all_of_them_are_proven() -> None:
    """What is left is paced: the bound leaves out when credits lie idle."""
    mixes = [find_mix(**draw(seed).asked) for seed in range(CASES)]
    statuses = Counter(mix.status for mix in mixes)
    assert statuses["optimal"] + statuses["infeasible"] >= 0.9 * CASES
    assert statuses["infeasible"] >= 10
    unpaced = [mix for mix in mixes if not mix.scenario.is_paced]
    assert {mix.status for mix in unpaced} == {"optimal", "infeasible"}
