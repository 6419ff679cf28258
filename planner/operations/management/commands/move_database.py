"""`manage.py move_database [ADDRESS]`: everything into another, empty database."""

import os
import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections

from planner.databases import ALLOWED, SQLITE, UnknownDatabase, configure_database
from planner.operations.moving import CannotMove, MovedTable, move_rows

TARGET = "target"
# Where an address with a password stands: every user of the machine can read a command's arguments.
TARGET_VARIABLE = "TARGET_DATABASE_URL"


class Command(BaseCommand):
    help = (
        "Copy everything from the planner's database (DATABASE_URL) into an empty one, read it "
        "back, compare, and count. All of it is moved or nothing. Stop the planner first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "address",
            nargs="?",
            default="",
            help=f"of the database to move to, without a password: {ALLOWED}; "
            f"left out: the environment's {TARGET_VARIABLE}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["address"]
        try:
            settings = configure_database(given or os.environ.get(TARGET_VARIABLE, ""), pool_size=0)
        except UnknownDatabase:
            raise CommandError(f"That names no database; allowed: {ALLOWED}.") from None
        if given and settings.get("PASSWORD"):
            raise CommandError(
                "Everybody on this machine can read a command's arguments, so there must be no "
                f"password among them: put the address into {TARGET_VARIABLE}, or the password "
                "into a file that PGPASSFILE names."
            )
        moved = move_into(settings)
        for table in moved:
            self.stdout.write(f"{table.rows:>10,}  {table.name}")
        total = sum(table.rows for table in moved)
        self.stdout.write(f"{total:>10,}  rows in {len(moved)} tables moved, read back, equal.")
        self.stdout.write("Now set DATABASE_URL to the new address and start the planner.")


def move_into(settings: dict[str, Any]) -> list[MovedTable]:
    """Move all to the database of those settings; raises `CommandError` and leaves it as it was."""
    file = Path(settings["NAME"]) if settings["ENGINE"] == SQLITE else None
    if file and file.exists():
        raise CommandError(f"{file} exists already: name a new file.")
    # Django makes the tables of a SQLite file in many transactions: the file is thrown away where
    # something fails, and gets its name when it is complete.
    unfinished = file and file.with_name(f"{file.name}.unfinished")
    if unfinished:
        unfinished.unlink(missing_ok=True)
        settings = settings | {"NAME": unfinished}
    connections.databases[TARGET] = connections.configure_settings(
        {"default": connections.databases["default"], TARGET: settings}
    )[TARGET]
    try:
        moved = move_rows(source="default", target=TARGET)
        connections[TARGET].close()
        if file and unfinished:
            unfinished.rename(file)
    except CannotMove as reason:
        raise CommandError(str(reason)) from None
    except (Error, sqlite3.Error, OSError, ValueError) as error:
        raise CommandError(f"Nothing was moved: {error}") from None
    finally:
        connections[TARGET].close()
        for ending in ("", "-wal", "-shm") if unfinished else ():
            Path(f"{unfinished}{ending}").unlink(missing_ok=True)
        del connections.databases[TARGET]
    return moved
