"""Backups of the SQLite database: whole while others write, and refused where they are unfit."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.operations.processes import address_of, manage, manage_well

pytestmark = pytest.mark.operations

TO_POSTGRESQL = "postgres://planner@127.0.0.1:1/planner"


def names_in(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT name FROM campaigns_revision ORDER BY id").fetchall()
    return [row[0] for row in rows]


def rename_all(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE campaigns_revision SET name = ?", [name])


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_backup_has_everything_and_is_for_nobody_elses_eyes(database: Path) -> None:
    backup = database.with_name("backup.sqlite3")
    said = manage_well("backup_database", str(backup), DATABASE_URL=address_of(database))

    assert f"{backup}: {backup.stat().st_size:,} bytes, checked." in said
    assert names_in(backup) == names_in(database)
    assert backup.stat().st_mode & 0o077 == 0
    assert not list(database.parent.glob("*.unfinished*"))


def test_a_backup_into_a_folder_is_named_by_its_time(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    manage_well("backup_database", str(folder), DATABASE_URL=address_of(database))

    assert [file.name[:10] for file in folder.iterdir()] == ["planner-20"]


def test_a_slash_at_the_end_means_a_folder_and_makes_one(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "var" / "backups"
    for _ in range(2):
        manage_well("backup_database", f"{folder}/", DATABASE_URL=address_of(database))
        [backup] = folder.iterdir()
        assert names_in(backup) == names_in(database)
        backup.unlink()

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_file_is_no_folder_for_backups(database: Path) -> None:
    file = database.with_name("backups")
    file.write_text("precious")
    done = manage("backup_database", f"{file}/", DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert file.read_text() == "precious"


def test_a_backup_never_overwrites(database: Path) -> None:
    backup = database.with_name("backup.sqlite3")
    backup.write_text("precious")
    done = manage("backup_database", str(backup), DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "exists already" in done.stderr
    assert backup.read_text() == "precious"


def test_a_backup_is_of_one_moment_while_others_write(database: Path) -> None:
    """Every transaction gives all rows one name: a torn copy would show two."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        with closing(sqlite3.connect(database, timeout=30)) as connection:
            while not stop.is_set():
                number += 1
                with connection:
                    connection.execute("UPDATE campaigns_revision SET name = ?", [f"n{number}"])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup = database.with_name(f"backup{number}.sqlite3")
            manage_well("backup_database", str(backup), DATABASE_URL=address_of(database))
            assert len(set(names_in(backup))) == 1
    finally:
        stop.set()
        writer.join()


def test_restoring_brings_back_and_keeps_what_was_replaced(database: Path) -> None:
    address, was = address_of(database), names_in(database)
    backup = database.with_name("backup.sqlite3")
    manage_well("backup_database", str(backup), DATABASE_URL=address)
    rename_all(database, "changed since")
    with closing(sqlite3.connect(database)) as open_before:
        read = "SELECT name FROM campaigns_revision ORDER BY id"
        assert open_before.execute(read).fetchone() == ("changed since",)
        said = manage_well("restore_database", str(backup), DATABASE_URL=address)
        # A process that has the database open sees the change, too.
        assert [row[0] for row in open_before.execute(read)] == was

    assert names_in(database) == was
    [aside] = database.parent.glob("*.replaced-*")
    assert f"kept as {aside}" in said
    assert set(names_in(aside)) == {"changed since"}
    assert manage_well("check", "--database", "default", DATABASE_URL=address)


def test_a_database_beyond_reading_is_moved_away(database: Path, full_database: Path) -> None:
    database.write_bytes(b"not a database any more" * 1000)
    manage_well("restore_database", str(full_database), DATABASE_URL=address_of(database))

    assert names_in(database) == names_in(full_database)
    [aside] = database.parent.glob("*.replaced-*")
    assert aside.read_bytes().startswith(b"not a database any more")


def test_a_lost_database_comes_back(full_database: Path, tmp_path: Path) -> None:
    lost = tmp_path / "lost.sqlite3"
    manage_well("restore_database", str(full_database), DATABASE_URL=address_of(lost))

    assert names_in(lost) == names_in(full_database)


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:40960] = b"\xa5" * (40960 - 4096)
    file.write_bytes(content)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def write_text(file: Path) -> None:
    file.write_text("id,name\n1,a table of somebody\n")


def make_foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE song (title TEXT)")


def make_newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('campaigns', '9999_from_tomorrow', '2030-01-01')"
        )


def lose_a_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM campaigns_campaign")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (damage, "is damaged"),
        (cut_off, "is damaged"),
        (write_text, "is no SQLite database"),
        (make_foreign, "none of this planner's"),
        (make_newer, "does not know 9999_from_tomorrow"),
        (lose_a_row, "rows belong to rows that are missing"),
        (Path.unlink, "does not exist"),
    ],
)
def test_an_unfit_backup_changes_nothing(
    spoil: Callable[[Path], None], why: str, database: Path
) -> None:
    backup = database.with_name("backup.sqlite3")
    backup.write_bytes(database.read_bytes())
    spoil(backup)
    before = digest(database)
    done = manage("restore_database", str(backup), DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "Nothing was replaced" in done.stderr
    assert why in done.stderr
    assert digest(database) == before
    assert not list(database.parent.glob("*.replaced-*"))


@pytest.mark.parametrize("command", ["backup_database", "restore_database"])
def test_postgresql_has_its_own_commands(command: str, tmp_path: Path) -> None:
    done = manage(command, str(tmp_path / "backup"), DATABASE_URL=TO_POSTGRESQL)

    assert done.returncode != 0
    assert "pg_dump" in done.stderr
