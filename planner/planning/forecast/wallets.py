"""The credits of one group of seats in all trials of a forecast (RULES.md §7).

Every array holds one number for each trial. A slice is that of `ledger.run_ledger`, except that
credits back are random.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.planning.groups import SeatGroup
from planner.planning.sending import Sending
from planner.planning.timeline import Timeline, slices_expired

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]


class Wallet:
    """One group's credits, before the slice `end`, in as many trials as each of the `rates` has.

    `rates` is ρ of each trial, of one audience after the other (RULES.md §11). `returned` counts
    the credits back so far that the messages of each brought.
    """

    def __init__(
        self,
        group: SeatGroup,
        sending: Sending,
        timeline: Timeline,
        rates: Sequence[Rates],
        generator: np.random.Generator,
        *,
        end: int,
    ) -> None:
        track, seats = timeline.tracks[group.calendar], group.seats
        self.group, self.end = group, end
        self.refreshes, self.months = track.refreshes, track.months
        self.grant = group.terms.monthly_credits * seats
        self.purchase_limit = _times(group.terms.purchase_limit, seats)
        self.monthly = _times(sending.seat_monthly_limit, seats)
        self.daily = _times(sending.seat_daily_limit, seats)
        self._cap = group.terms.rollover_cap * seats
        self._at_once = sending.at_once
        self._expired = slices_expired(timeline, group.terms.life)
        self._rates, self._generator = rates, generator
        self._none = np.zeros(len(rates[0]), np.int64)
        # As in the ledger: running totals in and out determine every lot. `_in_before` holds the
        # totals in before each slice, from the slice `_oldest` on.
        self._total_in = np.full(len(rates[0]), group.credits)
        self._total_out = self._none.copy()
        self._in_before: deque[Counts] = deque()
        self._oldest = 0
        self._unanswered = [self._none for _ in rates]
        self.returned = [self._none.copy() for _ in rates]
        self.sent = self.sent_in_month = self.bought_in_month = self._none
        self._days = 0

    @property
    def balance(self) -> Counts:
        """The credits that each trial holds."""
        return self._total_in - self._total_out

    def begin(self, position: int, sending_days: int) -> None:
        """Begin a slice: expire, cap, grant and credit back, where that begins with a refresh."""
        if position and self.months[position] != self.months[position - 1]:
            self.sent_in_month = self.bought_in_month = self._none
        self.sent, self._days = self._none, sending_days
        self._in_before.append(self._total_in)
        if not self.refreshes[position]:
            return
        opening = balance = self.balance
        if dead := self._expired[position]:
            while self._oldest < dead:
                self._in_before.popleft()
                self._oldest += 1
            balance = np.minimum(balance, self._total_in - self._in_before[0])
        balance = np.minimum(balance, self._cap)
        self._total_out = self._total_out + (opening - balance)
        income = np.minimum(self.grant, self._cap - balance) + self.bring_back()
        self._total_in = self._total_in + income

    def bring_back(self) -> Counts:
        """Draw the credits that the messages since the last refresh bring back; none at once."""
        back = self._none
        for audience, unanswered in enumerate(self._unanswered if not self._at_once else ()):
            if unanswered.any():
                of_audience = self._generator.binomial(unanswered, self._rates[audience])
                self._unanswered[audience] = self._none
                self.returned[audience] += of_audience
                back = back + of_audience
        return back

    def send(self, most: Counts, audience: int = 0) -> Counts:
        """Send at most `most` messages on the group's own credits, as the seats' limits allow."""
        number, credits = self._within_limits(most), self.balance
        if self._at_once:
            number, failed, _ = self._send_at_once(number, credits, audience)
            self._answer(number - failed, audience)
        else:
            number = np.minimum(number, credits)
        self._count(number, audience)
        return number

    def buy(
        self, most: Counts, purchasable: Counts | int, audience: int = 0
    ) -> tuple[Counts, Counts]:
        """Send at most `most` messages, each on a bought credit if there is none.

        The messages, and the credits bought: at most `purchasable`, as the purchase limit allows.
        """
        number, bought = self._within_limits(most), np.minimum(purchasable, most)
        if self.purchase_limit is not None:
            bought = np.minimum(bought, self.purchase_limit - self.bought_in_month)
        if self._at_once:
            number, failed, runs_out = self._send_at_once(number, bought, audience)
            # The last message needs a credit, too, even if that comes back. Of messages in random
            # order the last one is as likely as any other not to bring its credit back.
            comes_back = self._generator.random(len(number)) * number >= failed
            bought = failed + (comes_back & ~runs_out & (number > 0))
            self._answer(number - failed, audience)
        else:
            number = bought = np.minimum(number, bought)
        self._total_in = self._total_in + bought
        self._count(number, audience)
        if self.purchase_limit is not None:
            self.bought_in_month = self.bought_in_month + bought
        return number, bought

    def _within_limits(self, most: Counts) -> Counts:
        if self.monthly is not None:
            most = np.minimum(most, self.monthly - self.sent_in_month)
        if self.daily is not None:
            most = np.minimum(most, self.daily * self._days - self.sent)
        return most

    def _count(self, number: Counts, audience: int) -> None:
        self._total_out = self._total_out + number
        self.sent = self.sent + number
        self._unanswered[audience] = self._unanswered[audience] + number
        if self.monthly is not None:
            self.sent_in_month = self.sent_in_month + number

    def _answer(self, returned: Counts, audience: int) -> None:
        self._total_in = self._total_in + returned
        self.returned[audience] += returned

    def _send_at_once(
        self, most: Counts, credits: Counts, audience: int
    ) -> tuple[Counts, Counts, NDArray[np.bool_]]:
        """The messages, at most `most`, that `credits` send if each may come back at once.

        Also how many of them do not bring their credits back, and whether all credits are used up.
        """
        failed = self._generator.binomial(most, 1 - self._rates[audience])
        number, runs_out = most.copy(), failed >= credits
        some = np.flatnonzero(runs_out & (credits > 0))
        # Among `most` messages in random order, the last credit goes with failure number `last`:
        # the successes before it are beta-binomial.
        last = credits[some]
        share_before = self._generator.beta(last, failed[some] - last + 1)
        before = self._generator.binomial(most[some] - failed[some], share_before)
        number[runs_out], failed[runs_out] = 0, 0
        number[some], failed[some] = last + before, last
        return number, failed, runs_out


def _times(limit: int | None, seats: int) -> int | None:
    return None if limit is None else limit * seats
