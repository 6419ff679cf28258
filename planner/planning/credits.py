"""The month, in the order of RULES.md §3: expire, grant, credit back, buy, send.

`run_ledger` is the only place where credits move. A strategy tells it when sending may begin and
how many credits may be bought; everything else follows. Counts are whole credits of all seats
together; months are numbered from 1.

All lots of a plan have the same life and the opening balance dies with the first grant, so "soonest
to expire first" is "first come, first out": the running totals of what came in and what went out
say all about every lot, and a month costs the same few additions however many credits there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.planning.terms import Pool

# RULES.md §4: what is not done within 120 months is out of reach.
HORIZON = 120


class LedgerMonth(NamedTuple):
    """One billing month: opening + granted + returned + bought - sent - expired = closing.

    `forfeited` is what the cap withheld from the grant; it never entered the balance.
    """

    month: int
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
    """What is to be sent on credits, and what limits the sending.

    `return_rate` is ρ (0…1), `send_limit` messages a month (`None`: no limit), `opening_balance`
    credits held before month 1.
    """

    to_send: int
    return_rate: Fraction
    send_limit: int | None
    opening_balance: int


def run_ledger(
    pool: Pool,
    sending: Sending,
    *,
    first_send_month: int,
    purchase_cap: int | None,
    months: int = HORIZON,
) -> list[LedgerMonth]:
    """The months until everything is sent, or `months` of them where that takes longer.

    From `first_send_month` on, each month sends all it may, and before that buys what it lacks
    for that: at most `purchase_cap` credits in all (`None`: as many as it takes), at most the
    pool's purchase limit a month. Source: RULES.md §3.
    """
    back, per = sending.return_rate.numerator, sending.return_rate.denominator
    grant, cap, life = pool.grant, pool.cap, pool.life
    unsent = sending.to_send
    a_month = unsent if sending.send_limit is None else sending.send_limit
    buyable = unsent if purchase_cap is None else purchase_cap
    buyable_a_month = unsent if pool.purchase_limit is None else pool.purchase_limit

    # came_by[k]: credits that ever came in by the end of month k; gone: those spent or expired.
    came = sending.opening_balance
    came_by = [came]
    gone = sent_so_far = returned_so_far = 0
    ledger: list[LedgerMonth] = []
    for month in range(1, months + 1):
        if not unsent:
            break
        opening = came - gone
        balance = opening
        if month > life:
            balance = min(balance, came - came_by[month - life])
        balance = min(balance, cap)
        expired = opening - balance

        granted = min(grant, cap - balance)
        returned = back * sent_so_far // per - returned_so_far
        returned_so_far += returned
        balance += granted + returned

        sent = bought = 0
        if month >= first_send_month:
            sent = min(unsent, a_month)
            if sent > balance:
                bought = min(sent - balance, buyable, buyable_a_month)
                buyable -= bought
                balance += bought
                sent = min(sent, balance)
            unsent -= sent
            sent_so_far += sent
        gone += expired + sent
        came += granted + returned + bought
        came_by.append(came)
        ledger.append(
            LedgerMonth(
                month,
                opening,
                expired,
                grant - granted,
                granted,
                returned,
                bought,
                sent,
                balance - sent,
            )
        )
    return ledger


def sent_by_month(ledger: Sequence[LedgerMonth]) -> list[int]:
    """Messages sent by the end of each month: index 0 is before month 1."""
    totals = [0]
    for row in ledger:
        totals.append(totals[-1] + row.sent)
    return totals
