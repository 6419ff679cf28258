"""The months of a mix, in the order of RULES.md §3, with every lot written out (§6).

The lots of several plans live differently long, so "soonest to expire first" is no longer "first
come, first out" as in `credits`. Lots that end in the same month are one: the account is a dict
from the last month in which credits are usable to their number.
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
    """The months until everything is sent, or until no seat is kept any longer.

    Each month sends all it may. `purchases[m − 1]` credits are meant to be bought in month m; no
    more are than the month lacks and its seats may buy. Source: RULES.md §3, §6.
    """
    lots: Lots = {}
    unsent, a_month = sending.to_send, sending.send_limit or sending.to_send
    sent_by = [0, 0]
    ledger: list[LedgerMonth] = []
    for month in range(1, max((group.months for group in groups), default=0) + 1):
        if not unsent:
            break
        active = active_in(month, groups)
        # What a plan's life does not decide lasts as long as the longest-lived credits.
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

        sendable = min(unsent, a_month)
        meant = purchases[month - 1] if month <= len(purchases) else 0
        bought = min(meant, max(0, sendable - _balance(lots)), count_purchasable(active, sendable))
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
    """The groups whose seats are kept in that month."""
    return [group for group in groups if group.months >= month]


def count_purchasable(active: Sequence[SeatGroup], wanted: int) -> int:
    """The credits that the active seats may buy in a month, where `wanted` are enough."""
    return min(wanted, sum(credits for _, credits, _ in _offers(active, wanted)))


def split_purchase(
    active: Sequence[SeatGroup], credits: int
) -> Iterator[tuple[Terms, int, Decimal]]:
    """Which plans sell the credits of a month, how many and for what: the least price first."""
    for price, offered, terms in sorted(_offers(active, credits), key=lambda offer: offer[0]):
        bought = min(offered, credits)
        credits -= bought
        yield terms, bought, bought * price


def _offers(active: Sequence[SeatGroup], wanted: int) -> Iterator[tuple[Decimal, int, Terms]]:
    """At what price each group sells how many credits in a month: `wanted` if without a limit."""
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
    """Grant what there is room for, the credits that live longest first; how many these are."""
    left = room
    for group in sorted(active, key=lambda group: -group.terms.life):
        granted = min(group.terms.monthly_credits * group.seats, left)
        _add(lots, granted, last_month=month + group.terms.life - 1)
        left -= granted
    return room - left
