"""Clients that send requests continuously during a shutdown, and their outcomes."""

import http.client
import signal
import threading
import time
from collections import Counter

from tests.operations.processes import Server

CLIENTS = 12


def stop_under_load(server: Server, *, after: int) -> Counter[str]:
    """Send SIGTERM to the gunicorn master after so many answers under load.

    Counts requests "answered" in full, "answered late" (after the signal), "refused" (no
    connection any more: the proxy asks another server) and "lost": taken in, and no full answer.
    """
    counts: Counter[str] = Counter()
    stopped = threading.Event()
    clients = [
        threading.Thread(target=_ask_until_refused, args=(server.port, number % 2, counts, stopped))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    # However slow the machine is; where nothing is answered the clients give up by themselves.
    while counts["answered"] < after and any(client.is_alive() for client in clients):
        time.sleep(0.01)
    stopped.set()
    server.process.send_signal(signal.SIGTERM)
    for client in clients:
        client.join(timeout=60)
    server.process.wait(timeout=60)
    return counts


def _ask_until_refused(
    port: int, keeps_alive: int, counts: Counter[str], stopped: threading.Event
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while True:
        if connection.sock is None:
            try:
                connection.connect()
            except OSError:
                counts["refused"] += 1
                return
        try:
            connection.request(
                "GET", "/prices/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"}
            )
            response = connection.getresponse()
            is_full = response.status == 200 and response.read().endswith(b"</html>\n")
        except (OSError, http.client.HTTPException):
            is_full = False
        kind = "answered late" if stopped.is_set() else "answered"
        counts[kind if is_full else "lost"] += 1
        if not (is_full and keeps_alive):
            connection.close()
