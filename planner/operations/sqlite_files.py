"""Backups of a SQLite file, made and brought back while the planner runs.

Both copy with SQLite's own backup, which sees one state of the database and takes its locks: a
copy of the bare file would miss what still stands in its log, or be torn.
"""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

SECONDS_TO_WAIT = 30
FIRST_BYTES = b"SQLite format 3\x00"


class UnfitFile(Exception):
    """A file that is no backup of this planner, or a damaged one; the text names the fault."""


def write_backup(database: Path, backup: Path) -> int:
    """Copy `database` into the new file `backup`, checked and on the disk; how many bytes it has.

    Raises `FileExistsError` and `UnfitFile`; then there is no new file.
    """
    if backup.exists():
        raise FileExistsError(backup)
    unfinished = backup.with_name(f"{backup.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        # Links and sessions are in it: readable by their owner alone, from the first byte on.
        unfinished.touch(mode=0o600)
        with closing(_connect(database)) as source, closing(_connect(unfinished)) as target:
            source.backup(target)
            # One file, without a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
        check_integrity(unfinished)
        _write_to_disk(unfinished)
        unfinished.rename(backup)
        _write_to_disk(backup.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return backup.stat().st_size


def check_integrity(file: Path) -> None:
    """Raise `UnfitFile` unless the file is a whole SQLite database whose rows belong together."""
    if not file.is_file():
        raise UnfitFile(f"{file} does not exist.")
    with file.open("rb") as content:
        if content.read(len(FIRST_BYTES)) != FIRST_BYTES:
            raise UnfitFile(f"{file} is no SQLite database.")
    try:
        with closing(_connect(file, read_only=True)) as connection:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise UnfitFile(f"{file} is damaged: {error}.") from None
    if faults != ["ok"]:
        raise UnfitFile(f"{file} is damaged: {'; '.join(faults)}.")
    if orphans:
        raise UnfitFile(f"{file} is damaged: {len(orphans)} rows belong to rows that are missing.")


def check_origin(file: Path, *, known: set[tuple[str, str]]) -> None:
    """Raise `UnfitFile` unless the file was written by this planner, or an older one.

    `known` are the migrations (app, name) of this version.
    """
    try:
        with closing(_connect(file, read_only=True)) as connection:
            applied = set(connection.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError:
        applied = set()
    if not any(app == "campaigns" for app, _ in applied):
        raise UnfitFile(f"{file} is a database, but none of this planner's.")
    if newer := sorted(name for app, name in applied - known if app == "campaigns"):
        raise UnfitFile(f"{file} is of a newer planner: this one does not know {newer[0]}.")


def bring_back(backup: Path, database: Path, *, now: datetime) -> Path | None:
    """Make `database` what `backup` is; where the replaced one is now, `None` if there was none.

    Processes that use the database see the change with their next transaction. Only where the
    present file is too damaged to be read is it moved away instead, and they must be stopped.
    """
    aside = database.with_name(f"{database.name}.replaced-{now:%Y%m%d-%H%M%S}")
    if not database.exists():
        write_backup(backup, database)
        return None
    try:
        _copy_aside(database, aside)
    except sqlite3.DatabaseError:
        aside.unlink(missing_ok=True)
        for ending in ("", "-wal", "-shm"):
            part = Path(f"{database}{ending}")
            if part.exists():
                part.rename(f"{aside}{ending}")
        write_backup(backup, database)
        return aside
    with closing(_connect(backup, read_only=True)) as source, closing(_connect(database)) as target:
        # All pages in one go: one transaction, which a killed process leaves undone.
        source.backup(target)
    return aside


def _copy_aside(database: Path, aside: Path) -> None:
    aside.touch(mode=0o600)
    with closing(_connect(database)) as source, closing(_connect(aside)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    _write_to_disk(aside)


def _connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", timeout=SECONDS_TO_WAIT, uri=True
    )


def _write_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
