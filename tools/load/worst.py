"""Questions as large as they can be asked: none may occupy a worker for more than two seconds."""

import http.client
import random
import time
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlencode

from tests.operations.processes import Server
from tools.load.savers import HEADERS

Words = list[tuple[str, str]]

# What the planner reads at most.
MOST_CUSTOM_PLANS, LONGEST_QUERY = 30, 8_000
ARTICLE_PLANS = [
    "free-account",
    "premium-career",
    "premium-business",
    "sales-navigator-core",
    "sales-navigator-professional",
    "sales-navigator-team",
    "recruiter-lite",
]
LARGE: Words = [
    ("price_book", "article"),
    ("start_on", "2026-12-01"),
    ("target", "1000000"),
    ("deadline_months", "60"),
    ("reply_rate", "0.1"),
    ("decline_rate", "0.1"),
    ("open_profile_share", "0.1"),
]
QUESTIONS: dict[str, Words] = {
    "contacted": [],
    "replied": [("goal", "replied"), ("target", "100000")],
    "a send limit": [("monthly_send_limit", "20000"), ("seats", "50")],
    "seats held": [
        ("held_seats-0-plan", "sales-navigator-core"),
        ("held_seats-0-seats", "180"),
        ("held_seats-0-credits", "9000"),
        ("held_seats-0-paid_until", "2026-12-15"),
        ("monthly_send_limit", "17000"),
    ],
    "seats and days": [("sends_on", "weekdays"), ("seat_daily_limit", "25"), ("rules", "2")],
    "few a month": [("target", "3000"), ("monthly_send_limit", "60")],
}
STUDIES: Words = [("forecast", "yes"), ("sensitivity", "yes"), ("max_seats", "500")]
PAGES: dict[str, Words] = {
    "": [],
    "estimate/": [],
    "forecast/": [],
    "estimate/forecast/": [],
    "mix/": [("max_seats", "500")],
    "sensitivity/": [],
    "plan.csv": STUDIES,
    "plan.json": STUDIES,
    "plan.xlsx": STUDIES,
}


# The solver minds plans, months and seats, and how a limit on sending binds them.
MIXES = {
    "deadline_months": ["24", "60"],
    "monthly_send_limit": ["300", "5000"],
    "target": ["3000", "50000"],
    "reply_rate": ["0", "0.05"],
    "max_seats": ["40", "1014"],
}
OWN_PLANS_OF_MIXES = (0, 4)


def measure(server: Server) -> None:
    """The longest wait for each page, one request after the other, with what was asked."""
    longest: dict[str, tuple[float, str]] = {}
    for name, page, query in [*whole_pages(), *mix_pages()]:
        seconds = _seconds_for(server, f"/{page}?{query}")
        longest[page] = max(longest.get(page, (0.0, "")), (seconds, name))
    for page, (seconds, name) in longest.items():
        print(f"/{page}: at most {seconds:.2f} s ({name})")


def whole_pages() -> Iterator[tuple[str, str, str]]:
    """Name, page and query of each; the query as long as it may be."""
    rng = random.Random(1)
    for name, more in QUESTIONS.items():
        for page, shown in PAGES.items():
            fields = dict(LARGE) | dict(more) | dict(shown)
            words = [*fields.items(), *(("plans", slug) for slug in ARTICLE_PLANS)]
            for number in range(MOST_CUSTOM_PLANS):
                longer = [*words, *draw_plan(rng, number)]
                if len(urlencode(longer)) > LONGEST_QUERY:
                    break
                words = longer
            yield name, page, urlencode(words)


def mix_pages() -> Iterator[tuple[str, str, str]]:
    """Mixes of a few plans, which the solver does not give up beforehand."""
    rng = random.Random(2)
    for own, values in product(OWN_PLANS_OF_MIXES, product(*MIXES.values())):
        words = [*LARGE[:2], *zip(MIXES, values, strict=True)]
        for number in range(own):
            words += draw_plan(rng, number)
        yield f"{own} own plans, {[*values]}", "mix/", urlencode(words)


def draw_plan(rng: random.Random, number: int) -> Words:
    """A plan of one's own that no other is like."""
    credits = rng.randint(1, 60)
    terms = {
        "name": f"Own {number}",
        "monthly_credits": credits,
        "rollover_cap": credits * rng.randint(1, 6),
        "credit_lifetime_days": rng.choice([30, 60, 90, 120, 400]),
        "monthly_price": f"{rng.randint(1, 300)}.99",
        "annual_price": f"{rng.randint(1000, 3000)}.5",
        "credit_price": rng.choice(["10", "3.33", "7.77"]),
        "purchase_limit": rng.choice(["", 100, 5000]),
        "trial_months": rng.randint(0, 2),
    }
    return [(f"custom_plans-{number}-{field}", str(fields)) for field, fields in terms.items()]


def _seconds_for(server: Server, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    begun = time.perf_counter()
    connection.request("GET", path, headers=HEADERS)
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - begun
    connection.close()
    # A file that would take longer is put off.
    assert response.status in (200, 422), (path, response.status)
    return seconds
