"""The planner as processes of its own: commands and the server, each under its own environment."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.operations import ready

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-tests-but-as-long-and-as-mixed-as-a-real-one",
    "ALLOWED_HOSTS": "planner.example.com,localhost",
    "DATABASE_URL": "sqlite://:memory:",
    # All that a test sends comes from one client.
    "COMPUTING_SECONDS": "0",
    # A developer's .env does not set these.
    **dict.fromkeys(
        (
            "BEHIND_HTTPS_PROXY",
            "BIND",
            "CACHE_URL",
            "CSRF_TRUSTED_ORIGINS",
            "DATABASE_POOL_SIZE",
            "LOG_FORMAT",
            "PORT",
            "SECRET_KEY_FALLBACKS",
            "SECURE_HSTS_SECONDS",
            "SECURE_SSL_REDIRECT",
            "STATIC_ROOT",
            "THREADS",
            "TRUSTED_PROXIES",
        ),
        "",
    ),
    # Found by the standard library, which knows nothing of our folder.
    "PATH": os.environ["PATH"],
    "LANG": "C.UTF-8",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` as in production."""
    return ready.run([*arguments, "--settings", "planner.settings"], PRODUCTION | environment)


def manage_well(*arguments: str, **environment: str) -> str:
    """Run `manage.py`, which must succeed; what it wrote."""
    done = manage(*arguments, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, read to its end."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn, and where it writes its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """The response to one request, as the proxy in front would send it."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"X-Forwarded-Proto": "https"} | names)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer


def address_of(database: Path) -> str:
    return f"sqlite:///{database}"


@contextmanager
def serve(folder: Path, **environment: str) -> Iterator[Server]:
    """gunicorn as in production, behind a proxy that speaks https for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {"PORT": str(port), "BEHIND_HTTPS_PROXY": "true", "TRUSTED_PROXIES": "1"}
    log = folder / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "planner.operations.serve"],
            cwd=ROOT,
            env=PRODUCTION | variables | environment,
            stdout=written,
            stderr=written,
        )
    try:
        _wait_for(port, process, log)
        yield Server(port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a worker listens; it does so only after every page is loaded."""
    for _ in range(300):
        if process.poll() is not None:
            break
        # Each worker listens from its first moment on; it has answered when it is ready.
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise AssertionError(f"gunicorn did not start:\n{log.read_text()}")
