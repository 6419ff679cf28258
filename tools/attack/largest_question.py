"""The largest question that can be asked, as the page and as the part of it that htmx asks for."""

import time

from tools.attack.outcome import Outcome
from tools.attack.questions import PLAIN, large_questions
from tools.attack.server import Server

LARGEST_PAGE = 1_000_000
HTMX = {"HX-Request": "true", "HX-Target": "answer"}


def run(server: Server) -> Outcome:
    questions = large_questions(seed=1)
    pages = [
        server.request(next(questions), client="192.0.2.1"),
        server.request(next(questions), client="192.0.2.2", headers=HTMX),
    ]
    plain, large = _seconds_of(server, PLAIN), _seconds_of(server, next(questions))
    largest = max(len(page.body) for page in pages)
    return Outcome(
        held=largest < LARGEST_PAGE and {page.status for page in pages} == {200},
        figures=f"{largest / LARGEST_PAGE:.2f} MB, {large / plain:.0f} times the time of a plain "
        "question that nobody asked before",
    )


def _seconds_of(server: Server, path: str) -> float:
    begun = time.monotonic()
    server.request(path, client="192.0.2.3")
    return time.monotonic() - begun
