"""The solver in a process of its own: the same answers, and an end to what overruns."""

import os
import signal
from collections.abc import Iterator
from decimal import Decimal

import pytest

from campaigns.studies import solver_process
from campaigns.studies.solver_process import SolverProcess
from planner.planning.mix import UNSOLVED, Program, solve

PLENTY = 600


@pytest.fixture
def counted() -> list[float]:
    return []


@pytest.fixture
def solver(counted: list[float]) -> Iterator[SolverProcess]:
    solver = SolverProcess(count=counted.append)
    yield solver
    solver.stop()


def make_program(least: int = 7) -> Program:
    """At least so many of two things, the one at $3, the other at $4 for two of it."""
    program = Program()
    one, two = program.variable(100, cost=Decimal(3)), program.variable(100, cost=Decimal(4))
    program.require((1, {one: 1}), (2, {two: 1}), least=least)
    return program


def end_without_answering(solver: SolverProcess) -> None:
    assert solver._process
    os.kill(solver._process.pid, signal.SIGSTOP)


def test_it_finds_what_the_solver_finds(solver: SolverProcess, counted: list[float]) -> None:
    for least in (7, 8, 200, 1_000):
        program = make_program(least)
        here, there = solve(program, time_limit=PLENTY), solver(program, time_limit=PLENTY)
        assert (there.values, there.bound) == (here.values, here.bound)
        assert there.is_infeasible == here.is_infeasible == (least == 1_000)

    assert len(counted) == 4
    assert all(seconds > 0 for seconds in counted)


def test_it_is_one_process_for_all_programs(solver: SolverProcess) -> None:
    solver(make_program(), time_limit=PLENTY)
    process = solver._process
    solver(make_program(8), time_limit=PLENTY)

    assert solver._process is process


def test_what_overruns_is_ended_and_counted_and_the_next_is_solved(
    solver: SolverProcess, counted: list[float]
) -> None:
    solver(make_program(), time_limit=PLENTY)
    process = solver._process
    end_without_answering(solver)
    counted.clear()

    assert solver(make_program(), time_limit=0.1).values is None
    assert counted == [pytest.approx(0.1 + solver_process.GRACE)]
    assert process is not None
    assert process.returncode == -signal.SIGKILL
    assert solver(make_program(), time_limit=PLENTY).values is not None


def test_a_process_that_somebody_else_ended_is_replaced(solver: SolverProcess) -> None:
    solver(make_program(), time_limit=PLENTY)
    assert solver._process
    solver._process.kill()
    solver._process.wait()

    assert solver(make_program(), time_limit=PLENTY).values is None
    assert solver(make_program(), time_limit=PLENTY).values is not None


def test_without_time_no_process_is_started(solver: SolverProcess) -> None:
    assert solver(make_program(), time_limit=0) == UNSOLVED
    assert solver._process is None


def test_it_ends_when_its_user_does(solver: SolverProcess) -> None:
    solver(make_program(), time_limit=PLENTY)
    assert solver._process
    assert solver._connection
    solver._connection.close()

    assert solver._process.wait(timeout=60) == 0
