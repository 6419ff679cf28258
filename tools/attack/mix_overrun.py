"""Mixes that the solver cannot finish: it has been seen to take five times as long as it may."""

import random
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from tools.attack.bystander import watch
from tools.attack.outcome import Outcome
from tools.attack.questions import PLAIN, draw_plan
from tools.attack.server import Server

MIXES = 12
# What a request may compute is 1.3 s, on a busy machine a few times as long.
LONGEST = 6.0


def run(server: Server) -> Outcome:
    watch(server, PLAIN, seconds=1)
    seconds, statuses = [], []
    for number, path in zip(range(MIXES), ask_mixes(), strict=False):
        begun = time.monotonic()
        # Each from an address of its own: it is the solver that is to hold here.
        statuses.append(server.ask(path, client=f"192.0.2.{number}").status)
        seconds.append(time.monotonic() - begun)
    return Outcome(
        held=max(seconds) < LONGEST and set(statuses) <= {200, 422},
        figures=f"the slowest of {MIXES} mixes took {max(seconds):.1f} s, "
        f"{max(seconds) / (sum(seconds) / MIXES):.1f} times the mean",
    )


def ask_mixes() -> Iterator[str]:
    """Mixes of many seats, with a limit on sending and without, over a few years."""
    rng = random.Random(2)  # noqa: S311  # nothing is protected by it
    while True:
        words = {
            "price_book": "article",
            "start_on": "2026-12-01",
            "target": str(rng.choice([3_000, 50_000, 100_000])),
            "deadline_months": str(rng.choice([12, 24, 36, 60])),
            "reply_rate": rng.choice(["0.05", "0.1"]),
            "max_seats": str(rng.choice([5, 40, 1_000])),
            "monthly_send_limit": rng.choice(["", "5000"]),
        }
        for number in range(rng.choice([0, 3, 5, 8])):
            words |= {
                f"custom_plans-{number}-{name}": value
                for name, value in draw_plan(rng, number).items()
            }
        yield f"/mix/?{urlencode(words)}"
