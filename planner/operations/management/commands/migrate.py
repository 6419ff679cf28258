"""Django's `migrate`, which commits each migration together with its record.

Django records a migration that also makes indexes in a transaction of its own, after the
migration's. A process that is killed in between leaves tables that the next one fails to make again
(docs/decisions/0012-migrations-commit-with-their-record.md).
"""

from typing import Any

from django.core.management.commands import migrate
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class Executor(MigrationExecutor):
    """Leaves nothing for the end of a migration, so that it is recorded in its transaction."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **options: Any
    ) -> ProjectState:
        apply = migration.apply

        def apply_wholly(
            state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, *args: Any
        ) -> ProjectState:
            state = apply(state, schema_editor, *args)
            # Django would run the same, in this order, after the migration.
            while schema_editor.deferred_sql:
                schema_editor.execute(schema_editor.deferred_sql.pop(0))
            return state

        migration.apply = apply_wholly  # type: ignore[method-assign, assignment]
        return super().apply_migration(state, migration, *args, **options)


# The command has no other place for it.
migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(migrate.Command):
    pass
