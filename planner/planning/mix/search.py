"""The search for the mix: for one deadline, or for every deadline up to one (RULES.md §6).

The solver proposes, the ledger decides: each proposal runs through the ledger, and the best single
plan is a candidate as well. So a mix costs at most what a single plan costs, and it is `optimal`
only where its total, which is the ledger's, is not above the proven bound.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from planner.planning.audience_results import are_in_time, find_days
from planner.planning.estimate import Estimate
from planner.planning.free_messages import find_last_day, place_free_messages
from planner.planning.groups import SeatGroup, new_calendar
from planner.planning.layout import lay_out
from planner.planning.ledger import Ledger
from planner.planning.mix.candidate import is_as_good, without_idle_seats
from planner.planning.mix.earliest import find_earliest
from planner.planning.mix.explanation import explain_mix
from planner.planning.mix.formulation import Offer
from planner.planning.mix.kinds import list_kinds, list_sources
from planner.planning.mix.program import Solver, solve
from planner.planning.mix.proposals import Finding, propose
from planner.planning.mix.request import MixRequest
from planner.planning.mix.result import Mix, MixStatus
from planner.planning.mix.single_plans import (
    SinglePlan,
    best_in_time,
    estimate_best,
    list_single_plans,
)
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.timeline import timeline_of

# Seconds for the solver, so that a mix takes less than 5 on a busy machine as well.
TIME_LIMIT = 2.5
# The part of the time, at most, for the earliest last message among mixes that cost as little.
TIES = 0.1
# The parts of the time left that the last deadline, then each earlier one, takes at most.
FIRST_DEADLINE, SHARES = 0.75, 6
# The seat of a person without a subscription: it can send to open profiles.
PERSON = Terms(slug="", name="", monthly_credits=0, rollover_cap=0, credit_lifetime_days=1)


class Mixes(NamedTuple):
    """The mix for the deadline, the mixes for every deadline up to it, and the best single plan.

    `frontier` ends with `mix`; the scenario of each has its deadline, each month's end and the last
    one. `best_single` is `None` where no single plan makes the deadline.
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


def find_mix(
    scenario: Scenario,
    plans: Sequence[Terms],
    *,
    max_seats: int,
    most_seats_of: Mapping[str, int] | None = None,
    time_limit: float = TIME_LIMIT,
) -> Mix:
    """The least-cost mix of seats of `plans` that sends everything by the scenario's deadline.

    At most `max_seats` seats at the same time, of the plan with a slug at most
    `most_seats_of[slug]`; the scenario's own `seats` plays no part. The solver takes up to
    `time_limit` seconds, which limits its proof. Raises `InvalidInput`. Source: RULES.md §6.
    """
    request = MixRequest(
        scenario=scenario, plans=plans, max_seats=max_seats, most_seats_of=most_seats_of or {}
    )
    if not scenario.to_send:
        return _send_free(request)
    singles = list_single_plans(request)
    return _as_mix(request, _find(request, singles, time_limit=time_limit))


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

    A later deadline never costs more, and takes the mix of an earlier one that costs as much.
    `seconds_left()` gives the rest of the time budget before each proof; `solver` solves the
    programs. Raises `InvalidInput`. Source: RULES.md §4, §6.
    """
    request = MixRequest(
        scenario=scenario, plans=plans, max_seats=max_seats, most_seats_of=most_seats_of or {}
    )
    requests = list(request.deadlines())
    if not scenario.to_send:
        frontier = tuple(map(_send_free, requests))
        return Mixes(frontier[-1], frontier, None)
    singles = list_single_plans(request)
    time_limit = seconds_left() * FIRST_DEADLINE
    findings = [_find(request, singles, time_limit=time_limit, solver=solver)]
    for number in range(len(requests) - 1, 0, -1):
        sooner, later = requests[number - 1], findings[-1]
        is_in_time = later.best and later.best.done_on <= sooner.scenario.deadline
        if later.is_infeasible or is_in_time:
            # What no later deadline allows, no earlier one does; what is done by now is the least.
            findings.append(later)
            continue
        time_limit = seconds_left() / min(number, SHARES)
        finding = _find(sooner, singles, time_limit=time_limit, solver=solver)
        # A mix for a shorter deadline costs at least the bound of a longer one.
        findings.append(replace(finding, bound=max(finding.bound, later.bound)))
    frontier = tuple(
        _as_mix(one, finding)
        for one, finding in zip(requests, _carry_forward(findings[::-1]), strict=True)
    )
    return Mixes(frontier[-1], frontier, estimate_best(singles))


def _carry_forward(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Each finding, with the best mix of a shorter deadline unless its own is better.

    What is done sooner makes the shorter deadline, too: that its mix is the earliest still holds.
    """
    sooner = Finding(best=None)
    for finding in findings:
        if sooner.best and is_as_good(sooner.best, finding.best):
            is_earliest = sooner.is_earliest or finding.is_earliest
            finding = replace(finding, best=sooner.best, is_earliest=is_earliest)
        sooner = finding
        yield finding


