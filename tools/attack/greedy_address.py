"""One address asks for the largest questions over eight connections, without a pause."""

import itertools
import threading
from collections.abc import Callable
from contextlib import suppress

from tools.attack.bystander import watch_during
from tools.attack.outcome import Outcome
from tools.attack.questions import PLAIN, large_questions
from tools.attack.server import Server

CONNECTIONS = 8
# Seconds for the bystander, beside twice what this machine takes in quiet.
LONGEST_MEDIAN = 0.5


def run(server: Server) -> Outcome:
    return overload(server, lambda number: "192.0.2.1")


def overload(server: Server, client_of: Callable[[int], str]) -> Outcome:
    """Ask as much as the server takes, the n-th time from `client_of(n)`."""
    numbers = itertools.count()
    statuses: list[int] = []

    def attack(is_over: threading.Event) -> None:
        number = next(numbers)
        for path in large_questions(seed=number):
            if is_over.is_set():
                return
            with suppress(OSError):
                statuses.append(server.request(path, client=client_of(next(numbers))).status)

    quiet, attacked = watch_during(server, PLAIN, attack, attackers=CONNECTIONS)
    answered = statuses.count(200)
    return Outcome(
        held=attacked.median < LONGEST_MEDIAN + 2 * quiet.median and not attacked.failures,
        figures=f"a bystander waited {attacked.median:.2f} s in the middle "
        f"({attacked.median / quiet.median:.1f} times as long), at most {attacked.longest:.1f} s; "
        f"{answered} of {len(statuses)} large questions were answered",
    )
