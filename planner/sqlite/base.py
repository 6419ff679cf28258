"""The backend's own place: Django looks for `DatabaseWrapper` in `base` of the named package."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is used by the next request only where its file is still in its place.

    Opening one takes longer than most of our queries. But one to a file that was moved, replaced
    or given other rights would write where nobody reads, or fail where it no longer has to.
    """

    _file: str
    _identity: tuple[int, ...] | None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        # Not SQLite's own name of the file, which follows a link once and for all.
        name = str(conn_params["database"])
        self._file = _find_file(name)
        if name != ":memory:" and not name.startswith("file:"):
            _make_private(self._file)
        # Before it is opened: another file that takes its place meanwhile is told from it later.
        self._identity = _identify(self._file)
        return super().get_new_connection(conn_params)

    def connect(self) -> None:
        super().connect()
        # SQLite opens a log that cannot be written once for a whole process: each further
        # connection would be read-only for as long as this one is there.
        if self._identity and not _can_be_written(self._file):
            self.close_at = time.monotonic()

    def is_usable(self) -> bool:
        """Whether the connection is healthy (Django asks before a request's first query)."""
        return not self.errors_occurred and _identify(self._file) == self._identity


def _find_file(name: str) -> str:
    """The path in a database's name, which may be an address (`planner.databases.never_create`)."""
    return url2pathname(urlsplit(name).path) if name.startswith("file:") else name


def _make_private(file: str) -> None:
    """Make a missing file, which holds secret links: SQLite would let everybody read it.

    Its log gets the same rights from SQLite. Where nothing can be made, SQLite says why.
    """
    with suppress(OSError):
        # An existing one is not even opened: closing it would end this process's locks on it.
        Path(os.path.realpath(file)).touch(mode=0o600, exist_ok=False)


def _identify(file: str) -> tuple[int, ...] | None:
    """What tells a file, and what may be done with it, from others; `None` where there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mode


def _can_be_written(file: str) -> bool:
    """Whether the file and its log, which has rights of its own, can be written."""
    real = os.path.realpath(file)
    parts = [f"{real}{ending}" for ending in ("", "-wal", "-shm")]
    return all(os.access(part, os.W_OK) for part in parts if os.path.exists(part))
