"""The mix and its last message against trying everything: all seats, all months, all purchases."""

from collections import Counter

import pytest

from planner.planning.mix import find_mix
from tests.known import known
from tests.planning.mix_cases import MixCase, draw_mix_case
from tests.planning.mix_search import search_everything

pytestmark = pytest.mark.oracle

CASES = 120
CHUNK = 10
# Trying everything takes minutes for these.
TOO_MANY_MIXES = {5, 68, 114}


def draw(seed: int) -> MixCase:
    return draw_mix_case(seed, most_months=3, most_leads=10, most_seats=2, most_bought=1)


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_the_mix_is_the_least_of_everything_that_can_be_done(first: int) -> None:
    for seed in set(range(first, first + CHUNK)) - TOO_MANY_MIXES:
        case = draw(seed)
        mix, least = find_mix(**case.asked), search_everything(case)
        assert mix.total == (least and least.total), f"case {seed}: {case}"
        assert mix.status == ("infeasible" if least is None else "optimal"), f"case {seed}: {case}"
        assert mix.done_on == (least and least.done_on), f"case {seed}: {case}"
        assert mix.is_earliest == (least is not None), f"case {seed}: {case}"


def test_the_cases_put_every_limit_into_play() -> None:
    cases = [draw(seed) for seed in range(CASES)]
    mixes = [find_mix(**case.asked) for case in cases]
    statuses = Counter(mix.status for mix in mixes)
    assert statuses["optimal"] >= 60
    assert statuses["infeasible"] >= 10
    scenarios = [mix.scenario for mix in mixes if mix.is_done]
    assert sum(bool(one.held_seats) for one in scenarios) >= 10
    assert sum(one.is_paced for one in scenarios) >= 20
    assert sum(one.answers_come == "same" for one in scenarios) >= 5
    assert sum(one.deadline_on is not None for one in scenarios) >= 10
    assert sum(len(mix.groups) > 1 for mix in mixes) >= 10
    assert sum(known(mix.credits).bought > 0 for mix in mixes if mix.is_done) >= 5
