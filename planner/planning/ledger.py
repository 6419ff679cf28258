"""The ledger, slice by slice: expire, grant, credit back, buy, send (RULES.md §3).

`run_ledger` is the reference. `count_sent` and `forecast/wallets.py` repeat its refresh for speed,
`mix/formulation.py` as a program; tests compare them. A strategy sets the slice from which messages
are sent and the number of credits that may be bought; everything else follows. Counts are whole
credits of all seats of a group together.

All lots of a group have the same life and expire in the order in which they come, so "soonest to
expire first" is first in, first out: the running totals in and out determine every lot, and a slice
takes the same few additions however many credits there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.planning.answer_queue import AnswerQueue, queue_of, return_rates
from planner.planning.groups import SeatGroup
from planner.planning.scenario import Scenario
from planner.planning.timeline import Timeline, slices_expired, timeline_of

UNLIMITED = 10**18


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is to be sent on credits, and what limits it.

    `to_send` counts messages, `return_rate` is ρ (0 to 1). The limits are messages: a month of the
    campaign, and of one seat a sending day and a billing month; `None` is no limit. Credits come
    back `at_once`, or at the next refresh. Where audiences answer at different rates, `queue` has
    them, and `return_rate` is the greatest.
    """

    to_send: int
    return_rate: Fraction
    monthly_limit: int | None = None
    seat_daily_limit: int | None = None
    seat_monthly_limit: int | None = None
    at_once: bool = False
    queue: AnswerQueue | None = None


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
        return [max((row.slice for row in rows if row.sent), default=-1) for rows in self.rows]


def sending_of(scenario: Scenario) -> Sending:
    """What the scenario sends on credits."""
    queue, return_rate = None, scenario.return_rate
    if scenario.audiences:
        queue = queue_of(scenario.queue)
        return_rate = max(return_rates(scenario.queue), default=return_rate)
    return Sending(
        to_send=scenario.to_send,
        return_rate=return_rate,
        monthly_limit=scenario.monthly_send_limit,
        seat_daily_limit=scenario.seat_daily_limit,
        seat_monthly_limit=scenario.seat_monthly_limit,
        at_once=scenario.answers_come == "same",
        queue=queue,
    )


