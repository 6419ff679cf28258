"""The search for the best option with one end (RULES.md §4).

Of all numbers of seats, and of those staying into the last month, it tries those that the bounds do
not rule out, so none that is left out costs less.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import chain
from math import inf
from typing import NamedTuple

from planner.planning.bounds import RELATIVE_SLACK, SLACK
from planner.planning.convex import first_above, first_that
from planner.planning.counting import Count
from planner.planning.plan_bounds import AnyBound, bound_of
from planner.planning.plan_ledgers import Measure
from planner.planning.purchases import Purchases


class Found(NamedTuple):
    """The ledger of an option, and its dollars; `None` where they are unknown."""

    ledger: Count
    total: Decimal | None


class EndSearch:
    """The search of the options of a plan that end before the slice `end`.

    `least` is what one has to be better than; all messages go before the slice `until`. So many
    numbers of seats, and of those staying, may still be run as `tries_left`.
    """

    def __init__(
        self, ledgers: Purchases, end: int, *, until: int, least: Measure | None, tries: int
    ) -> None:
        self._ledgers, self._end = ledgers, end
        self._until, self._least = until, least
        self.tries_left = tries

    def find(self, *, buys: bool) -> Found | None:
        """The best option, if it is better than what there is; `buys` is whether it may buy."""
        buys = buys and self._ledgers.plan_seats.sells_credits
        if self._ledgers.plan_seats.is_unpriced:
            return self._find(buys=buys, by_credits=True)
        buys_at_a_price = buys and self._ledgers.terms.credit_price is not None
        best = self._find(buys=buys_at_a_price, by_credits=False)
        if best or buys_at_a_price or not buys:
            return best
        return self._find(buys=True, by_credits=True)

    def _find(self, *, buys: bool, by_credits: bool) -> Found | None:
        """The same; options without a known total are searched `by_credits`, the fewest bought."""
        ledgers, end, least = self._ledgers, self._end, self._least
        if by_credits and least and not (least.is_unknown or self._may_be_known(ledgers.held)):
            return None
        # Elsewhere the bound tells how many seats are too few.
        is_limited = ledgers.is_limited or bool(ledgers.terms.purchase_limit)
        if is_limited and not self._may_send_all(buys=buys):
            return None
        best = _Best(least, by_credits=by_credits)
        needs, plan = ledgers.need_seats if ledgers.needs else (), ledgers.plan_seats
        bound = bound_of(plan, end, buys=buys, by_credits=by_credits, of_needs=needs)
        if not by_credits and best.is_beyond(bound.of_any(ledgers.fewest, ledgers.most)):
            return None

        def may_be_known_or_open(seats: int, cost: float, staying: int = 0) -> bool:
            if best.measure and self._may_be_known(seats):
                # Its total may be known, and is that of its credits at least.
                if best.measure.is_unknown:
                    return True
                cost *= ledgers.plan_seats.credit_price
            return best.is_open(seats, cost, staying)

        def is_open_if_some_idle(seats: int, cost: float, staying: int = 0) -> bool:
            # Seats that send nothing beside the others cost less than their bound.
            return best.is_open(seats, cost - bound.idle_saving(seats), staying)

        # Whether such an option, at this cost or more, may be better than what is found.
        is_open = best.is_open
        if by_credits:
            is_open = may_be_known_or_open
        elif bound.may_idle:
            is_open = is_open_if_some_idle

        with_room = ledgers.fewest_with_room(self._until)
        if with_room is None:
            return None
        fewest = max(ledgers.fewest, with_room)
        if is_limited and self._may_be_open(bound, is_open):
            fewest = max(fewest, self._fewest_that_send_all(buys=buys))
        numbers = bound.list_seats(fewest, ledgers.most, is_open)
        if by_credits and self._may_be_known(fewest):
            # A known total is better than any number of bought credits.
            numbers = chain([fewest], (seats for seats in numbers if seats != fewest))
        for seats in numbers:

            def is_open_for_staying(staying: int, cost: float, seats: int = seats) -> bool:
                return is_open(seats, cost, staying)

            too_few = -1
            for staying in bound.splits_of(seats, is_open_for_staying):
                if not self.tries_left:
                    break
                if sum(staying) <= too_few:
                    continue
                self.tries_left -= 1
                groups = ledgers.divide(seats, staying, end)
                if is_limited and sum(staying) == ledgers.stage(seats, end).most_staying:
                    ledger = ledgers.complete_staying(groups, seats, end, buys=buys)
                else:
                    ledger = ledgers.complete(groups, end, buys=buys)
                if ledger is None:
                    too_few = max(too_few, self._too_few_staying(seats, sum(staying), buys=buys))
                    continue
                measure = ledgers.measure(ledger, seats)
                if best.is_worse_than(ledger, staying, measure) and ledgers.fits(
                    ledger, self._until
                ):
                    best.take(ledger, staying, measure)
            if not self.tries_left:
                break
        if not self.tries_left and best.measure is None and self._may_send_all(buys=buys):
            fewest = max(with_room, self._fewest_that_send_all(buys=buys))
            return self._with_all_staying(fewest, buys=buys)
        return best.found

    def _may_be_known(self, seats: int) -> bool:
        """Whether an option may cost nothing for seats, as they are paid for or in their trial."""
        return self._ledgers.may_cost_nothing(seats, self._end)

    def _may_be_open(self, bound: AnyBound, is_open: Callable[[int, float], bool]) -> bool:
        """Whether the number of seats with the least bound is open."""
        seats = bound.least_seats(self._ledgers.fewest, self._ledgers.most)
        cost = bound.of_seats(seats)
        return cost < inf and is_open(seats, cost)

    def _may_send_all(self, *, buys: bool) -> bool:
        """Whether any number of seats sends everything before the end."""
        ledgers, end = self._ledgers, self._end
        return any(
            ledgers.sends_all(seats, end, buys=buys) for seats in {ledgers.fewest, ledgers.most}
        )

    def _fewest_that_send_all(self, *, buys: bool) -> int:
        """The fewest seats that send everything before the end if all of them are staying.

        Some number does. Found by halving, with a seat to spare, as rounding may bring back a
        credit less with a seat more.
        """
        fewest, most = self._ledgers.fewest, self._ledgers.most

        def sends_all(seats: int) -> bool:
            return self._ledgers.sends_all(seats, self._end, buys=buys)

        if sends_all(fewest):
            return fewest
        return max(fewest, first_that(sends_all, fewest, most) - 1)

    def _too_few_staying(self, seats: int, failed: int, *, buys: bool) -> int:
        """A number of seats staying with which, and with fewer, not everything is sent.

        Near the number that failed: with one to spare, as rounding may bring back a credit less
        with a seat more.
        """
        ledgers, end = self._ledgers, self._end
        stage = ledgers.stage(seats, end)

        def sends_all(staying: int) -> bool:
            groups = ledgers.divide(seats, stage.first(staying), end)
            cap = None if buys else 0
            return not ledgers.lacks(ledgers.count(groups, purchase_cap=cap, end=end))

        if len(stage.pieces) != 1 or not ledgers.sends_all(seats, end, buys=buys):
            return -1
        return first_above(sends_all, failed, stage.most_staying) - 2

    def _with_all_staying(self, fewest: int, *, buys: bool) -> Found | None:
        """That of the fewest seats that send everything if all stay; of `fewest`, or one more."""
        ledgers, end = self._ledgers, self._end
        found = (
            ledgers.complete(
                ledgers.divide(seats, ledgers.all_staying(seats, end), end), end, buys=buys
            )
            for seats in range(fewest, min(fewest + 1, ledgers.most) + 1)
        )
        fitting = (one for one in found if one and ledgers.fits(one, self._until))
        return next((Found(one, ledgers.total_of(one)) for one in fitting), None)


class _Best:
    """The best option of an end so far, or the measure that one has to be better than."""

    def __init__(self, least: Measure | None, *, by_credits: bool) -> None:
        self.measure, self._by_credits = least, by_credits
        self.ledger: Count | None = None
        self._staying: tuple[int, ...] = ()
        self._cost = inf if least is None else float(least.cost)
        self._slack = SLACK + RELATIVE_SLACK * self._cost

    @property
    def found(self) -> Found | None:
        """The best option so far."""
        if self.ledger is None or self.measure is None:
            return None
        total = None if self.measure.is_unknown else Decimal(self.measure.cost)
        return Found(self.ledger, total)

    def is_open(self, seats: int, cost: float, staying: int = 0) -> bool:
        """Whether an option with so many seats, at this cost or more, may be better."""
        if self.measure is None:
            return True
        more, slack = cost - self._cost, self._slack
        if more < -slack or more > slack:
            return more < 0
        if self.ledger:
            return (seats, staying) <= (self.measure.seats, sum(self._staying))
        if self._by_credits and self.measure.is_unknown:
            # As many bought credits, which are whole, are better with fewer seats alone.
            return seats < self.measure.seats
        return seats <= self.measure.seats

    def is_beyond(self, cost: float) -> bool:
        """Whether an option at this cost or more is worse."""
        return self.measure is not None and cost > self._cost + self._slack

    def take(self, ledger: Count, staying: tuple[int, ...], measure: Measure) -> None:
        """Take this option for the best."""
        self.measure, self.ledger, self._staying = measure, ledger, staying
        self._cost = float(measure.cost)
        self._slack = SLACK + RELATIVE_SLACK * self._cost

    def is_worse_than(self, ledger: Count, staying: tuple[int, ...], measure: Measure) -> bool:
        """Whether it costs more; if as much, whether more seats stay, or the end is later."""
        if self.measure is None:
            return True
        if self.ledger is None or measure != self.measure:
            return measure < self.measure
        return _tie_rank(ledger, staying) < _tie_rank(self.ledger, self._staying)


def _tie_rank(ledger: Count, staying: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    """Of options that cost the same: fewer seats staying, then the earlier last message."""
    return sum(staying), max(ledger.last_sends), staying
