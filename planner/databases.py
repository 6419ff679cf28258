"""A database's address → the settings with which Django should use it."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import environ

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
ALLOWED = "sqlite:////absolute/path.sqlite3 or postgres://user:password@host:5432/name"


class UnknownDatabase(ValueError):
    """An address that names no database this planner can use."""


class PrivateFileConnection(sqlite3.Connection):
    """A connection to SQLite that makes a missing file readable by its owner alone.

    The database holds secret links, and SQLite would give its file the rights that are usual for
    files. The log beside it gets the file's rights from SQLite.
    """

    def __init__(self, database: str, **options: Any) -> None:
        if not str(database).startswith((":memory:", "file:")):
            # An existing file is not even opened: closing it would end this process's locks on it.
            # Where no file can be made, SQLite reports why.
            with suppress(OSError):
                Path(os.path.realpath(database)).touch(mode=0o600, exist_ok=False)
        super().__init__(database, **options)


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
        # Opened for each request (docs/decisions/0006-sqlite.md), which is Django's default.
        return found | {"OPTIONS": _sqlite_options() | found.get("OPTIONS", {})}
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
