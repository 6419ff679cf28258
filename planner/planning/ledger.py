"""The ledger, slice by slice: expire, grant, credit back, buy, send (RULES.md §3).

`run_ledger` is the reference. `counting.py`, `limited_counting.py` and `forecast/wallets.py` repeat
its refresh for speed, `mix/formulation.py` as a program; tests compare them. A strategy sets the
slice from which messages are sent and the number of credits that may be bought; everything else
follows. Counts are whole credits of all seats of a group together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.planning.groups import SeatGroup
from planner.planning.scenario import Scenario
from planner.planning.sending import UNLIMITED, Sending, sending_of
from planner.planning.timeline import Timeline, timeline_of
from planner.planning.wallet import LedgerRow, Wallet, count_returned, count_sendable


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The rows of each group, slice by slice, and the messages on credits that are `unsent`."""

    groups: Sequence[SeatGroup]
    rows: Sequence[Sequence[LedgerRow]]
    unsent: int
    timeline: Timeline

    @property
    def bought(self) -> int:
        """The credits bought in all."""
        return sum(self.bought_by_group)

    @property
    def bought_by_group(self) -> list[int]:
        """The credits that each group buys."""
        return [sum(row.bought for row in rows) for rows in self.rows]

    @property
    def last_sends(self) -> list[int]:
        """The last slice in which each group sends on credits; -1 where it sends nothing."""
        return [next((row.slice for row in reversed(rows) if row.sent), -1) for rows in self.rows]


def run_ledger(
    groups: Sequence[SeatGroup],
    sending: Sending,
    timeline: Timeline,
    *,
    first_slice: int = 0,
    purchase_cap: int | None = 0,
    purchase_caps: Sequence[int] | None = None,
    end: int | None = None,
    goes_on: bool = False,
    send_ends: Sequence[int] | None = None,
) -> Ledger:
    """The slices until everything is sent, or those before `end` (`None`: before the horizon).

    From `first_slice` on, each slice sends all it may: first the groups' own credits, in the order
    of `groups`, then bought ones, at most `purchase_cap` in all (`None`: no cap), or where they are
    given at most `purchase_caps` of each group. With `goes_on` the rows go on after the last
    message. A group that stays longer sends nothing from its slice of `send_ends` on. Source:
    RULES.md §3.
    """
    end = len(timeline) if end is None else end
    rate, queue, parts = sending.return_rate.as_integer_ratio(), sending.queue, None
    if queue is not None:
        # A wallet counts the parts of a credit that its messages bring back.
        rate = 1, queue.parts
    at_once = sending.at_once and rate[0] > 0
    unsent = sending.to_send
    if purchase_caps is not None:
        purchase_cap = sum(purchase_caps)
    purchasable = UNLIMITED if purchase_cap is None else purchase_cap
    caps = purchase_caps or [UNLIMITED] * len(groups)
    wallets = [
        Wallet(group, sending, timeline, cap) for group, cap in zip(groups, caps, strict=True)
    ]
    monthly, month = sending.monthly_limit, 0
    room_of_all = UNLIMITED
    sending_days, months = timeline.sending_days, timeline.months
    active, next_end = wallets, 0
    for position in range(end):
        if not unsent and not goes_on:
            break
        if position >= next_end:
            active = [wallet for wallet in wallets if position < wallet.end]
            if not active:
                break
            next_end = min([wallet.end for wallet in active])
        for wallet in active:
            wallet.refresh(position, rate)
        if position >= first_slice and unsent and (days := sending_days[position]):
            if monthly is not None and months[position] != month:
                month, room_of_all = months[position], monthly
            senders = active
            if send_ends is not None:
                quiet = zip(wallets, send_ends, strict=True)
                senders = [one for one, quiet_from in quiet if position < min(quiet_from, one.end)]
            for wallet in senders:
                if wallet.balance > 0:
                    number = unsent if unsent < room_of_all else room_of_all
                    if wallet.is_limited:
                        number = min(number, wallet.room(days))
                    returned = 0
                    if at_once:
                        before, balance = sending.to_send - unsent, wallet.balance
                        number = count_sendable(
                            balance, wallet.returned, wallet.sent, number, rate, queue, before
                        )
                        returned = count_returned(wallet, number, rate, sending, unsent)
                    elif number > wallet.balance:
                        number = wallet.balance
                    if queue is not None:
                        parts = queue.parts_of(sending.to_send - unsent, number)
                    wallet.send(number, returned=returned, parts=parts)
                    unsent -= number
                    room_of_all -= number
            if unsent and purchasable:
                for wallet in senders:
                    limit = wallet.purchase_limit - wallet.bought_in_month
                    most = min(purchasable, wallet.purchasable, limit)
                    if most <= 0:
                        continue
                    number = min(unsent, room_of_all, wallet.room(days))
                    if number <= 0:
                        continue
                    returned = 0
                    if at_once:
                        before, balance = sending.to_send - unsent, wallet.balance + most
                        number = count_sendable(
                            balance, wallet.returned, wallet.sent, number, rate, queue, before
                        )
                        back = count_returned(wallet, number - 1, rate, sending, unsent)
                        bought = max(0, number - back - wallet.balance)
                        returned = count_returned(wallet, number, rate, sending, unsent)
                    else:
                        bought = number = min(number, most)
                    if queue is not None:
                        parts = queue.parts_of(sending.to_send - unsent, number)
                    wallet.buy(bought)
                    wallet.send(number, returned=returned, parts=parts)
                    unsent -= number
                    room_of_all -= number
                    purchasable -= bought
        for wallet in active:
            wallet.close(position)
    return Ledger(
        groups=groups, rows=[wallet.rows for wallet in wallets], unsent=unsent, timeline=timeline
    )


def run_scenario(
    groups: Sequence[SeatGroup],
    scenario: Scenario,
    *,
    first_slice: int = 0,
    purchase_cap: int | None = 0,
    end: int | None = None,
) -> Ledger:
    """`run_ledger` for what a scenario sends, on the timeline of the groups."""
    timeline = timeline_of(scenario, [group.calendar for group in groups])
    return run_ledger(
        groups,
        sending_of(scenario),
        timeline,
        first_slice=first_slice,
        purchase_cap=purchase_cap,
        end=end,
    )
