"""A copy of the planner to attack: gunicorn as in production, on loopback, with its own database.

It believes the last address in X-Forwarded-For, as behind one proxy, so that an attack can come
from as many addresses as it likes.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
HOST = "localhost"
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Response:
    """A response, read to its end."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Server:
    """A server in `folder`, which holds its database, static files and log.

    As a context manager it is started and stopped. `environment` overrides the variables of
    `.env.example`.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, _free_port()
        self.database = folder / "planner.sqlite3"
        self.log = folder / "server.log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "DEBUG": "false",
            "SECRET_KEY": "only-for-attacks-but-as-long-and-as-mixed-as-a-real-one-0815",
            "ALLOWED_HOSTS": HOST,
            "BEHIND_HTTPS_PROXY": "true",
            "TRUSTED_PROXIES": "1",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "STATIC_ROOT": str(folder / "static"),
            "PORT": str(self.port),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the server listens, as `http://127.0.0.1:12345`."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def prepare(self) -> None:
        """Make the database with the shipped price books, and collect the static files."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("createcachetable")
        self.manage("load_price_books")
        self.manage("collectstatic", "--no-input", "--verbosity", "0")

    def copy_to(self, folder: Path) -> "Server":
        """Another server, on a copy of this one's database and static files."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Server(folder)

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on the server's database; what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments, "--settings", "planner.settings"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def start(self) -> None:
        """Start gunicorn, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "planner.operations.serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.request("/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"gunicorn did not start:\n{self.log.read_text()}")

    def stop(self) -> None:
        """End this server's own process."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def request(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        client: str = "192.0.2.1",
        timeout: float = 60,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """The response to one request from `client`'s address, as the proxy would pass it on."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, forwarded(client) | (headers or {}))
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()


def forwarded(client: str) -> dict[str, str]:
    """The headers that a proxy adds to a request from `client`'s address."""
    return {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": client}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
