"""The part of a subscription that is paid for and not used (RULES.md §5).

Credits are those of all seats together, worths are dollars. Each worth is rounded to the cent once,
in this module, so that every page and file shows the same and the parts add up to the whole. Their
sum is at most the subscription's price: where that is finer than a cent, the last part is, too.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.money import Subscription, cents
from planner.planning.wallet import LedgerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """The months and credits that are paid for and not used, and their worth.

    `unused_months` are the months of annual blocks after the last month used. `forfeited` credits
    are withheld at the cap, `expired` ones are granted and not sent; credits of free months,
    credits held at the start, credits back and bought ones are not counted.
    """

    unused_months: int
    forfeited: int
    expired: int
    unused_worth: Decimal
    forfeited_worth: Decimal
    expired_worth: Decimal

    @property
    def worth(self) -> Decimal:
        """Dollars of the subscription that are paid and not used."""
        return self.unused_worth + self.forfeited_worth + self.expired_worth


def find_losses(
    rows: Sequence[LedgerRow],
    months: Sequence[int],
    subscription: Subscription,
    *,
    months_used: int,
) -> Losses | None:
    """The losses of one group's subscription over its rows; `None` where a price is unknown.

    `months` is the billing month of each row, below 1 where it is paid for before the campaign;
    `months_used` those to be paid for, free ones included, up to the last message. Source: RULES.md
    §5.
    """
    spend, free_months = subscription.spend, subscription.free_months
    if spend is None:
        return None
    unused_months = subscription.months_paid - max(0, months_used - free_months)
    annual_price = subscription.annual_price or Decimal(0)
    unused_worth = min(cents(unused_months * annual_price / MONTHS_IN_A_YEAR), spend)
    paid = [month > free_months for month in months]
    forfeited = sum(row.forfeited for row, is_paid in zip(rows, paid, strict=True) if is_paid)
    expired = _count_expired_grants(rows, paid)
    paid_for_use = spend - unused_worth
    brought = sum(
        row.granted + row.forfeited for row, is_paid in zip(rows, paid, strict=True) if is_paid
    )
    worths: list[Decimal] = []
    for credits in (forfeited, expired):
        share = cents(paid_for_use * credits / brought) if credits else Decimal(0)
        worths.append(min(share, paid_for_use - sum(worths)))
    return Losses(
        unused_months=unused_months,
        forfeited=forfeited,
        expired=expired,
        unused_worth=unused_worth,
        forfeited_worth=worths[0],
        expired_worth=worths[1],
    )


def add_losses(parts: Iterable[Losses | None]) -> Losses | None:
    """The losses of several groups together; `None` where those of one are unknown.

    Unused months are those of the subscription that has most of them.
    """
    total = Losses(
        unused_months=0,
        forfeited=0,
        expired=0,
        unused_worth=Decimal(0),
        forfeited_worth=Decimal(0),
        expired_worth=Decimal(0),
    )
    for part in parts:
        if part is None:
            return None
        total = Losses(
            unused_months=max(total.unused_months, part.unused_months),
            forfeited=total.forfeited + part.forfeited,
            expired=total.expired + part.expired,
            unused_worth=total.unused_worth + part.unused_worth,
            forfeited_worth=total.forfeited_worth + part.forfeited_worth,
            expired_worth=total.expired_worth + part.expired_worth,
        )
    return total


def _count_expired_grants(rows: Sequence[LedgerRow], paid: Sequence[bool]) -> int:
    """Expired credits that are paid for: not opening balance, credits back, or a free month's."""
    lots: deque[tuple[int, bool]] = deque()  # credits, whether paid for; first in, first out
    expired = 0
    for number, (row, is_paid) in enumerate(zip(rows, paid, strict=True)):
        if number == 0:
            lots.append((row.opening, False))
        expired += _take(lots, row.expired)
        lots.append((row.granted, is_paid))
        lots.append((row.returned + row.bought, False))
        _take(lots, row.sent)
    return expired


def _take(lots: deque[tuple[int, bool]], credits: int) -> int:
    """Take credits from the oldest lots; the number of them that are paid for."""
    paid = 0
    while credits:
        held, is_paid = lots.popleft()
        taken = min(held, credits)
        credits -= taken
        paid += taken if is_paid else 0
        if held > taken:
            lots.appendleft((held - taken, is_paid))
    return paid
