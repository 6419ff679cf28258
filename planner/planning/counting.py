"""The totals of a ledger without its rows, where no limit leaves a credit unsent (RULES.md §3)."""

from collections.abc import Sequence
from typing import NamedTuple

from planner.planning.answer_queue import QueueHead
from planner.planning.groups import SeatGroup
from planner.planning.sending import UNLIMITED, Sending
from planner.planning.timeline import Timeline
from planner.planning.wallet import Credits


class Count(NamedTuple):
    """The totals of a ledger, with the attributes of `Ledger`, and what is unsent by slice.

    `sent_at_last` are the messages of each group in the last slice in which it sends; not counted
    without a limit, where all of them are sent on one day.
    """

    groups: Sequence[SeatGroup]
    unsent: int
    bought_by_group: Sequence[int]
    last_sends: Sequence[int]
    timeline: Timeline
    unsent_by_slice: Sequence[int]
    sent_at_last: Sequence[int] = ()

    def with_groups(self, groups: Sequence[SeatGroup]) -> "Count":
        """The same of groups that have other ends, after their last messages."""
        return self._replace(groups=groups)

    @property
    def bought(self) -> int:
        """The credits bought in all."""
        return sum(self.bought_by_group)


class Start(NamedTuple):
    """A slice in which sending begins, and the balances of the groups after its refresh."""

    slice: int
    balances: Sequence[int]


def count_sent(
    groups: Sequence[SeatGroup],
    sending: Sending,
    timeline: Timeline,
    *,
    purchase_cap: int | None = 0,
    end: int,
    start: Start | None = None,
) -> Count:
    """The totals of `run_ledger` where no limit leaves a credit unsent and answers come later.

    Then every slice sends all credits, so none but those held at the start can exceed the cap, and
    none expires once sending has begun: on the start day, or as `start` says. The search runs this
    instead of a ledger with rows.
    """
    wallets = [_Totals(group, timeline) for group in groups]
    unsent = _send(wallets, sending, purchase_cap, end, start)
    return Count(
        groups,
        unsent[-1] if unsent else sending.to_send,
        [wallet.bought_in_all for wallet in wallets],
        [wallet.last for wallet in wallets],
        timeline,
        unsent,
    )


def _send(
    wallets: Sequence["_Totals"],
    sending: Sending,
    purchase_cap: int | None,
    end: int,
    start: Start | None,
) -> list[int]:
    """What is unsent after each slice, until there is nothing."""
    numerator, denominator = sending.return_rate.as_integer_ratio()
    queue = None if sending.queue is None else QueueHead(sending.queue)
    if queue is not None:
        # As in the ledger, a wallet counts the parts of a credit that its messages bring back.
        numerator, denominator = 1, queue.parts
    unsent = sending.to_send
    purchasable = UNLIMITED if purchase_cap is None else purchase_cap
    first_slice, balances = start or (0, [wallet.balance_on_start() for wallet in wallets])
    last_end = min(end, max([wallet.end for wallet in wallets]))
    unsent_by_slice = [unsent] * first_slice
    for position in range(first_slice, last_end):
        for number, wallet in enumerate(wallets):
            if position >= wallet.end:
                continue
            balance = 0
            if position == first_slice:
                balance = balances[number]
            elif wallet.refreshes[position]:
                balance = wallet.grant
                if numerator:
                    returned = numerator * wallet.sent // denominator
                    balance += returned - wallet.returned
                    wallet.returned = returned
            if balance:
                if balance > unsent:
                    balance = unsent
                wallet.sent += balance if queue is None else queue.take(balance)
                wallet.last = position
                unsent -= balance
                if not unsent:
                    break
        if purchasable and unsent:
            for wallet in wallets:
                if position >= wallet.end:
                    continue
                number = min(unsent, purchasable, wallet.may_buy_in(position))
                if number > 0:
                    wallet.buy(number, position)
                    wallet.sent += number if queue is None else queue.take(number)
                    purchasable -= number
                    unsent -= number
        unsent_by_slice.append(unsent)
        if not unsent:
            break
    return unsent_by_slice


class _Totals(Credits):
    """The running totals of one group where every slice sends all credits."""

    __slots__ = ("bought", "bought_in_all", "held", "last")

    def __init__(self, group: SeatGroup, timeline: Timeline) -> None:
        super().__init__(group, timeline)
        self.held = group.credits
        self.bought = self.bought_in_all = 0
        self.last = -1

    def balance_on_start(self) -> int:
        """The credits after a refresh on the start day, if there is one."""
        if not self.refreshes[0]:
            return self.held
        if not self.held:
            return self.grant
        left = min(self.held, self.cap)
        return left + min(self.grant, self.cap - left)

    def may_buy_in(self, position: int) -> int:
        """The credits that the group may still buy in the billing month of a slice."""
        if self.months[position] != self.month:
            self.month, self.bought = self.months[position], 0
        return self.purchase_limit - self.bought

    def buy(self, number: int, position: int) -> None:
        """Buy `number` credits in a slice in which they are sent."""
        self.bought += number
        self.bought_in_all += number
        self.last = position
