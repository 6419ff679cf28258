"""A slow second reading of RULES.md §3 and §4, with every lot written out.

It shares no code with the planning module but its plain values, and searches by trying one number
of credits after the other.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import floor

from planner.planning.credits import LedgerMonth, Sending
from planner.planning.terms import Pool


@dataclass
class Lot:
    acquired_in: int
    credits: int


@dataclass
class Account:
    """The lots of a campaign, and what it has sent by the end of each month."""

    pool: Pool
    sending: Sending
    lots: list[Lot] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Acquired just before month 1, but with a full life from month 1 on.
        self.add(self.sending.opening_balance, month=1)

    @property
    def balance(self) -> int:
        return sum(lot.credits for lot in self.lots)

    @property
    def unsent(self) -> int:
        return self.sending.to_send - sum(self.sent)

    @property
    def sendable(self) -> int:
        """Messages that may be sent in a month, if there are credits for them."""
        limit = self.sending.send_limit
        return self.unsent if limit is None else min(self.unsent, limit)

    def add(self, credits: int, *, month: int) -> None:
        self.lots.append(Lot(month, credits))

    def take(self, credits: int) -> None:
        """Remove credits, soonest to expire first."""
        for lot in sorted(self.lots, key=lambda lot: lot.acquired_in):
            taken = min(lot.credits, credits)
            lot.credits -= taken
            credits -= taken

    def expire(self, month: int) -> None:
        self.lots = [lot for lot in self.lots if month <= lot.acquired_in + self.pool.life - 1]
        self.take(max(0, self.balance - self.pool.cap))

    def credits_back(self, month: int) -> int:
        rate = self.sending.return_rate

        def owed_for(months: int) -> int:
            return floor(rate * sum(self.sent[: max(0, months)]))

        return owed_for(month - 1) - owed_for(month - 2)


def simulate(
    pool: Pool, sending: Sending, *, first_send_month: int, purchase_cap: int | None, months: int
) -> list[LedgerMonth]:
    """The months of RULES.md §3 until everything is sent, at most `months` of them."""
    account = Account(pool, sending)
    rows: list[LedgerMonth] = []
    while account.unsent and len(rows) < months:
        month = len(rows) + 1
        opening = account.balance
        account.expire(month)
        expired = opening - account.balance

        granted = max(0, min(pool.grant, pool.cap - account.balance))
        account.add(granted, month=month)
        returned = account.credits_back(month)
        account.add(returned, month=month)

        sent = bought = 0
        if month >= first_send_month:
            bought = max(0, account.sendable - account.balance)
            if pool.purchase_limit is not None:
                bought = min(bought, pool.purchase_limit)
            if purchase_cap is not None:
                bought = min(bought, purchase_cap - sum(row.bought for row in rows))
            account.add(bought, month=month)
            sent = min(account.sendable, account.balance)
            account.take(sent)
        account.sent.append(sent)
        rows.append(
            LedgerMonth(
                month=month,
                opening=opening,
                expired=expired,
                forfeited=pool.grant - granted,
                granted=granted,
                returned=returned,
                bought=bought,
                sent=sent,
                closing=account.balance,
            )
        )
    return rows


def fewest_bought(pool: Pool, sending: Sending, *, months: int) -> int | None:
    """b(M): the first number of credits that is enough; `None` where no number is."""
    for bought in range(sending.to_send + 1):
        rows = simulate(pool, sending, first_send_month=1, purchase_cap=bought, months=months)
        if sum(row.sent for row in rows) == sending.to_send:
            return bought
    return None


def month_to_start_sending(pool: Pool, sending: Sending) -> int:
    """When `accumulate` begins: the balance is enough, or another refresh would not raise it."""
    idle = Sending(
        to_send=1, return_rate=Fraction(0), send_limit=None, opening_balance=sending.opening_balance
    )
    rows = simulate(pool, idle, first_send_month=10_000, purchase_cap=0, months=pool.life + 2)
    for row, following in pairwise(rows):
        if row.closing >= sending.to_send or following.closing <= row.closing:
            return row.month
    raise AssertionError("the balance rises for ever")
