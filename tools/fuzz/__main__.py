"""`make fuzz`: no request, however malformed, gets a 5xx.

    python -m tools.fuzz --requests 10000 --seed 1

The same seed sends the same requests. Exits with 1, and shows one request and
traceback of each kind, where anything was answered with 5xx.
"""

import argparse
import logging
import os
import sys
import time
import traceback
from collections import Counter

import django
from hypothesis import HealthCheck, Phase, given, seed, settings


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.fuzz.settings"
    django.setup()
    # Failures are shown once, at the end.
    logging.disable(logging.CRITICAL)
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)
    try:
        return _fuzz(options.requests, options.seed)
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def _fuzz(number: int, given_seed: int) -> int:
    from tools.fuzz.browser import Browser
    from tools.fuzz.routes import Request, requests

    browser, begun = Browser(), time.monotonic()

    @seed(given_seed)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(requests)
    def run_request(request: Request) -> None:
        browser.send(request)

    try:
        run_request()
    except Exception:
        traceback.print_exc()
    _report(browser.counts, given_seed, time.monotonic() - begun)
    for kind, (count, example) in browser.failures.items():
        print(f"\n{count} times {kind}\n{example}")
    is_short = sum(browser.counts.values()) < number
    if is_short:
        print(f"Only {sum(browser.counts.values())} of {number} requests were made.")
    return 1 if browser.failures or is_short else 0


def _report(counts: Counter[tuple[str, str]], given_seed: int, seconds: float) -> None:
    total = sum(counts.values())
    print(f"{total} requests in {seconds:.0f} s, seed {given_seed}")
    statuses: Counter[str] = Counter()
    for (_, status), count in counts.items():
        statuses[status] += count
    print("  ".join(f"{status}: {count}" for status, count in sorted(statuses.items())))
    for route in sorted({route for route, _ in counts}):
        own = {status: count for (name, status), count in sorted(counts.items()) if name == route}
        text = "  ".join(f"{status}: {count}" for status, count in own.items())
        print(f"  {route:<20} {sum(own.values()):>6}   {text}")


if __name__ == "__main__":
    sys.exit(main())
