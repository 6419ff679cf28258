"""The credits that the trials of a forecast buy in a month (RULES.md §7).

Every array holds one number for each trial: credits or messages. Dollars are compared as exact
decimals, turned into whole numbers of credits, so that no rounding decides a comparison.
"""

from decimal import Decimal

import numpy as np

from planner.planning.estimate import Estimate
from planner.planning.forecast.totals import Counts, subscription_lasting
from planner.planning.strategies import sending_of
from planner.planning.terms import pool_seats


class Purchases:
    """How many credits the trials of one estimate buy, month by month."""

    def __init__(self, estimate: Estimate) -> None:
        self._estimate = estimate
        self._planned = [row.ledger.bought for row in estimate.schedule]
        self._deadline = estimate.scenario.deadline_months
        pool, sending = (
            pool_seats(estimate.terms, estimate.scenario.seats),
            sending_of(estimate.scenario),
        )
        self._grant, self._limit = pool.grant, pool.purchase_limit
        self._limit_or_all = sending.to_send if pool.purchase_limit is None else pool.purchase_limit
        self._send_limit = sending.to_send if sending.send_limit is None else sending.send_limit
        self._spends = self._price_months()

    def most_in(self, month: int, *, unsent: Counts, balance: Counts) -> Counts | int:
        """The most credits that each trial buys in billing month `month`.

        `unsent` counts its messages left to send, `balance` its credits before it buys.
        """
        months_planned = len(self._planned)
        if month < months_planned:
            return self._planned[month - 1]
        if month >= self._deadline or not self._spends or not self._limit_or_all:
            return self._limit_or_all
        planned = self._planned[month - 1] if month == months_planned else 0
        missing = unsent - balance - planned
        most = np.full_like(missing, planned)
        lacks = missing > 0
        if lacks.any():
            most[lacks] += self._cheaper_of_both(month, missing[lacks], unsent[lacks])
        return np.minimum(most, self._limit_or_all)

    def _price_months(self) -> list[Decimal]:
        """Dollars of the subscription through each month up to the deadline; 0 at index 0.

        Empty where the choice between buying and waiting needs a price that is unknown.
        """
        spends: list[Decimal] = []
        for months in range(self._deadline + 1):
            spend = subscription_lasting(self._estimate, months=months).spend
            if spend is None or self._estimate.terms.credit_price is None:
                return []
            spends.append(spend)
        return spends

    def _cheaper_of_both(self, month: int, missing: Counts, unsent: Counts) -> Counts:
        """The missing credits to buy at least cost, where further months grant the rest.

        All of them where no number of months makes the deadline.
        """
        months_left = self._deadline - month
        shortest = -(-unsent // self._send_limit) - 1
        if self._grant:
            enough = max(-(-int(missing.max()) // self._grant), int(shortest.max()))
            months_left = min(months_left, enough)
        bought, waited = missing.copy(), np.full_like(missing, -1)
        # From the longest wait to none: of waits that cost the same the shortest is taken.
        for months in range(months_left, -1, -1):
            rest = np.maximum(missing - months * self._grant, 0)
            is_in_time = shortest <= months
            if self._limit is not None:
                is_in_time &= rest <= (months + 1) * self._limit
            affordable = self._credits_for_wait(month, months, months_left)[waited]
            is_better = is_in_time & ((waited < 0) | (rest - bought <= affordable))
            bought, waited = np.where(is_better, rest, bought), np.where(is_better, months, waited)
        return bought

    def _credits_for_wait(self, month: int, months: int, longest: int) -> Counts:
        """By further months: the credits that the price of these months beyond `months` buys."""
        price, largest = self._estimate.terms.credit_price, np.iinfo(np.int64).max
        spend = self._spends[month + months]
        waits = [self._spends[month + wait] - spend for wait in range(longest + 1)]
        return np.array([min(int(wait // price), largest) if price else largest for wait in waits])
