"""How the planner opens a SQLite file: as long as it is in its place, and for its owner alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from planner.databases import address_of_file, configure_database, never_create, tidy_connections

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


def ask(database: DatabaseWrapper, query: str = "SELECT number FROM said") -> int | None:
    """A request's query, as Django and the server surround it."""
    surround(database)
    try:
        with database.cursor() as cursor:
            cursor.execute(query)
            row: tuple[int] | None = cursor.fetchone()
            return row[0] if row else None
    finally:
        surround(database)


def surround(database: DatabaseWrapper) -> None:
    """What the signals of a request's start and end do."""
    database.close_if_unusable_or_obsolete()
    with patch("planner.databases.connections") as connections:
        connections.all.return_value = [database]
        tidy_connections()


def sizes_beside(file: Path) -> dict[str, int]:
    return {one.name: one.stat().st_size for one in file.parent.iterdir() if one != file}


def test_a_connection_is_held_for_the_next_request(database: DatabaseWrapper) -> None:
    assert ask(database) == 1
    connection = database.connection
    assert ask(database) == 1

    assert database.connection is connection
    assert database.close_at is not None


def test_what_was_written_is_in_the_file_when_the_request_ends(
    database: DatabaseWrapper, file: Path
) -> None:
    ask(database, "UPDATE said SET number = 2")

    assert sizes_beside(file)[f"{file.name}-wal"] == 0
    # Another file in its place does not inherit what is in the log.
    other = file.with_name("other.sqlite3")
    make(other, says=3)
    other.rename(file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT number FROM said").fetchall() == [(3,)]


def test_a_reader_under_way_does_not_hold_up_the_end_of_a_request(
    database: DatabaseWrapper, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT number FROM said").fetchall()
        ask(database, "UPDATE said SET number = 2")
        assert sizes_beside(file)[f"{file.name}-wal"] > 0
        reader.execute("COMMIT")
    assert ask(database) == 2
    # The wait for locks is what it was.
    with database.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (5000,)

    ask(database, "UPDATE said SET number = 3")
    assert sizes_beside(file)[f"{file.name}-wal"] == 0


def test_a_file_with_other_rights_is_opened_again(database: DatabaseWrapper, file: Path) -> None:
    ask(database)
    connection = database.connection
    file.chmod(0o640)
    assert ask(database) == 1
    assert database.connection is not connection


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_file_that_cannot_be_written_is_not_held(
    database: DatabaseWrapper, file: Path, ending: str
) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("SELECT number FROM said").fetchall()
        part = f"{file}{ending}"
        with patch("os.access", side_effect=lambda path, mode: path != part):
            assert ask(database) == 1
            assert database.connection is None
    assert ask(database) == 1
    assert database.connection is not None


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
