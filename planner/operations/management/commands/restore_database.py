"""`manage.py restore_database FILE`: makes the SQLite database the copy that a backup holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from planner.operations.management.commands.backup_database import find_database_file
from planner.operations.sqlite_files import UnfitFile, bring_back, check_integrity, check_origin


class Command(BaseCommand):
    help = (
        "Replace the SQLite database by a backup. The backup is checked first, and the replaced "
        "database is kept beside the new one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        database, backup = find_database_file(), options["file"]
        known = set(MigrationLoader(None).disk_migrations)
        connection.close()
        try:
            check_integrity(backup)
            check_origin(backup, known=known)
            aside = bring_back(backup, database, now=timezone.now())
        except (UnfitFile, OSError) as error:
            raise CommandError(f"Nothing was replaced: {error}") from None
        self.stdout.write(f"{database} is what {backup} was.")
        if aside:
            self.stdout.write(f"The replaced database is kept as {aside}.")
        self.stdout.write("Now run `manage.py migrate`, in case the backup is of an older version.")
