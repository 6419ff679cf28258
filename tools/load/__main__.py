"""`make load`: ratios to a bare view, many users at once, memory, and a million campaigns.

    python -m tools.load                   everything but the long ones
    python -m tools.load --memory 100000   memory over so many requests
    python -m tools.load --worst           the largest questions that can be asked
    python -m tools.load --stored 1000000  shared page and admin's list with so many campaigns

Every figure is a ratio within one run, or a count: machines differ, and these are shared.
"""

import argparse
import http.client
import re
import statistics
import tempfile
import time
from pathlib import Path

from tests.operations.processes import Server, address_of, manage_well, serve
from tools.load import hey, stored, worst
from tools.load.savers import HEADERS, Saver, find_lost, save_campaign

ROUNDS = 5
REQUESTS = 2_000
NEW_QUESTIONS = 100
FRAGMENT = "/?target=100&price_book=article&start_on=2026-12-01"
SETTINGS = "tools.load.settings"
HTTPS = {"X-Forwarded-Proto": "https"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make load")
    parser.add_argument("--memory", type=int, default=0, metavar="REQUESTS")
    parser.add_argument("--stored", type=int, default=0, metavar="CAMPAIGNS")
    parser.add_argument("--worst", action="store_true", help="only the largest questions")
    parser.add_argument("--seconds", type=int, default=60, help="of many users at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = address_of(folder / "planner.sqlite3")
        manage_well("migrate", "--verbosity", "0", DATABASE_URL=database)
        manage_well("createcachetable", DATABASE_URL=database)
        manage_well("load_price_books", DATABASE_URL=database)
        manage_well(
            "collectstatic", "--no-input", "--verbosity", "0", STATIC_ROOT=f"{folder}/static"
        )
        if options.stored:
            stored.compare(folder, options.stored)
            return
        environment = {"DATABASE_URL": database, "STATIC_ROOT": f"{folder}/static"}
        with serve(folder, DJANGO_SETTINGS_MODULE=SETTINGS, **environment) as server:
            if options.memory:
                watch_memory(server, options.memory)
                return
            if options.worst:
                worst.measure(server)
                return
            shared = share_one(server, database)
            compare_with_bare(server, shared)
            measure_new_fragment(server)
            crowd(server, shared, options.seconds)


def share_one(server: Server, database: str) -> str:
    """The path of a shared page."""
    link = save_campaign(server.port, "Measured")
    code = (
        "from campaigns.models import Campaign; from campaigns.saved.editing import share_campaign;"
        f"c = Campaign.objects.get(edit_token={link.strip('/').split('/')[-1]!r});"
        "share_campaign(campaign=c); c.refresh_from_db(); print(c.share_token)"
    )
    token = manage_well("shell", "--no-imports", "--command", code, DATABASE_URL=database)
    return f"/c/{token.strip()}/"


def compare_with_bare(server: Server, shared: str) -> None:
    """The fragment, the page and the shared page next to bare tables of as many cells."""
    kinds = [
        ("fragment", FRAGMENT, {"HX-Request": "true"}),
        ("planner", FRAGMENT, {}),
        ("shared page", shared, {}),
    ]
    for name, path, headers in kinds:
        cells = count_cells(server, path, headers)
        rounds = []
        for _ in range(ROUNDS):
            bare = _measure(server, f"/bare/{cells}/", {})
            rounds.append((bare, _measure(server, path, headers)))
        ratio = statistics.median(bare.per_second / page.per_second for bare, page in rounds)
        bare, page = rounds[-1]
        print(
            f"{name}, {cells} cells: {ratio:.2f} times the bare view's time "
            f"({page.per_second:.0f} to {bare.per_second:.0f} requests a second; "
            f"50/95/99 %: {page.p50:.0f}/{page.p95:.0f}/{page.p99:.0f} ms "
            f"to {bare.p50:.0f}/{bare.p95:.0f}/{bare.p99:.0f} ms; "
            f"{page.failures + bare.failures} failures)"
        )


def measure_new_fragment(server: Server) -> None:
    """The fragment of a new query, of which nothing is cached."""
    cells = count_cells(server, FRAGMENT, {"HX-Request": "true"})
    rounds = [
        (
            _seconds_of(server, [f"/bare/{cells}/"] * NEW_QUESTIONS),
            _seconds_of(server, _new_questions(NEW_QUESTIONS, begin=2 + number * NEW_QUESTIONS)),
        )
        for number in range(ROUNDS)
    ]
    ratio = statistics.median(new / bare for bare, new in rounds)
    bare, new = rounds[-1]
    print(
        f"fragment never asked for before: {ratio:.1f} times the bare view's time "
        f"({new / NEW_QUESTIONS * 1000:.1f} to {bare / NEW_QUESTIONS * 1000:.1f} ms each, "
        "one after the other)"
    )


def _new_questions(number: int, *, begin: int) -> list[str]:
    return [
        f"/?target={target}&price_book=article&start_on=2026-12-01"
        for target in range(begin, begin + number)
    ]


def _seconds_of(server: Server, paths: list[str]) -> float:
    """How long one client waits for all of them."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    begun = time.perf_counter()
    for path in paths:
        connection.request("GET", path, headers=HEADERS | {"HX-Request": "true"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, (path, response.status)
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def _measure(server: Server, path: str, headers: dict[str, str]) -> hey.Figures:
    address = f"http://127.0.0.1:{server.port}{path}"
    return hey.run(address, HTTPS | headers, clients=4, requests=REQUESTS)


def count_cells(server: Server, path: str, headers: dict[str, str]) -> int:
    """How many cells of tables a page has."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers=HEADERS | headers)
    response = connection.getresponse()
    text = response.read().decode()
    assert response.status == 200, response.status
    return len(re.findall(r"<t[dh][ >]", text))


def crowd(server: Server, shared: str, seconds: int) -> None:
    """200 people at once: most look, ten save; nothing may fail, no save may be lost."""
    savers = [Saver(server.port, number) for number in range(10)]
    for saver in savers:
        saver.start()
    address = f"http://127.0.0.1:{server.port}{FRAGMENT}"
    looked = hey.run(address, HTTPS | {"HX-Request": "true"}, clients=190, seconds=seconds)
    for saver in savers:
        saver.is_to_stop.set()
    for saver in savers:
        saver.join(timeout=120)
    confirmed = [pair for saver in savers for pair in saver.confirmed]
    failures = [failure for saver in savers for failure in saver.failures]
    times = [second for saver in savers for second in saver.seconds]
    lost = find_lost(server.port, confirmed)
    print(
        f"200 users for {seconds} s: {looked.per_second:.0f} fragments a second, 50/95/99 % "
        f"{looked.p50:.0f}/{looked.p95:.0f}/{looked.p99:.0f} ms, {looked.failures} failures; "
        f"{len(confirmed)} campaigns saved ({_percentiles(times)} for form and save), "
        f"{len(failures)} failures, {len(lost)} lost"
    )
    for failure in failures[:5]:
        print(" ", failure)


def _percentiles(times: list[float]) -> str:
    found = statistics.quantiles(times, n=100)
    return "/".join(f"{found[percent - 1] * 1000:.0f}" for percent in (50, 95, 99)) + " ms"


def watch_memory(server: Server, requests: int) -> None:
    """The memory of all processes after each tenth of the requests."""
    paths = [FRAGMENT, "/prices/", "/how-it-works/", FRAGMENT]
    for tenth in range(10):
        _seconds_of(server, _new_questions(NEW_QUESTIONS, begin=2 + tenth * NEW_QUESTIONS))
        for path in paths:
            hey.run(
                f"http://127.0.0.1:{server.port}{path}",
                HTTPS,
                clients=8,
                requests=requests // 10 // len(paths),
            )
        print(f"after {requests // 10 * (tenth + 1):,} requests: {_memory_of(server):.0f} MB")


def _memory_of(server: Server) -> float:
    """Proportional set size of the server and its workers, in megabytes."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    total = 0
    for pid in [server.process.pid, *map(int, children.split())]:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)
        total += int(found[1]) if found else 0
    return total / 1024


if __name__ == "__main__":
    main()
