"""`manage.py backup_database FILE`: a copy of the SQLite database, made while the planner runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from planner.operations.sqlite_files import UnfitFile, write_backup


class Command(BaseCommand):
    help = "Copy the SQLite database into a new file, checked and complete, while the planner runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help="a new file, or a folder (with a / at its end it is made) to name one in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        database, backup = find_database_file(), Path(options["file"])
        try:
            if options["file"].endswith("/"):
                backup.mkdir(mode=0o700, parents=True, exist_ok=True)
            if backup.is_dir():
                backup = backup / f"planner-{timezone.now():%Y%m%d-%H%M%S}.sqlite3"
            size = write_backup(database, backup)
        except FileExistsError:
            raise CommandError(f"{backup} exists already: name a new file.") from None
        except (UnfitFile, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from None
        self.stdout.write(f"{backup}: {size:,} bytes, checked.")


def find_database_file() -> Path:
    """The file of the planner's SQLite database."""
    if connection.vendor != "sqlite":
        raise CommandError(
            "The planner's database is PostgreSQL, which has its own commands: "
            "pg_dump --format=custom, and pg_restore --clean --if-exists --single-transaction."
        )
    return Path(str(connection.settings_dict["NAME"]))
