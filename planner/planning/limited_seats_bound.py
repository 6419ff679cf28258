"""The least that options of new seats can cost under a limit of all messages (RULES.md §4).

Of the two groups of an option, those that end sooner send first. While not everything is sent they
send in each month. So where the others send in the last month as well, all are paid for as long as
they are subscribed. Otherwise everything is sent a month sooner, and the others may have found
nothing left to send: sooner than a month before that only while the first group alone fills the
limit.
"""

from collections.abc import Callable, Hashable, Iterator
from itertools import chain
from math import inf
from typing import TypeVar

from planner.planning.bounds import SLACK, messages_allowed
from planner.planning.convex import least_place, promising
from planner.planning.cost_bounds import CENT_DIGITS
from planner.planning.new_seats_bound import NewSeatsBound
from planner.planning.seats import PlanSeats

One = TypeVar("One", bound=Hashable)


class LimitedSeatsBound:
    """The bound of new seats that get credits in each month of the limit, in dollars."""

    may_idle = False

    def __init__(self, seats: PlanSeats, end: int, *, buys: bool) -> None:
        self._bounds = [_sending_through(seats, end, buys=buys)]
        self._filling: FillingSeats | None = None
        track = seats.tracks[0]
        sooner = track.last_slice_of(track.months[end - 1] - 1) + 1
        may_end_sooner = seats.life_of(0, end).may_end_sooner
        if may_end_sooner and _is_allowed(seats, sooner):
            # The first group sends in the month before, the others until a month before that ...
            self._bounds.append(_sending_through(seats, sooner, buys=buys))
            # ... or stop sooner than that.
            self._filling = FillingSeats(seats, sooner, buys=buys)
        self._parts: list[NewSeatsBound | FillingSeats] = [*self._bounds]
        if self._filling:
            self._parts.append(self._filling)

    def of_seats(self, seats: int) -> float:
        """That of so many seats, whatever number is staying."""
        return min([part.of_seats(seats) for part in self._parts])

    def of_any(self, fewest: int, most: int) -> float:
        """That of every number of seats from `fewest` to `most`, parts of seats included."""
        bound = min([bound.of_any(fewest, most) for bound in self._bounds])
        if not self._filling:
            return bound
        return min(bound, self._filling.of_seats(self._filling.least_seats(fewest, most)))

    def idle_saving(self, _seats: int) -> float:
        """Dollars by which so many seats may cost less than this: none."""
        return 0.0

    def least_seats(self, fewest: int, most: int) -> int:
        """The number of seats with the least bound, of those from `fewest` to `most`."""
        places = {part.least_seats(fewest, most) for part in self._parts}
        return min([(round(self.of_seats(seats), CENT_DIGITS), seats) for seats in places])[1]

    def list_seats(
        self, fewest: int, most: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[int]:
        """The numbers of seats whose bound is open: first those that all send to their end."""
        yield from _once(chain(*[part.list_seats(fewest, most, is_open) for part in self._parts]))

    def splits_of(
        self, seats: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[tuple[int, ...]]:
        """The numbers of seats staying whose bound is open: first where these send to the end."""
        splits = self._bounds[0].splits_of(seats, is_open)
        if self._filling:
            splits = chain(splits, self._idle_splits_of(seats, is_open))
        yield from _once(splits)

    def _idle_splits_of(
        self, seats: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[tuple[int, ...]]:
        """The numbers of those that send nothing in the last two months or more."""

        def is_open_beside(first: int, cost: float) -> bool:
            return is_open(seats - first, cost)

        splits = self._bounds[1].splits_of(seats, is_open_beside)
        numbers = chain(
            (first for split in splits for first in split),
            self._filling.splits_of(seats, is_open_beside) if self._filling else (),
        )
        yield from ((seats - first,) for first in numbers if first < seats)


class FillingSeats:
    """The bound of seats some of which fill the limit, and send before `end` what is left then.

    The others may stop at the end of any month.
    """

    def __init__(self, seats: PlanSeats, end: int, *, buys: bool) -> None:
        month = seats.tracks[0].months[end - 1]
        self._fewest = seats.fewest_filling if month > 1 else 1
        self._life = seats.life_of(0, end)
        self._first = seats.life_of(0, seats.tracks[0].last_slice_of(1) + 1)
        self._to_send = seats.sending.to_send - SLACK
        self._buys = buys and seats.terms.sells_credits
        # The least dollars of a message by any of them, beyond what their first months send.
        self._rate = seats.least_rates[month]
        if self._buys:
            self._rate = min(self._rate, seats.credit_price / seats.most_uses(end))

    def of_seats(self, seats: int) -> float:
        """That of so many seats: with the fewest that fill the limit, as the others cost less."""
        return self._of(self._fewest, seats - self._fewest) if seats > self._fewest else inf

    def _of(self, filling: int, others: int) -> float:
        """That of so many that fill the limit, and others."""
        life, first = self._life, self._first
        if not self._buys and (filling + others) * life.messages < self._to_send:
            return inf
        dollars = filling * life.dollars + others * first.dollars
        missing = self._to_send - filling * life.messages - others * first.messages
        return dollars + self._rate * missing if missing > 0 else dollars

    def least_seats(self, fewest: int, most: int) -> int:
        """The number of seats with the least bound, of those from `fewest` to `most`."""
        return least_place(self.of_seats, fewest, most)

    def list_seats(
        self, fewest: int, most: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[int]:
        """The numbers of seats from `fewest` to `most` whose bound is open, the least first."""
        return promising(self.of_seats, fewest, most, is_open)

    def splits_of(self, seats: int, is_open: Callable[[int, float], bool]) -> Iterator[int]:
        """The numbers of those that fill the limit whose bound is open, the least first."""

        def bound(filling: int) -> float:
            return self._of(filling, seats - filling)

        return promising(bound, self._fewest, seats - 1, is_open, start=self._fewest)


def _sending_through(seats: PlanSeats, end: int, *, buys: bool) -> NewSeatsBound:
    """The bound of seats that all send as long as they are subscribed."""
    bound = NewSeatsBound(seats, end, buys=buys, by_credits=False)
    bound.may_idle = False
    return bound


def _is_allowed(seats: PlanSeats, end: int) -> bool:
    """Whether the limit of the whole campaign allows everything before an end."""
    return messages_allowed(seats.sending, seats.timeline, end) >= seats.sending.to_send


def _once(several: Iterator[One]) -> Iterator[One]:
    """Each of several once."""
    seen: set[One] = set()
    for one in several:
        if one not in seen:
            seen.add(one)
            yield one
