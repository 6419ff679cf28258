"""The integer program of a mix and its solver."""

from decimal import Decimal

import pytest

from planner.planning.mix import UNSOLVED, Program, Solved, find_mix, find_mixes, proposals, solve
from tests.known import known
from tests.planning.mix_cases import AMPLE_SECONDS, LISTED, make_campaign


def test_the_solver_is_not_started_where_its_time_is_too_short() -> None:
    program = Program()
    program.require((1, {program.variable(5, cost=Decimal(2)): 1}), least=2.5)
    assert solve(program, time_limit=0) is UNSOLVED
    solved = solve(program, time_limit=AMPLE_SECONDS)
    assert (solved.values, solved.bound) == ((3,), 6)


def test_the_search_for_a_proof_ends_after_so_many_proposals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With one proposal, the credits that come back are not followed one by one."""
    scenario = make_campaign(target=74, deadline_months=3, reply_rate=Decimal("0.35"))
    proven = find_mix(scenario, LISTED, max_seats=4, time_limit=AMPLE_SECONDS)
    assert (proven.status, proven.total) == ("optimal", Decimal("239.96"))
    monkeypatch.setattr(proposals, "MOST_PROPOSALS", 1)
    mix = find_mix(scenario, LISTED, max_seats=4, time_limit=AMPLE_SECONDS)
    assert mix.status == "feasible"
    assert known(mix.bound) < known(proven.total) <= known(mix.total)


def test_where_the_solver_finds_nothing_the_bound_and_the_single_plans_remain() -> None:
    scenario = make_campaign(target=107, deadline_months=2)
    asked: list[float] = []

    def give_up(program: Program, *, time_limit: float) -> Solved:
        asked.append(program.least_seconds)
        return UNSOLVED

    mix = find_mixes(scenario, LISTED, max_seats=3, solver=give_up).mix
    assert asked
    assert mix.status == "feasible"
    least = find_mix(scenario, LISTED, max_seats=3, time_limit=AMPLE_SECONDS)
    assert known(mix.bound) < known(least.total) <= known(mix.total)
