import os
import shutil
import time
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from tests.operations import postgresql
from tests.operations.processes import address_of, manage_well

FILL = """
from datetime import date, timedelta
from django.contrib.auth.models import User
from django.http import QueryDict
from campaigns.decision import decide
from campaigns.query.books import list_books
from campaigns.query.form import read_query
from campaigns.presentation.drafts import draft_of
from campaigns.models import CalendarFeed, Quote
from campaigns.saved.editing import create_campaign, share_campaign
from campaigns.saved.feeds import make_campaign_feed
User.objects.create_superuser("admin", password="a-good-pass-phrase-of-ours")
for number in range(3):
    query = read_query(QueryDict(f"target={100 + number}&start_on=2026-12-01"), today=date(2026, 12, 1), books=list_books())
    assert not isinstance(query, list)
    campaign = create_campaign(draft_of(decide(query), name=f"Plan {number} – ümläut", note="line\\nline"))
    share_campaign(campaign=campaign, expires_on=date(2030, 1, 1) if number else None)
make_campaign_feed(campaign)
CalendarFeed.objects.create().campaigns.add(campaign)
Quote.objects.create(campaign=campaign, number=1, client="Ann", valid_until=date(2027, 1, 1), shown={"total": "1.00"}, basis={"costs": ["0.80"]}, logo=bytes(range(256)))
"""  # noqa: E501


@pytest.fixture(scope="session")
def full_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with price books, campaigns and an admin, which no test may change.

    The worker that is the first to want it makes it for all.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    file = folder / "full.sqlite3"
    with (folder / "full.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not file.exists():
            unfinished = folder / "unfinished.sqlite3"
            _fill(address_of(unfinished))
            unfinished.rename(file)
    return file


def _fill(address: str) -> None:
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=address)
    manage_well("createcachetable", DATABASE_URL=address)
    manage_well("load_price_books", DATABASE_URL=address)
    manage_well("shell", "--no-imports", "--command", FILL, DATABASE_URL=address)


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the static files as production serves them."""
    folder = tmp_path_factory.mktemp("static")
    manage_well("collectstatic", "--no-input", "--verbosity", "0", STATIC_ROOT=str(folder))
    return folder


@pytest.fixture
def database(full_database: Path, tmp_path: Path) -> Path:
    """A copy that the test may modify."""
    return Path(shutil.copy(full_database, tmp_path / "planner.sqlite3"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a new server's own database, which stays empty."""
    if postgresql.find_programs() is None:
        is_required = os.environ.get("CI", "").lower() in {"1", "true"}
        (pytest.fail if is_required else pytest.skip)(postgresql.MISSING)
    with postgresql.serve() as address:
        yield address


@pytest.fixture
def empty_postgresql(postgresql_server: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database that is this test's alone."""
    import psycopg

    name = f"test_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgresql_server.rpartition('/')[0]}/{name}"


@pytest.fixture
def postgresql_with_password(empty_postgresql: str) -> str:
    """The address of an empty database that wants the password "hidden", which is not in it."""
    import psycopg

    with psycopg.connect(empty_postgresql, autocommit=True) as connection:
        connection.execute("ALTER ROLE planner PASSWORD 'hidden'")
        [[name]] = connection.execute("SHOW hba_file").fetchall()
        rule = f"host {connection.info.dbname} planner 127.0.0.1/32 scram-sha-256\n"
        rules = Path(name)
        rules.write_text(rule + rules.read_text())
        connection.execute("SELECT pg_reload_conf()")
    for _ in range(200):
        try:
            psycopg.connect(empty_postgresql).close()
        except psycopg.OperationalError:
            return empty_postgresql
        time.sleep(0.05)
    raise RuntimeError("the server goes on without a password")
