"""The plans of price books, cached as long as no row of any book changes.

To make objects of the rows takes as long as a tenth of a page. A page that may be cached reads the
rows anyway, before it is rendered and after: where they are the same, the plans read meanwhile are
those of these rows.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from threading import Lock

from campaigns.models import SoldPlan

Plans = tuple[SoldPlan, ...]
Key = tuple[str, str, date]

MOST_CACHED = 64
_cached: OrderedDict[Key, Plans] = OrderedDict()
_lock = Lock()


class PlansOfRows:
    """The plans of the price books while their rows have this digest."""

    def __init__(self, digest: str) -> None:
        self._digest = digest
        self._read: dict[Key, Plans] = {}

    def find(self, slug: str, on: date, read: Callable[[], Plans]) -> Plans:
        """The plans of a book at the prices of a day, from the cache or by `read`."""
        key = self._digest, slug, on
        with _lock:
            plans = _cached.get(key)
        if plans is None and (plans := self._read.get(key)) is None:
            plans = self._read[key] = read()
        return plans

    def store(self) -> None:
        """Cache what was read: to be called once the rows are known to be the same still."""
        with _lock:
            _cached.update(self._read)
            while len(_cached) > MOST_CACHED:
                _cached.popitem(last=False)


_current: ContextVar[PlansOfRows | None] = ContextVar("plans_of_rows", default=None)


@contextmanager
def plans_of_rows(digest: str) -> Iterator[PlansOfRows]:
    """Let plans be found in the cache meanwhile; the digest is of all rows of the price books."""
    plans = PlansOfRows(digest)
    token = _current.set(plans)
    try:
        yield plans
    finally:
        _current.reset(token)


def find_plans(slug: str, on: date, read: Callable[[], Plans]) -> Plans:
    """The plans of a book at the prices of a day; by `read` where nothing may be cached."""
    plans = _current.get()
    return plans.find(slug, on, read) if plans else read()


def forget_plans() -> None:
    """Empty the cache."""
    with _lock:
        _cached.clear()
