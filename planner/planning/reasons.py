"""The reasons that explanations give, found by running the ledger again (RULES.md §3 and §4).

A reason holds only if the estimate is another without it, so each is tried: without the limit,
without buying, with one month less. Messages and credits are those of all seats together.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from planner.planning.credits import HORIZON, Sending, run_ledger, sent_by_month
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.strategies import (
    Strategy,
    fewest_bought_within,
    sending_of,
    subscribe_for,
)
from planner.planning.terms import Pool, Terms, pool_seats

Limit = Literal["purchases", "sends"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """The credits that the price of a month buys, and the `messages` more that they send.

    One message more takes credits that cost more than the month.
    """

    messages: int
    bought: int


def find_pacing_limits(estimate: Estimate, strategy: Strategy) -> tuple[Limit, ...]:
    """The limits without which `strategy` takes fewer months; empty where none shortens it.

    Two limits are also named where only both together shorten it. A plan that sells no credit has
    a purchase limit; a strategy that never buys has none.
    """
    scenario, terms = estimate.scenario, estimate.terms
    limits: dict[Limit, bool] = {
        "purchases": terms.purchase_limit is not None and strategy != "as_granted",
        "sends": scenario.monthly_send_limit is not None,
    }
    present = [limit for limit, is_there in limits.items() if is_there]
    alone = tuple(limit for limit in present if is_shorter_without([limit], estimate, strategy))
    if alone or len(present) < len(limits):
        return alone
    return tuple(present) if is_shorter_without(present, estimate, strategy) else ()


def is_shorter_without(limits: list[Limit], estimate: Estimate, strategy: Strategy) -> bool:
    """Whether `strategy` takes fewer months than the estimate without `limits`."""
    terms: Terms = estimate.terms
    scenario: Scenario = estimate.scenario
    if "purchases" in limits:
        terms = replace(terms, purchase_limit=None)
    if "sends" in limits:
        scenario = replace(scenario, monthly_send_limit=None)
    months = make_estimate(terms, scenario, strategy).months
    return months is not None and months < (estimate.months or HORIZON)


def unsent_without_buying(estimate: Estimate, months: int) -> int:
    """Messages that are unsent after `months` months of sending as granted."""
    pool, sending = _pool_and_sending(estimate)
    ledger = run_ledger(pool, sending, first_send_month=1, purchase_cap=0, months=months)
    return sending.to_send - sent_by_month(ledger)[-1]


def months_without_buying(estimate: Estimate) -> int | None:
    """The months that sending as granted takes; `None` for more than 120."""
    pool, sending = _pool_and_sending(estimate)
    ledger = run_ledger(pool, sending, first_send_month=1, purchase_cap=0)
    return len(ledger) if sent_by_month(ledger)[-1] == sending.to_send else None


def price_of_months(estimate: Estimate, first: int, last: int) -> Decimal | None:
    """Dollars that billing months `first` to `last` add to the subscription.

    0 where a year that is paid for covers them; `None` where a price is unknown.
    """
    through = subscribe_for(estimate.terms, estimate.scenario, last).spend
    before = subscribe_for(estimate.terms, estimate.scenario, first - 1).spend
    return None if through is None or before is None else through - before


def find_substitute(estimate: Estimate, month: int) -> Substitute | None:
    """What the price of billing month `month` buys before it; `None` where it sends no message.

    Compares `month - 1` months with and without that many credits, sent as they come: a credit
    that is bought early may come back and send a second message. `None` as well where a price is
    unknown or credits cost nothing.
    """
    price, credit_price = price_of_months(estimate, month, month), estimate.terms.credit_price
    if price is None or not credit_price:
        return None
    pool, sending = _pool_and_sending(estimate)
    affordable = int(price // credit_price)
    # More messages than can be sent: a credit sends at most one message a month.
    unbounded = replace(sending, to_send=sending.to_send + affordable * month)
    ledgers = [
        run_ledger(pool, unbounded, first_send_month=1, purchase_cap=most, months=month - 1)
        for most in (0, affordable)
    ]
    without, with_purchase = (sent_by_month(ledger)[-1] for ledger in ledgers)
    if with_purchase == without:
        return None
    bought = sum(row.bought for row in ledgers[1])
    return Substitute(messages=with_purchase - without, bought=bought)


def can_buy_out(estimate: Estimate, months: int) -> bool:
    """Whether buying sends everything within `months` months."""
    pool, sending = _pool_and_sending(estimate)
    return months > 0 and fewest_bought_within(pool, sending, months) is not None


def sent_within_horizon(estimate: Estimate) -> int:
    """Messages sent in 120 months without buying."""
    return estimate.scenario.to_send - unsent_without_buying(estimate, HORIZON)


def held_within_cap(estimate: Estimate) -> int:
    """Credits held at the start that the first refresh leaves (RULES.md §2)."""
    cap = estimate.terms.rollover_cap * estimate.scenario.seats
    return min(estimate.scenario.opening_balance, cap)


def _pool_and_sending(estimate: Estimate) -> tuple[Pool, Sending]:
    return pool_seats(estimate.terms, estimate.scenario.seats), sending_of(estimate.scenario)
