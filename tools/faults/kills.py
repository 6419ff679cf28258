"""`kill -9` of a worker and, in turn, of the whole server, in the middle of saves."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests.operations.processes import address_of
from tools.faults.ground import (
    Gunicorn,
    check_sqlite,
    collect_static,
    make_database,
    running,
    saving,
)
from tools.load.savers import Saver, find_lost

ROUNDS = 50
PEOPLE = 4
# Links looked up by http at the end; every one is looked up in the database after each round.
LOOKED_UP = 40


def run(folder: Path, rng: random.Random, rounds: int = ROUNDS) -> str:
    file = folder / "kills.sqlite3"
    make_database(address_of(file))
    server = Gunicorn(
        folder,
        {
            "DATABASE_URL": address_of(file),
            "STATIC_ROOT": collect_static(folder),
            # Without the limit on saving, which all our people would share.
            "DJANGO_SETTINGS_MODULE": "tools.load.settings",
        },
    )
    waits: dict[str, list[float]] = {"worker": [], "server": []}
    with running(server), saving(server.port, PEOPLE) as savers:
        for number in range(rounds):
            time.sleep(rng.uniform(0.2, 1.0))
            kind = "server" if number % 2 else "worker"
            _strike(server, kind, rng)
            waits[kind].append(server.wait_until())
            lost = check_sqlite(file, _confirmed(savers))
            assert not lost, f"round {number + 1}, {kind}: lost {len(lost)}"
        for saver in savers:
            saver.is_to_stop.set()
            saver.join(timeout=70)
        confirmed = _confirmed(savers)
        assert check_sqlite(file, confirmed) == []
        some = rng.sample(confirmed, min(LOOKED_UP, len(confirmed)))
        assert find_lost(server.port, some) == []
    broken = sum(len(saver.failures) for saver in savers)
    back = ", ".join(f"a {kind} after at most {max(took):.1f} s" for kind, took in waits.items())
    return (
        f"{rounds} kills (worker {len(waits['worker'])}, server {len(waits['server'])}): "
        f"{len(confirmed)} saves confirmed, {broken} broken off, 0 lost, 0 half-saved, "
        f"{rounds + 1} integrity checks ok; back: {back}"
    )


def _strike(server: Gunicorn, kind: str, rng: random.Random) -> None:
    if kind == "server":
        server.kill_everything()
        server.start()
        return
    victim = rng.choice(server.workers())
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    # Until the master has seen it.
    until = time.monotonic() + 10
    while victim in server.workers() and time.monotonic() < until:
        time.sleep(0.01)


def _confirmed(savers: list[Saver]) -> list[tuple[str, str]]:
    return [pair for saver in savers for pair in list(saver.confirmed)]
