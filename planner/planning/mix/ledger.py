"""The months of a mix, in the order of RULES.md §3, lot by lot (§6).

The lots of several plans have different lives, so "soonest to expire first" is not first in, first
out as in `credits`. Lots that expire in the same month are one: `Lots` maps the last month in which
credits are usable to their number.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from planner.planning.credits import LedgerMonth, Sending
from planner.planning.mix.seats import SeatGroup
from planner.planning.terms import Terms

Lots = dict[int, int]


def run_mix_ledger(
    groups: Sequence[SeatGroup], sending: Sending, *, purchases: Sequence[int] = ()
) -> list[LedgerMonth]:
    """The months until everything is sent, or until the last subscription ends.

    Each month sends all it may. `purchases[m − 1]` is the most credits that month m buys; it buys
    no more than it lacks, and no more than its seats may. Source: RULES.md §3, §6.
    """
    lots: Lots = {}
    unsent, send_limit = sending.to_send, sending.send_limit or sending.to_send
    sent_by = [0, 0]
    ledger: list[LedgerMonth] = []
    for month in range(1, max((group.months for group in groups), default=0) + 1):
        if not unsent:
            break
        active = active_in(month, groups)
        # Credits back and the opening balance live as long as the longest-lived grant (§6).
        longest = max(group.terms.life for group in active)
        if month == 1:
            _add(lots, sending.opening_balance, last_month=longest)
        opening = _balance(lots)
        cap = sum(group.terms.rollover_cap * group.seats for group in active)
        _expire(lots, month, cap)
        expired = opening - _balance(lots)

        granted = _grant(lots, month, active, room=cap - _balance(lots))
        offered = sum(group.terms.monthly_credits * group.seats for group in active)
        returned = sending.return_rate * sent_by[-1] // 1 - sending.return_rate * sent_by[-2] // 1
        _add(lots, returned, last_month=month + longest - 1)

        sendable = min(unsent, send_limit)
        purchase_cap = purchases[month - 1] if month <= len(purchases) else 0
        lacking = max(0, sendable - _balance(lots))
        bought = min(purchase_cap, lacking, count_purchasable(active, sendable))
        _add(lots, bought, last_month=month)
        sent = min(sendable, _balance(lots))
        _take(lots, sent)
        unsent -= sent
        sent_by.append(sent_by[-1] + sent)
        ledger.append(
            LedgerMonth(
                month=month,
                opening=opening,
                expired=expired,
                forfeited=offered - granted,
                granted=granted,
                returned=returned,
                bought=bought,
                sent=sent,
                closing=_balance(lots),
            )
        )
    return ledger


def active_in(month: int, groups: Sequence[SeatGroup]) -> list[SeatGroup]:
    """The groups whose seats are subscribed in that month."""
    return [group for group in groups if group.months >= month]


def count_purchasable(active: Sequence[SeatGroup], wanted: int) -> int:
    """The credits that the active seats may buy in a month, at most `wanted`."""
    return min(wanted, sum(credits for _, credits, _ in _offers(active, wanted)))


def split_purchase(
    active: Sequence[SeatGroup], credits: int
) -> Iterator[tuple[Terms, int, Decimal]]:
    """Which plan sells how many of a month's credits for how many dollars: least price first."""
    for price, offered, terms in sorted(_offers(active, credits), key=lambda offer: offer[0]):
        bought = min(offered, credits)
        credits -= bought
        yield terms, bought, bought * price


def _offers(active: Sequence[SeatGroup], wanted: int) -> Iterator[tuple[Decimal, int, Terms]]:
    """The price, number and plan of the credits on offer in a month: `wanted` without a limit."""
    for group in active:
        price, limit = group.terms.credit_price, group.terms.purchase_limit
        if price is not None and group.terms.sells_credits:
            yield price, wanted if limit is None else limit * group.seats, group.terms


def _balance(lots: Lots) -> int:
    return sum(lots.values())


def _add(lots: Lots, credits: int, *, last_month: int) -> None:
    lots[last_month] = lots.get(last_month, 0) + credits


def _take(lots: Lots, credits: int) -> None:
    """Remove credits, soonest to expire first."""
    for last_month in sorted(lots):
        taken = min(lots[last_month], credits)
        lots[last_month] -= taken
        credits -= taken


def _expire(lots: Lots, month: int, cap: int) -> None:
    """Remove the lots past their life, then what is above the cap."""
    for last_month in [last for last in lots if last < month]:
        del lots[last_month]
    _take(lots, max(0, _balance(lots) - cap))


def _grant(lots: Lots, month: int, active: Sequence[SeatGroup], *, room: int) -> int:
    """Grant what fits into `room`, the longest-lived credits first; the number granted."""
    left = room
    for group in sorted(active, key=lambda group: -group.terms.life):
        granted = min(group.terms.monthly_credits * group.seats, left)
        _add(lots, granted, last_month=month + group.terms.life - 1)
        left -= granted
    return room - left
