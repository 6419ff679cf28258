"""The mix against trying everything: all seats, all months, all purchases."""

import pytest

from planner.planning.mix import find_mix
from tests.planning.mix_cases import draw_mix_case
from tests.planning.mix_search import search_everything

pytestmark = pytest.mark.oracle

CASES = 160
CHUNK = 20


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_the_mix_is_the_least_of_everything_that_can_be_done(first: int) -> None:
    for seed in range(first, first + CHUNK):
        case = draw_mix_case(seed, most_months=4, most_leads=14, most_seats=3)
        mix = find_mix(**case.asked)
        assert mix.total == search_everything(case), f"case {seed}: {case}"
        assert mix.status == ("infeasible" if mix.total is None else "optimal"), f"case {seed}"
