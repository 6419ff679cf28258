"""The time budget of a request, for its studies and for lists that may be left unfinished.

A comparison has none: `campaigns.computing_budget` takes what it took from its client. The time
runs from a request's beginning, so that the answer itself counts, too. It is the computing time of
the request's own thread, and of processes that compute for it: on a busy machine a page takes
longer with the same content. What is no request, the `plan` command, takes the time it needs.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import thread_time

# Of a request: enough for nearly every study.
SECONDS = 1.3


class ComputingTime:
    """The seconds of computing that began with this object, `limit` of them at most."""

    def __init__(self, limit: float) -> None:
        self.limit, self._begun, self._elsewhere = limit, thread_time(), 0.0

    @property
    def used(self) -> float:
        return thread_time() - self._begun + self._elsewhere

    @property
    def left(self) -> float:
        return self.limit - self.used

    def add(self, seconds: float) -> None:
        """Count seconds that another process computed for this thread."""
        self._elsewhere += seconds


_current: ContextVar[ComputingTime | None] = ContextVar("current", default=None)


@contextmanager
def limit_time() -> Iterator[ComputingTime]:
    """Give the code within a budget; the object has the time used afterwards."""
    time = ComputingTime(SECONDS)
    token = _current.set(time)
    try:
        yield time
    finally:
        _current.reset(token)


def is_limited() -> bool:
    """Whether there is any limit."""
    return _current.get() is not None


def has_time_left() -> bool:
    """Whether there is any time left."""
    return _seconds_left() > 0


def count_elsewhere(seconds: float) -> None:
    """Count seconds that another process computed for the current request."""
    if time := _current.get():
        time.add(seconds)


def _seconds_left() -> float:
    time = _current.get()
    return time.left if time else math.inf


class Countdown:
    """The seconds left of `most`, or of the request's own where those are fewer."""

    def __init__(self, most: float) -> None:
        self._time = _current.get() or ComputingTime(math.inf)
        self._until = self._time.used + min(most, self._time.left)

    def __call__(self) -> float:
        return self._until - self._time.used
