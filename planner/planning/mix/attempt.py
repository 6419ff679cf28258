"""The solver's proposal for a mix, run through the ledger (RULES.md §6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.planning.mix.candidate import Candidate, simulate
from planner.planning.mix.flow import constrain_flow
from planner.planning.mix.formulation import Formulation, Offer, formulate_choice
from planner.planning.mix.program import UNSOLVED, Solved, Solver, solve
from planner.planning.mix.seats import SeatGroup, make_seat_group
from planner.planning.mix.stock import constrain_stock
from planner.planning.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The seats and purchases that the solver proposes, and the messages that they leave unsent.

    `purchases` counts the credits of each month. `candidate` is `None` where messages stay unsent,
    or where the solver proposes nothing; `groups` and `purchases` are empty then.
    """

    solved: Solved
    groups: Sequence[SeatGroup] = ()
    purchases: Sequence[int] = ()
    candidate: Candidate | None = None
    unsent: int = 0


def attempt(
    scenario: Scenario,
    offer: Offer,
    *,
    time_limit: float,
    is_strict: bool = False,
    solver: Solver = solve,
) -> Attempt:
    """What the solver proposes within `time_limit` seconds, run through the ledger.

    Under a send limit a program that is not strict allows more than the ledger does.
    """
    if time_limit <= 0:
        return Attempt(solved=UNSOLVED)
    formulation = formulate_choice(offer)
    if offer.limits_sending:
        constrain_stock(formulation, is_strict=is_strict)
    else:
        constrain_flow(formulation)
    solved = solver(formulation.program, time_limit=time_limit)
    if solved.values is None:
        return Attempt(solved=solved)
    groups = _read_groups(scenario, formulation, solved.values)
    purchases = [
        sum(solved.values[bought] for bought in formulation.bought[month]) for month in offer.months
    ]
    candidate, unsent = simulate(scenario, groups, purchases)
    return Attempt(
        solved=solved, groups=groups, purchases=purchases, candidate=candidate, unsent=unsent
    )


def _read_groups(
    scenario: Scenario, formulation: Formulation, values: Sequence[int]
) -> list[SeatGroup]:
    """The seats that the solver's values stand for."""
    return [
        make_seat_group(choice.terms, scenario, seats=values[seats], months=choice.months)
        for seats, choice in zip(formulation.seats, formulation.offer.choices, strict=True)
        if values[seats]
    ]


def repair(scenario: Scenario, offer: Offer, failed: Attempt) -> Iterator[Candidate | None]:
    """Simulate the failed attempt with one seat more, or with more purchases in one month."""
    for choice in offer.choices:
        if offer.has_room_for(choice, beside=failed.groups):
            yield simulate(scenario, [*failed.groups, choice], failed.purchases)[0]
    for month in offer.months:
        purchases = [*failed.purchases]
        purchases[month - 1] += failed.unsent
        yield simulate(scenario, failed.groups, purchases)[0]
