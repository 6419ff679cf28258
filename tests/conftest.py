import gc
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.template.base import Template
from django.template.context import Context
from django.test import Client
from django.utils.safestring import SafeString
from hypothesis import HealthCheck, is_hypothesis_test, settings
from pytest_django.plugin import DjangoDbBlocker
from time_machine import TimeMachineFixture

from campaigns import decision
from campaigns.models import (
    Channel,
    ChannelFigures,
    Citation,
    ConsentRule,
    Contradiction,
    Plan,
    PlanPrice,
    PriceBook,
)
from campaigns.presentation import alternatives, matrix
from campaigns.price_books import load_shipped_books
from campaigns.query.cached_rows import forget_rows
from campaigns.studies import time_budget
from planner.planning.alternatives import find_alternatives
from planner.planning.comparison import Comparison
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.campaigns.factories import make_default_book

# The same examples on every machine and in every run: a failure reproduces everywhere, and a
# slow machine causes none.
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    deadline=None,
    # The price books are only read, so every example may see the same rows.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# As many of them as each test deserves: tests/examples.py.
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
PRICE_MODELS: tuple[type[Model], ...] = (
    PriceBook,
    Contradiction,
    Plan,
    PlanPrice,
    Channel,
    ChannelFigures,
    Citation,
    ConsentRule,
)

# A test that makes this many objects more than it drops is rare; the default is 700.
OBJECTS_BEFORE_COLLECTION = 50_000
# How many results stay known, and of how many plans each.
COMPARISONS, PLANS = 50, 12
# A text: to compare eleven thousand paths takes a part of the collecting.
PLANNING = f"{Path(__file__).parent / 'planning'}{os.sep}"
WIDGETS = "django/forms/"
# What PostgreSQL takes otherwise than SQLite: a zero, half a sign, a long number, a long text.
ODD = re.compile(r"\\x00|\\ud[89a-f]|\b\d{10,}\b|(\w)\1{200}")
# As it is before pytest-django sets up the environment of Django's tests.
Render = Callable[[Template, Context], SafeString]
RENDER: Render = vars(Template)["_render"]


def pytest_configure() -> None:
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
    # A slow machine leaves out no part of a page. Tests of what is left out set their own limit.
    time_budget.SECONDS *= 10


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives until the end: modules and tests.

    It would look through all of them again and again, a sixth of what the tests take.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    begun = set[tuple[object, str]]()
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "db" in fixtures or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
            # Tests of the shipped books read their rows and no more, and a further case sends the
            # statements of the first one again, but for what marks itself.
            if "price_books" not in fixtures and not is_further_case(item, begun):
                item.add_marker(pytest.mark.writes)
        # The comparisons and the random examples take longest and cover no line more.
        if (
            str(item.path).startswith(PLANNING)
            and not item.get_closest_marker("oracle")
            and not is_hypothesis_test(getattr(item, "obj", None))
        ):
            item.add_marker(pytest.mark.covers)


def is_further_case(item: pytest.Item, begun: set[tuple[object, str]]) -> bool:
    """Whether it is a test in `begun` with other values, none of them odd; it is in there then."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return False
    test = (item.parent, item.originalname)
    is_further = test in begun
    begun.add(test)
    return is_further and not ODD.search(repr(item.callspec.params))


@pytest.fixture(autouse=True)
def _empty_page_cache() -> None:
    """No test sees a page that another one had rendered."""
    caches["pages"].clear()
    forget_rows()


@pytest.fixture(scope="session", autouse=True)
def _copy_contexts_of_pages_alone(django_test_environment: None) -> Iterator[None]:
    """Let a response's `context` be that of its page, not of each widget and included part too.

    Copying those takes a tenth of the time of a page.
    """
    render_and_copy: Render = vars(Template)["_render"]

    def render(template: Template, context: Context) -> SafeString:
        is_page = context.template is template and not str(template.name).startswith(WIDGETS)
        return (render_and_copy if is_page else RENDER)(template, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


def remember(
    calculate: Callable[..., Any], key_of: Callable[..., Hashable], most: int
) -> Callable[..., Any]:
    """`calculate`, but for the last `most` keys with the results of before."""
    known = OrderedDict[Hashable, Any]()

    def calculate_once(*arguments: Any) -> Any:
        key = key_of(*arguments)
        # Pages of the live server are made in several threads: one may have taken it out.
        known[key] = found = known.pop(key, None) or calculate(*arguments)
        if len(known) > most:
            known.popitem(last=False)
        return found

    return calculate_once


@pytest.fixture(scope="session", autouse=True)
def _compare_each_question_once() -> Iterator[None]:
    """Page, exports and command of a question get one comparison: the engine has no state.

    `tests/planning/` holds the engine to that; it calls the engine itself, not this.
    """

    def describe_ways(terms: Terms, scenario: Scenario, columns: object, _: object) -> str:
        # The options follow from plan and scenario.
        return repr((terms, scenario, columns))

    def find_others(comparison: Comparison, plans: Sequence[Terms]) -> tuple[Comparison, Any]:
        # With the comparison, so that its id stays its own.
        return comparison, find_alternatives(comparison, plans)

    find_once = remember(find_others, lambda one, plans: (id(one), repr(plans)), COMPARISONS)
    ways_once = remember(matrix._find_ways, describe_ways, COMPARISONS * PLANS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decision, "_compare", lru_cache(COMPARISONS)(decision._compare.__wrapped__))
        patch.setattr(matrix, "_find_ways", ways_once)
        patch.setattr(alternatives, "find_alternatives", lambda *of: [*find_once(*of)[1]])
        yield


@pytest.fixture(scope="session")
def shipped_books(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> list[tuple[str, Any]]:
    """What writes the shipped price books, statements with their values; nothing is written."""
    statements: list[tuple[str, Any]] = []

    def record(execute: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:
        statements.append((sql, values))
        return execute(sql, values, *rest)

    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped_books()
        rows = [list(model._default_manager.order_by("pk")) for model in PRICE_MODELS]
        for model in reversed(PRICE_MODELS):
            model._default_manager.all().delete()
        with connection.execute_wrapper(record):
            for model, its_rows in zip(PRICE_MODELS, rows, strict=True):
                model._default_manager.bulk_create(its_rows)
            # PostgreSQL does not count the keys that it is given.
            if resets := connection.ops.sequence_reset_sql(no_style(), PRICE_MODELS):
                with connection.cursor() as cursor:
                    cursor.execute("".join(resets))
        transaction.set_rollback(True)
    return statements


@pytest.fixture
def price_books(db: None, shipped_books: list[tuple[str, Any]]) -> None:
    """The shipped price books, as `make setup` loads them."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for sql, values in shipped_books:
            cursor.execute(sql, values)


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
