"""The search for the mix: for one deadline, or for every deadline up to one (RULES.md §6).

The solver proposes, the ledger decides: each proposal runs through the ledger, and the best single
plan is a candidate as well. So a mix costs at most what a single plan that was tried costs, and it
is `optimal` only where its total, which is the ledger's, is not above the proven bound.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from planner.planning.estimate import Estimate
from planner.planning.mix.attempt import attempt, repair
from planner.planning.mix.candidate import Candidate, simulate, without_idle_seats
from planner.planning.mix.explanation import explain_mix
from planner.planning.mix.formulation import Offer
from planner.planning.mix.program import Solver, solve
from planner.planning.mix.request import MixRequest
from planner.planning.mix.result import Mix, MixStatus
from planner.planning.mix.seats import list_choices, make_seat_group
from planner.planning.mix.single_plans import (
    SinglePlan,
    best_within,
    estimate_best,
    list_single_plans,
)
from planner.planning.scenario import Scenario
from planner.planning.strategies import sending_of
from planner.planning.terms import Terms

# Seconds for the solver, so that a mix takes less than 5 on a busy machine as well.
TIME_LIMIT = 2.5
# The parts of the time left that the last deadline, then each earlier one, takes at most.
FIRST_DEADLINE, SHARES = 0.75, 6
# The part for the first attempt under a send limit; the rest is for a strict program.
FIRST_SHARE = 0.6


class Mixes(NamedTuple):
    """The mix for the deadline, the mixes for every deadline up to it, and the best single plan.

    `frontier` ends with `mix`; the scenario of each has its deadline. `best_single` is `None` where
    no single plan makes the deadline.
    """

    mix: Mix
    frontier: tuple[Mix, ...]
    best_single: Estimate | None

    @property
    def is_proven(self) -> bool:
        """Whether every mix of the frontier is proven, so that more time finds nothing better."""
        return all(mix.status in ("optimal", "infeasible") for mix in self.frontier)

    @property
    def why(self) -> str:
        """What the mix is, what it saves, and how far that is proven, in words."""
        return explain_mix(self.mix, self.best_single)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The best mix found for a deadline, and the proven bound of all mixes for it."""

    best: Candidate | None
    bound: Decimal
    is_infeasible: bool = False
    seconds: float = 0.0

    @property
    def status(self) -> MixStatus:
        if self.best is None:
            return "infeasible" if self.is_infeasible else "unknown"
        return "optimal" if self.best.total <= self.bound else "feasible"


def find_mix(
    scenario: Scenario,
    plans: Sequence[Terms],
    *,
    max_seats: int,
    most_seats_of: Mapping[str, int] | None = None,
    time_limit: float = TIME_LIMIT,
) -> Mix:
    """The least-cost mix of seats of `plans` that sends everything by the scenario's deadline.

    At most `max_seats` seats in all, of the plan with a slug at most `most_seats_of[slug]`; the
    scenario's own `seats` plays no part. The solver takes up to `time_limit` seconds, which limits
    its proof. Raises `InvalidInput`. Source: RULES.md §6.
    """
    request = MixRequest(
        scenario=scenario, plans=plans, max_seats=max_seats, most_seats_of=most_seats_of or {}
    )
    singles = list_single_plans(request)
    finding = _find(request, singles, deadline=scenario.deadline_months, time_limit=time_limit)
    return _as_mix(request, finding, deadline=scenario.deadline_months)


