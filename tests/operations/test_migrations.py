"""Migrations go forward over rows, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.examples import number_of
from tests.operations.processes import address_of, manage, manage_well

pytestmark = pytest.mark.operations

SHOW_PLANS = """
from campaigns.models import Plan
print(list(Plan.objects.order_by("pk").values_list("pk", "slug", "monthly_credits")))
"""
# The answers that saved campaigns give, and the days on which their plans as saved grant credits.
SHOW_CAMPAIGNS = """
from django.http import QueryDict
from campaigns.decision import decide
from campaigns.models import Campaign, Plan, SubscriptionChoice
from campaigns.query.books import list_books
from campaigns.views.roots import read_saved
for campaign in Campaign.objects.order_by("pk"):
    query = read_saved(campaign.newest_revision, QueryDict(), books=list_books()).query
    answer = decide(query)
    print(campaign.newest_revision.name, query.values["rules"], answer.headline)
for model in (Plan, SubscriptionChoice):
    print(sorted(set(model.objects.values_list("grant_day", "grants_on_start"))))
"""
# Campaigns as an older planner saved them: with every default of its day, and without rules.
SAVE_AS_BEFORE = """
from campaigns.models import Revision
before = "price_book=article&start_on=2026-11-26&deadline_months=2&goal=contacted"
texts = ["&target=175&seats=3", "&target=100&seats=1", "&target=90&seats=1&opening_balance=40"]
core = "&plans=sales-navigator-core&strategies=as_granted"
for revision, text in zip(Revision.objects.order_by("pk"), texts, strict=True):
    Revision.objects.filter(pk=revision.pk).update(asked=before + text + core)
"""
# Every state in which an older planner may have left a database.
OLDER = sorted(
    name for app, name in MigrationLoader(None).disk_migrations or {} if app == "campaigns"
)[:-1]
# Of these, from the newest to the oldest: some while a person waits, all of them at night.
TRIED = {"sqlite": OLDER[:: -number_of(5, 1)], "postgresql": OLDER[:: -number_of(8, 1)]}


# Back from each of them to the one before, and from there forward in a copy, in one process, with
# the plans that are there then. All the way back each time, most would be undone again in each.
COME_FORWARD = """
import shutil
from django.core.management import call_command
from django.db import connection
from campaigns.models import Plan

def use(name):
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name

def copy(name, to):
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy(name, to)
    else:
        use("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {to} TEMPLATE {name}")

name = str(connection.settings_dict["NAME"])
for older in TRIED:
    use(name)
    call_command("migrate", "campaigns", older, verbosity=0)
    copy(name, f"{name}_{older}")
    use(f"{name}_{older}")
    call_command("migrate", verbosity=0)
    plans = Plan.objects.order_by("pk").values_list("pk", "slug", "monthly_credits")
    print(older, list(plans))
"""


def show_plans(address: str) -> str:
    return manage_well("shell", "--no-imports", "--command", SHOW_PLANS, DATABASE_URL=address)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_older_database_comes_forward(
    kind: str, database: Path, request: pytest.FixtureRequest
) -> None:
    address = address_of(database)
    if kind == "postgresql":
        there = request.getfixturevalue("empty_postgresql")
        manage_well("move_database", there, DATABASE_URL=address)
        address = there
    plans = show_plans(address).strip()
    assert "sales-navigator-professional" in plans
    command = f"TRIED = {TRIED[kind]}\n{COME_FORWARD}"
    shown = manage_well("shell", "--no-imports", "--command", command, DATABASE_URL=address)

    assert shown.splitlines() == [f"{older} {plans}" for older in TRIED[kind]]


def test_campaigns_of_before_show_what_they_showed(database: Path) -> None:
    address = address_of(database)
    manage_well("migrate", "campaigns", "0006", "--verbosity", "0", DATABASE_URL=address)
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=address)
    manage_well("shell", "--no-imports", "--command", SAVE_AS_BEFORE, DATABASE_URL=address)

    shown = manage_well("shell", "--no-imports", "--command", SHOW_CAMPAIGNS, DATABASE_URL=address)
    # The article's prices, at which they were saved: Core costs $99.99 a month, 50 credits come on
    # the start day and a month later. All three seats stay, so they cost six months.
    assert shown.splitlines() == [
        "Plan 0 – ümläut 1 175 people for $599.94 in 2 months",
        "Plan 1 – ümläut 1 100 people for $199.98 in 2 months",
        "Plan 2 – ümläut 1 90 people for $99.99 in 1 month",
        # Price books that were there keep their terms, too.
        "[('renewal', False)]",
        "[('renewal', False)]",
    ]


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
