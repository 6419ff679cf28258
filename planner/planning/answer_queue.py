"""The credits that come back where audiences answer at different rates (RULES.md §11).

Messages on credits are numbered in the order in which they are sent. Each counts with the rate of
its audience, and the sums are whole numbers of one common part of a credit.
"""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

from planner.planning.audience import Prefix


class AnswerQueue:
    """The parts of a credit that the messages on credits bring back, one after the other.

    A credit has `parts` of them; `ends` are the messages through each audience.
    """

    def __init__(self, prefixes: Sequence[Prefix]) -> None:
        self.ends = [prefix.on_credits for prefix in prefixes]
        rates = [prefix.rates.return_rate for prefix in prefixes]
        self.parts = lcm(*(rate.denominator for rate in rates))
        self._rates = [int(rate * self.parts) for rate in rates]
        self._before = [0]
        for rate, (start, end) in zip(self._rates, pairwise([0, *self.ends]), strict=True):
            self._before.append(self._before[-1] + rate * (end - start))

    def parts_of(self, first: int, number: int) -> int:
        """The parts of `number` messages, of which `first` is the number sent before them."""
        return self.parts_through(first + number) - self.parts_through(first)

    def parts_through(self, messages: int) -> int:
        """The parts of the first `messages` messages."""
        # Messages beyond the last audience count as its own.
        place = min(bisect_left(self.ends, messages), len(self.ends) - 1)
        return self._before[place + 1] - self._rates[place] * (self.ends[place] - messages)


def queue_of(prefixes: Sequence[Prefix]) -> AnswerQueue | None:
    """The queue of audiences; `None` where all answer at one rate, or there are none."""
    return AnswerQueue(prefixes) if len(return_rates(prefixes)) > 1 else None


def return_rates(prefixes: Sequence[Prefix]) -> set[Fraction]:
    """The rates ρ of the audiences that get messages on credits."""
    return {prefix.rates.return_rate for prefix in prefixes if prefix.own_on_credits}
