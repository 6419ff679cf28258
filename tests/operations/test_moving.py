"""From SQLite to PostgreSQL and back with one command, and everything is there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.operations.processes import address_of, manage, manage_well

pytestmark = pytest.mark.operations

COUNT = "SELECT count(*) FROM campaigns_subscriptionchoice"
SAVE_ANOTHER = """
from django.http import QueryDict
from datetime import date
from campaigns.decision import decide
from campaigns.query.books import list_books
from campaigns.query.form import read_query
from campaigns.presentation.drafts import draft_of
from campaigns.saved.editing import create_campaign
query = read_query(QueryDict("target=7"), today=date(2026, 12, 1), books=list_books())
assert not isinstance(query, list)
print("saved", create_campaign(draft_of(decide(query), name="after the move", note="")).pk)
"""
# PostgreSQL gives a JSON document's keys in an order of its own.
SHOW_ALL = """
import json
from django.apps import apps
for model in apps.get_models(include_auto_created=True):
    for row in model._base_manager.order_by("pk").values_list():
        # PostgreSQL gives bytes by the place in memory where they are.
        row = [bytes(one) if isinstance(one, memoryview) else one for one in row]
        print(model.__name__, json.dumps(row, sort_keys=True, default=repr))
"""


def count_choices(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(COUNT).fetchone()[0])


def tables_in(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [row[0] for row in rows]


def rows_in(address: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a PostgreSQL database, by table."""
    with psycopg.connect(address) as connection:
        return {
            table: connection.execute(
                SQL("SELECT * FROM {} ORDER BY 1").format(Identifier(table))
            ).fetchall()
            for table in tables_in(address)
        }


def show_all(address: str) -> str:
    return manage_well("shell", "--no-imports", "--command", SHOW_ALL, DATABASE_URL=address)


def test_everything_moves_there_and_back(database: Path, empty_postgresql: str) -> None:
    here, there = address_of(database), empty_postgresql
    said = manage_well("move_database", there, DATABASE_URL=here)

    choices = count_choices(database)
    assert choices > 20
    assert f"{choices:>10,}  campaigns_subscriptionchoice" in said
    assert "moved, read back, equal" in said
    assert show_all(there) == show_all(here)

    back = database.with_name("back.sqlite3")
    assert "moved, read back, equal" in manage_well(
        "move_database", address_of(back), DATABASE_URL=there
    )
    assert show_all(address_of(back)) == show_all(here)
    # The next rows take numbers that are free.
    for address in (there, address_of(back)):
        said = manage_well("shell", "--no-imports", "--command", SAVE_ANOTHER, DATABASE_URL=address)
        assert "saved 4" in said


def test_a_database_with_rows_is_not_written_to(database: Path, empty_postgresql: str) -> None:
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=empty_postgresql)
    manage_well("load_price_books", DATABASE_URL=empty_postgresql)
    before = rows_in(empty_postgresql)
    assert len(before["campaigns_plan"]) > 5
    done = manage("move_database", empty_postgresql, DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "is not empty" in done.stderr
    assert rows_in(empty_postgresql) == before


def test_a_row_that_does_not_fit_leaves_no_trace(database: Path, empty_postgresql: str) -> None:
    """SQLite accepts a text longer than the column's limit, PostgreSQL does not."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE campaigns_revision SET name = ? WHERE id = 3", ["x" * 200])
    done = manage("move_database", empty_postgresql, DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "campaigns_revision: value too long" in done.stderr
    assert tables_in(empty_postgresql) == []


def test_a_file_is_never_overwritten(database: Path) -> None:
    there = database.with_name("there.sqlite3")
    there.write_text("precious")
    done = manage("move_database", address_of(there), DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "exists already" in done.stderr
    assert there.read_text() == "precious"


def test_a_failed_move_leaves_no_file(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE campaigns_plan SET rollover_cap = 0 WHERE monthly_credits > 0")
    there = database.with_name("there.sqlite3")
    done = manage("move_database", address_of(there), DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "campaigns_plan" in done.stderr
    assert not list(database.parent.glob("there*"))


def test_an_old_database_is_brought_up_to_date_first(database: Path, empty_postgresql: str) -> None:
    manage_well(
        "migrate", "campaigns", "0001", "--verbosity", "0", DATABASE_URL=address_of(database)
    )
    done = manage("move_database", empty_postgresql, DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "run `manage.py migrate` first" in done.stderr
    assert tables_in(empty_postgresql) == []


@pytest.mark.parametrize("address", ["mysql://a:secret@localhost/db", "nonsense"])
def test_an_address_must_name_a_database(address: str, database: Path) -> None:
    done = manage("move_database", address, DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "allowed: sqlite:///" in done.stderr
    assert "secret" not in done.stderr


def test_an_address_with_a_password_is_not_taken_from_the_arguments(database: Path) -> None:
    """Arguments are visible in `ps` to every user."""
    address = "postgres://planner:hidden@127.0.0.1:1/planner"
    done = manage("move_database", address, DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "put the address into TARGET_DATABASE_URL" in done.stderr
    assert "hidden" not in done.stderr


def test_the_address_may_stand_in_the_environment(database: Path) -> None:
    there = database.with_name("there.sqlite3")
    environment = {"DATABASE_URL": address_of(database), "TARGET_DATABASE_URL": address_of(there)}
    said = manage_well("move_database", **environment)

    assert "moved, read back, equal" in said
    assert count_choices(there) == count_choices(database) > 20


def test_without_an_address_nothing_is_moved(database: Path) -> None:
    done = manage("move_database", DATABASE_URL=address_of(database))

    assert done.returncode != 0
    assert "allowed: sqlite:///" in done.stderr


def test_the_password_may_stand_in_a_file(database: Path, postgresql_with_password: str) -> None:
    """As documented: an address without a password, and PGPASSFILE."""
    file = database.with_name("pgpass")
    file.write_text("127.0.0.1:*:*:planner:hidden\n")
    file.chmod(0o600)
    environment = {"DATABASE_URL": address_of(database), "PGPASSFILE": str(file)}
    said = manage_well("move_database", postgresql_with_password, **environment)

    assert "moved, read back, equal" in said
    environment |= {"DATABASE_URL": postgresql_with_password}
    assert "No planned" in manage_well("migrate", "--plan", **environment)
    refused = manage("migrate", "--plan", DATABASE_URL=postgresql_with_password)
    assert "no password supplied" in refused.stderr
