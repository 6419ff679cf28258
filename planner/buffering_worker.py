"""A worker of gunicorn whose threads never wait for a client.

gunicorn gives a thread to each connection at once, and the thread waits for the request: as many
clients as there are threads, each sending a byte a second, stop everything. Here the worker's own
loop collects each request first, from any number of connections; a thread gets only complete ones.
What is not complete in time is answered with 408.
"""

import socket
import struct
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import http, util
from gunicorn.workers.gthread import TConn

from planner.draining_worker import DrainingWorker
from planner.incoming_request import IncomingRequest

# For a whole request. Nothing but memory is held meanwhile, so a slow line may take its time.
SECONDS_TO_ARRIVE = 20
# For each part of a response to be taken by the client.
SECONDS_TO_SEND = 20
# After a response that ends the connection, for the client to close its side.
SECONDS_TO_CLOSE = 2
# Of all requests that are being collected, in bytes.
MOST_COLLECTED = 64_000_000
READ_SIZE = 65_536

REFUSALS = {
    408: b"408 Request Timeout",
    431: b"431 Request Header Fields Too Large",
    503: b"503 Service Unavailable",
}


class CollectedSource:
    """In place of a socket for gunicorn's parser: nothing comes after what was collected."""

    def recv(self, size: int) -> bytes:
        return b""


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection that is closed without making the worker's loop wait for the client."""

    worker: "BufferingWorker"
    has_known_end = False

    def close(self, graceful: bool = False) -> None:
        if graceful and self.worker.alive:
            self.worker.linger(self.sock)
        else:
            super().close(graceful)


class BufferingWorker(DrainingWorker):
    """gunicorn's threaded worker, but its threads get complete requests only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Both in the order of their deadlines.
        self.incoming: dict[Connection, IncomingRequest] = {}
        self.lingering: dict[socket.socket, float] = {}
        self.collected = 0

    def accept(self, listener: socket.socket) -> None:
        """Accept a connection, as gunicorn does, with limits on how long it may block."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        wait = struct.pack("ll", SECONDS_TO_SEND, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
        self.nr_conns += 1
        connection = Connection(self.cfg, client, address, listener.getsockname())
        connection.worker = self
        # Never again waited for by a thread: what it may read is here when it begins.
        connection.initialized = True
        connection.parser = http.get_parser(self.cfg, CollectedSource(), address)
        self.enqueue_req(connection)

    def enqueue_req(self, conn: Connection) -> None:
        """Collect a connection's next request; a thread gets it when it is complete."""
        request = IncomingRequest(deadline=time.monotonic() + SECONDS_TO_ARRIVE)
        conn.sock.setblocking(False)
        self.incoming[conn] = request
        self.poller.register(conn.sock, EVENT_READ, partial(self._receive, conn))
        self._add(conn, conn.parser.unreader.take_buffered())
        if conn in self.incoming:
            self._receive(conn, conn.sock)

    def murder_pending(self) -> None:
        """Refuse what did not arrive in time; gunicorn calls this at least once a second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, request in list(self.incoming.items()):
            if self._is_late(request, now):
                self._refuse(conn, 408)
            elif self.alive:
                break
        for client, deadline in list(self.lingering.items()):
            if deadline > now:
                break
            self._end(client)

    def _is_late(self, request: IncomingRequest, now: float) -> bool:
        """Whether the request's time is over; a connection that is idle holds up no stop."""
        seconds = SECONDS_TO_ARRIVE if self.alive or request.data else SECONDS_TO_CLOSE
        return request.deadline - SECONDS_TO_ARRIVE + seconds <= now

    def linger(self, client: socket.socket) -> None:
        """Close when the client has: closed at once, it might lose the response's end."""
        try:
            client.shutdown(socket.SHUT_WR)
            client.setblocking(False)
        except OSError:
            util.close(client)
            return
        if len(self.lingering) >= self.worker_connections:
            util.close(client)
            return
        self.lingering[client] = time.monotonic() + SECONDS_TO_CLOSE
        self.poller.register(client, EVENT_READ, self._drain)

    def _receive(self, conn: Connection, client: socket.socket) -> None:
        try:
            data = client.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._add(conn, data)
        else:
            self._take_out(conn)
            self.nr_conns -= 1
            conn.close()

    def _add(self, conn: Connection, data: bytes) -> None:
        request = self.incoming[conn]
        was_open = request.size is None
        request.add(data)
        self.collected += len(data)
        if request.is_complete:
            self._hand_over(conn)
        elif request.is_too_large:
            self._refuse(conn, 431)
        elif self.collected > MOST_COLLECTED:
            self._refuse(conn, 503)
        elif was_open and request.expects_continue:
            self._send(conn, b"HTTP/1.1 100 Continue\r\n\r\n")

    def _hand_over(self, conn: Connection) -> None:
        request = self._take_out(conn)
        conn.parser.unreader.unread(bytes(request.data))
        conn.has_known_end = request.has_known_end
        super().enqueue_req(conn)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        """Whether the connection can be used again: not where an unread body may follow."""
        return conn.has_known_end and bool(super()._keepalive_after(conn, keepalive))

    def _refuse(self, conn: Connection, status: int) -> None:
        request = self._take_out(conn)
        self.nr_conns -= 1
        if request.data:
            self.log.warning("A request was refused with %s before it was complete", status)
            self._send(
                conn,
                b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" % REFUSALS[status],
            )
        conn.close(graceful=bool(request.data))

    def _send(self, conn: Connection, data: bytes) -> None:
        try:
            conn.sock.send(data)
        except OSError:
            # A client that takes nothing learns nothing; its deadline ends the connection.
            self.log.debug("A client does not read")

    def _take_out(self, conn: Connection) -> IncomingRequest:
        request = self.incoming.pop(conn)
        self.collected -= len(request.data)
        self.poller.unregister(conn.sock)
        return request

    def _drain(self, client: socket.socket) -> None:
        try:
            is_over = not client.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._end(client)

    def _end(self, client: socket.socket) -> None:
        del self.lingering[client]
        self.poller.unregister(client)
        util.close(client)
