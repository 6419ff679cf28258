"""The credits that the trials of a forecast buy in a slice (RULES.md §7).

Every array holds one number for each trial: credits or messages. Dollars are compared as exact
decimals, turned into whole numbers of credits, so that no rounding decides a comparison.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.planning.forecast.plan import Plan
from planner.planning.forecast.wallets import Counts, Wallet


class Purchases:
    """How many credits the trials of one estimate buy, slice by slice."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._timeline = plan, plan.timeline
        self._sells = plan.terms.sells_credits

    def most_in(
        self, position: int, active: Sequence[Wallet], *, unsent: Counts, room: Counts | None
    ) -> Counts | int:
        """The most credits that each trial buys in a slice, its own credits having been sent.

        `unsent` counts its messages left to send, `room` what the limit of the campaign still
        allows in the month.
        """
        planned = self._plan.bought.get(position, 0)
        if position < self._plan.last_slice:
            return planned
        if not self._sells:
            return 0
        if position > self._plan.last_slice:
            planned = 0
        missing = unsent - planned
        for wallet in active:
            missing = missing - wallet.balance
        most, lacks = np.maximum(missing, 0), missing > 0
        if lacks.any() and self._is_priced and position < self._timeline.deadline:
            rooms = _Rooms(self._plan, position, active, room, lacks)
            most[lacks] = self._cheapest(position, active, missing[lacks], unsent[lacks], rooms)
        return most + planned

    @cached_property
    def _is_priced(self) -> bool:
        """Whether the choice between buying and waiting has all the prices that it needs."""
        if self._plan.terms.credit_price is None:
            return False
        return self._plan.spend_through(self._timeline.deadline) is not None

    def _cheapest(
        self,
        position: int,
        active: Sequence[Wallet],
        missing: Counts,
        unsent: Counts,
        rooms: "_Rooms",
    ) -> Counts:
        """The missing credits to buy at least cost, where further slices grant the rest.

        All of them where no number of slices makes the deadline.
        """
        ways: list[_Way] = []
        granted = 0
        for last in range(position, self._timeline.deadline):
            grants = [wallet.grant for wallet in active if wallet.refreshes[last]]
            granted += sum(grants) if last > position else 0
            if last > position and not grants and not rooms.are_limited:
                continue
            rest = np.maximum(missing - granted, 0)
            is_sent = rooms.of_messages(last) >= unsent
            ways.append(_Way(last, rest, is_sent & (rooms.of_purchases(last) >= rest)))
            if is_sent.all() and not rest.any():
                break
        bought, waited = missing.copy(), np.full_like(missing, -1)
        # From the longest wait to none: of waits that cost the same the shortest is taken.
        for number in range(len(ways) - 1, -1, -1):
            _, rest, is_in_time = ways[number]
            affordable = self._credits_for(ways, number)[waited]
            is_better = is_in_time & ((waited < 0) | (rest - bought <= affordable))
            bought, waited = np.where(is_better, rest, bought), np.where(is_better, number, waited)
        return bought

    def _credits_for(self, ways: Sequence["_Way"], number: int) -> Counts:
        """By way: the credits that the price of its slices beyond those of `number` buys."""
        price, largest = self._plan.terms.credit_price, np.iinfo(np.int64).max
        spends = [self._plan.spend_through(way.last + 1) or Decimal(0) for way in ways]
        waits = [spend - spends[number] for spend in spends]
        return np.array([min(int(wait // price), largest) if price else largest for wait in waits])


class _Way(NamedTuple):
    """To wait through the slice `last`: what is to be bought then, and whether that is in time."""

    last: int
    to_buy: Counts
    is_in_time: NDArray[np.bool_]


class _Rooms:
    """What the limits leave, from a slice on, to those trials in which credits are missing."""

    def __init__(
        self,
        plan: Plan,
        position: int,
        active: Sequence[Wallet],
        room: Counts | None,
        lacks: NDArray[np.bool_],
    ) -> None:
        self._timeline, self._position, self._active = plan.timeline, position, active
        self._monthly = plan.scenario.monthly_send_limit
        self._room, self._lacks = room, lacks
        self._all = np.full(int(lacks.sum()), plan.scenario.to_send)

    @property
    def are_limited(self) -> bool:
        """Whether a slice that brings no credit may allow more messages or purchases."""
        limits = [(one.daily, one.monthly, one.purchase_limit) for one in self._active]
        return self._room is not None or any(limit is not None for one in limits for limit in one)

    def of_messages(self, last: int) -> Counts:
        """The messages that the limits allow through the slice `last`."""
        most: Counts = self._all
        if self._room is not None and self._monthly is not None:
            months = self._timeline.months[last] - self._timeline.months[self._position]
            most = np.minimum(most, self._room[self._lacks] + months * self._monthly)
        of_seats: Counts = np.zeros_like(self._all)
        for wallet in self._active:
            if wallet.monthly is None and wallet.daily is None:
                return most
            of_seats += self._of_seats(wallet, last)
        most = np.minimum(most, of_seats)
        return most

    def of_purchases(self, last: int) -> Counts:
        """The credits that the purchase limits allow through the slice `last`."""
        most = np.zeros_like(self._all)
        for wallet in self._active:
            if wallet.purchase_limit is None:
                return self._all
            months = wallet.months[last] - wallet.months[self._position] + 1
            most += months * wallet.purchase_limit - wallet.bought_in_month[self._lacks]
        return most

    def _of_seats(self, wallet: Wallet, last: int) -> Counts:
        most: Counts = self._all
        if wallet.monthly is not None:
            months = wallet.months[last] - wallet.months[self._position] + 1
            most = np.minimum(most, months * wallet.monthly - wallet.sent_in_month[self._lacks])
        if wallet.daily is not None:
            days = sum(self._timeline.sending_days[self._position : last + 1])
            most = np.minimum(most, days * wallet.daily - wallet.sent[self._lacks])
        return most
