"""A database that is away, full, locked or read-only, distinguished from a wrong query."""

from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
)

# Seconds for `Retry-After`: time for a restart of the database, and no long wait for a person.
SECONDS_TO_WAIT = 10
# A wrong query of ours; trying again would not help.
MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def is_database_failure(error: BaseException | None) -> bool:
    """Whether the database is away, full, locked or read-only, and the query is not at fault."""
    return isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, MISTAKES)
