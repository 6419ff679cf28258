"""What the solver proposes, run through the ledger, repaired and proposed anew (RULES.md §6)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from planner.planning.mix.candidate import Candidate, Choice, Outcome, run
from planner.planning.mix.formulation import Formulation, Offer, formulate
from planner.planning.mix.kinds import Life
from planner.planning.mix.program import Solver
from planner.planning.mix.relaxation import Relaxation, guess, narrow, relax

# Proposals that the ledger does not bear out, before the search for a proof ends.
MOST_PROPOSALS = 40


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The best candidate found for a deadline, and the proven bound of all mixes for it.

    `is_earliest`: proven, no mix that costs as little has an earlier last message. `exact` are the
    kinds that were followed by whole credits, `seconds` the run time of the solver.
    """

    best: Candidate | None
    bound: Decimal = Decimal(0)
    is_infeasible: bool = False
    is_earliest: bool = False
    exact: frozenset[Life] = frozenset()
    seconds: float = 0.0


def propose(offer: Offer, best: Candidate | None, *, time_limit: float, solver: Solver) -> Finding:
    """The finding after about `time_limit` seconds of the solver; `best` is a candidate already.

    The first and the last proposal that the ledger does not bear out are repaired.
    """
    relaxation = relax(offer)
    best = _better(best, guess(offer, relaxation))
    finding, failed = search(offer, relaxation, best, time_limit=time_limit, solver=solver)
    best = finding.best
    for outcome in [*failed[:1], *failed[1:][-1:]]:
        if best is None or best.total > finding.bound:
            for repaired in repair(outcome):
                best = _better(best, repaired)
    return replace(finding, best=best)


def search(
    offer: Offer,
    relaxation: Relaxation,
    best: Candidate | None = None,
    *,
    time_limit: float,
    solver: Solver,
    at_most: Decimal | None = None,
    exact: Collection[Life] = (),
) -> tuple[Finding, list[Outcome]]:
    """The finding from what the solver proposes, and what of it the ledger does not bear out.

    The kinds of a proposal are followed by whole credits from then on, those in `exact` from the
    start, until the bound is reached or nothing is left to follow. With `at_most`, which is known
    to be a bound, only mixes for so many dollars are looked for, and where there is none the
    finding `is_infeasible`.
    """
    bound, followed = max(at_most or Decimal(0), relaxation.proven), set(exact)
    asked = offer if at_most is None else narrow(offer, relaxation, at_most)
    failed: list[Outcome] = []
    if at_most is not None and (bound > at_most or not asked.kinds):
        return Finding(best=None, is_infeasible=True), failed
    seconds = 0.0
    for _ in range(MOST_PROPOSALS):
        if seconds >= time_limit or (best and best.total <= bound):
            break
        if best and at_most is None:
            asked = narrow(offer, relaxation, best.total)
        formulation = formulate(asked, followed, at_most=at_most)
        solved = solver(formulation.program, time_limit=time_limit - seconds)
        seconds += solved.seconds
        bound = max(bound, solved.bound)
        if solved.is_infeasible and best is None:
            return Finding(best=None, is_infeasible=True, seconds=seconds), failed
        if solved.values is None:
            break
        outcome = run(offer, _read(asked, formulation, solved.values))
        best = _better(best, outcome.candidate)
        if outcome.candidate is None:
            failed.append(outcome)
        if not _can_follow(offer) or outcome.choice.seats.keys() <= followed:
            break
        followed |= outcome.choice.seats.keys()
    finding = Finding(best=best, bound=bound, exact=frozenset(followed), seconds=seconds)
    return finding, failed


def _can_follow(offer: Offer) -> bool:
    """Whether credits back are rounded, and mostly nothing else parts program and ledger."""
    return offer.sending.return_rate > 0 and not offer.scenario.is_paced


def _better(best: Candidate | None, other: Candidate | None) -> Candidate | None:
    return min((one for one in (best, other) if one), key=lambda one: one.rank, default=None)


def _read(offer: Offer, formulation: Formulation, values: tuple[int, ...]) -> Choice:
    """The seats and purchases that the solver's values stand for."""
    choice = Choice(seats={}, purchases={})
    for kind, seats, bought in zip(offer.kinds, formulation.seats, formulation.bought, strict=True):
        if values[seats] and kind.end:
            choice = choice.with_seats(kind.life, values[seats])
            choice = choice.with_purchases(kind.life, sum(values[one] for one in bought))
    return choice


def repair(failed: Outcome) -> Iterator[Candidate | None]:
    """The failed choice with one seat more, or with as many more purchases as are needed."""
    offer, choice = failed.offer, failed.choice
    counts = [choice.seats.get(kind.life, 0) for kind in offer.kinds]
    for number, kind in enumerate(offer.kinds):
        if kind.source.group.is_held:
            continue
        more = [*counts]
        more[number] += 1
        if offer.is_allowed(more):
            yield run(offer, choice.with_seats(kind.life, 1)).candidate
    for kind in offer.kinds:
        if choice.seats.get(kind.life) and kind.purchases:
            yield _buy_more(failed, kind.life)


def _buy_more(failed: Outcome, life: tuple[int, int]) -> Candidate | None:
    """The failed choice with the fewest further purchases of one group that send everything."""
    offer, choice = failed.offer, failed.choice
    too_few, enough = 0, failed.lacking
    found = run(offer, choice.with_purchases(life, enough)).candidate
    while found and enough - too_few > 1:
        more = (too_few + enough) // 2
        fewer = run(offer, choice.with_purchases(life, more)).candidate
        if fewer:
            found, enough = fewer, more
        else:
            too_few = more
    return found
