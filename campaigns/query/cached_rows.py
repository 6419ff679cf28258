"""What is made of the rows of price books, cached as long as none of these rows changes.

To make objects of rows takes ten to twenty times as long as to read them, and ten milliseconds of a
save. So the rows are read each time, and the objects are those that were made of the same rows.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Made = TypeVar("Made")
Models = tuple[type[Model], ...]
# A text of all rows of each model.
Digests = Mapping[type[Model], str]

MOST_CACHED = 64
_cached: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()
_just_read: ContextVar[Digests | None] = ContextVar("just_read", default=None)


@contextmanager
def just_read(rows: Digests) -> Iterator[None]:
    """What is made of rows within it is looked up by `rows`, which were read for the same answer.

    It is as new as that answer. What has to be made rests on rows that are read again.
    """
    token = _just_read.set(rows)
    try:
        yield
    finally:
        _just_read.reset(token)


def cached_rows(models: Models, key: Hashable, read: Callable[[], Made]) -> Made:
    """What `read` makes of the rows of `models`, or made of the same rows before.

    It may rest on the `key`, on these rows and on nothing else, and is shared: not to be changed.
    """
    known = _just_read.get() or {}
    is_known = all(model in known for model in models)
    read_from = {model: known[model] for model in models} if is_known else digest_rows(models)
    whole_key = (tuple(read_from.values()), key)
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


def digest_rows(models: Models) -> Digests:
    """For each of `models` a text that changes with any column of any of its rows.

    As the database has them: to make objects of the rows would take ten times as long.
    """
    digests: dict[type[Model], str] = {}
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  (no text of others)
            digests[model] = _digest_again(model._meta.db_table, *cursor.fetchall())
    return digests


def digest(*parts: object) -> str:
    """A text that changes with any of the parts."""
    return sha256(repr(parts).encode()).hexdigest()


# For what is mostly the same as the last time: to compare it takes a tenth of digesting it. Two for
# each model that is read.
_digest_again = lru_cache(maxsize=16)(digest)
