"""The backend's own place: Django looks for `DatabaseWrapper` in `base` of the named package."""

import os
import time
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is used by the next request only where its file is still in its place.

    Opening one takes longer than most of our queries. But one to a file that was moved, replaced
    or given other rights would write where nobody reads, or fail where it no longer has to.
    """

    _file: str
    _identity: tuple[int, ...] | None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        # The path of "main"; empty for a database in memory.
        self._file = connection.execute("PRAGMA database_list").fetchone()[2]
        self._identity = _identify(self._file)
        return connection

    def connect(self) -> None:
        super().connect()
        # SQLite opens a log that cannot be written once for a whole process: each further
        # connection would be read-only for as long as this one is there.
        if self._identity and not os.access(self._file, os.W_OK):
            self.close_at = time.monotonic()

    def is_usable(self) -> bool:
        """Whether the connection is healthy (Django asks before a request's first query)."""
        return not self.errors_occurred and _identify(self._file) == self._identity


def _identify(file: str) -> tuple[int, ...] | None:
    """What tells a file, and what may be done with it, from others; `None` where there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mode
