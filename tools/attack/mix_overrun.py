"""Mixes that the solver cannot finish: it has been seen to take five times as long as it may."""

import random
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from tools.attack.outcome import Outcome
from tools.attack.questions import draw_plan
from tools.attack.server import Server

MIXES = 12
# All may compute for as long: of the mean, however busy the machine is.
LONGEST = 4.0


def run(server: Server) -> Outcome:
    seconds: list[float] = []
    statuses = []
    paths = mix_addresses()
    for number in range(4):
        # Each worker starts its solver with its first mix.
        server.request(next(paths), client=f"198.51.100.{number}")
    for number, path in zip(range(MIXES), paths, strict=False):
        begun = time.monotonic()
        # Each from an address of its own: it is the solver that is to hold here.
        statuses.append(server.request(path, client=f"192.0.2.{number}").status)
        seconds.append(time.monotonic() - begun)
    slowest = max(seconds) / statistics.mean(seconds)
    return Outcome(
        held=slowest < LONGEST and set(statuses) == {200},
        figures=f"the slowest of {MIXES} mixes took {slowest:.1f} times the mean of "
        f"{statistics.mean(seconds):.1f} s",
    )


def mix_addresses() -> Iterator[str]:
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
