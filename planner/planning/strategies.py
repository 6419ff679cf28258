"""The four strategies to get credits, and the search for the cheapest (RULES.md §4).

A strategy is two arguments of the ledger: the month in which sending begins and the cap on bought
credits. Only `cheapest` searches for the second one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal

from planner.planning.credits import HORIZON, LedgerMonth, Sending, run_ledger, sent_by_month
from planner.planning.money import Subscription, subscribe, times
from planner.planning.scenario import Scenario
from planner.planning.terms import Pool, Terms, pool_seats

Strategy = Literal["accumulate", "as_granted", "buy_now", "cheapest"]
STRATEGIES: tuple[Strategy, ...] = ("accumulate", "as_granted", "buy_now", "cheapest")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOption:
    """One way to send everything: in `months` months with `bought` credits, for `total` dollars."""

    months: int
    bought: int
    total: Decimal | None


def sending_of(scenario: Scenario) -> Sending:
    """What the scenario sends on credits."""
    return Sending(
        to_send=scenario.to_send,
        return_rate=scenario.return_rate,
        send_limit=scenario.monthly_send_limit,
        opening_balance=scenario.opening_balance,
    )


def subscribe_for(terms: Terms, scenario: Scenario, months: int) -> Subscription:
    """The subscription of the scenario's seats for `months` months (RULES.md §5)."""
    return subscribe(
        months=months,
        trial_months=terms.trial_months if scenario.use_trial else 0,
        billing=scenario.billing,
        monthly_price=None if terms.monthly_price is None else terms.monthly_price * scenario.seats,
        annual_price=None if terms.annual_price is None else terms.annual_price * scenario.seats,
    )


def month_to_start_sending(pool: Pool, sending: Sending) -> int:
    """The month in which `accumulate` begins to send (RULES.md §4).

    After as many months as a lot lives, each brings no more than expires: a later one is no answer.
    """
    idle = run_ledger(
        pool, sending, first_send_month=pool.life + 1, purchase_cap=0, months=pool.life
    )
    for row, following in pairwise(idle):
        if row.closing >= sending.to_send or following.closing <= row.closing:
            return row.month
    return pool.life


def fewest_bought_by_month(
    pool: Pool,
    sending: Sending,
    months: int,
    *,
    is_worth: Callable[[int, int], bool] = lambda month, bought: True,
) -> Iterator[tuple[int, int]]:
    """Each month M ≤ `months` in which everything can be sent, with b(M) (RULES.md §4).

    b(M) is the fewest credits that have to be bought to send everything by the end of M. A month
    is left out where `is_worth(M, n)` is false, with n credits that are at most b(M).
    """
    buying = run_ledger(pool, sending, first_send_month=1, purchase_cap=None, months=months)
    if sent_by_month(buying)[-1] < sending.to_send:
        return
    as_granted = run_ledger(pool, sending, first_send_month=1, purchase_cap=0, months=months)
    sent_without_buying = sent_by_month(as_granted)
    most = sending.to_send
    for month in range(len(buying), months + 1):
        unsent = sending.to_send - sent_without_buying[min(month, len(as_granted))]
        most = min(most, unsent)
        if unsent:
            if not is_worth(month, _least_bought(sending, month, unsent)):
                continue
            most = _fewest_bought(pool, sending, month, unsent=unsent, most=most)
        yield month, most


def fewest_bought_within(pool: Pool, sending: Sending, months: int) -> int | None:
    """b(`months`), `None` where no number of bought credits is enough (RULES.md §4)."""
    found = dict(fewest_bought_by_month(pool, sending, months, is_worth=lambda m, _: m == months))
    return found.get(months)


