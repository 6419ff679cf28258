"""Everything of one database into another, empty one: SQLite → PostgreSQL, or the other way."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import Error, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from planner.log_filters import hide_secrets

ROWS_AT_ONCE = 1_000
MADE_BY_MIGRATE: tuple[type[models.Model], ...] = (Permission, ContentType)

Model = type[models.Model]
Row = tuple[Any, ...]


class CannotMove(Exception):
    """Why nothing was moved; the text is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTable:
    """A table and how many rows were moved and read back."""

    name: str
    rows: int


def move_rows(*, source: str, target: str) -> list[MovedTable]:
    """Copy every row of the database `source` into `target`, read all back and compare.

    Both are aliases of `django.db.connections`. It is one transaction in the target: raises
    `CannotMove`, or the database's own error, and leaves the target as it was. Only of
    a SQLite target the tables stay: its new file is the caller's to throw away.
    """
    _refuse_unmigrated(source)
    is_file = connections[target].vendor == "sqlite"
    with transaction.atomic(using=source):
        _hold_still(source)
        if is_file:
            # Django changes SQLite's tables outside of transactions only.
            _make_tables(target)
        with transaction.atomic(using=target):
            return _move(source, target, make_tables=not is_file)


def _move(source: str, target: str, *, make_tables: bool) -> list[MovedTable]:
    _refuse_rows(target)
    if make_tables:
        _make_tables(target)
    # What migrate writes; the source brings its own, with the numbers that other rows refer to.
    for model in MADE_BY_MIGRATE:
        model._base_manager.using(target).all().delete()
    moved = [_copy_table(model, source, target) for model in _tables()]
    _reset_sequences(target)
    for model in _tables():
        _compare(model, source, target)
    return moved


def _tables() -> list[Model]:
    """Every table with data of the planner; cached results are not worth moving."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _refuse_unmigrated(alias: str) -> None:
    executor = MigrationExecutor(connections[alias])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotMove("The database to move is not up to date: run `manage.py migrate` first.")


def _hold_still(alias: str) -> None:
    """Let this transaction see one state of the database. SQLite's has the write lock anyway."""
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _refuse_rows(alias: str) -> None:
    """Raise `CannotMove` if the database holds anything but what `migrate` itself writes."""
    names = set(connections[alias].introspection.table_names())
    for model in _tables():
        name = model._meta.db_table
        if name not in names or model in MADE_BY_MIGRATE:
            continue
        if model._base_manager.using(alias).exists():
            raise CannotMove(f"The database to move to is not empty: there are rows in {name}.")


def _make_tables(alias: str) -> None:
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    call_command("createcachetable", database=alias, verbosity=0)


def _copy_table(model: Model, source: str, target: str) -> MovedTable:
    """Copy rows as they are: no default, no time of change is set again."""
    rows = _read(model, source)
    moved = 0
    with connections[target].cursor() as cursor:
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            try:
                cursor.executemany(_insertion(model, target), _prepare(model, batch, target))
            # psycopg has errors of its own that Django does not translate.
            except (Error, ValueError) as error:
                raise CannotMove(f"{model._meta.db_table}: {hide_secrets(str(error))}") from None
            moved += len(batch)
    return MovedTable(name=model._meta.db_table, rows=moved)


def _read(model: Model, alias: str) -> Iterator[Row]:
    fields = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(alias).order_by("pk").values_list(*fields)
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


def _insertion(model: Model, alias: str) -> str:
    quote = connections[alias].ops.quote_name
    columns = [quote(field.column) for field in model._meta.concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  # nosec B608


def _prepare(model: Model, batch: list[Row], alias: str) -> list[Row]:
    connection, fields = connections[alias], model._meta.concrete_fields
    return [
        tuple(
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        )
        for row in batch
    ]


def _reset_sequences(alias: str) -> None:
    """Let the next new row take the number after the greatest that was moved."""
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)


def _compare(model: Model, source: str, target: str) -> None:
    """Raise `CannotMove` unless both databases give the same rows, value for value."""
    for was, now in zip_longest(_read(model, source), _read(model, target)):
        if was != now:
            raise CannotMove(f"A row of {model._meta.db_table} would have changed; nothing moved.")
