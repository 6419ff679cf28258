"""What is made of the rows of price books, cached as long as none of these rows changes.

To make objects of rows takes ten to twenty times as long as to read them, and ten milliseconds of a
save. So the rows are read each time, and the objects are those that were made of the same rows.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Made = TypeVar("Made")
Models = tuple[type[Model], ...]

MOST_CACHED = 64
_cached: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def cached_rows(models: Models, key: Hashable, read: Callable[[], Made]) -> Made:
    """What `read` makes of the rows of `models`, or made of the same rows before.

    It may rest on the `key`, on these rows and on nothing else, and is shared: not to be changed.
    """
    read_from = digest_rows(models)
    whole_key = (read_from, key)
    with _lock:
        if whole_key in _cached:
            _cached.move_to_end(whole_key)
            return _cached[whole_key]  # type: ignore[no-any-return]  # as stored by this function
    made = read()
    # Where a row has changed meanwhile, they may be of the one or the other.
    if digest_rows(models) == read_from:
        with _lock:
            _cached[whole_key] = made
            while len(_cached) > MOST_CACHED:
                _cached.popitem(last=False)
    return made


def forget_rows() -> None:
    """Empty the cache."""
    with _lock:
        _cached.clear()


def digest_rows(models: Models) -> str:
    """A text that changes with any column of any row of `models`.

    As the database has them: to make objects of the rows would take ten times as long.
    """
    rows: list[tuple[object, ...]] = []
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  (no text of others)
            rows += cursor.fetchall()
    return _digest_again(tuple(rows))


def digest(*parts: object) -> str:
    """A text that changes with any of the parts."""
    return sha256(repr(parts).encode()).hexdigest()


# For what is mostly the same as the last time: to compare it takes a tenth of digesting it. One for
# each combination of models that is read.
_digest_again = lru_cache(maxsize=4)(digest)
