"""Results kept by their inputs, so that nobody waits twice for the same."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.db import DatabaseError

from campaigns.query.query import Query

Result = TypeVar("Result")

# A result of other rules must not be taken for one of these: raise it when a study's rules change.
VERSION = 1
SECONDS_KEPT, SECONDS_KEPT_UNLESS_FINAL = 24 * 3600, 60


def keep(
    study: str,
    query: Query,
    compute: Callable[[], Result],
    *inputs: object,
    is_final: Callable[[Result], bool] = lambda result: True,
) -> Result:
    """What `compute` gives for the query and `inputs`, computed once and then kept for a day.

    What is not final, as more time would find something better, is kept just for those who look at
    it now: for its page and its files.
    """
    asked = (VERSION, study, query.scenario, query.plans, query.strategies, *inputs)
    key = f"study-{sha256(repr(asked).encode()).hexdigest()}"
    # A cache that is out of order costs time, never an answer.
    with suppress(DatabaseError):
        known: Result | None = cache.get(key)
        if known is not None:
            return known
    result = compute()
    with suppress(DatabaseError):
        cache.set(key, result, SECONDS_KEPT if is_final(result) else SECONDS_KEPT_UNLESS_FINAL)
    return result
