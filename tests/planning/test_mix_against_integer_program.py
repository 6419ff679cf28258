"""The mix against an integer program that is formulated differently, on somewhat larger cases."""

from collections import Counter
from collections.abc import Callable

import pytest

from planner.planning.mix import Mix, find_mix
from tests.known import known
from tests.planning.mix_cases import MixCase, draw_mix_case
from tests.planning.mix_oracle import earliest_last_message, least_cost

pytestmark = pytest.mark.oracle

CASES = 60
CHUNK = 10


def draw(seed: int) -> MixCase:
    return draw_mix_case(5_000 + seed, most_months=6, most_leads=50, most_seats=4, is_plain=True)


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_what_is_called_optimal_is_the_proven_least(first: int) -> None:
    for seed in range(first, first + CHUNK):
        case = draw(seed)
        mix, proven = find_mix(**case.asked), least_cost(case)
        assert mix.status in ("optimal", "infeasible"), f"case {seed}: {case}"
        assert mix.total == proven, f"case {seed}: {case}"
        earliest = None if proven is None else earliest_last_message(case, proven)
        assert mix.done_on == earliest, f"case {seed}: {case}"
        assert mix.is_earliest == mix.is_done, f"case {seed}: {case}"


def test_the_cases_put_every_limit_into_play() -> None:
    mixes = [find_mix(**draw(seed).asked) for seed in range(CASES)]
    assert Counter(mix.status for mix in mixes)["optimal"] >= 20

    def count(fact: Callable[[Mix], object]) -> int:
        return sum(bool(fact(mix)) for mix in mixes if mix.is_done)

    assert count(lambda mix: len(mix.groups) > 1) >= 10
    assert count(lambda mix: len({one.group.terms for one in mix.groups}) > 1) >= 5
    assert count(lambda mix: len({one.group.last_month for one in mix.groups}) > 1) >= 5
    assert count(lambda mix: known(mix.credits).bought) >= 5
    assert count(lambda mix: known(mix.credits).returned) >= 10
