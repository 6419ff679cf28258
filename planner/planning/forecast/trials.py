"""The trials of a forecast, all at once, each with its own reply rate and replies (RULES.md §7).

Every array holds one number for each trial. A month is that of RULES.md §3, as in
`credits.run_ledger`, except that credits back are random and `purchases` decides what is bought.
"""

from collections import deque
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.planning.credits import HORIZON
from planner.planning.estimate import Estimate
from planner.planning.forecast.percentiles import index_of
from planner.planning.forecast.purchases import Purchases
from planner.planning.forecast.rates import RateBelief
from planner.planning.scenario import Scenario
from planner.planning.strategies import sending_of
from planner.planning.terms import pool_seats

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]


class Outcomes(NamedTuple):
    """The outcome of each trial: months subscribed, credits bought, messages unsent, replies.

    `unsent` is above 0 where 120 months are not enough. Replies are those to all messages sent.
    `fan` has the 10th, 50th and 90th percentile of the messages on credits that are sent by the end
    of each month.
    """

    months: Counts
    bought: Counts
    unsent: Counts
    replies: Counts
    fan: list[Counts]


def run_trials(
    estimate: Estimate, belief: RateBelief, generator: np.random.Generator, *, trials: int
) -> Outcomes:
    """Simulate the estimate's schedule in `trials` trials until everything is sent (§7)."""
    scenario = estimate.scenario
    pool, sending = pool_seats(estimate.terms, scenario.seats), sending_of(scenario)
    send_limit = sending.to_send if sending.send_limit is None else sending.send_limit
    first_send_month = estimate.first_send_month or 1
    purchases = Purchases(estimate)

    reply_rates = belief.draw(generator, trials)
    return_rates = _return_rates(scenario, reply_rates)
    months, bought, sent, returned, total_out = (np.zeros(trials, np.int64) for _ in range(5))
    unsent = np.full(trials, sending.to_send)
    # As in the ledger: running totals in and out determine every lot. `total_in_by` holds total_in
    # at the end of each of the last months, as many as a lot lives.
    total_in = np.full(trials, sending.opening_balance)
    total_in_by = deque([total_in], maxlen=pool.life)
    fan: list[Counts] = []
    for month in range(1, HORIZON + 1):
        if not unsent.any():
            break
        months += unsent > 0
        opening = total_in - total_out
        balance = np.minimum(opening, pool.cap)
        if month > pool.life:
            balance = np.minimum(balance, total_in - total_in_by[0])
        total_out += opening - balance

        credits_back = generator.binomial(sent, return_rates)
        returned += credits_back
        income = np.minimum(pool.grant, pool.cap - balance) + credits_back
        balance += income

        sendable = np.minimum(unsent, send_limit if month >= first_send_month else 0)
        purchase_cap = purchases.most_in(month, unsent=unsent, balance=balance)
        purchase = np.clip(sendable - balance, 0, purchase_cap)
        bought += purchase
        sent = np.minimum(sendable, balance + purchase)
        total_out += sent
        unsent = unsent - sent
        total_in = total_in + income + purchase
        total_in_by.append(total_in)
        fan.append(_fan_out(sending.to_send, unsent))
    # The last messages' credits back come too late to be used, but their replies count.
    returned += generator.binomial(sent, return_rates)
    replies = _count_replies(scenario, generator, returned, reply_rates, return_rates)
    return Outcomes(months, bought, unsent, replies, fan)


def _return_rates(scenario: Scenario, reply_rates: Rates) -> Rates:
    """ρ of each trial, at most 1: where more people reply, fewer are left to decline."""
    declines = scenario.return_rate - Fraction(scenario.reply_rate)
    return np.minimum(1, reply_rates + float(declines))


def _fan_out(to_send: int, unsent: Counts) -> Counts:
    """Percentiles of the messages sent; the 10th is that of the 90th percentile unsent."""
    ranks = [index_of(percent, len(unsent)) for percent in (90, 50, 10)]
    return to_send - np.sort(unsent)[ranks]


def _count_replies(
    scenario: Scenario,
    generator: np.random.Generator,
    returned: Counts,
    reply_rates: Rates,
    return_rates: Rates,
) -> Counts:
    """Replies of each trial: among the credits back, and from open profiles."""
    none = np.zeros_like(reply_rates)
    shares = np.divide(reply_rates, return_rates, out=none, where=return_rates > 0)
    on_credits = generator.binomial(returned, shares)
    return on_credits + generator.binomial(scenario.free_messages, reply_rates)
