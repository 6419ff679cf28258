"""Percentiles by nearest rank: values that occurred, without interpolation (RULES.md §7).

Of N trials in rising order the p-th percentile is the one at rank ceil(p·N / 100). Trials that are
not done rank after all others and have no value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Value = TypeVar("Value", int, Decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles(Generic[Value]):
    """The 10th, 50th and 90th percentile; `None` where the trial of that rank is not done.

    The mean is exact, and `None` where any trial is not done.
    """

    p10: Value | None
    p50: Value | None
    p90: Value | None
    mean: Decimal | None


def index_of(percent: int, trials: int) -> int:
    """The index of the p-th percentile among `trials` values in rising order."""
    return -(-percent * trials // 100) - 1


def take_percentiles(
    value_at: Callable[[int], Value], total: Value, *, done: int, trials: int
) -> Percentiles[Value]:
    """The percentiles of `trials` trials, `done` of which have a value.

    `value_at` gives the value at an index in rising order; `total` is the sum of all values.
    """

    def at(percent: int) -> Value | None:
        index = index_of(percent, trials)
        return value_at(index) if index < done else None

    mean = Decimal(total) / trials if done == trials else None
    return Percentiles(p10=at(10), p50=at(50), p90=at(90), mean=mean)
