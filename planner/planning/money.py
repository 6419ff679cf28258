"""The cost of a subscription, and the rounding of money (RULES.md §5).

Amounts are exact `Decimal` dollars. `None` is an unknown price; a sum that needs one is `None` as
well. Amounts are rounded once, by `cents`, where they are shown or written out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial
from typing import Literal

from planner.planning.days import MONTHS_IN_A_YEAR

Billing = Literal["cheapest", "monthly", "annual"]
BILLINGS: tuple[Billing, ...] = ("cheapest", "monthly", "annual")

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """The dollars of `amount` rounded half up to whole cents (RULES.md §5)."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The payments for the seats of one plan: whole years in advance, then single months.

    The first `free_months` cost nothing; `years` annual blocks follow, then `single_months`.
    Prices are those of all seats together, in dollars.
    """

    free_months: int
    years: int
    single_months: int
    annual_price: Decimal | None
    monthly_price: Decimal | None

    @property
    def months_paid(self) -> int:
        """Months paid for, unused months of an annual block included."""
        return self.years * MONTHS_IN_A_YEAR + self.single_months

    @property
    def spend(self) -> Decimal | None:
        """Dollars for the whole subscription; `None` where a price it needs is unknown."""
        return _pay(self.years, self.annual_price, self.single_months, self.monthly_price)

    def spend_in(self, month: int) -> Decimal | None:
        """Dollars that fall due at the start of billing month `month` (1 is the first)."""
        paid_month = month - self.free_months
        if paid_month < 1:
            return Decimal(0)
        if paid_month > self.years * MONTHS_IN_A_YEAR:
            return self.monthly_price
        return self.annual_price if paid_month % MONTHS_IN_A_YEAR == 1 else Decimal(0)


def times(price: Decimal | None, count: int) -> Decimal | None:
    """`price × count`; 0 of something with an unknown price costs 0."""
    if count == 0:
        return Decimal(0)
    return None if price is None else price * count


def subscribe(
    *,
    months: int,
    trial_months: int,
    billing: Billing,
    monthly_price: Decimal | None,
    annual_price: Decimal | None,
) -> Subscription:
    """The subscription that covers `months` months, paid for as `billing` says (RULES.md §5).

    Of two that cost the same, the one that pays for fewer months is taken. With `cheapest` and no
    price at all, the months are counted one by one and the spend is unknown.
    """
    free_months = min(trial_months, months)
    due = months - free_months
    years = _find_years(due, billing, monthly_price, annual_price)
    return Subscription(
        free_months=free_months,
        years=years,
        single_months=max(0, due - years * MONTHS_IN_A_YEAR),
        annual_price=annual_price,
        monthly_price=monthly_price,
    )


def spend_on(
    *,
    trial_months: int,
    billing: Billing,
    monthly_price: Decimal | None,
    annual_price: Decimal | None,
) -> Callable[[int], Decimal | None]:
    """The dollars that `subscribe` spends, by the months; `None` where they are unknown."""
    prices = [None if price is None else str(price) for price in (monthly_price, annual_price)]
    return partial(_spend_as_written, trial_months, billing, *prices)


# A page asks for some hundreds. Prices are the same where they are written alike, as 80 and 80.00
# are not: a spend is written as they are.
@lru_cache(maxsize=2_048)
def _spend_as_written(
    trial_months: int, billing: Billing, monthly: str | None, annual: str | None, months: int
) -> Decimal | None:
    """The dollars for `months` months at prices as they are written."""
    monthly_price, annual_price = (
        None if price is None else Decimal(price) for price in (monthly, annual)
    )
    due = max(0, months - trial_months)
    years = _find_years(due, billing, monthly_price, annual_price)
    return _pay(years, annual_price, max(0, due - years * MONTHS_IN_A_YEAR), monthly_price)


def _pay(
    years: int, annual_price: Decimal | None, months: int, monthly_price: Decimal | None
) -> Decimal | None:
    """The dollars for whole years and single months; `None` where a price is unknown."""
    annual, monthly = times(annual_price, years), times(monthly_price, months)
    return None if annual is None or monthly is None else annual + monthly


def _find_years(
    due: int, billing: Billing, monthly_price: Decimal | None, annual_price: Decimal | None
) -> int:
    """The years in advance that are paid for `due` months (RULES.md §5)."""
    if billing == "monthly" or (billing == "cheapest" and annual_price is None):
        return 0
    if billing == "annual" or monthly_price is None or annual_price is None:
        return -(-due // MONTHS_IN_A_YEAR)
    return _cheapest_years(due, monthly_price, annual_price)


def _cheapest_years(due: int, monthly_price: Decimal, annual_price: Decimal) -> int:
    """The years in advance with which `due` months cost least; of equal ones for fewer months.

    The cost is linear in the number of whole years, so the least is at an end or one year more.
    """
    whole_years, rest = divmod(due, MONTHS_IN_A_YEAR)
    best, least = 0, monthly_price * due
    if whole_years:
        cost = annual_price * whole_years + monthly_price * rest
        if cost < least:
            best, least = whole_years, cost
    if rest:
        # It pays for more months than are due, so it has to cost less.
        cost = annual_price * (whole_years + 1)
        if cost < least:
            best = whole_years + 1
    return best
