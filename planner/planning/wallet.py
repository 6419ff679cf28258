"""The credits of one group during a run of the ledger, slice by slice (RULES.md §3).

All lots of a group have the same life and expire in the order in which they come, so "soonest to
expire first" is first in, first out: the running totals in and out determine every lot, and a slice
takes the same few additions however many credits there are.
"""

from bisect import bisect_right
from typing import NamedTuple

from planner.planning.answer_queue import AnswerQueue
from planner.planning.groups import SeatGroup
from planner.planning.sending import UNLIMITED, Sending
from planner.planning.timeline import Timeline, slices_expired


class LedgerRow(NamedTuple):
    """One group in one slice: opening + granted + returned + bought - sent - expired = closing.

    `forfeited` is what the cap withholds from the grant; it does not enter the balance.
    """

    slice: int
    opening: int
    expired: int
    forfeited: int
    granted: int
    returned: int
    bought: int
    sent: int
    closing: int


class Credits:
    """The credits of one group: what comes to it and when, and what it has sent and got back.

    `month` is the billing month that has begun, `end` the slice after its last day.
    """

    __slots__ = (
        "cap", "end", "grant", "month", "months", "purchase_limit", "refreshes", "returned", "sent",
    )  # fmt: skip

    def __init__(self, group: SeatGroup, timeline: Timeline) -> None:
        track, terms, seats = timeline.tracks[group.calendar], group.terms, group.seats
        self.grant, self.cap = terms.monthly_credits * seats, terms.rollover_cap * seats
        limit = terms.purchase_limit
        self.purchase_limit = UNLIMITED if limit is None else limit * seats
        self.refreshes, self.months = track.refreshes, track.months
        self.end = bisect_right(track.months, group.last_month)
        self.sent = self.returned = 0
        self.month = -UNLIMITED


class LimitedCredits(Credits):
    """The same where limits may leave credits unsent: with their balance, and when they expire."""

    __slots__ = (
        "alive_from", "balance", "bought", "bought_in_month", "daily", "is_limited", "monthly",
        "sent_in_month", "total_in", "total_in_before",
    )  # fmt: skip

    def __init__(self, group: SeatGroup, sending: Sending, timeline: Timeline) -> None:
        super().__init__(group, timeline)
        seats, monthly, daily = group.seats, sending.seat_monthly_limit, sending.seat_daily_limit
        self.is_limited = monthly is not None or daily is not None
        self.monthly = UNLIMITED if monthly is None else monthly * seats
        self.daily = UNLIMITED if daily is None else daily * seats
        self.alive_from = slices_expired(timeline, group.terms.life)
        self.balance = self.total_in = group.credits
        self.total_in_before: list[int] = []
        self.bought = self.bought_in_month = self.sent_in_month = 0

    def begin(self, position: int) -> None:
        """Begin a slice, and with it perhaps a billing month."""
        if self.months[position] != self.month:
            self.month = self.months[position]
            self.bought_in_month = self.sent_in_month = 0
        self.total_in_before.append(self.total_in)

    def count_alive(self, position: int) -> int:
        """The credits that a refresh leaves: neither expired nor above the cap."""
        balance = self.balance
        if balance and (dead := self.alive_from[position]):
            # What is in before the slice `dead`, at whose beginning all this was in.
            balance = min(balance, self.total_in - self.total_in_before[dead])
        return min(balance, self.cap)

    def buy(self, number: int) -> None:
        """Buy `number` credits."""
        self.bought += number
        self.bought_in_month += number
        self.total_in += number
        self.balance += number


class Wallet(LimitedCredits):
    """The credits of one group during a run, with the rows of its slices."""

    __slots__ = (
        "credits_back", "expired", "forfeited", "granted", "opening", "purchasable", "rows",
        "sends",
    )  # fmt: skip

    def __init__(
        self, group: SeatGroup, sending: Sending, timeline: Timeline, purchasable: int
    ) -> None:
        super().__init__(group, sending, timeline)
        self.purchasable = purchasable
        self.rows: list[LedgerRow] = []

    def refresh(self, position: int, rate: tuple[int, int]) -> None:
        """Expire, cap, grant and credit back, where a refresh begins the slice."""
        self.begin(position)
        self.opening = self.balance
        self.expired = self.forfeited = self.granted = self.credits_back = 0
        self.bought = self.sends = 0
        if self.refreshes[position]:
            balance = self.count_alive(position) if self.balance else 0
            self.expired = self.opening - balance
            space = self.cap - balance
            added = self.granted = self.grant if self.grant < space else space
            self.forfeited = self.grant - added
            if rate[0]:
                self.credits_back = rate[0] * self.sent // rate[1] - self.returned
                self.returned += self.credits_back
                added += self.credits_back
            self.balance = balance + added
            self.total_in += added

    def room(self, sending_days: int) -> int:
        """The messages that the seats' own limits still allow in the slice."""
        if not self.is_limited:
            return UNLIMITED
        return min(self.monthly - self.sent_in_month, self.daily * sending_days - self.sends)

    def send(self, number: int, *, returned: int, parts: int | None = None) -> None:
        """Send `number` messages on credits that are there or, `returned`, come back at once.

        They count with so many `parts` of a credit where audiences answer at different rates.
        """
        self.sends += number
        self.sent += number if parts is None else parts
        self.sent_in_month += number
        if returned:
            self.credits_back += returned
            self.returned += returned
            self.total_in += returned
        self.balance += returned - number

    def buy(self, number: int) -> None:
        """Buy `number` credits of those that the group may buy in all."""
        super().buy(number)
        self.purchasable -= number

    def close(self, position: int) -> None:
        self.rows.append(
            LedgerRow(
                position,
                self.opening,
                self.expired,
                self.forfeited,
                self.granted,
                self.credits_back,
                self.bought,
                self.sends,
                self.balance,
            )
        )


def count_sendable(
    balance: int,
    returned: int,
    sent: int,
    most: int,
    rate: tuple[int, int],
    queue: AnswerQueue | None = None,
    before: int = 0,
) -> int:
    """The messages, at most `most`, that a balance sends where each brings back a part of a credit.

    The n-th message needs a credit of those there and of those that the n - 1 before it return.
    `sent` messages have brought back `returned` credits so far; with a `queue`, so many parts of a
    credit, and `before` messages have been sent by all.
    """
    # As many as there are credits can be sent in any case.
    few = max(0, min(most, balance))
    if few >= most:
        return few
    numerator, denominator = rate
    if queue is not None:
        parts = (balance - returned) * denominator + sent
        return max(few, min(most, queue.most_sendable(before, parts)))
    # n <= balance - returned + floor(ρ (sent + n - 1)), solved for n.
    parts = (balance - returned) * denominator + numerator * (sent - 1)
    if numerator == denominator:
        return most if parts >= 0 else few
    return max(few, min(most, parts // (denominator - numerator)))


def count_returned(
    wallet: Wallet, number: int, rate: tuple[int, int], sending: Sending, unsent: int
) -> int:
    """The credits that the next `number` messages of a wallet bring back at once."""
    if sending.queue is not None:
        number = sending.queue.parts_of(sending.to_send - unsent, number)
    return rate[0] * (wallet.sent + number) // rate[1] - wallet.returned
