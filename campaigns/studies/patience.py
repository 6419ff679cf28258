"""How long may be computed, so that no question occupies a worker for more than two seconds.

The time runs from a request's beginning, so that the answer itself counts, too. It is the computing
time of the request's own thread: on a busy machine a page takes longer and says the same. What is
no request, the `plan` command, takes the time it needs.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import thread_time

# Of a request: enough for nearly everything, and with the page around it less than two.
SECONDS = 1.3

_until: ContextVar[float] = ContextVar("until", default=math.inf)


@contextmanager
def limited_patience() -> Iterator[None]:
    """Let there be so many seconds from now on."""
    token = _until.set(thread_time() + SECONDS)
    try:
        yield
    finally:
        _until.reset(token)


def is_limited() -> bool:
    """Whether there is any limit."""
    return _until.get() < math.inf


def is_patient() -> bool:
    """Whether there is any time left."""
    return thread_time() < _until.get()


class Countdown:
    """The seconds left of `most`, or of the request's own where those are fewer."""

    def __init__(self, most: float) -> None:
        self.until = min(_until.get(), thread_time() + most)

    def __call__(self) -> float:
        return self.until - thread_time()
