"""The database is away for ten seconds: a clear 503 meanwhile, and all is well when it is back."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.operations.processes import address_of
from tools.faults.ground import (
    READ,
    Form,
    Gunicorn,
    check_refusal,
    check_sqlite,
    collect_static,
    make_database,
    must_read,
    request,
    running,
)

SECONDS = 10
WORDS = "The planner cannot reach its data"


def run(folder: Path, rng: random.Random) -> str:
    file = folder / "planner.sqlite3"
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    make_database(address_of(file))

    def take_away() -> None:
        for one in folder.glob(f"{file.name}*"):
            one.rename(elsewhere / one.name)

    def bring_back() -> None:
        assert not list(folder.glob(f"{file.name}*")), "an empty database was made in its place"
        for one in elsewhere.iterdir():
            one.rename(folder / one.name)

    answers, confirmed = stay_away(folder, address_of(file), take_away, bring_back)
    assert check_sqlite(file, confirmed) == []
    return f"SQLite's file {answers}, nothing was made in its place, integrity ok"


def stay_away(
    folder: Path, address: str, take_away: Callable[[], None], bring_back: Callable[[], None]
) -> tuple[str, list[tuple[str, str]]]:
    """What was seen while the database was away and afterwards; the saves confirmed."""
    environment = {"DATABASE_URL": address, "STATIC_ROOT": collect_static(folder)}
    server = Gunicorn(folder, environment)
    with running(server):
        first = Form(server.port).send(name="Before", note="")
        assert first[0] == 302, first[0]
        link = first[1]["Location"]
        form = Form(server.port)
        take_away()
        begun = time.monotonic()
        answers = _look_meanwhile(server.port, link, form)
        while time.monotonic() < begun + SECONDS:
            assert server.probe() == 503
            time.sleep(0.5)
        away = time.monotonic() - begun
        bring_back()
        back = server.wait_until(200)
        pages = must_read(server.port, link)
        done = Form(server.port).send(name="After", note="")
        assert done[0] == 302, done[0]
        assert server.log.read_text().count("Serving at") == 1, "it was restarted"
    text = (
        f"away for {away:.0f} s: {answers} pages and saves got 503 and Retry-After, /healthz 503"
        f" all the while; well {back:.1f} s after, {pages} pages and a save without a restart"
    )
    return text, [(link, "Before"), (done[1]["Location"], "After")]


def _look_meanwhile(port: int, link: str, form: Form) -> int:
    """Every page is a clear 503; how many were looked at."""
    for path in [*READ, link, "/campaigns/new/", "/admin/login/"]:
        answer = request(port, path)
        # The page to sign in needs no database.
        if answer[0] != 200 or path != "/admin/login/":
            check_refusal(answer, WORDS)
            assert link not in answer[2]
    answer = form.send(name="Typed name", note="")
    check_refusal(answer, WORDS)
    assert request(port, "/healthz")[0] == 503
    return len(READ) + 4
