"""Measuring, and what a measurement looks like."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Measure(NamedTuple):
    """One line of the table."""

    what: str
    reached: str
    aim: str


def seconds(work: Callable[[], object], *, runs: int = 25) -> float:
    """The median time of one run of `work`, after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def times(ratio: float) -> str:
    return f"{ratio:,.1f} times"


def milliseconds(time: float) -> str:
    return f"{time * 1_000:.2f} ms"
