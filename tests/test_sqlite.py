"""How the planner opens a SQLite file: for each request, and never one that others can read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from planner.databases import address_of_file, configure_database, never_create

# Not the test database, but pytest-django cannot distinguish databases.
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


def open_database(file: Path, *, may_make_it: bool = False) -> DatabaseWrapper:
    """As a server does, or as a command, which may make the file."""
    settings = configure_database(address_of_file(file))
    if not may_make_it:
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


def test_nothing_is_held_open_between_requests(database: DatabaseWrapper, file: Path) -> None:
    assert ask(database) == 1

    assert database.connection is None
    # The last one to close a file writes its log into it.
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_another_file_in_its_place_is_used_at_once(database: DatabaseWrapper, file: Path) -> None:
    assert ask(database) == 1
    other = file.with_name("other.sqlite3")
    make(other, says=2)
    other.rename(file)
    assert ask(database) == 2


def test_a_file_that_is_away_is_not_used_from_afar(database: DatabaseWrapper, file: Path) -> None:
    ask(database)
    aside = file.rename(file.with_name("aside.sqlite3"))
    with pytest.raises(OperationalError):
        ask(database)
    aside.rename(file)
    assert ask(database) == 1


@pytest.mark.parametrize("by_a_link", [False, True])
def test_a_new_file_is_for_nobody_elses_eyes(tmp_path: Path, by_a_link: bool) -> None:
    file = link = tmp_path / "new.sqlite3"
    if by_a_link:
        link = tmp_path / "link.sqlite3"
        link.symlink_to(file)
    database = open_database(link, may_make_it=True)
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE said (number INTEGER)")
    parts = [file, *(file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm"))]

    assert [part.stat().st_mode & 0o777 for part in parts] == [0o600] * 3
    database.close()


def test_a_file_that_is_there_keeps_its_rights(file: Path) -> None:
    file.chmod(0o640)

    assert ask(open_database(file, may_make_it=True)) == 1
    assert file.stat().st_mode & 0o777 == 0o640


def test_where_no_file_can_be_made_the_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        ask(open_database(tmp_path / "nowhere" / "new.sqlite3", may_make_it=True))


def test_a_server_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        ask(open_database(tmp_path / "new.sqlite3"))
    assert not list(tmp_path.iterdir())


def test_a_database_in_memory_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = connections.configure_settings({"default": configure_database("sqlite://:memory:")})
    database = DatabaseWrapper(settings["default"])
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE said (number INTEGER)")
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM said")
        assert cursor.fetchone()[0] == 0
    assert not list(tmp_path.iterdir())
