"""The totals of a ledger without its rows, where limits leave credits unsent (RULES.md §3).

As `run_ledger`, for the search: it wants to know whether everything is sent, and what is bought and
paid for it, not what happens in each slice.
"""

from collections.abc import Sequence

from planner.planning.answer_queue import QueueHead
from planner.planning.counting import Count
from planner.planning.groups import SeatGroup
from planner.planning.sending import UNLIMITED, Sending
from planner.planning.timeline import Timeline
from planner.planning.wallet import LimitedCredits, count_sendable


def count_within_limits(
    groups: Sequence[SeatGroup],
    sending: Sending,
    timeline: Timeline,
    *,
    first_slice: int = 0,
    purchase_cap: int | None = 0,
    end: int,
) -> Count:
    """The totals of `run_ledger`."""
    numerator, denominator = rate = sending.return_rate.as_integer_ratio()
    queue, head = sending.queue, None
    if queue is not None:
        # As in the ledger, a wallet counts the parts of a credit that its messages bring back.
        head = QueueHead(queue)
        numerator, denominator = rate = 1, queue.parts
    at_once = sending.at_once and numerator > 0
    unsent, room_of_all = sending.to_send, UNLIMITED
    purchasable = UNLIMITED if purchase_cap is None else purchase_cap
    monthly, month = sending.monthly_limit, 0
    wallets = [_Totals(group, sending, timeline) for group in groups]
    active, next_end = wallets, 0
    unsent_by_slice: list[int] = []
    last_end = min(end, max([wallet.end for wallet in wallets]))
    for position, days in enumerate(timeline.sending_days[:last_end]):
        if position >= next_end:
            active = [wallet for wallet in wallets if position < wallet.end]
            next_end = min([wallet.end for wallet in active])
        for wallet in active:
            wallet.refresh(position, days, numerator, denominator)
        if days and position >= first_slice:
            if monthly is not None and timeline.months[position] != month:
                month, room_of_all = timeline.months[position], monthly
            for wallet in active:
                balance = wallet.balance
                if balance > 0:
                    number = unsent if unsent < room_of_all else room_of_all
                    if number > wallet.room:
                        number = wallet.room
                    if at_once:
                        before = sending.to_send - unsent
                        number = count_sendable(
                            balance, wallet.returned, wallet.sent, number, rate, queue, before
                        )
                    elif number > balance:
                        number = balance
                    if number:
                        wallet.send(number, position, number if head is None else head.take(number))
                        if at_once:
                            wallet.come_back(numerator * wallet.sent // denominator)
                        unsent -= number
                        room_of_all -= number
            if unsent and purchasable:
                for wallet in active:
                    most = min(purchasable, wallet.purchase_limit - wallet.bought_in_month)
                    if most <= 0:
                        continue
                    number = min(unsent, room_of_all, wallet.room)
                    if number <= 0:
                        continue
                    if not at_once:
                        bought = number = min(number, most)
                    else:
                        before, balance = sending.to_send - unsent, wallet.balance + most
                        number = count_sendable(
                            balance, wallet.returned, wallet.sent, number, rate, queue, before
                        )
                        parts = number - 1 if queue is None else queue.parts_of(before, number - 1)
                        returned = numerator * (wallet.sent + parts) // denominator
                        bought = max(0, number - (returned - wallet.returned) - wallet.balance)
                    wallet.buy(bought)
                    wallet.send(number, position, number if head is None else head.take(number))
                    if at_once:
                        wallet.come_back(numerator * wallet.sent // denominator)
                    unsent -= number
                    room_of_all -= number
                    purchasable -= bought
        unsent_by_slice.append(unsent)
        if not unsent:
            break
    return Count(
        groups,
        unsent,
        [wallet.bought for wallet in wallets],
        [wallet.last for wallet in wallets],
        timeline,
        unsent_by_slice,
        [wallet.sent_in_slice for wallet in wallets],
    )


class _Totals(LimitedCredits):
    """The credits of one group, and what it sends and buys in all."""

    __slots__ = ("last", "room", "sent_in_slice")

    def __init__(self, group: SeatGroup, sending: Sending, timeline: Timeline) -> None:
        super().__init__(group, sending, timeline)
        self.last, self.sent_in_slice = -1, 0
        # The messages that the seats' own limits still allow in the slice.
        self.room = UNLIMITED

    def refresh(self, position: int, days: int, numerator: int, denominator: int) -> None:
        """Expire, cap, grant and credit back, where a refresh begins the slice."""
        self.begin(position)
        if self.is_limited:
            a_month, a_day = self.monthly - self.sent_in_month, self.daily * days
            self.room = a_month if a_month < a_day else a_day
        if self.refreshes[position]:
            balance = self.count_alive(position) if self.balance else 0
            added = min(self.grant, self.cap - balance)
            if numerator:
                returned = numerator * self.sent // denominator
                added += returned - self.returned
                self.returned = returned
            self.balance = balance + added
            self.total_in += added

    def come_back(self, returned: int) -> None:
        """Take what is lacking of the credits that have come back in all."""
        credits = returned - self.returned
        self.returned = returned
        self.total_in += credits
        self.balance += credits

    def send(self, number: int, position: int, parts: int) -> None:
        """Send so many messages in a slice, which bring back so many `parts`.

        These are messages, or parts of a credit where audiences answer at different rates.
        """
        if position == self.last:
            self.sent_in_slice += number
        else:
            self.last, self.sent_in_slice = position, number
        self.sent += parts
        self.sent_in_month += number
        self.balance -= number
        if self.is_limited:
            self.room -= number
