"""Many clients each send a header that does not end, one byte a second."""

from tools.attack.outcome import Outcome
from tools.attack.server import Server
from tools.attack.slow_clients import HEAD, trickle


def run(server: Server) -> Outcome:
    return trickle(server, f"GET / HTTP/1.1\r\n{HEAD}X-Long: a".encode())
