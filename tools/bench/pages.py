"""How fast a question is answered on the page: by the server, and from the key to the screen."""

import gzip
import logging
import os
import re
from collections.abc import Iterator
from itertools import count
from statistics import median
from time import process_time
from typing import Any

from playwright.sync_api import Page, sync_playwright

from planner.garbage_collection import collect_rarely
from tests.browser import chromium
from tools.bench.measure import Measure, milliseconds, times
from tools.picture import serve

# As htmx asks where a key is pressed in the question's form.
HEADERS = {"HX-Request": "true", "HX-Trigger": "scenario"}
RUNS, KEYS = 40, 20
QUESTION = "/?target={}&price_book=article&start_on=2026-12-01&rules=2"
# The moments of an answer, in milliseconds after the key: the last is the first frame with it.
WATCH = """() => {
    addEventListener("input", () => {
        window.moments = { key: performance.now() };
        window.isPainted = false;
    }, true);
    const note = (name) => () => {
        moments[name] ??= performance.now() - moments.key;
    };
    document.addEventListener("htmx:beforeRequest", note("asked"));
    document.addEventListener("htmx:beforeSwap", note("answered"));
    document.addEventListener("htmx:afterSwap", () => {
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                note("painted")();
                window.isPainted = true;
            };
            port2.postMessage(0);
        });
    });
}"""
# The page's content security policy forbids what waits for an expression.
WAIT = """() => new Promise((resolve) => {
    const look = () => isPainted ? resolve(moments) : setTimeout(look, 10);
    look();
})"""


def measure_fragment() -> Iterator[Measure]:
    """A fragment that was never asked for, beside a bare view of as many cells: CPU time."""
    client, numbers = _start(), count(1_000)

    def request() -> bytes:
        response = client.get(QUESTION.format(next(numbers)), headers=HEADERS)
        assert response.status_code == 200
        return bytes(response.content)

    content = request()
    cells = len(re.findall(rb"<t[dh][ >]", content))
    pairs = [
        (_cpu_of(lambda: client.get(f"/bare/{cells}/", headers=HEADERS)), _cpu_of(request))
        for _ in range(RUNS)
    ]
    bare, fragment = (median(one) for one in zip(*pairs, strict=True))
    yield Measure(f"bare view of {cells} cells", milliseconds(bare), "")
    yield Measure("fragment never asked for before", milliseconds(fragment), "")
    yield Measure("fragment / bare view", times(fragment / bare), "at most 2 times")
    yield Measure("fragment, HTML", f"{len(content) / 1000:.1f} KB", "at most 25 KB")
    compressed = len(gzip.compress(content, 6)) / 1000
    yield Measure("fragment, compressed", f"{compressed:.1f} KB", "at most 5 KB")


def _start() -> Any:
    """A client of the app with a database in memory, and with a bare view beside the planner."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.bench.settings"
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    # The log of each request.
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    call_command("load_price_books", verbosity=0)
    client = Client()
    assert client.get("/").status_code == 200
    # As a server does when its pages are loaded.
    collect_rarely()
    return client


def _cpu_of(work: Any) -> float:
    """Seconds of computing, which others on the machine do not change much."""
    begun = process_time()
    work()
    return process_time() - begun


def measure_repainting() -> Iterator[Measure]:
    """From a key in the first field to the frame with its answer, by `make run`'s server."""
    executable = chromium.find()
    if executable is None:
        yield Measure("key to repainted answer", "no Chromium", "")
        return
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options(executable))
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        page.goto(address)
        page.evaluate(WATCH)
        page.get_by_label("How many").click()
        page.keyboard.press("End")
        moments = [_press(page, number) for number in range(2 * KEYS)]
        browser.close()
    # Every second key asks what was asked before.
    moments = moments[::2]
    aims = {"asked": "", "answered": "", "painted": "at most 200 ms"}
    names = {
        "asked": "key to request",
        "answered": "key to answer of the server",
        "painted": "key to repainted answer",
    }
    for moment, aim in aims.items():
        time = median(one[moment] for one in moments)
        yield Measure(f"{names[moment]}, median of {KEYS}", f"{time:.0f} ms", aim)


def _press(page: Page, number: int) -> dict[str, float]:
    """Type a digit and wait for the answer, or take it back."""
    page.keyboard.press("Backspace" if number % 2 else str(number // 2 % 10))
    moments: dict[str, float] = page.evaluate(WAIT)
    page.wait_for_timeout(200)
    return moments
