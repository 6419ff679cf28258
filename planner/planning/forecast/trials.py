"""Many campaigns at once, each with a reply rate and answers of its own (RULES.md §7).

Every array holds one number for each trial. The month is that of RULES.md §3, as in
`credits.run_ledger`, except that credits come back by chance and that `purchases` says what is
bought.
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
    """What became of each trial: months lived, credits bought, messages unsent, replies.

    `unsent` is above 0 where 120 months were not enough. Replies are those to all messages that
    were sent. `fan` has the 10th, 50th and 90th percentile of the messages on credits that were
    sent by the end of each month.
    """

    months: Counts
    bought: Counts
    unsent: Counts
    replies: Counts
    fan: list[Counts]


def live_through(
    estimate: Estimate, belief: RateBelief, generator: np.random.Generator, *, trials: int
) -> Outcomes:
    """Follow the estimate's schedule in `trials` worlds until everything is sent (§7)."""
    scenario = estimate.scenario
    pool, sending = pool_seats(estimate.terms, scenario.seats), sending_of(scenario)
    a_month = sending.to_send if sending.send_limit is None else sending.send_limit
    first_send_month = estimate.first_send_month or 1
    purchases = Purchases(estimate)

    reply_rates = belief.draw(generator, trials)
    return_rates = _return_rates(scenario, reply_rates)
    months, bought, sent, returned, gone = (np.zeros(trials, np.int64) for _ in range(5))
    unsent = np.full(trials, sending.to_send)
    came = np.full(trials, sending.opening_balance)
    # As in the ledger: what ever came in by the end of each of the last months tells what of it
    # is past its life, whichever lots it came in. `gone` is what was spent or expired.
    came_by = deque([came], maxlen=pool.life)
    fan: list[Counts] = []
    for month in range(1, HORIZON + 1):
        if not unsent.any():
            break
        months += unsent > 0
        opening = came - gone
        balance = np.minimum(opening, pool.cap)
        if month > pool.life:
            balance = np.minimum(balance, came - came_by[0])
        gone += opening - balance

        back = generator.binomial(sent, return_rates)
        returned += back
        income = np.minimum(pool.grant, pool.cap - balance) + back
        balance += income

        sendable = np.minimum(unsent, a_month if month >= first_send_month else 0)
        purchase_cap = purchases.most_in(month, unsent=unsent, balance=balance)
        purchase = np.clip(sendable - balance, 0, purchase_cap)
        bought += purchase
        sent = np.minimum(sendable, balance + purchase)
        gone += sent
        unsent = unsent - sent
        came = came + income + purchase
        came_by.append(came)
        fan.append(_fan_out(sending.to_send, unsent))
    # What the last messages bring back comes too late for the campaign, but they were answered.
    returned += generator.binomial(sent, return_rates)
    replies = _count_replies(scenario, generator, returned, reply_rates, return_rates)
    return Outcomes(months, bought, unsent, replies, fan)


def _return_rates(scenario: Scenario, reply_rates: Rates) -> Rates:
    """ρ of each trial; where more reply than planned, fewer may be left who could decline."""
    declines = scenario.return_rate - Fraction(scenario.reply_rate)
    return np.minimum(1, reply_rates + float(declines))


def _fan_out(to_send: int, unsent: Counts) -> Counts:
    """The percentiles of what was sent: the 10th is where 90 % have at most so much unsent."""
    ranks = [index_of(percent, len(unsent)) for percent in (90, 50, 10)]
    return to_send - np.sort(unsent)[ranks]


def _count_replies(
    scenario: Scenario,
    generator: np.random.Generator,
    returned: Counts,
    reply_rates: Rates,
    return_rates: Rates,
) -> Counts:
    """Replies among the credits that came back, and from open profiles."""
    none = np.zeros_like(reply_rates)
    shares = np.divide(reply_rates, return_rates, out=none, where=return_rates > 0)
    on_credits = generator.binomial(returned, shares)
    return on_credits + generator.binomial(scenario.free_messages, reply_rates)
