"""A user of the planner while it is attacked, and the times that they wait."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tools.attack.server import Server

PAUSE = 0.05
# A person gives up after that time.
SECONDS = 15


@dataclass(frozen=True)
class Waits:
    """The seconds that a bystander waited for each response, and responses that were no 200."""

    seconds: tuple[float, ...]
    failures: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def longest(self) -> float:
        return max(self.seconds)


def watch(server: Server, path: str, *, seconds: float, client: str = "203.0.113.200") -> Waits:
    """Ask for `path` one time after the other for about so many seconds."""
    waits, failures = [], 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            failures += server.request(path, client=client, timeout=SECONDS).status != 200
        except OSError:
            failures += 1
        waits.append(time.monotonic() - begun)
        time.sleep(PAUSE)
    return Waits(tuple(waits), failures)


def watch_during(
    server: Server, path: str, attack: Callable[[threading.Event], None], *, attackers: int
) -> tuple[Waits, Waits]:
    """A bystander's waits in quiet, then while so many threads attack."""
    quiet = watch(server, path, seconds=2)
    is_over = threading.Event()
    threads = [threading.Thread(target=attack, args=(is_over,)) for _ in range(attackers)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        attacked = watch(server, path, seconds=8)
    finally:
        is_over.set()
        for thread in threads:
            thread.join(timeout=60)
    return quiet, attacked
