"""A slow second reading of RULES.md §7: one trial after the other, one message after the other.

It shares the plain values and the estimate's schedule with the planning module, and the lots with
reference.py; chance comes from Python's own generator, and money is paid as the months go by.
"""

from decimal import Decimal
from random import Random
from typing import NamedTuple

from planner.planning.credits import HORIZON
from planner.planning.estimate import Estimate
from planner.planning.forecast.beta import fit_beta
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from planner.planning.strategies import sending_of
from planner.planning.terms import pool_seats
from tests.planning.reference import Account


class Trial(NamedTuple):
    """One trial; months, dollars and credits are infinite where 120 months were not enough."""

    total: Decimal
    months: Decimal
    bought: Decimal
    replies: int


def draw_rate(belief: RateBelief, random: Random) -> float:
    if isinstance(belief, FixedRate):
        return float(belief.rate)
    if isinstance(belief, RateBetween):
        return random.betavariate(*fit_beta(float(belief.low), float(belief.high)))
    assert isinstance(belief, TrackRecord)
    return random.betavariate(1 + belief.replied, 1 + belief.sent - belief.replied)


def run_trial(estimate: Estimate, reply_rate: float, random: Random) -> Trial:
    """One trial in which everybody replies with this probability."""
    scenario, terms = estimate.scenario, estimate.terms
    account = Account(pool_seats(terms, scenario.seats), sending_of(scenario))
    decline_rate = float(scenario.decline_rate)
    replies = sum(random.random() < reply_rate for _ in range(scenario.free_messages))
    bought, returning = 0, 0
    while account.unsent:
        month = len(account.sent) + 1
        if month > HORIZON:
            return Trial(Decimal("inf"), Decimal("inf"), Decimal("inf"), replies)
        account.expire(month)
        account.add(
            max(0, min(account.pool.grant, account.pool.cap - account.balance)), month=month
        )
        account.add(returning, month=month)
        sendable = account.sendable if month >= (estimate.first_send_month or 0) else 0
        purchase = min(max(0, sendable - account.balance), allowed(estimate, month, account))
        account.add(purchase, month=month)
        sent = min(sendable, account.balance)
        account.take(sent)
        account.sent.append(sent)
        bought += purchase
        returning = 0
        for _ in range(sent):
            answer = random.random()
            replies += answer < reply_rate
            declines = reply_rate <= answer < reply_rate + decline_rate
            returning += answer < reply_rate or (declines and scenario.declines_return_credit)
    months = len(account.sent)
    total = pay(estimate, months) + (bought and bought * (terms.credit_price or 0))
    return Trial(Decimal(total), Decimal(months), Decimal(bought), replies)


def allowed(estimate: Estimate, month: int, account: Account) -> int:
    """Credits that may be bought: those of the schedule, then as many as cost least."""
    planned_months = len(estimate.schedule)
    if month < planned_months:
        return estimate.schedule[month - 1].ledger.bought
    limit = estimate.terms.purchase_limit
    limit = 10**9 if limit is None else limit * estimate.scenario.seats
    planned = estimate.schedule[month - 1].ledger.bought if month == planned_months else 0
    missing = max(0, account.unsent - account.balance - planned)
    return min(limit, planned + cheapest_purchase(estimate, month, account, missing, limit))


def cheapest_purchase(
    estimate: Estimate, month: int, account: Account, missing: int, limit: int
) -> int:
    """Of the missing credits, those to buy: the rest is waited for, where that is cheaper."""
    price = estimate.terms.credit_price
    ways = []
    for further in range(estimate.scenario.deadline_months - month + 1):
        rest = max(0, missing - further * account.pool.grant)
        send_limit = account.sending.send_limit
        is_sent = send_limit is None or (further + 1) * send_limit >= account.unsent
        if is_sent and rest <= (further + 1) * limit:
            added = pay(estimate, month + further) - pay(estimate, month)
            ways.append((added + rest * (price or 0), further, rest))
    return min(ways)[2] if ways else missing


def pay(estimate: Estimate, months: int) -> Decimal:
    """What falls due in so many months, one after the other."""
    scenario, terms = estimate.scenario, estimate.terms
    trial = terms.trial_months if scenario.use_trial else 0
    years_planned = estimate.subscription.years if estimate.subscription else 0
    yearly_only = scenario.billing == "annual" or terms.monthly_price is None
    paid_through, years, due = trial, 0, Decimal(0)
    for month in range(1, months + 1):
        if month <= paid_through:
            continue
        if yearly_only or years < years_planned:
            due += (terms.annual_price or 0) * scenario.seats
            years += 1
            paid_through += 12
        else:
            due += (terms.monthly_price or 0) * scenario.seats
            paid_through += 1
    return due
