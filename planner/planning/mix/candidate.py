"""A mix as the ledger has it: seats and purchases that send everything, and what they cost."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from planner.planning.credits import sent_by_month
from planner.planning.mix.ledger import run_mix_ledger
from planner.planning.mix.result import MixMonth, lay_out
from planner.planning.mix.seats import SeatGroup, keep_seats
from planner.planning.scenario import MOST_MONTHS, Scenario
from planner.planning.strategies import sending_of
from planner.planning.terms import Terms

# A plan, and the months for which its seats are kept.
Kind = tuple[Terms, int]


class Candidate(NamedTuple):
    """Seats that send everything, month by month, for so many dollars."""

    total: Decimal
    groups: tuple[SeatGroup, ...]
    schedule: tuple[MixMonth, ...]


def simulate(
    scenario: Scenario, groups: Sequence[SeatGroup], purchases: Sequence[int]
) -> tuple[Candidate | None, int]:
    """What the ledger makes of these seats and purchases: a candidate, or what stays unsent."""
    ledger = run_mix_ledger(groups, sending_of(scenario), purchases=purchases)
    unsent = scenario.to_send - sent_by_month(ledger)[-1]
    if unsent:
        return None, unsent
    # Nothing is kept past the month of the last message.
    kept = tuple(_keep(scenario, _count_seats(groups, most_months=len(ledger))))
    schedule = lay_out(scenario, kept, ledger)
    spends = [*(group.spend for group in kept), *(month.credit_spend for month in schedule)]
    return Candidate(sum(spends, Decimal(0)), kept, schedule), 0


def without_idle_seats(scenario: Scenario, candidate: Candidate) -> Candidate:
    """The candidate with no more seats of each group than it takes to do for as little money."""
    for kind in _count_seats(candidate.groups):
        too_few, enough = -1, _count_seats(candidate.groups)[kind]
        while enough - too_few > 1:
            seats = (too_few + enough) // 2
            fewer = _with_seats(scenario, candidate, kind, seats)
            if fewer and fewer.total <= candidate.total:
                candidate, enough = fewer, seats
            else:
                too_few = seats
    return candidate


def _with_seats(
    scenario: Scenario, candidate: Candidate, kind: Kind, seats: int
) -> Candidate | None:
    """The candidate with another number of seats of one kind, if everything is still sent."""
    counts = _count_seats(candidate.groups) | {kind: seats}
    purchases = [month.ledger.bought for month in candidate.schedule]
    return simulate(scenario, _keep(scenario, counts), purchases)[0]


def _count_seats(groups: Iterable[SeatGroup], *, most_months: int = MOST_MONTHS) -> dict[Kind, int]:
    """How many seats of each plan are kept how long, and none for more than `most_months`."""
    counts: dict[Kind, int] = {}
    for group in groups:
        kind = group.terms, min(group.months, most_months)
        counts[kind] = counts.get(kind, 0) + group.seats
    return counts


def _keep(scenario: Scenario, counts: dict[Kind, int]) -> list[SeatGroup]:
    return [
        keep_seats(terms, scenario, seats=seats, months=months)
        for (terms, months), seats in counts.items()
        if seats
    ]
