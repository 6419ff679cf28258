"""The trials of a forecast, all at once, each with its own reply rate and replies (RULES.md §7).

Every array holds one number for each trial. A slice is that of RULES.md §3, as in
`ledger.run_ledger`, except that credits back are random and `purchases` decides what is bought.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from planner.planning.forecast.free_messages import place_free_messages
from planner.planning.forecast.percentiles import index_of
from planner.planning.forecast.plan import Plan
from planner.planning.forecast.purchases import Purchases
from planner.planning.forecast.rates import RateBelief
from planner.planning.forecast.wallets import Counts, Rates, Wallet
from planner.planning.scenario import Scenario
from planner.planning.sending import sending_of


class FanPoint(NamedTuple):
    """The 10th, 50th and 90th percentile of the messages sent on credits by the end of a slice."""

    slice: int
    sent: Counts


class Outcomes(NamedTuple):
    """The outcome of each trial.

    `slices` are those up to the last message on a credit, `last_slice` is that of the last message
    of all, -1 where there is none. `unsent` is above 0 where 120 months are not enough. Replies are
    those to all messages sent. The fan has the slices in which a credit comes or goes.
    """

    slices: Counts
    last_slice: Counts
    bought: Counts
    unsent: Counts
    replies: Counts
    fan: list[FanPoint]


def run_trials(
    plan: Plan, belief: RateBelief, generator: np.random.Generator, *, trials: int
) -> Outcomes:
    """Carry out the plan in `trials` trials until everything is sent (§7)."""
    scenario, timeline = plan.scenario, plan.timeline
    sending = sending_of(scenario)
    monthly = sending.monthly_limit

    reply_rates = belief.draw(generator, trials)
    return_rates = _return_rates(scenario, reply_rates)
    wallets = [
        Wallet(group, sending, timeline, return_rates, generator, end=end)
        for group, end in zip(plan.groups, plan.ends, strict=True)
    ]
    purchases = Purchases(plan)
    slices, bought = np.zeros(trials, np.int64), np.zeros(trials, np.int64)
    unsent = np.full(trials, sending.to_send)
    # The messages that the limit of the campaign still allows in the month; `None` for no limit.
    room: Counts | None = None
    month = 0
    sent_in: list[list[Counts]] = [[] for _ in wallets]
    fan: list[FanPoint] = []
    for position, days in enumerate(timeline.sending_days):
        is_unsent = unsent > 0
        if not is_unsent.any():
            break
        slices[is_unsent] = position + 1
        active = [wallet for wallet in wallets if position < wallet.end]
        for wallet in active:
            wallet.begin(position, days)
        before = unsent
        if position >= plan.first_slice and days:
            if monthly is not None and timeline.months[position] != month:
                month, room = timeline.months[position], np.full(trials, monthly)
            for wallet in active:
                number = wallet.send(_at_most(unsent, room))
                unsent = unsent - number
                room = None if room is None else room - number
            purchasable = purchases.most_in(position, active, unsent=unsent, room=room)
            for wallet in active if np.any(purchasable) else ():
                number, purchase = wallet.buy(_at_most(unsent, room), purchasable)
                unsent = unsent - number
                room = None if room is None else room - number
                purchasable = purchasable - purchase
                bought += purchase
        if plan.has_limited_free_messages:
            for wallet, sent in zip(wallets, sent_in, strict=True):
                sent.append(wallet.sent if position < wallet.end else np.zeros_like(bought))
        is_refresh = any(wallet.refreshes[position] for wallet in active)
        if position == 0 or is_refresh or (unsent != before).any():
            fan.append(FanPoint(position, _fan_out(sending.to_send, unsent)))
    # The last messages' credits back come too late to be used, but their replies count.
    for wallet in wallets:
        wallet.bring_back()
    returned = sum((wallet.returned for wallet in wallets), np.zeros_like(bought))
    replies = _count_replies(scenario, generator, returned, reply_rates, return_rates)
    free = place_free_messages(plan, sent_in, trials=trials)
    return Outcomes(
        slices=slices,
        last_slice=np.maximum(slices - 1, free.last_slice),
        bought=bought,
        unsent=unsent + free.unsent,
        replies=replies,
        fan=fan,
    )


def _at_most(unsent: Counts, room: Counts | None) -> Counts:
    return unsent if room is None else np.minimum(unsent, room)


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
