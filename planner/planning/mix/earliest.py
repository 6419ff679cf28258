"""Of the mixes that cost least, one whose last message is the earliest (RULES.md §6).

Once a total is proven to be the least, mixes that cost as much are looked for with an earlier and
an earlier last day. The slices stay as they are, so that a day has what the ledger has by then, and
what no day allows, no earlier one does: where the days before the last message are ruled out, it is
proven to be the earliest.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.planning.days import sending_day
from planner.planning.mix.formulation import Offer
from planner.planning.mix.program import Solver
from planner.planning.mix.proposals import Finding, search
from planner.planning.mix.relaxation import relax


def find_earliest(offer: Offer, finding: Finding, *, time_limit: float, solver: Solver) -> Finding:
    """The finding with a mix for the same total whose last message is as early as can be proven.

    It stays as it is where its total is not proven. The solver takes about `time_limit` seconds.
    """
    best = finding.best
    if best is None or best.total > finding.bound:
        return finding
    total, left = best.total, time_limit
    days = _list_days(offer, best.done_on)
    # Mostly nothing is sooner, which the last of the days before shows. `first` days are ruled out.
    first, end = 0, len(days)
    place, is_bounded = end - 1, False
    while first < end and left > 0:
        sooner = offer.by(days[place])
        asked, _ = search(
            sooner,
            relax(sooner),
            time_limit=left,
            solver=solver,
            at_most=total,
            exact=finding.exact,
        )
        left -= asked.seconds
        if asked.is_infeasible:
            first = place + 1
        elif asked.best and asked.best.total <= total:
            best = asked.best
            end = bisect_left(days, best.done_on)
        else:
            end = place
        place = (first + end) // 2
        if first < end and not is_bounded:
            first = place = max(first, _count_too_early(offer, days[:end], total))
            is_bounded = True
    is_earliest = first == bisect_left(days, best.done_on)
    return replace(finding, best=best, is_earliest=is_earliest)


def _list_days(offer: Offer, before: date) -> list[date]:
    """The days before `before` on which the last message may go, the first one first."""
    return [day for day in _each_day(offer, before) if day < before]


def _each_day(offer: Offer, before: date) -> Iterator[date]:
    """The sending days of a slice with a daily limit; without one, only its first one."""
    timeline, scenario = offer.timeline, offer.scenario
    for position in range(timeline.slice_of(before) + 1):
        days = timeline.sending_days[position]
        for number in range(1, (min(days, 1) if scenario.seat_daily_limit is None else days) + 1):
            yield sending_day(timeline.days[position], number, scenario.sends_on)


def _count_too_early(offer: Offer, days: Sequence[date], total: Decimal) -> int:
    """How many of the days are too early for every mix at most as dear as `total`, by the bound."""
    return bisect_left(days, True, key=lambda day: relax(offer.by(day)).proven <= total)
