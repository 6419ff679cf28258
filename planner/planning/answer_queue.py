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

# More messages than there are.
UNBOUNDED = 10**18


class AnswerQueue:
    """The parts of a credit that the messages on credits bring back, one after the other.

    A credit has `parts` of them; `ends` are the messages through each audience, `rates` the parts
    that each of its messages brings back, `before` those of all messages before it, then of all.
    """

    def __init__(self, prefixes: Sequence[Prefix]) -> None:
        self.ends = [prefix.on_credits for prefix in prefixes]
        rates = [prefix.rates.return_rate for prefix in prefixes]
        self.parts = lcm(*(rate.denominator for rate in rates))
        self.rates = [int(rate * self.parts) for rate in rates]
        self.before = [0]
        for rate, (start, end) in zip(self.rates, pairwise([0, *self.ends]), strict=True):
            self.before.append(self.before[-1] + rate * (end - start))

    def parts_of(self, first: int, number: int) -> int:
        """The parts of `number` messages, of which `first` is the number sent before them."""
        return self.parts_through(first + number) - self.parts_through(first)

    def parts_through(self, messages: int) -> int:
        """The parts of the first `messages` messages."""
        # Messages beyond the last audience count as its own.
        place = min(bisect_left(self.ends, messages), len(self.ends) - 1)
        return self.before[place + 1] - self.rates[place] * (self.ends[place] - messages)

    def most_sendable(self, before: int, parts: int) -> int:
        """The most messages after the first `before` that bring back the credits that they lack.

        `parts` are those there, of credits and of the messages that sent them: the n-th message
        needs a whole credit of these and of the parts of the n - 1 before it.
        """
        parts -= self.parts_through(before)
        place = min(bisect_left(self.ends, before), len(self.ends) - 1)
        last = len(self.ends) - 1
        while True:
            # With the n - 1 messages ending in this audience, n * (parts - rate) is at most `most`.
            rate, end = self.rates[place], self.ends[place]
            most = parts + self.before[place + 1] - rate * (end + 1 - before)
            if most < 0:
                return 0
            each = self.parts - rate
            number = most // each if each else UNBOUNDED
            if number <= end - before or place == last:
                return number
            place += 1


class QueueHead:
    """A queue whose messages are taken off one after the other, from the first on."""

    __slots__ = ("_before", "_ends", "_last", "_place", "_rates", "_sent", "_through", "parts")

    def __init__(self, queue: AnswerQueue) -> None:
        self.parts = queue.parts
        self._ends, self._rates, self._before = queue.ends, queue.rates, queue.before
        self._last = len(queue.ends) - 1
        self._place = self._sent = self._through = 0

    def take(self, number: int) -> int:
        """The parts of a credit that the next `number` messages bring back."""
        self._sent += number
        place = self._place
        while self._ends[place] < self._sent and place < self._last:
            place += 1
        self._place, before = place, self._through
        beyond = self._ends[place] - self._sent
        self._through = self._before[place + 1] - self._rates[place] * beyond
        return self._through - before


def queue_of(prefixes: Sequence[Prefix]) -> AnswerQueue | None:
    """The queue of audiences; `None` where all answer at one rate, or there are none."""
    return AnswerQueue(prefixes) if len(return_rates(prefixes)) > 1 else None


def return_rates(prefixes: Sequence[Prefix]) -> set[Fraction]:
    """The rates ρ of the audiences that get messages on credits."""
    return {prefix.rates.return_rate for prefix in prefixes if prefix.own_on_credits}