def find_mixes(
    scenario: Scenario,
    plans: Sequence[Terms],
    *,
    max_seats: int,
    most_seats_of: Mapping[str, int] | None = None,
    seconds_left: Callable[[], float] = lambda: TIME_LIMIT,
    solver: Solver = solve,
) -> Mixes:
    """The mix of `find_mix`, those for every deadline up to its own, and the best single plan.

    A later deadline never costs more. `seconds_left()` gives the rest of the time budget before
    each proof; `solver` solves the programs. Raises `InvalidInput`. Source: RULES.md §4, §6.
    """
    request = MixRequest(
        scenario=scenario, plans=plans, max_seats=max_seats, most_seats_of=most_seats_of or {}
    )
    singles = list_single_plans(request)
    months, time_limit = scenario.deadline_months, seconds_left() * FIRST_DEADLINE
    find = partial(_find, request, singles, solver=solver)
    findings = [find(deadline=months, time_limit=time_limit)]
    for deadline in range(months - 1, 0, -1):
        later = findings[-1]
        if later.is_infeasible or (later.best and len(later.best.schedule) <= deadline):
            # What no later deadline allows, no earlier one does; what is done by now is the least.
            findings.append(later)
            continue
        time_limit = seconds_left() / min(deadline, SHARES)
        finding = find(deadline=deadline, time_limit=time_limit)
        # A mix for a shorter deadline costs at least the bound of a longer one.
        findings.append(replace(finding, bound=max(finding.bound, later.bound)))
    frontier = tuple(
        _as_mix(request, finding, deadline=deadline)
        for deadline, finding in enumerate(_carry_forward(findings[::-1]), 1)
    )
    return Mixes(frontier[-1], frontier, estimate_best(request, singles))


def _carry_forward(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Each finding, with the best mix of a shorter deadline unless its own is cheaper."""
    best: Candidate | None = None
    for finding in findings:
        if best and (finding.best is None or best.total <= finding.best.total):
            finding = replace(finding, best=best)
        best = finding.best
        yield finding


def _find(
    request: MixRequest,
    singles: Sequence[SinglePlan],
    *,
    deadline: int,
    time_limit: float,
    solver: Solver = solve,
) -> Finding:
    """The finding for one deadline, from the solver and the single plans."""
    scenario = request.scenario
    if not scenario.to_send:
        return Finding(best=Candidate(Decimal(0), (), ()), bound=Decimal(0))
    offer = _offer(request, deadline)
    if not offer.choices or offer.sendable * deadline < scenario.to_send:
        return Finding(best=None, bound=Decimal(0), is_infeasible=True)
    share = FIRST_SHARE if offer.limits_sending else 1.0
    propose = partial(attempt, scenario, offer, solver=solver)
    first = propose(time_limit=time_limit * share)
    attempts, candidates = [first], [first.candidate]
    if first.unsent:
        left = time_limit - first.solved.seconds
        attempts.append(propose(time_limit=left, is_strict=True))
        candidates += [attempts[-1].candidate, *repair(scenario, offer, first)]
    if single := best_within(singles, deadline):
        candidates.insert(0, _simulate_single_plan(scenario, single))
    best = min(filter(None, candidates), key=lambda one: one.total, default=None)
    return Finding(
        best=best and without_idle_seats(scenario, best),
        bound=max(one.solved.bound for one in attempts),
        is_infeasible=attempts[-1].solved.is_infeasible and best is None,
        seconds=sum(one.solved.seconds for one in attempts),
    )


def _offer(request: MixRequest, deadline: int) -> Offer:
    return Offer(
        choices=list(list_choices(request.plans, request.scenario, deadline=deadline)),
        sending=sending_of(request.scenario),
        deadline=deadline,
        max_seats=request.max_seats,
        most_seats_of=request.most_seats_of,
    )


def _simulate_single_plan(scenario: Scenario, single: SinglePlan) -> Candidate | None:
    group = make_seat_group(single.terms, scenario, seats=single.seats, months=single.option.months)
    return simulate(scenario, [group], single.purchases(scenario))[0]


def _as_mix(request: MixRequest, finding: Finding, *, deadline: int) -> Mix:
    best = finding.best
    return Mix(
        scenario=replace(request.scenario, deadline_months=deadline),
        max_seats=request.max_seats,
        status=finding.status,
        bound=None if finding.is_infeasible else finding.bound,
        groups=best.groups if best else (),
        schedule=best.schedule if best else (),
    )
