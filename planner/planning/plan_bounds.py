"""Which bound the options of a plan's seats have (RULES.md §4)."""

from collections.abc import Sequence

from planner.planning.cost_bounds import Bound
from planner.planning.limited_seats_bound import LimitedSeatsBound
from planner.planning.needs_bounds import BoundOfNeeds
from planner.planning.new_seats_bound import NewSeatsBound
from planner.planning.seats import PlanSeats

AnyBound = Bound | BoundOfNeeds | LimitedSeatsBound


def bound_of(
    seats: PlanSeats, end: int, *, buys: bool, by_credits: bool, of_needs: Sequence[PlanSeats] = ()
) -> AnyBound:
    """The bound of the options of these seats with an end, which also send `of_needs`."""
    if of_needs:
        parts = [
            _plain_bound_of(one, end, buys=buys, by_credits=by_credits)
            for one in (seats, *of_needs)
        ]
        return BoundOfNeeds(parts)
    if seats.has_limited_months and not by_credits:
        return LimitedSeatsBound(seats, end, buys=buys)
    return _plain_bound_of(seats, end, buys=buys, by_credits=by_credits)


def _plain_bound_of(seats: PlanSeats, end: int, *, buys: bool, by_credits: bool) -> Bound:
    kind = NewSeatsBound if len(seats.kinds) == 1 else Bound
    return kind(seats, end, buys=buys, by_credits=by_credits)
