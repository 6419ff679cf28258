"""`kill -9` of `manage.py migrate` at random moments: migrating again works, nothing is lost."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.operations.conftest import FILL
from tests.operations.processes import PRODUCTION, ROOT, address_of, manage_well
from tools.faults.ground import check_sqlite, make_database

ROUNDS = 20
# As far back as rows can stay; forward again are a dozen migrations, each to be hit.
BACK = [("axes", "zero"), ("sessions", "zero"), ("campaigns", "0001"), ("auth", "0001")]
# The columns that the oldest and the newest planner have.
ROWS = [
    "SELECT id, slug, name, as_of, note, source, source_url, is_default"
    " FROM campaigns_pricebook ORDER BY id",
    "SELECT id, book_id, slug, name, family, position, monthly_credits, rollover_cap,"
    " credit_lifetime_days, purchase_limit, trial_months, is_legacy, note, source, source_url,"
    " checked_on FROM campaigns_plan ORDER BY id",
    "SELECT id, plan_id, effective_on, monthly_price, annual_price, credit_price, source,"
    " source_url, note FROM campaigns_planprice ORDER BY id",
    "SELECT id, book_id, position, matter, article_says, others_say, planner_takes, source_url"
    " FROM campaigns_contradiction ORDER BY id",
    "SELECT username, password FROM auth_user ORDER BY id",
]
APPLIED = "SELECT app, name FROM django_migrations"
Query = Callable[[str], list[Any]]


def fill_and_go_back(address: str) -> None:
    """A full database as an older planner left it."""
    make_database(address)
    manage_well("shell", "--no-imports", "--command", FILL, DATABASE_URL=address)
    for app, name in BACK:
        manage_well("migrate", app, name, "--verbosity", "0", DATABASE_URL=address)


def run(folder: Path, rng: random.Random) -> str:
    older = folder / "older.sqlite3"
    fill_and_go_back(address_of(older))
    numbers = iter(range(10**6))

    def make() -> tuple[str, Query]:
        file = folder / f"round-{next(numbers)}.sqlite3"
        shutil.copy(older, file)

        def run_query(query: str) -> list[Any]:
            with closing(sqlite3.connect(file)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                return connection.execute(query).fetchall()

        return address_of(file), run_query

    outcome = interrupt(make, rng)
    assert all(check_sqlite(file, []) == [] for file in folder.glob("round-*.sqlite3"))
    return f"SQLite: {outcome}, integrity ok"


def interrupt(make: Callable[[], tuple[str, Query]], rng: random.Random) -> str:
    """Kill `migrate` on one copy after the other; what became of them."""
    address, run_query = make()
    before, at_first = list(_rows(run_query)), len(run_query(APPLIED))
    begin, end = _watch(address, run_query)
    schema = sorted(run_query(APPLIED))
    counts = {"before the first": 0, "in between": 0, "after the last": 0}
    for _ in range(ROUNDS):
        address, run_query = make()
        _migrate_and_kill(address, after=rng.uniform(begin, end))
        applied = len(run_query(APPLIED))
        kind = "before the first" if applied == at_first else "in between"
        counts["after the last" if applied == len(schema) else kind] += 1
        manage_well("migrate", "--verbosity", "0", DATABASE_URL=address)
        assert sorted(run_query(APPLIED)) == schema
        assert list(_rows(run_query)) == before
        manage_well("migrate", "--check", DATABASE_URL=address)
    hits = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return (
        f"{ROUNDS} kills of migrate ({len(schema) - at_first} migrations; killed {hits}), "
        f"each time it went on, {len(before)} rows as before"
    )


def _rows(run_query: Query) -> Iterator[Any]:
    for query in ROWS:
        yield from run_query(query)


def _start(address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environment = PRODUCTION | {"DATABASE_URL": address}
    return subprocess.Popen([*command, "--settings", "planner.settings"], cwd=ROOT, env=environment)


def _watch(address: str, run_query: Query) -> tuple[float, float]:
    """How many seconds after its start `migrate` has its first and its last migration done."""
    at_first, begun = len(run_query(APPLIED)), time.monotonic()
    process, first = _start(address), None
    while process.poll() is None:
        if first is None and len(run_query(APPLIED)) > at_first:
            first = time.monotonic() - begun
        time.sleep(0.02)
    assert process.returncode == 0
    end = time.monotonic() - begun
    # Looking on made it slower.
    return 0.9 * (first or end), 0.85 * end


def _migrate_and_kill(address: str, *, after: float) -> None:
    process = _start(address)
    time.sleep(after)
    process.kill()
    process.wait()
