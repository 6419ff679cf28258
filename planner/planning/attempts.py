"""Saving up and buying now with some number of seats (RULES.md §4).

Both send in each slice all they may and buy what it lacks: from the first slice on, or from the one
in which there are credits for everything.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice
from math import ceil, inf
from typing import NamedTuple

from planner.planning.bounds import RELATIVE_SLACK, SLACK
from planner.planning.convex import first_that
from planner.planning.counting import Count, Start
from planner.planning.days import month_of
from planner.planning.groups import SeatGroup
from planner.planning.ledger import run_ledger
from planner.planning.options import MOST_TRIED, PlanSearch
from planner.planning.plan_bounds import bound_of
from planner.planning.plan_ledgers import Measure
from planner.planning.sending import Sending
from planner.planning.timeline import Timeline

# What an attempt is ranked by first.
IN_TIME, LATE = 0, 1


class Attempt(NamedTuple):
    """A strategy that sends everything with some number of seats, its last message in a slice.

    Messages go from `first_slice` on; the groups are run before the slice `end`.
    """

    ledger: Count
    last_slice: int
    done_on: date
    first_slice: int
    end: int | None


def rank_of(attempt: Attempt, seats: int, search: PlanSearch) -> tuple[Decimal | float, ...]:
    """In time by total, then seats, then the end; late by months, then total, then seats."""
    measure = search.measure(attempt.ledger, seats)
    first_slice, ledger = attempt.first_slice, attempt.ledger
    is_in_time = attempt.last_slice < search.timeline.deadline
    if is_in_time and search.makes_needs(ledger, first_slice=first_slice):
        return IN_TIME, *measure, attempt.last_slice
    months = month_of(search.scenario.start_on, attempt.done_on)
    return LATE, months, *measure, attempt.last_slice


class Way(ABC):
    """A way to send with any number of seats of a plan."""

    def __init__(self, search: PlanSearch) -> None:
        self._search = search

    @abstractmethod
    def run(self, seats: int, at_most: float) -> Attempt | None:
        """The attempt with so many seats; `None` where it leaves messages unsent.

        One that costs more than `at_most` dollars may cost more than it has to.
        """

    @abstractmethod
    def least(self, seats: int) -> Measure:
        """What no attempt with so many seats is better than; unknown dollars count as 0."""

    def _least_from(self, seats: int, first_slice: int, balance: int) -> Measure:
        """The same for seats that send from a slice on, in which they have so many credits."""
        return Measure(False, self._cost_from(seats, first_slice, balance), seats)

    def _cost_from(self, seats: int, first_slice: int, balance: int) -> Decimal:
        """The dollars of it."""
        search = self._search
        if len(search.kinds) > 1:
            return Decimal(search.cost_at_least(seats))
        # New seats alone: all of them send, so each is paid for until then.
        new, months = search.kinds[0], search.tracks[0].months[first_slice]
        dollars = seats * search.plan_seats.price_of(new, months)
        if not search.buys_at_once:
            return dollars
        # What is not there is bought at once.
        lacking = max(0, search.sending.to_send - balance)
        return dollars + lacking * (search.terms.credit_price or Decimal(0))


class BuyingNow(Way):
    """Each slice buys what it lacks; in the last month as many seats are staying as cost least."""

    def __init__(self, search: PlanSearch) -> None:
        super().__init__(search)
        self._wholes: dict[int, tuple[Count, int]] = {}

    def least(self, seats: int) -> Measure:
        """What no attempt with so many seats is better than; unknown dollars count as 0."""
        search, terms = self._search, self._search.terms
        if search.buys_at_once or len(search.kinds) > 1:
            grants = search.tracks[0].refreshes[0]
            return self._least_from(seats, 0, grants * seats * terms.monthly_credits)
        _, end = self._run_whole(seats)
        by_credits = terms.credit_price is None
        whole = bound_of(search.plan_seats, end, buys=True, by_credits=by_credits)
        bound = whole.of_seats(seats) - whole.idle_saving(seats)
        if by_credits and SLACK < bound < inf:
            # Bought credits without a price make an unknown total.
            return Measure(True, ceil(bound - SLACK), seats)
        is_known = not by_credits and bound < inf
        return Measure(False, bound * (1 - RELATIVE_SLACK) - SLACK if is_known else 0.0, seats)

    def run(self, seats: int, at_most: float) -> Attempt | None:
        """The attempt with so many seats; where it costs more than `at_most`, all may be staying"""
        search = self._search
        whole, end = self._run_whole(seats)
        if whole.unsent:
            return None
        may_end_sooner = search.stage(seats, end).pieces
        fewest = self._keep_fewest(seats, end, at_most) if may_end_sooner else None
        if fewest is None or not search.scenario.free_messages:
            return _attempt_of(search, fewest or whole, end=end)
        # With fewer staying, messages to open profiles may be late.
        attempts = [_attempt_of(search, ledger, end=end) for ledger in (fewest, whole)]
        ranked = [(rank_of(one, seats, search), one) for one in attempts if one]
        return min(ranked, key=lambda pair: pair[0])[1] if ranked else None

    def _run_whole(self, seats: int) -> tuple[Count, int]:
        """So many seats without an end, and the end after their last message."""
        if seats not in self._wholes:
            search, horizon = self._search, len(self._search.timeline)
            whole = search.count(search.groups_of(seats), purchase_cap=None, end=horizon)
            last = max(whole.last_sends)
            self._wholes[seats] = whole, next(end for end in search.ends if end > last)
        return self._wholes[seats]

    def _keep_fewest(self, seats: int, end: int, at_most: float) -> Count | None:
        """The ledger with as many seats staying into the last month as cost least.

        Ties go to fewer seats staying, then to the earlier last message.
        """
        search = self._search
        by_credits = search.has_unknown_prices
        bound = bound_of(search.plan_seats, end, buys=True, by_credits=by_credits)
        saving = bound.idle_saving(seats)
        best: tuple[tuple[Decimal | float, ...], Count] | None = None

        def is_open(staying: int, cost: float) -> bool:
            # Seats that send nothing beside the others cost less than their bound.
            cost -= saving
            if best is None:
                return by_credits or cost <= at_most + SLACK
            is_late, _, least, fewest, _ = best[0]
            if is_late:
                return True
            more = cost - float(least)
            return more < -SLACK or (more < SLACK and staying < fewest)

        too_few = -1
        for number, staying in enumerate(islice(bound.splits_of(seats, is_open), MOST_TRIED)):
            if sum(staying) <= too_few:
                continue
            totals = self._run_split(seats, staying, end)
            if totals.unsent:
                left = MOST_TRIED - 1 - number
                too_few = max(too_few, self._too_few_staying(seats, staying, end, left))
                continue
            measure = search.measure(totals, seats)
            is_late = not search.makes_needs(totals)
            rank = is_late, measure.is_unknown, measure.cost, sum(staying), max(totals.last_sends)
            if best is None or rank < best[0]:
                best = rank, totals
        return best and best[1]

    def _run_split(self, seats: int, staying: Sequence[int], end: int) -> Count:
        """So many seats, some of them staying; each slice buys what it lacks."""
        groups = self._search.divide(seats, staying, end)
        return self._search.count(groups, purchase_cap=None, end=end)

    def _too_few_staying(self, seats: int, failed: Sequence[int], end: int, more: int) -> int:
        """Up to so many `more` seats staying than failed: a number with which all fail up to it.

        With one to spare, as rounding may bring back a credit less with a seat more.
        """
        most = self._search.stage(seats, end).most_staying
        if len(failed) > 1:
            return -1

        def sends_all(staying: int) -> bool:
            return not self._run_split(seats, (staying,), end).unsent

        last = min(failed[0] + more, most)
        if not sends_all(last):
            return last - 1
        return first_that(sends_all, failed[0], last) - 2


class Saving(Way):
    """Seats that save up: they send from the first refresh on that has credits for everything.

    Or from the one with the most there can be. The balances of seats that send nothing are
    proportional to their number, so those of one new seat tell those of all.
    """

    def __init__(self, search: PlanSearch) -> None:
        super().__init__(search)
        timeline = search.timeline
        # After as many months as a lot lives, each brings no more than expires.
        last_month = search.terms.life + 2
        self._length = min(bisect_right(timeline.months, last_month) + 1, len(timeline))
        self._balances = [
            _list_idle_balances(kind, timeline, self._length) for kind in search.kinds
        ]
        self._refreshes = [
            [slice for slice in range(self._length) if track.refreshes[slice]]
            for track in search.tracks
        ]
        self._starts: dict[int, Start] = {}

    def least(self, seats: int) -> Measure:
        """What no attempt with so many seats is better than; unknown dollars count as 0."""
        start = self._start_of(seats)
        return self._least_from(seats, start.slice, sum(start.balances))

    def run(self, seats: int, at_most: float) -> Attempt | None:
        """The attempt with so many seats; what they lack when they begin is bought."""
        search, groups, start = self._search, self._search.groups_of(seats), self._start_of(seats)
        ledger = search.count(
            groups,
            purchase_cap=None,
            end=len(search.timeline),
            start=start,
        )
        return _attempt_of(search, ledger, first_slice=start.slice)

    def first_slice(self, seats: int) -> int:
        """The slice in which so many seats begin to send (RULES.md §4)."""
        return self._start_of(seats).slice

    def _start_of(self, seats: int) -> Start:
        """The slice in which so many seats begin to send, and the balances of the groups in it."""
        start = self._starts.get(seats)
        if start is None:
            start = self._starts[seats] = self._find_start(seats)
        return start

    def _find_start(self, seats: int) -> Start:
        if len(self._search.kinds) == 1:
            to_send, balances = self._search.sending.to_send, self._balances[0]
            steps = (one for one in self._steps_of_new if seats * balances[one] >= to_send)
            first_slice = next(steps, self._steps_of_new[-1])
            return Start(first_slice, [seats * balances[first_slice]])
        of_groups = self._balances_of(self._search.groups_of(seats))
        *_, first_slice = self._list_steps(of_groups, self._search.sending.to_send)
        return Start(first_slice, [one[first_slice] for one in of_groups])

    @cached_property
    def _steps_of_new(self) -> list[int]:
        """The slices until their balances rise no more, which are the same for all new seats."""
        return list(self._list_steps(self._balances, inf))

    def _list_steps(self, balances_of: Sequence[Sequence[int]], to_send: float) -> Iterator[int]:
        """The slices up to the one in which groups with these balances begin to send.

        The start day and every refresh are looked at: whether the balances together are enough for
        everything, or one refresh more of every group would not raise them.
        """
        refreshes = self._refreshes[: len(balances_of)]
        balances = [sum(all_) for all_ in zip(*balances_of, strict=True)]
        position = 0
        yield position
        while balances[position] < to_send:
            # By the refreshes that follow, of each group its own.
            following = [self._following(group, position) for group in refreshes]
            if max(following) >= self._length or balances[max(following)] <= balances[position]:
                break
            position = min(following)
            yield position

    def _balances_of(self, groups: Sequence[SeatGroup]) -> list[list[int]]:
        """The balances of each of these groups, slice by slice, if they send nothing."""
        balances: list[list[int]] = []
        for group, kind, of_kind in zip(groups, self._search.kinds, self._balances, strict=False):
            times = group.seats // kind.seats
            balances.append([times * balance for balance in of_kind])
        return balances

    def _following(self, refreshes: Sequence[int], position: int) -> int:
        """The first of these slices after `position`; the length of them all where there is none"""
        place = bisect_right(refreshes, position)
        return refreshes[place] if place < len(refreshes) else self._length


@lru_cache(maxsize=512)
def _list_idle_balances(group: SeatGroup, timeline: Timeline, end: int) -> list[int]:
    """The balances of seats that send nothing, slice by slice."""
    idle = Sending(to_send=1, return_rate=Fraction(0))
    ledger = run_ledger([group], idle, timeline, first_slice=end, end=end)
    return [row.closing for row in ledger.rows[0]]


def _attempt_of(
    search: PlanSearch, ledger: Count, *, first_slice: int = 0, end: int | None = None
) -> Attempt | None:
    """The attempt of a ledger; `None` where it leaves messages unsent."""
    last = None if ledger.unsent else search.last_message(ledger, first_slice=first_slice)
    return last and Attempt(ledger, *last, first_slice, end)
