"""Results of studies, cached by their inputs."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.db import DatabaseError

from campaigns.query.query import Query

Result = TypeVar("Result")

# Part of the key: raise it when a study's rules change, so that no older result is used.
VERSION = 8
SECONDS_CACHED, SECONDS_CACHED_UNLESS_FINAL = 24 * 3600, 60


def get_or_compute(
    study: str,
    query: Query,
    compute: Callable[[], Result],
    *inputs: object,
    is_final: Callable[[Result], bool] = lambda result: True,
    go_on: Callable[[Result], Result] | None = None,
) -> Result:
    """What `compute` gives for the query and `inputs`, computed once and then cached for a day.

    A result that is not final, as more time would find a better one, is cached for a minute, so
    that its page and its files agree. `go_on` makes more of one that is cached.
    """
    identity = (VERSION, study, query.scenario, query.plans, query.strategies, *inputs)
    key = f"study-{sha256(repr(identity).encode()).hexdigest()}"
    # A cache that is out of order costs time, never an answer.
    known: Result | None = None
    with suppress(DatabaseError):
        known = cache.get(key)
        if known is not None and (go_on is None or is_final(known)):
            return known
    result = compute() if known is None or go_on is None else go_on(known)
    with suppress(DatabaseError):
        cache.set(key, result, SECONDS_CACHED if is_final(result) else SECONDS_CACHED_UNLESS_FINAL)
    return result
