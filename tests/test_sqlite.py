"""Connections to a SQLite file are kept open for as long as it is the same file."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.backends.sqlite3 import base

from planner.databases import address_of_file, configure_database, never_create
from planner.sqlite.base import DatabaseWrapper

# Not the tests' own database, but pytest tells none from another.
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "with space & %41.sqlite3"
    make(file, says=1)
    return file


@pytest.fixture
def database(file: Path) -> Iterator[DatabaseWrapper]:
    database = open_database(file)
    yield database
    database.close()


def open_database(file: Path) -> DatabaseWrapper:
    """As a server does."""
    settings = configure_database(address_of_file(file))
    never_create(settings)
    return DatabaseWrapper(connections.configure_settings({"default": settings})["default"])


def make(file: Path, *, says: int) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE said (number INTEGER)")
        connection.execute("INSERT INTO said VALUES (?)", [says])


def ask(database: DatabaseWrapper) -> int:
    """A request's query, as Django surrounds it."""
    database.close_if_unusable_or_obsolete()
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT number FROM said")
            said: int = cursor.fetchone()[0]
            return said
    finally:
        database.close_if_unusable_or_obsolete()


def test_a_connection_is_used_again(database: DatabaseWrapper) -> None:
    assert ask(database) == 1
    first = database.connection
    assert first is not None
    assert ask(database) == 1
    assert database.connection is first


def test_another_file_in_its_place_is_seen_at_once(database: DatabaseWrapper, file: Path) -> None:
    assert ask(database) == 1
    other = file.with_name("other.sqlite3")
    make(other, says=2)
    other.rename(file)
    assert ask(database) == 2


def test_a_link_that_leads_to_another_file_is_followed(file: Path) -> None:
    other, link = file.with_name("other.sqlite3"), file.with_name("link.sqlite3")
    make(other, says=2)
    link.symlink_to(file)
    database = open_database(link)
    assert ask(database) == 1
    link.unlink()
    link.symlink_to(other)
    assert ask(database) == 2
    database.close()


def test_a_file_that_is_replaced_while_it_is_opened_is_not_taken_for_the_new_one(
    database: DatabaseWrapper, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = file.with_name("other.sqlite3")
    make(other, says=2)
    get_new_connection = base.DatabaseWrapper.get_new_connection

    def replace_meanwhile(*args: Any) -> Any:
        connection = get_new_connection(*args)
        other.rename(file)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(base.DatabaseWrapper, "get_new_connection", replace_meanwhile)
        ask(database)
    assert ask(database) == 2


def test_a_file_that_is_away_is_not_used_from_afar(database: DatabaseWrapper, file: Path) -> None:
    ask(database)
    aside = file.rename(file.with_name("aside.sqlite3"))
    file.mkdir()
    with pytest.raises(OperationalError):
        ask(database)
    file.rmdir()
    aside.rename(file)
    assert ask(database) == 1


@pytest.mark.parametrize(
    "happens",
    [
        lambda database, file: file.chmod(0o640),
        lambda database, file: setattr(database, "errors_occurred", True),
        lambda database, file: setattr(database, "close_at", 0),
    ],
    ids=["other rights", "an error", "age"],
)
def test_it_is_opened_anew(
    database: DatabaseWrapper, file: Path, happens: Callable[[DatabaseWrapper, Path], None]
) -> None:
    ask(database)
    first = database.connection
    happens(database, file)
    assert ask(database) == 1
    assert database.connection is not first


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_what_cannot_be_written_is_opened_anew_each_time(
    database: DatabaseWrapper, file: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Else its rights, given back, would be of no use to the whole process."""
    monkeypatch.setattr("os.access", lambda path, mode: path != f"{file}{ending}")
    assert ask(database) == 1
    assert database.connection is None


def test_a_new_files_log_survives_the_old_ones_connection(
    database: DatabaseWrapper, file: Path
) -> None:
    assert ask(database) == 1
    other = file.with_name("other.sqlite3")
    make(other, says=2)
    with closing(sqlite3.connect(other)) as writer:
        with writer:
            writer.execute("UPDATE said SET number = 3")
        for one in other.parent.glob("other.sqlite3*"):
            one.rename(one.with_name(one.name.replace("other", file.stem, 1)))
        # The old connection ends here, beside a log that is not its own.
        assert ask(database) == 3


def open_to_make(file: Path) -> DatabaseWrapper:
    """As a command does, which may make the file."""
    settings = configure_database(address_of_file(file))
    return DatabaseWrapper(connections.configure_settings({"default": settings})["default"])


@pytest.mark.parametrize("by_a_link", [False, True])
def test_a_new_file_is_for_nobody_elses_eyes(tmp_path: Path, by_a_link: bool) -> None:
    file = link = tmp_path / "new.sqlite3"
    if by_a_link:
        link = tmp_path / "link.sqlite3"
        link.symlink_to(file)
    database = open_to_make(link)
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE said (number INTEGER)")
    parts = [file, *(file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm"))]

    assert [part.stat().st_mode & 0o777 for part in parts] == [0o600] * 3
    database.close()


def test_a_file_that_is_there_keeps_its_rights(file: Path) -> None:
    file.chmod(0o640)
    database = open_to_make(file)

    assert ask(database) == 1
    assert file.stat().st_mode & 0o777 == 0o640
    database.close()


def test_where_no_file_can_be_made_the_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        ask(open_to_make(tmp_path / "nowhere" / "new.sqlite3"))


def test_a_server_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        ask(open_database(tmp_path / "new.sqlite3"))
    assert not list(tmp_path.iterdir())


def test_a_database_in_memory_is_kept() -> None:
    settings = connections.configure_settings({"default": configure_database("sqlite://:memory:")})
    database = DatabaseWrapper(settings["default"])
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE said (number INTEGER)")
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM said")
        assert cursor.fetchone()[0] == 0
    assert not os.path.exists(":memory:")
