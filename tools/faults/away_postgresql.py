"""PostgreSQL is stopped for ten seconds, as by an upgrade of its package."""

import random
from pathlib import Path
from typing import Any

import psycopg

from tests.operations import postgresql
from tools.faults.away import stay_away
from tools.faults.ground import make_database


def run(folder: Path, rng: random.Random) -> str:
    with postgresql.serve() as address:
        make_database(address)
        server = Stoppable(address)
        outcome, confirmed = stay_away(folder, address, server.stop, server.start)
        with psycopg.connect(address) as connection:
            stored = {row[0] for row in connection.execute("SELECT name FROM campaigns_revision")}
        assert stored == {name for _, name in confirmed}
    return f"PostgreSQL {outcome}"


class Stoppable:
    """The throw-away server, stopped and started in its own folder."""

    def __init__(self, address: str) -> None:
        with psycopg.connect(address) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row is not None
        self.data = Path(row[0])
        self.port = address.rpartition(":")[2].partition("/")[0]
        programs = postgresql.find_programs()
        assert programs is not None
        self.control: list[Any] = [programs / "pg_ctl", "-w", "-D", self.data]

    def stop(self) -> None:
        self._run("-m", "fast", "stop")

    def start(self) -> None:
        folder = self.data.parent
        options = f"-p {self.port} -h 127.0.0.1 -k {folder} "
        options += " ".join(f"-c {one}" for one in postgresql.FAST)
        self._run("-l", folder / "log", "-o", options, "start")

    def _run(self, *arguments: Any) -> None:
        postgresql._run([*self.control, *arguments], postgresql._owner(self.data.parent))
