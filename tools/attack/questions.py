"""Questions that take long: each is another one, so that none is answered from a cache."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

PLAIN = "/?target=100&price_book=article&start_on=2026-12-01"
# What the planner reads at most.
MOST_CUSTOM_PLANS, LONGEST_QUERY = 30, 8_000
# So many letters of a name, and the address of 30 plans is about as long as may be.
NAME_LENGTH = 68


def large_questions(seed: int) -> Iterator[str]:
    """New addresses of the greatest length: 30 plans of one's own, 60 months."""
    rng = random.Random(seed)  # noqa: S311  # nothing is protected by it
    while True:
        words = {
            "price_book": "article",
            "start_on": "2026-12-01",
            "target": str(rng.randint(100_000, 1_000_000)),
            "deadline_months": "60",
            "reply_rate": "0.1",
        }
        for number in range(MOST_CUSTOM_PLANS):
            longer = words | {
                f"custom_plans-{number}-{name}": value
                for name, value in draw_plan(rng, number).items()
            }
            if len(urlencode(longer)) > LONGEST_QUERY:
                break
            words = longer
        yield f"/?{urlencode(words)}"


def draw_plan(rng: random.Random, number: int) -> dict[str, str]:
    """The fields of a plan of one's own."""
    credits = rng.randint(1, 60)
    return {
        "name": f"Own {number} ".ljust(NAME_LENGTH, "x"),
        "monthly_credits": str(credits),
        "rollover_cap": str(credits * 3),
        "credit_lifetime_days": "90",
        "monthly_price": f"{rng.randint(1, 300)}",
        "credit_price": "10",
    }