def _find(
    request: MixRequest,
    singles: Sequence[SinglePlan],
    *,
    time_limit: float,
    solver: Solver = solve,
) -> Finding:
    """The finding for the deadline of the request, from the solver and the single plans."""
    scenario = request.scenario
    sources = list_sources(request)
    offer = Offer(request=request, sources=sources, kinds=list_kinds(sources))
    monthly = scenario.monthly_send_limit
    is_too_slow = monthly and monthly * scenario.months_until_deadline < scenario.messages
    if not offer.kinds or is_too_slow:
        return Finding(best=None, is_infeasible=True)
    single = best_in_time(offer, singles)
    finding = propose(offer, single, time_limit=time_limit, solver=solver)
    left = min(TIES * time_limit, time_limit - finding.seconds)
    finding = find_earliest(offer, finding, time_limit=left, solver=solver)
    best = finding.best
    return replace(finding, best=best and without_idle_seats(offer, best))


def _status_of(finding: Finding) -> MixStatus:
    if finding.best is None:
        return "infeasible" if finding.is_infeasible else "unknown"
    return "optimal" if finding.best.total <= finding.bound else "feasible"


def _as_mix(request: MixRequest, finding: Finding) -> Mix:
    layout = finding.best and finding.best.layout
    return Mix(
        scenario=request.scenario,
        max_seats=request.max_seats,
        status=_status_of(finding),
        bound=None if finding.is_infeasible else finding.bound,
        is_earliest=finding.is_earliest,
        groups=layout.groups if layout else (),
        schedule=layout.schedule if layout else (),
        credits=layout.credits if layout else None,
        done_on=layout.done_on if layout else None,
        audience_days=layout.audience_days if layout else (),
    )


def _send_free(request: MixRequest) -> Mix:
    """The mix where every message goes to an open profile: it takes persons, not seats."""
    scenario = request.scenario
    calendar = new_calendar(PERSON, scenario)
    persons = SeatGroup(terms=PERSON, seats=request.max_seats, calendar=calendar, last_month=0)
    ledger = Ledger(
        groups=[persons], rows=[()], unsent=0, timeline=timeline_of(scenario, [calendar])
    )
    free = place_free_messages(scenario, ledger)
    done_on = None if free.unsent else find_last_day(scenario, ledger, free)
    days = () if free.unsent else find_days(scenario, ledger, free)
    if done_on is None or done_on > scenario.deadline or not are_in_time(scenario, days):
        return _as_mix(request, Finding(best=None, is_infeasible=True))
    layout = lay_out(scenario, ledger, free)
    return Mix(
        scenario=scenario,
        max_seats=request.max_seats,
        status="optimal",
        bound=Decimal(0),
        is_earliest=True,
        schedule=layout.schedule,
        credits=layout.credits,
        done_on=done_on,
        audience_days=days,
    )
