"""The cheapest seats of several plans together for a query (RULES.md §6)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock

from campaigns.query.query import Query, most_seats
from campaigns.studies.cache import get_or_compute
from campaigns.studies.solver_process import SolverProcess
from campaigns.studies.time_budget import Countdown, count_elsewhere, is_limited
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.mix import Mixes, Solver, find_mixes, solve
from planner.planning.ranges import MOST_SEATS
from planner.planning.scenario import BEST, Scenario

# For all proofs together, where there is no other limit: a large mix is never proven.
MOST_SECONDS = 4.5
# The most seats of a mix where neither it nor the scenario has a number.
SEATS_SUGGESTED = 5
# How many seats a mix may have for each of the cheapest single plan, where nothing limits them.
SEATS_FOR_ONE = 2
# For another client's mix, which the worker is solving.
SECONDS_TO_WAIT = 3

_turn = Lock()
_solver_process = SolverProcess(count=count_elsewhere)


def suggest_seats(scenario: Scenario) -> int:
    """The most seats of a mix where the person names none for it."""
    return SEATS_SUGGESTED if scenario.seats == BEST else scenario.seats


def seats_beside(query: Query, cheapest: Estimate) -> int:
    """The most seats of the mix beside a comparison and its cheapest estimate.

    Those that the person names; else enough for several small plans in the place of each seat of
    the estimate, and for all held seats.
    """
    max_seats, _ = seats_allowed(query)
    if query.values["max_seats"] or query.scenario.seats != BEST:
        return max_seats
    held = sum(one.seats for one in query.scenario.held_seats)
    return min(MOST_SEATS, max(max_seats, SEATS_FOR_ONE * cheapest.seats, held))


def study_mix(query: Query, *, seconds_to_wait: float = SECONDS_TO_WAIT) -> Mixes:
    """The mixes of at most `max_seats` seats; of the scenario's own where the form gives none.

    Raises `TimeBudgetExceeded` where the worker is busy with mixes of others for longer than
    `seconds_to_wait`. A mix that is not proven to be the least is not cached for long: with more
    time, or less to do, there may be a better one.
    """
    max_seats, most_seats_of = seats_allowed(query)
    scenario = query.scenario
    if query.opening_balance:
        # Held on every plan, as each estimate counts them, they would be there several times.
        scenario = replace(scenario, held_seats=scenario.held_seats[: -len(query.plans)])

    def compute() -> Mixes:
        with lend_solver(seconds_to_wait) as solver:
            return find_mixes(
                scenario,
                query.plans,
                max_seats=max_seats,
                most_seats_of=most_seats_of,
                seconds_left=Countdown(MOST_SECONDS),
                solver=solver,
            )

    return get_or_compute(
        "mix",
        query,
        compute,
        max_seats,
        most_seats_of,
        is_limited(),
        is_final=lambda mixes: mixes.is_proven,
    )


@contextmanager
def lend_solver(seconds_to_wait: float = SECONDS_TO_WAIT) -> Iterator[Solver]:
    """The solver; that of requests can be ended, and works for one of them at a time."""
    if not is_limited():
        yield solve
        return
    if not _turn.acquire(timeout=seconds_to_wait):
        raise TimeBudgetExceeded
    try:
        yield _solver_process
    finally:
        _turn.release()


def seats_allowed(query: Query) -> tuple[int, dict[str, int]]:
    """The most seats in all, and the most of each plan by its slug."""
    values = query.values
    max_seats = most_seats(values) or suggest_seats(query.scenario)
    per_plan = values["max_seats_per_plan"]
    limits = {} if per_plan is None else {terms.slug: per_plan for terms in query.plans}
    return max_seats, limits
