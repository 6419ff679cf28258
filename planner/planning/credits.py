"""The month, in the order of RULES.md §3: expire, grant, credit back, buy, send.

`run_ledger` is the only place where the credits of one plan move. A strategy sets the month in
which sending begins and the number of credits that may be bought; everything else follows. Counts
are whole credits of all seats together; months are numbered from 1.

All lots of a plan have the same life and the opening balance expires with the first grant, so
"soonest to expire first" is first in, first out: the running totals in and out determine every lot,
and a month takes the same few additions however many credits there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.planning.terms import Pool

# Months after which what is not done is out of reach (RULES.md §4).
HORIZON = 120


class LedgerMonth(NamedTuple):
    """One billing month: opening + granted + returned + bought - sent - expired = closing.

    `forfeited` is what the cap withholds from the grant; it does not enter the balance.
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
    """What is to be sent on credits, and what limits it.

    `to_send` counts messages, `return_rate` is ρ (0 to 1), `send_limit` the most messages a month
    (`None`: no limit), `opening_balance` the credits held before month 1.
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

    From `first_send_month` on, each month buys the credits that it lacks and sends all it may: at
    most `purchase_cap` credits in all (`None`: no cap), at most the pool's purchase limit a month.
    Source: RULES.md §3.
    """
    numerator, denominator = sending.return_rate.numerator, sending.return_rate.denominator
    grant, cap, life = pool.grant, pool.cap, pool.life
    unsent = sending.to_send
    send_limit = unsent if sending.send_limit is None else sending.send_limit
    purchase_limit = unsent if pool.purchase_limit is None else pool.purchase_limit
    purchasable = unsent if purchase_cap is None else purchase_cap

    # total_in_by[k] is total_in at the end of month k; total_out counts credits sent or expired.
    total_in = sending.opening_balance
    total_in_by = [total_in]
    total_out = total_sent = total_returned = 0
    ledger: list[LedgerMonth] = []
    for month in range(1, months + 1):
        if not unsent:
            break
        opening = total_in - total_out
        balance = opening
        if month > life:
            balance = min(balance, total_in - total_in_by[month - life])
        balance = min(balance, cap)
        expired = opening - balance

        granted = min(grant, cap - balance)
        returned = numerator * total_sent // denominator - total_returned
        total_returned += returned
        balance += granted + returned

        sent = bought = 0
        if month >= first_send_month:
            sent = min(unsent, send_limit)
            if sent > balance:
                bought = min(sent - balance, purchasable, purchase_limit)
                purchasable -= bought
                balance += bought
                sent = min(sent, balance)
            unsent -= sent
            total_sent += sent
        total_out += expired + sent
        total_in += granted + returned + bought
        total_in_by.append(total_in)
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