class _Wallet:
    """The credits of one group during a run."""

    __slots__ = (
        "alive_from", "balance", "bought", "bought_in_month", "cap", "credits_back", "daily", "end",
        "expired", "forfeited", "grant", "granted", "is_limited", "month", "monthly", "months",
        "opening", "purchasable", "purchase_limit", "refreshes", "returned", "rows", "sends",
        "sent", "sent_in_month", "total_in", "total_in_before",
    )  # fmt: skip

    def __init__(
        self, group: SeatGroup, sending: Sending, timeline: Timeline, purchasable: int
    ) -> None:
        track, terms, seats = timeline.tracks[group.calendar], group.terms, group.seats
        self.purchasable = purchasable
        self.grant, self.cap = terms.monthly_credits * seats, terms.rollover_cap * seats
        limit = terms.purchase_limit
        self.purchase_limit = UNLIMITED if limit is None else limit * seats
        monthly, daily = sending.seat_monthly_limit, sending.seat_daily_limit
        self.is_limited = monthly is not None or daily is not None
        self.monthly = UNLIMITED if monthly is None else monthly * seats
        self.daily = UNLIMITED if daily is None else daily * seats
        self.refreshes, self.months = track.refreshes, track.months
        self.alive_from = slices_expired(timeline, terms.life)
        self.end = track.last_slice_of(group.last_month) + 1
        self.balance = self.total_in = group.credits
        self.total_in_before: list[int] = []
        self.sent = self.returned = 0
        self.month = -UNLIMITED
        self.bought_in_month = self.sent_in_month = 0
        self.rows: list[LedgerRow] = []

    def refresh(self, position: int, rate: tuple[int, int]) -> None:
        """Expire, cap, grant and credit back, where a refresh begins the slice."""
        if self.months[position] != self.month:
            self.month = self.months[position]
            self.bought_in_month = self.sent_in_month = 0
        self.opening = balance = self.balance
        self.total_in_before.append(self.total_in)
        self.expired = self.forfeited = self.granted = self.credits_back = 0
        self.bought = self.sends = 0
        if self.refreshes[position]:
            if balance:
                if dead := self.alive_from[position]:
                    # What is in before the slice `dead`, at whose beginning all this was in.
                    balance = min(balance, self.total_in - self.total_in_before[dead])
                balance = min(balance, self.cap)
                self.expired = self.opening - balance
            added = self.granted = min(self.grant, self.cap - balance)
            self.forfeited = self.grant - added
            if rate[0]:
                self.credits_back = rate[0] * self.sent // rate[1] - self.returned
                self.returned += self.credits_back
                added += self.credits_back
            self.balance = balance + added
            self.total_in += added

    def room(self, sending_days: int) -> int:
        """The messages that the seats' own limits still allow in the slice."""
        if not sending_days:
            return 0
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
        """Buy `number` credits."""
        self.bought += number
        self.bought_in_month += number
        self.purchasable -= number
        self.total_in += number
        self.balance += number

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
) -> Ledger:
    """The slices until everything is sent, or those before `end` (`None`: before the horizon).

    From `first_slice` on, each slice sends all it may: first the groups' own credits, in the order
    of `groups`, then bought ones, at most `purchase_cap` in all (`None`: no cap), or where they are
    given at most `purchase_caps` of each group. With `goes_on` the rows go on after the last
    message. Source: RULES.md §3.
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
        _Wallet(group, sending, timeline, cap) for group, cap in zip(groups, caps, strict=True)
    ]
    monthly, month = sending.monthly_limit, 0
    room_of_all = UNLIMITED
    sending_days, months = timeline.sending_days, timeline.months
    for position in range(end):
        if not unsent and not goes_on:
            break
        active = [wallet for wallet in wallets if position < wallet.end]
        if not active:
            break
        for wallet in active:
            wallet.refresh(position, rate)
        if position >= first_slice and unsent:
            if monthly is not None and months[position] != month:
                month, room_of_all = months[position], monthly
            days = sending_days[position]
            for wallet in active:
                if wallet.balance > 0:
                    number = min(unsent, room_of_all, wallet.room(days))
                    returned = 0
                    if at_once:
                        number = _sendable(wallet, number, rate, sending, unsent)
                        returned = _returned(wallet, number, rate, sending, unsent)
                    else:
                        number = min(number, wallet.balance)
                    if queue is not None:
                        parts = queue.parts_of(sending.to_send - unsent, number)
                    wallet.send(number, returned=returned, parts=parts)
                    unsent -= number
                    room_of_all -= number
            if unsent and purchasable:
                for wallet in active:
                    limit = wallet.purchase_limit - wallet.bought_in_month
                    most = min(purchasable, wallet.purchasable, limit)
                    number = min(unsent, room_of_all, wallet.room(days))
                    if most <= 0 or number <= 0:
                        continue
                    returned = 0
                    if at_once:
                        wallet.balance += most
                        number = _sendable(wallet, number, rate, sending, unsent)
                        wallet.balance -= most
                        before = _returned(wallet, number - 1, rate, sending, unsent)
                        bought = max(0, number - before - wallet.balance)
                        returned = _returned(wallet, number, rate, sending, unsent)
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


class Count(NamedTuple):
    """The totals of a ledger, with the attributes of `Ledger`."""

    groups: Sequence[SeatGroup]
    unsent: int
    bought_by_group: Sequence[int]
    last_sends: Sequence[int]
    timeline: Timeline

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
    numerator, denominator = sending.return_rate.as_integer_ratio()
    unsent = sending.to_send
    purchasable = UNLIMITED if purchase_cap is None else purchase_cap
    wallets = [_Totals(group, timeline) for group in groups]
    first_slice, balances = start or (0, [wallet.balance_on_start() for wallet in wallets])
    last_end = min(end, max(wallet.end for wallet in wallets))
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
                wallet.sent += balance
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
                    purchasable -= number
                    unsent -= number
        if not unsent:
            break
    return Count(
        groups,
        unsent,
        [wallet.bought_in_all for wallet in wallets],
        [wallet.last for wallet in wallets],
        timeline,
    )


class _Totals:
    """The running totals of one group where every slice sends all credits."""

    __slots__ = (
        "bought", "bought_in_all", "cap", "end", "grant", "held", "last", "month", "months",
        "purchase_limit", "refreshes", "returned", "sent",
    )  # fmt: skip

    def __init__(self, group: SeatGroup, timeline: Timeline) -> None:
        track, terms, seats = timeline.tracks[group.calendar], group.terms, group.seats
        self.grant, self.cap = terms.monthly_credits * seats, terms.rollover_cap * seats
        limit = terms.purchase_limit
        self.purchase_limit = UNLIMITED if limit is None else limit * seats
        self.refreshes, self.months = track.refreshes, track.months
        self.end = track.last_slice_of(group.last_month) + 1
        self.held, self.sent, self.returned, self.bought = group.credits, 0, 0, 0
        self.month, self.last, self.bought_in_all = -UNLIMITED, -1, 0

    def balance_on_start(self) -> int:
        """The credits after a refresh on the start day, if there is one."""
        if not self.refreshes[0]:
            return self.held
        left = min(self.held, self.cap)
        return left + min(self.grant, self.cap - left)

    def may_buy_in(self, position: int) -> int:
        """The credits that the group may still buy in the billing month of a slice."""
        if self.months[position] != self.month:
            self.month, self.bought = self.months[position], 0
        return self.purchase_limit - self.bought

    def buy(self, number: int, position: int) -> None:
        """Buy and send `number` credits in a slice."""
        self.bought += number
        self.bought_in_all += number
        self.sent += number
        self.last = position


def _sendable(
    wallet: _Wallet, most: int, rate: tuple[int, int], sending: Sending, unsent: int
) -> int:
    """The messages, at most `most`, that the balance sends where credits come back at once.

    The n-th message needs a credit of those there and of those that the n - 1 before it return.
    """
    base, queue, before = wallet.balance - wallet.returned, sending.queue, sending.to_send - unsent
    parts_before = 0 if queue is None else queue.parts_through(before)
    # As many as there are credits can be sent in any case. Of more, each takes a credit and brings
    # back at most ρ of one, but for a part that is there already.
    few, many = max(0, min(most, wallet.balance)), max(0, most)
    returned, whole = sending.return_rate.as_integer_ratio()
    if returned < whole:
        many = min(many, (wallet.balance + 1) * whole // (whole - returned))
    while few < many:
        number = (few + many + 1) // 2
        parts = number - 1
        if queue is not None:
            parts = queue.parts_through(before + number - 1) - parts_before
        if number <= base + rate[0] * (wallet.sent + parts) // rate[1]:
            few = number
        else:
            many = number - 1
    return few


def _returned(
    wallet: _Wallet, number: int, rate: tuple[int, int], sending: Sending, unsent: int
) -> int:
    """The credits that the next `number` messages of a wallet bring back at once."""
    if sending.queue is not None:
        number = sending.queue.parts_of(sending.to_send - unsent, number)
    return rate[0] * (wallet.sent + number) // rate[1] - wallet.returned


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