def _least_bought(sending: Sending, month: int, unsent: int) -> int:
    """A lower bound on the credits that send `unsent` more messages by the end of `month`.

    A credit sends at most one message a month, as its answers return it; and n credits more send
    fewer than (n + 1) / (1 - rate) messages more, rounding included.
    """
    numerator, denominator = sending.return_rate.numerator, sending.return_rate.denominator
    return max(1, -(-unsent // month), unsent * (denominator - numerator) // denominator)


def _fewest_bought(pool: Pool, sending: Sending, month: int, *, unsent: int, most: int) -> int:
    """b(`month`), where `unsent` messages stay unsent without buying and `most` is enough."""
    least, stride = _least_bought(sending, month, unsent), 1
    while least < most:
        # The bound is mostly tight: search near it, with a doubling stride while that is too few.
        bought = min(least + stride - 1, (least + most) // 2)
        ledger = run_ledger(pool, sending, first_send_month=1, purchase_cap=bought, months=month)
        unsent = sending.to_send - sent_by_month(ledger)[-1]
        if unsent:
            least = bought + _least_bought(sending, month, unsent)
            stride *= 2
        else:
            most = bought
    return most


def find_purchase_options(
    terms: Terms, scenario: Scenario, *, at_most: Callable[[int], Decimal] | None = None
) -> list[PurchaseOption]:
    """The options that meet the deadline, each with more months and for less than the one before.

    The last one is the `cheapest`, and the last with at most d months is the cheapest by the
    deadline d. Empty where the plan cannot make the deadline. A known total is better than an
    unknown one; of those, fewer bought credits are better. Source: RULES.md §4.

    Where `at_most` is given, options are left out that cost more dollars than it allows for their
    months, or whose cost is unknown; for more months it must not allow more.
    """
    pool, sending = pool_seats(terms, scenario.seats), sending_of(scenario)
    options: list[PurchaseOption] = []
    least = True, Decimal("Infinity")

    @cache
    def spend_of(months: int) -> Decimal | None:
        return subscribe_for(terms, scenario, months).spend

    def total_of(months: int, bought: int) -> Decimal | None:
        spend, credit_spend = spend_of(months), times(terms.credit_price, bought)
        return None if spend is None or credit_spend is None else spend + credit_spend

    def is_worth(months: int, bought: int) -> bool:
        total = total_of(months, bought)
        if at_most and (total is None or total > at_most(months)):
            return False
        return (total is None, Decimal(bought) if total is None else total) < least

    found = fewest_bought_by_month(pool, sending, scenario.deadline_months, is_worth=is_worth)
    for months, bought in found:
        if is_worth(months, bought):
            total = total_of(months, bought)
            options.append(PurchaseOption(months=months, bought=bought, total=total))
            least = total is None, Decimal(bought) if total is None else total
        # A longer subscription costs as much or more, so no later month can be cheaper.
        if bought == 0 or not is_worth(months, 0):
            break
    return options


def run_strategy(
    strategy: Strategy, terms: Terms, scenario: Scenario, *, purchase_options: list[PurchaseOption]
) -> list[LedgerMonth] | None:
    """The ledger of `strategy`, or `None` where not everything is sent within 120 months.

    `purchase_options` are those of `find_purchase_options` for the same terms and scenario.
    """
    pool, sending = pool_seats(terms, scenario.seats), sending_of(scenario)
    if _is_beyond_reach(pool, sending, buys=strategy != "as_granted"):
        return None
    first_send_month, purchase_cap = 1, None
    if strategy == "accumulate":
        first_send_month = month_to_start_sending(pool, sending)
    elif strategy == "as_granted":
        purchase_cap = 0
    elif strategy == "cheapest":
        if purchase_options:
            purchase_cap = purchase_options[-1].bought
        else:
            first = next(fewest_bought_by_month(pool, sending, HORIZON), None)
            purchase_cap = first[1] if first else 0
    ledger = run_ledger(pool, sending, first_send_month=first_send_month, purchase_cap=purchase_cap)
    return ledger if sent_by_month(ledger)[-1] == sending.to_send else None


def _is_beyond_reach(pool: Pool, sending: Sending, *, buys: bool) -> bool:
    """Whether all credits of 120 months, each returned as often as possible, are too few."""
    monthly_purchases = pool.purchase_limit if buys else 0
    if monthly_purchases is None or sending.return_rate == 1:
        return False
    credits = sending.opening_balance + HORIZON * (pool.grant + monthly_purchases)
    return credits < sending.to_send * (1 - sending.return_rate)
