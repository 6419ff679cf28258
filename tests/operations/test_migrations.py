"""Migrations go forward over rows, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.operations.processes import address_of, manage, manage_well

pytestmark = pytest.mark.operations

SHOW_PLANS = """
from campaigns.models import Plan
print(list(Plan.objects.order_by("pk").values_list("pk", "slug", "monthly_credits")))
"""
# Every state in which an older planner may have left a database.
OLDER = sorted(
    name for app, name in MigrationLoader(None).disk_migrations or {} if app == "campaigns"
)[:-1]


def show_plans(address: str) -> str:
    return manage_well("shell", "--no-imports", "--command", SHOW_PLANS, DATABASE_URL=address)


@pytest.mark.parametrize("older", OLDER)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_older_database_comes_forward(
    kind: str, older: str, database: Path, request: pytest.FixtureRequest
) -> None:
    address = address_of(database)
    if kind == "postgresql":
        there = request.getfixturevalue("empty_postgresql")
        manage_well("move_database", there, DATABASE_URL=address)
        address = there
    plans = show_plans(address)
    assert "sales-navigator-professional" in plans
    manage_well("migrate", "campaigns", older, "--verbosity", "0", DATABASE_URL=address)
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=address)

    assert show_plans(address) == plans


# Like a process that is killed just before it can record what it did.
MIGRATE_AND_DIE = """
import os
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
record = MigrationRecorder.record_applied
def die(self, app, name):
    if (app, name) == ("campaigns", "0001_initial"):
        os._exit(9)
    record(self, app, name)
MigrationRecorder.record_applied = die
call_command("migrate", verbosity=0)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_migration_that_was_not_recorded_was_not_made(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = address_of(tmp_path / "new.sqlite3")
    if kind == "postgresql":
        address = request.getfixturevalue("empty_postgresql")
    died = manage("shell", "--no-imports", "--command", MIGRATE_AND_DIE, DATABASE_URL=address)
    assert died.returncode == 9, died.stderr
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=address)
    assert show_plans(address).strip() == "[]"
