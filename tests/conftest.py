import os
from itertools import groupby

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker
from time_machine import TimeMachineFixture

from campaigns.models import Contradiction, Plan, PlanPrice, PriceBook
from campaigns.price_books import load_shipped_books
from tests.campaigns.factories import make_default_book

# The same examples on every machine and in every run: a red test is red for everybody, and a busy
# machine turns none red.
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    deadline=None,
    # The price books are only read, so every example may see the same rows.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# `.ci/run` takes as many of them as each test deserves.
settings.register_profile("thorough", settings.get_profile("fixed"))
# New examples in every run; one that fails is stored and tried first in the next run.
settings.register_profile(
    "random",
    settings.get_profile("fixed"),
    derandomize=False,
    database=settings.get_profile("default").database,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "fixed")

# Each after those that it refers to.
PRICE_MODELS: tuple[type[Model], ...] = (PriceBook, Contradiction, Plan, PlanPrice)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        # Tests of the shipped books read their rows and no more; a module that does says so.
        if "price_books" not in fixtures and (
            "db" in fixtures or item.get_closest_marker("django_db")
        ):
            item.add_marker(pytest.mark.database)


@pytest.fixture(autouse=True)
def _empty_page_cache() -> None:
    """No test sees a page that another one had rendered."""
    caches["pages"].clear()


@pytest.fixture(scope="session")
def shipped_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Model]:
    """The rows of the shipped price books; the database has none of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped_books()
        rows = [row for model in PRICE_MODELS for row in model._default_manager.order_by("pk")]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def price_books(db: None, shipped_rows: list[Model]) -> None:
    """The shipped price books, as `make setup` loads them."""
    for model, rows in groupby(shipped_rows, key=lambda row: type(row)):
        model._default_manager.bulk_create(rows)
    # PostgreSQL does not count the keys that it is given.
    resets = connection.ops.sequence_reset_sql(no_style(), PRICE_MODELS)
    if resets:
        with connection.cursor() as cursor:
            cursor.execute("".join(resets))


@pytest.fixture
def admin(client: Client, admin_user: User, time_machine: TimeMachineFixture) -> Client:
    """A browser of an admin's, on 22 November 2026."""
    time_machine.move_to("2026-11-22 12:00 +0000")
    client.force_login(admin_user)
    return client


@pytest.fixture
def book(db: None, time_machine: TimeMachineFixture) -> PriceBook:
    """A small default price book, on 1 December 2026."""
    time_machine.move_to("2026-12-01 12:00 +0000")
    return make_default_book()


@pytest.fixture
def still_clock(book: PriceBook, time_machine: TimeMachineFixture) -> None:
    """It stays 1 December 2026, 12:00, so that no limit refills, however slow the machine."""
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)
