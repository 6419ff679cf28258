"""The least that options can cost where audiences have to be done sooner (RULES.md §11).

A need is a scenario of its own, with fewer messages and less time for them. So each has a bound as
that of everything, and what no option is below is the greatest of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf

from planner.planning.bounds import find_reach
from planner.planning.convex import least_place, promising
from planner.planning.cost_bounds import Bound
from planner.planning.needs import Need
from planner.planning.scenario import Scenario
from planner.planning.seats import PlanSeats
from planner.planning.terms import Terms

# Numbers of seats, and of those staying, that are all put in order.
MOST_LISTED = 64


class NeedSeats(PlanSeats):
    """The seats of a plan as far as they send for a need: nothing counts after it."""

    def __init__(self, terms: Terms, scenario: Scenario, need: Need) -> None:
        super().__init__(terms, scenario)
        self.sending = replace(
            self.sending, to_send=need.on_credits, return_rate=need.return_rate, queue=None
        )
        self.reaches = [
            find_reach(kind, self.sending, self.timeline).through(need.slice) for kind in self.kinds
        ]


class BoundOfNeeds:
    """What no option with an end is below, by the bounds of everything and of each need."""

    def __init__(self, bounds: Sequence[Bound]) -> None:
        self._bounds = bounds
        self._of_seats: dict[int, float] = {}
        self.may_idle = bounds[0].may_idle
        self.idle_saving = bounds[0].idle_saving

    def of_seats(self, seats: int) -> float:
        """That of so many seats, whatever number is staying."""
        if seats not in self._of_seats:
            self._of_seats[seats] = max([bound.of_seats(seats) for bound in self._bounds])
        return self._of_seats[seats]

    def of_any(self, fewest: int, most: int) -> float:
        """That of every number of seats from `fewest` to `most`."""
        return max(bound.of_any(fewest, most) for bound in self._bounds)

    def least_seats(self, fewest: int, most: int) -> int:
        """The number of seats with the least bound, of those from `fewest` to `most`."""
        if most - fewest < MOST_LISTED:
            return min(range(fewest, most + 1), key=self.of_seats)
        return least_place(self.of_seats, fewest, most)

    def list_seats(
        self, fewest: int, most: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[int]:
        """The numbers of seats whose bound is open, the least first."""
        return _list(self.of_seats, fewest, most, is_open)

    def splits_of(
        self, seats: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[tuple[int, ...]]:
        """The numbers of seats staying by piece whose bound is open, the least first."""
        stages = [(bound, bound.stage(seats)) for bound in self._bounds]
        _, stage = stages[0]

        def of_split(staying: Sequence[int]) -> float:
            return max([bound.of_split(stage, staying) for bound, stage in stages])

        def of_first(staying: int) -> float:
            return of_split(stage.first(staying))

        if stage.has_few_splits:
            bounds = sorted((of_split(split), split) for split in stage.splits())
            yield from (one for bound, one in bounds if bound < inf and is_open(sum(one), bound))
            return
        low, high = stage.fewest_staying, stage.most_staying
        yield from (stage.first(one) for one in _list(of_first, low, high, is_open))


def _list(
    bound: Callable[[int], float], low: int, high: int, is_open: Callable[[int, float], bool]
) -> Iterator[int]:
    """The numbers whose bound is open, the least first.

    Of few numbers all are looked at: the greatest of several bounds in whole credits is convex but
    for the price of a credit.
    """
    if high - low >= MOST_LISTED:
        yield from promising(bound, low, high, is_open)
        return
    for value, number in sorted((bound(number), number) for number in range(low, high + 1)):
        if value < inf and is_open(number, value):
            yield number
