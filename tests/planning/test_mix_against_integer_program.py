"""The mix against an integer program that is formulated differently, on somewhat larger cases."""

from collections import Counter
from collections.abc import Callable
from itertools import islice

import pytest

from planner.planning.mix import Mix, find_mix
from tests.known import known
from tests.planning.mix_cases import MixCase, draw_mix_case
from tests.planning.mix_oracle import least_cost

pytestmark = pytest.mark.oracle

CASES = 200
CHUNK = 20


def draw(seed: int) -> MixCase:
    return draw_mix_case(seed, most_months=8, most_leads=60, most_seats=5)


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_what_is_called_optimal_is_the_proven_least(first: int) -> None:
    for seed in range(first, first + CHUNK):
        case = draw(seed)
        mix, proven = find_mix(**case.asked), least_cost(case)
        if mix.status == "feasible":
            assert proven is not None, f"case {seed}: {case}"
            assert known(mix.bound) <= known(mix.total), f"case {seed}: {case}"
        else:
            assert mix.status in ("optimal", "infeasible"), f"case {seed}: {case}"
            assert mix.total == proven, f"case {seed}: {case}"


def test_the_cases_put_every_limit_into_play() -> None:
    cases = [draw(seed) for seed in range(80)]
    mixes = [find_mix(**case.asked) for case in cases]
    assert Counter(mix.status for mix in mixes)["optimal"] >= 60

    def count(fact: Callable[[Mix], object]) -> int:
        return sum(bool(fact(mix)) for mix in mixes if mix.is_done)

    assert count(lambda mix: len(mix.groups) > 1) >= 10
    assert count(lambda mix: len({group.terms for group in mix.groups}) > 1) >= 5
    assert count(lambda mix: len({group.months for group in mix.groups}) > 1) >= 5
    assert count(lambda mix: known(mix.credits).bought) >= 5
    assert count(lambda mix: known(mix.credits).returned) >= 10
    assert count(lambda mix: known(mix.credits).expired) >= 5
    assert count(lambda mix: known(mix.credits).forfeited) >= 5
    assert count(lambda mix: mix.scenario.monthly_send_limit) >= 10
    assert count(waits) >= 5


def waits(mix: Mix) -> bool:
    """Whether credits wait for a later month."""
    return any(month.ledger.closing for month in islice(mix.schedule, len(mix.schedule) - 1))
