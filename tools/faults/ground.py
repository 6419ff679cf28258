"""What every fault is made on: a full database, a server that can be killed, clients that save."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.operations.processes import PRODUCTION, ROOT, manage_well
from tools.load.savers import HEADERS, PAGE, TOKEN, Saver

READ = ["/", "/prices/", "/how-it-works/", "/forecast/?trials=100", PAGE]
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://localhost"}


def make_database(address: str) -> None:
    """Tables, price books and the table for cached results."""
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=address)
    manage_well("createcachetable", DATABASE_URL=address)
    manage_well("load_price_books", DATABASE_URL=address)


def collect_static(folder: Path) -> str:
    """The folder with the files as production serves them."""
    target = str(folder / "static")
    manage_well("collectstatic", "--no-input", "--verbosity", "0", STATIC_ROOT=target)
    return target


class Gunicorn:
    """The server as in production, started again on the same port as a supervisor would."""

    def __init__(
        self, folder: Path, environment: dict[str, str], *, prefix: tuple[str, ...] = ()
    ) -> None:
        self.prefix, self.log = prefix, folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        own = {"PORT": str(self.port), "BEHIND_HTTPS_PROXY": "true", "TRUSTED_PROXIES": "1"}
        self.environment = PRODUCTION | own | environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "gunicorn"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def workers(self) -> list[int]:
        assert self.process is not None
        pid = self.process.pid
        # The process ended in the meantime.
        with suppress(FileNotFoundError):
            return [
                int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            ]
        return []

    def kill_everything(self) -> None:
        """The master first, so that it starts no worker again; then its workers."""
        assert self.process is not None
        workers = self.workers()
        self.process.kill()
        for pid in workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def wait_until(self, status: int = 200, *, workers: int = 2, seconds: float = 30) -> float:
        """Wait for that answer of /healthz and so many workers; how many seconds it took."""
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            if self.probe() == status and len(self.workers()) >= workers:
                return time.monotonic() - begun
            time.sleep(0.03)
        raise AssertionError(f"no {status} after {seconds} s:\n{self.log.read_text()[-3000:]}")

    def probe(self) -> int:
        """The status of /healthz; 0 where no server answers."""
        try:
            return request(self.port, "/healthz")[0]
        except (OSError, http.client.HTTPException):
            return 0

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.kill_everything()


@contextmanager
def running(server: Gunicorn) -> Iterator[Gunicorn]:
    server.start()
    try:
        server.wait_until()
        yield server
    finally:
        server.stop()


Answer = tuple[int, http.client.HTTPMessage, str]


def request(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
    """Status, headers and text of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, HEADERS | headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode(errors="replace")
    finally:
        connection.close()


class Form:
    """The page that asks for a campaign's name, before it is sent."""

    def __init__(self, port: int, page: str = PAGE) -> None:
        self.port, self.page = port, page
        status, headers, text = request(port, page)
        assert status == 200, status
        found = TOKEN.search(text)
        assert found, "no form"
        cookies = headers.get_all("Set-Cookie") or []
        self.token = found[1]
        self.cookies = "; ".join(cookie.partition(";")[0] for cookie in cookies)

    def send(self, **fields: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        return request(self.port, self.page, "POST", body, **FORM, Cookie=self.cookies)


def read_pages(port: int, *more: str) -> dict[str, int]:
    """The status of every kind of page that only reads."""
    return {path: request(port, path)[0] for path in [*READ, *more]}


def must_read(port: int, *more: str) -> int:
    """Every page that only reads is there; how many they are."""
    statuses = read_pages(port, *more)
    assert set(statuses.values()) == {200}, statuses
    return len(statuses)


def check_refusal(answer: Answer, words: str) -> None:
    """A clear page with 503 and Retry-After that names no person, no file and no error."""
    status, headers, text = answer
    assert status == 503, (status, text[:400])
    assert headers["Retry-After"], "no Retry-After"
    assert words in text, text[:2000]
    assert not re.search(r"sqlite|postgres|psycopg|Traceback|OperationalError", text, re.IGNORECASE)


def check_sqlite(file: Path, confirmed: list[tuple[str, str]]) -> list[str]:
    """The confirmed campaigns that are lost; the file is whole and nothing in it is half-saved."""
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        halves = connection.execute(
            "SELECT COUNT(*) FROM campaigns_campaign c WHERE NOT EXISTS (SELECT 1 FROM"
            " campaigns_revision r JOIN campaigns_subscriptionchoice s ON s.revision_id = r.id"
            " WHERE r.campaign_id = c.id AND r.number = c.number)"
        ).fetchone()
        assert halves == (0,), f"{halves[0]} half-saved campaigns"
        stored = set(
            connection.execute(
                "SELECT c.edit_token, r.name FROM campaigns_campaign c"
                " JOIN campaigns_revision r ON r.campaign_id = c.id"
            )
        )
    return [link for link, name in confirmed if (link.split("/")[2], name) not in stored]


@contextmanager
def saving(port: int, people: int) -> Iterator[list[Saver]]:
    """So many people save one campaign after the other meanwhile."""
    savers = [Saver(port, number) for number in range(people)]
    for saver in savers:
        saver.start()
    try:
        yield savers
    finally:
        for saver in savers:
            saver.is_to_stop.set()
        for saver in savers:
            saver.join(timeout=70)
