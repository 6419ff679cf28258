"""Many clients each send the body of a form, one byte a second."""

from tools.attack.outcome import Outcome
from tools.attack.server import Server
from tools.attack.slow_clients import HEAD, trickle


def run(server: Server) -> Outcome:
    head = f"POST /campaigns/new/ HTTP/1.1\r\n{HEAD}Content-Length: 90000\r\n\r\n"
    return trickle(server, head.encode())
