"""What the attacks with slow clients share: requests of which one byte arrives a second."""

import socket
import threading
from contextlib import suppress

from tools.attack.bystander import watch_during
from tools.attack.outcome import Outcome
from tools.attack.server import HOST, Server

CLIENTS = 24
HEAD = (
    f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.1\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n"
)
# Seconds beside twice what this machine takes in quiet; a held-up request waits for 8 or more.
LONGEST_WAIT = 2.0


def trickle(server: Server, begin: bytes) -> Outcome:
    """Hold up the server with clients that begin at once and then send a byte a second."""

    def attack(is_over: threading.Event) -> None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(begin)
            while not is_over.wait(1):
                client.sendall(b"a")

    quiet, attacked = watch_during(server, "/healthz", attack, attackers=CLIENTS)
    return Outcome(
        held=attacked.longest < LONGEST_WAIT + 2 * quiet.longest and not attacked.failures,
        figures=f"a bystander waited {attacked.median / quiet.median:.1f} times as long in the "
        f"middle, at most {attacked.longest:.1f} s, beside {CLIENTS} slow clients",
    )
