"""The same on PostgreSQL, where each round has a copy of the older database."""

import random
from pathlib import Path
from typing import Any

import psycopg

from tests.operations import postgresql
from tools.faults.migrations import Query, fill_and_go_back, interrupt


def run(folder: Path, rng: random.Random) -> str:
    with postgresql.serve() as address:
        server = address.rpartition("/")[0]
        _do(address, "CREATE DATABASE older")
        fill_and_go_back(f"{server}/older")
        numbers = iter(range(10**6))

        def make() -> tuple[str, Query]:
            name = f"round_{next(numbers)}"
            _do(address, f"CREATE DATABASE {name} TEMPLATE older")

            def run_query(query: str) -> list[Any]:
                with psycopg.connect(f"{server}/{name}") as connection:
                    return connection.execute(query).fetchall()

            return f"{server}/{name}", run_query

        return f"PostgreSQL: {interrupt(make, rng)}"


def _do(address: str, command: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)
