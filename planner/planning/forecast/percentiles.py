"""Percentiles by the nearest rank: values that occurred, never something between two (§7).

Of N trials in rising order the p-th percentile is the one at rank ceil(p·N / 100). Trials that
were never done stand after all others and have no value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Value = TypeVar("Value", int, Decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles(Generic[Value]):
    """At least 10, 50, 90 of 100 trials come to at most these; `None`: they are never done.

    The mean is exact, and `None` where a single trial is never done.
    """

    p10: Value | None
    p50: Value | None
    p90: Value | None
    mean: Decimal | None


def index_of(percent: int, trials: int) -> int:
    """The place of the p-th percentile among `trials` values in rising order, from 0."""
    return -(-percent * trials // 100) - 1


def take_percentiles(
    value_at: Callable[[int], Value], total: Value, *, done: int, trials: int
) -> Percentiles[Value]:
    """The percentiles of `trials` trials, `done` of which have a value.

    `value_at` gives the values by their place in rising order, from 0; `total` is their sum.
    """

    def at(percent: int) -> Value | None:
        index = index_of(percent, trials)
        return value_at(index) if index < done else None

    mean = Decimal(total) / trials if done == trials else None
    return Percentiles(p10=at(10), p50=at(50), p90=at(90), mean=mean)
