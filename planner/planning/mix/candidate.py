"""Seats and purchases that send everything according to the ledger, and what they cost (§6)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from planner.planning.credits import sent_by_month
from planner.planning.mix.ledger import run_mix_ledger
from planner.planning.mix.result import MixMonth, lay_out
from planner.planning.mix.seats import SeatGroup, make_seat_group
from planner.planning.scenario import MOST_MONTHS, Scenario
from planner.planning.strategies import sending_of
from planner.planning.terms import Terms

# A plan, and the months for which its seats are subscribed.
Kind = tuple[Terms, int]


class Candidate(NamedTuple):
    """Seats that send everything, month by month, and the dollars that they cost in all."""

    total: Decimal
    groups: tuple[SeatGroup, ...]
    schedule: tuple[MixMonth, ...]


def simulate(
    scenario: Scenario, groups: Sequence[SeatGroup], purchases: Sequence[int]
) -> tuple[Candidate | None, int]:
    """Run seats and purchases through the ledger: a candidate, or `None` and messages unsent."""
    ledger = run_mix_ledger(groups, sending_of(scenario), purchases=purchases)
    unsent = scenario.to_send - sent_by_month(ledger)[-1]
    if unsent:
        return None, unsent
    # Every subscription ends with the month of the last message.
    needed = tuple(_make_groups(scenario, _count_seats(groups, most_months=len(ledger))))
    schedule = lay_out(scenario, needed, ledger)
    spends = [*(group.spend for group in needed), *(month.credit_spend for month in schedule)]
    return Candidate(sum(spends, Decimal(0)), needed, schedule), 0


def without_idle_seats(scenario: Scenario, candidate: Candidate) -> Candidate:
    """The candidate with the fewest seats of each kind that send everything for no more money."""
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
    """The candidate with `seats` seats of one kind; `None` where messages stay unsent."""
    counts = _count_seats(candidate.groups) | {kind: seats}
    purchases = [month.ledger.bought for month in candidate.schedule]
    return simulate(scenario, _make_groups(scenario, counts), purchases)[0]


def _count_seats(groups: Iterable[SeatGroup], *, most_months: int = MOST_MONTHS) -> dict[Kind, int]:
    """The number of seats of each kind, with all months cut to `most_months`."""
    counts: dict[Kind, int] = {}
    for group in groups:
        kind = group.terms, min(group.months, most_months)
        counts[kind] = counts.get(kind, 0) + group.seats
    return counts


def _make_groups(scenario: Scenario, counts: dict[Kind, int]) -> list[SeatGroup]:
    return [
        make_seat_group(terms, scenario, seats=seats, months=months)
        for (terms, months), seats in counts.items()
        if seats
    ]
