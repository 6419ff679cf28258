"""The server's threads never wait for a client."""

import selectors
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from planner import buffering_worker
from planner.buffering_worker import SECONDS_TO_ARRIVE, SECONDS_TO_CLOSE, BufferingWorker
from tests.operations.processes import Server, address_of, serve

HEAD = b"Host: localhost\r\nX-Forwarded-Proto: https\r\n"
GET = b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"
FORM = b"POST /healthz HTTP/1.1\r\n" + HEAD + b"Content-Length: 3\r\n\r\n"
# More than there are threads.
MANY = 24


@pytest.fixture(scope="module")
def server(
    full_database: Path, static_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("buffering")
    environment = {"DATABASE_URL": address_of(full_database), "STATIC_ROOT": str(static_files)}
    with serve(folder, **environment) as server:
        yield server


@pytest.mark.operations
@pytest.mark.parametrize("begin", [b"", GET[:-2] + b"X: ", FORM, FORM + b"a="])
def test_clients_that_send_nothing_more_hold_nobody_up(begin: bytes, server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(MANY):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            client.sendall(begin)

        assert server.ask("/healthz").status == 200


@pytest.mark.operations
def test_a_request_in_pieces_and_two_in_one_piece_are_answered(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        read = client.makefile("rb")
        for byte in FORM + b"a=1":
            client.send(bytes([byte]))
        statuses = [read_response(read)]
        client.sendall(GET + GET)
        statuses += [read_response(read), read_response(read)]

    assert statuses == [403, 200, 200]


def read_response(read: BufferedReader) -> int:
    status = int(read.readline().split()[1])
    length = 0
    while (line := read.readline().strip()) != b"":
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    read.read(length)
    return status


class Clock:
    """A clock that a test advances."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


class Threads:
    """Takes requests and answers none."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def submit(self, handle: object, connection: buffering_worker.Connection) -> Future[bool]:
        self.taken.append(connection.parser.unreader.take_buffered())
        return Future()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(buffering_worker, "time", clock)
    return clock


@pytest.fixture
def worker() -> Iterator[BufferingWorker]:
    """A worker in the test's process, whose loop is stepped manually."""
    config = Config()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = SimpleNamespace(cfg=config)
        worker = BufferingWorker(0, 0, [listener], app, 30, config, Logger(config))
        worker.tpool, worker.poller = Threads(), selectors.DefaultSelector()
        yield worker
        worker.poller.close()
        worker.tmp.close()


def connect(worker: BufferingWorker) -> socket.socket:
    client = socket.create_connection(worker.sockets[0].getsockname(), timeout=20)
    worker.accept(worker.sockets[0])
    return client


def send(worker: BufferingWorker, client: socket.socket, data: bytes) -> None:
    client.sendall(data)
    worker.wait_for_and_dispatch_events(timeout=20)


def test_a_thread_gets_a_request_when_it_is_complete(worker: BufferingWorker) -> None:
    with connect(worker) as client:
        send(worker, client, FORM)
        send(worker, client, b"a=")
        assert worker.tpool.taken == []
        assert worker.collected == len(FORM) + 2

        send(worker, client, b"1")
        assert worker.tpool.taken == [FORM + b"a=1"]
        assert worker.collected == 0


def test_what_does_not_arrive_in_time_is_refused(worker: BufferingWorker, clock: Clock) -> None:
    with connect(worker) as client:
        send(worker, client, FORM)
        clock.now += SECONDS_TO_ARRIVE - 1
        send(worker, client, b"a=")
        worker.murder_pending()
        assert worker.incoming

        # A byte more does not make the deadline later.
        clock.now += 1
        worker.murder_pending()
        assert client.recv(1_000).startswith(b"HTTP/1.1 408 ")
        assert not worker.incoming
        assert (worker.nr_conns, worker.collected) == (0, 0)


def test_who_never_sends_anything_is_cut_off(worker: BufferingWorker, clock: Clock) -> None:
    with connect(worker) as client:
        clock.now += SECONDS_TO_ARRIVE
        worker.murder_pending()

        assert client.recv(1_000) == b""
        assert worker.nr_conns == 0


def test_an_idle_connection_holds_up_no_stop(worker: BufferingWorker, clock: Clock) -> None:
    with connect(worker) as begun, connect(worker):
        send(worker, begun, FORM)
        clock.now += SECONDS_TO_CLOSE
        worker.murder_pending()
        assert len(worker.incoming) == 2

        worker.alive = False
        worker.murder_pending()
        assert [request.data for request in worker.incoming.values()] == [FORM]


def test_a_client_that_leaves_is_forgotten(worker: BufferingWorker) -> None:
    with connect(worker) as client:
        send(worker, client, FORM)
    worker.wait_for_and_dispatch_events(timeout=20)

    assert (worker.incoming, worker.nr_conns, worker.collected) == ({}, 0, 0)


def test_more_than_the_worker_can_hold_is_refused(
    worker: BufferingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffering_worker, "MOST_COLLECTED", len(FORM))
    with connect(worker) as first, connect(worker) as second:
        send(worker, first, FORM)
        send(worker, second, FORM)

        assert second.recv(1_000).startswith(b"HTTP/1.1 503 ")
        assert len(worker.incoming) == 1


def test_a_client_that_does_not_close_its_side_is_closed(
    worker: BufferingWorker, clock: Clock
) -> None:
    with connect(worker) as client:
        [connection] = worker.incoming
        send(worker, client, GET)
        connection.close(graceful=True)
        assert client.recv(1) == b"", "it is told at once that nothing follows"
        assert worker.lingering

        clock.now += SECONDS_TO_CLOSE
        worker.murder_pending()
        assert not worker.lingering


def test_a_client_that_asks_whether_it_may_send_may(worker: BufferingWorker) -> None:
    with connect(worker) as client:
        send(worker, client, FORM.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"))

        assert client.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
