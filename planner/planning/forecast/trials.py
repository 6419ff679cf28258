"""The trials of a forecast, all at once, each with its own reply rate and replies (RULES.md §7).

Every array holds one number for each trial. A slice is that of RULES.md §3, as in
`ledger.run_ledger`, except that credits back are random and `purchases` decides what is bought.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.planning.forecast.free_messages import place_free_messages
from planner.planning.forecast.percentiles import index_of
from planner.planning.forecast.plan import Plan
from planner.planning.forecast.purchases import Purchases
from planner.planning.forecast.rates import RateBelief
from planner.planning.forecast.wallets import Counts, Rates, Wallet
from planner.planning.needs import list_needs
from planner.planning.scenario import Scenario
from planner.planning.sending import sending_of
from planner.planning.shares import exact


class FanPoint(NamedTuple):
    """The 10th, 50th and 90th percentile of the messages sent on credits by the end of a slice."""

    slice: int
    sent: Counts


class Outcomes(NamedTuple):
    """The outcome of each trial.

    `slices` are those up to the last message on a credit, `last_slice` is that of the last message
    of all, -1 where there is none. `unsent` is above 0 where 120 months are not enough. Replies are
    those to all messages sent, of each audience, or of all people where there are none;
    `is_in_time` is whether all audiences but the last are. The fan has the slices in which a credit
    comes or goes.
    """

    slices: Counts
    last_slice: Counts
    bought: Counts
    unsent: Counts
    replies: list[Counts]
    is_in_time: NDArray[np.bool_]
    fan: list[FanPoint]


@dataclass(slots=True)
class _People:
    """An audience, or all people where there are none: their rates, and what is unsent to them.

    `unsent` are messages on credits, `free` those to open profiles.
    """

    reply_rates: Rates
    return_rates: Rates
    unsent: Counts
    free: int


def run_trials(
    plan: Plan,
    belief: RateBelief,
    generator: np.random.Generator,
    *,
    trials: int,
    own_beliefs: Mapping[str, RateBelief],
) -> Outcomes:
    """Carry out the plan in `trials` trials until everything is sent (§7).

    `own_beliefs` are what is known of the own rates of audiences, by their names.
    """
    scenario, timeline = plan.scenario, plan.timeline
    sending = sending_of(scenario)
    monthly = sending.monthly_limit

    own_rates = {name: one.draw(generator, trials) for name, one in own_beliefs.items()}
    people = _list_people(scenario, belief.draw(generator, trials), own_rates)
    return_rates = [one.return_rates for one in people]
    needs = list(list_needs(scenario, timeline))
    needed, is_in_time = list(needs), np.ones(trials, np.bool_)
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
        while needed and needed[0].slice <= position:
            is_in_time &= sending.to_send - unsent >= needed.pop(0).on_credits
        is_unsent = unsent > 0
        # Then what is still needed is sent as well.
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
                for audience, one in _still_unsent(people):
                    number = wallet.send(_at_most(one.unsent, room), audience)
                    one.unsent, unsent = one.unsent - number, unsent - number
                    room = None if room is None else room - number
            purchasable = purchases.most_in(position, active, unsent=unsent, room=room)
            for wallet in active if np.any(purchasable) else ():
                for audience, one in _still_unsent(people):
                    if audience and sending.at_once:
                        # What the last message to the audience before brought back.
                        number = wallet.send(_at_most(one.unsent, room), audience)
                        one.unsent, unsent = one.unsent - number, unsent - number
                        room = None if room is None else room - number
                    number, purchase = wallet.buy(_at_most(one.unsent, room), purchasable, audience)
                    one.unsent, unsent = one.unsent - number, unsent - number
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
    replies = [
        _count_replies(
            one,
            generator,
            sum((wallet.returned[audience] for wallet in wallets), np.zeros_like(bought)),
        )
        for audience, one in enumerate(people)
    ]
    free = place_free_messages(plan, sent_in, trials=trials, needs=needs)
    return Outcomes(
        slices=slices,
        last_slice=np.maximum(slices - 1, free.last_slice),
        bought=bought,
        unsent=unsent + free.unsent,
        replies=replies,
        is_in_time=is_in_time & free.is_in_time,
        fan=fan,
    )


def _list_people(scenario: Scenario, drawn: Rates, own_rates: Mapping[str, Rates]) -> list[_People]:
    """The audiences in the order in which they are written to, with the rates of each trial.

    An audience with a reply rate of its own has that in every trial, unless others are drawn of it
    (RULES.md §11).
    """
    trials = len(drawn)
    if not scenario.audiences:
        declines = scenario.return_rate - exact(scenario.reply_rate)
        to_send = np.full(trials, scenario.to_send)
        back = _return_rates(declines, drawn)
        return [_People(drawn, back, to_send, scenario.free_messages)]
    people: list[_People] = []
    for prefix in scenario.queue:
        own, name = prefix.audience.reply_rate, prefix.audience.name
        known = drawn if own is None else np.full(trials, float(own))
        reply_rates = own_rates.get(name, known)
        declines = prefix.rates.return_rate - prefix.rates.reply_rate
        back = _return_rates(declines, reply_rates)
        to_send = np.full(trials, prefix.own_on_credits)
        people.append(_People(reply_rates, back, to_send, prefix.own_free))
    return people


def _still_unsent(people: Sequence[_People]) -> Iterator[tuple[int, _People]]:
    """Those to whom messages are unsent in some trial; a single one in any case."""
    for number, one in enumerate(people):
        if len(people) == 1 or one.unsent.any():
            yield number, one


def _at_most(unsent: Counts, room: Counts | None) -> Counts:
    return unsent if room is None else np.minimum(unsent, room)


def _return_rates(declines: Fraction, reply_rates: Rates) -> Rates:
    """ρ of each trial, at most 1: where more people reply, fewer are left to decline."""
    return np.minimum(1, reply_rates + float(declines))


def _fan_out(to_send: int, unsent: Counts) -> Counts:
    """Percentiles of the messages sent; the 10th is that of the 90th percentile unsent."""
    ranks = [index_of(percent, len(unsent)) for percent in (90, 50, 10)]
    return to_send - np.sort(unsent)[ranks]


def _count_replies(people: _People, generator: np.random.Generator, returned: Counts) -> Counts:
    """Replies of each trial: among the credits back, and from open profiles."""
    none, rates = np.zeros_like(people.reply_rates), people.return_rates
    shares = np.divide(people.reply_rates, rates, out=none, where=rates > 0)
    on_credits = generator.binomial(returned, shares)
    return on_credits + generator.binomial(people.free, people.reply_rates)
