"""Many clients connect, read a response with "Connection: close", and neither send nor close."""

import socket
import threading
from contextlib import suppress

from tools.attack.bystander import watch_during
from tools.attack.outcome import Outcome
from tools.attack.server import Server
from tools.attack.slow_clients import CLIENTS, HEAD, LONGEST_WAIT


def run(server: Server) -> Outcome:
    request = f"GET /healthz HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n".encode()

    def attack(is_over: threading.Event) -> None:
        clients = []
        while not is_over.wait(0.5):
            with suppress(OSError):
                silent = socket.create_connection(("127.0.0.1", server.port))
                answered = socket.create_connection(("127.0.0.1", server.port))
                answered.sendall(request)
                clients += [silent, answered]
        for client in clients:
            client.close()

    quiet, attacked = watch_during(server, "/healthz", attack, attackers=CLIENTS)
    return Outcome(
        held=attacked.longest < LONGEST_WAIT + 2 * quiet.longest and not attacked.failures,
        figures=f"a bystander waited {attacked.median / quiet.median:.1f} times as long in the "
        f"middle, at most {attacked.longest:.1f} s",
    )
