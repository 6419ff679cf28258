"""A database's address → the settings with which Django should use it."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit
from urllib.request import url2pathname

import environ
from django.db import connections

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
ALLOWED = "sqlite:////absolute/path.sqlite3 or postgres://user:password@host:5432/name"


class UnknownDatabase(ValueError):
    """An address that names no database this planner can use."""


class PrivateFileConnection(sqlite3.Connection):
    """A connection to SQLite whose file is readable by its owner alone, if it is a new one.

    The database holds secret links, and SQLite would give its file the rights that are usual for
    files. The log beside it gets the file's rights from SQLite. `tidy_connections` asks the
    connection whether it may be used on, and empties its log.
    """

    def __init__(self, database: str, **options: Any) -> None:
        name = str(database)
        # Not SQLite's own name of the file, which follows a link once and for all.
        self._file = url2pathname(urlsplit(name).path) if name.startswith("file:") else name
        if not name.startswith((":memory:", "file:")):
            # An existing file is not even opened: closing it would end this process's locks on it.
            # Where no file can be made, SQLite reports why.
            with suppress(OSError):
                Path(os.path.realpath(name)).touch(mode=0o600, exist_ok=False)
        # Before it is opened: a file that takes its place meanwhile is found to be another.
        self._identity = _identify(self._file)
        self._can_be_written = _can_be_written(self._file)
        super().__init__(database, **options)
        self._changes_in_file = 0

    def is_current(self) -> bool:
        """Whether the file is in its place with its rights, and could be written when opened.

        SQLite opens a log that cannot be written once for a whole process: each further connection
        would be read-only as long as one of those to it is open.
        """
        return self._can_be_written and self._identity == _identify(self._file)

    def write_log_back(self) -> None:
        """Write the log into the file and empty it, if this connection has written.

        It waits for no other connection: one that is busy writes the log back when it has written.
        """
        if self.total_changes == self._changes_in_file:
            return
        self._changes_in_file = self.total_changes
        (timeout,) = self.execute("PRAGMA busy_timeout").fetchone()
        self.execute("PRAGMA busy_timeout = 0")
        # On a full disk what was saved stays in the log.
        with suppress(sqlite3.Error):
            self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.execute(f"PRAGMA busy_timeout = {timeout}")


def address_of_file(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{quote_plus(str(path), safe='/')}"


def configure_database(address: str, *, pool_size: int = 8) -> dict[str, Any]:
    """Django's settings for the database at `address`; raises `UnknownDatabase`.

    `pool_size` is the most connections that one web process holds to PostgreSQL; 0 keeps none open.
    """
    try:
        found: dict[str, Any] = environ.Env.db_url_config(address)
    # The library raises many kinds of errors.
    except Exception:
        raise UnknownDatabase from None
    if found.get("ENGINE") == SQLITE:
        options = _sqlite_options() | found.get("OPTIONS", {})
        # To open it takes longer than most queries (docs/decisions/0006-sqlite.md).
        return {"CONN_MAX_AGE": 10} | found | {"OPTIONS": options}
    if found.get("ENGINE") == POSTGRESQL and found.get("NAME"):
        options = _postgresql_options(pool_size) | found.get("OPTIONS", {})
        # A connection from the pool may be one that the server has closed since.
        return found | {"OPTIONS": options, "CONN_HEALTH_CHECKS": True}
    raise UnknownDatabase


def never_create(database: dict[str, Any]) -> None:
    """Let these settings open a SQLite file, and never make one.

    For servers: where the file is away for a moment, an empty one would take its place, and its
    log would later be read as that of the restored file.
    """
    name = str(database["NAME"])
    if database["ENGINE"] == SQLITE and name != ":memory:" and not name.startswith("file:"):
        database["NAME"] = f"{Path(name).absolute().as_uri()}?mode=rw"


def tidy_connections(**_signal: Any) -> None:
    """Close SQLite's connections whose file was moved, replaced or given other rights.

    What the others have written goes into their file. A receiver of `request_started` and
    `request_finished`, beside Django's own, which closes what is older than `CONN_MAX_AGE`.
    """
    for database in connections.all(initialized_only=True):
        connection = database.connection
        if not isinstance(connection, PrivateFileConnection):
            continue
        if connection.is_current():
            connection.write_log_back()
        else:
            database.close()


def _identify(file: str) -> tuple[int, ...] | None:
    """What distinguishes a file and its rights from others; `None` where there is none."""
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


def _sqlite_options() -> dict[str, Any]:
    return {
        "factory": PrivateFileConnection,
        # Takes the write lock before the first read: a read-then-write transaction waits for its
        # turn instead of failing with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        # FULL: what was reported as saved survives a power cut too, not only a killed process.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }


def _postgresql_options(pool_size: int) -> dict[str, Any]:
    # A server that does not answer must not hold every thread: after seconds there is an error.
    options: dict[str, Any] = {"connect_timeout": 5}
    if pool_size:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": 5,
            # It would wait longer after each failure, up to minutes, also when the server is back;
            # given up, it tries again with the next request.
            "reconnect_timeout": 2,
        }
    return options
