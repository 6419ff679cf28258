"""As greedy_address, but each request comes from another network of one IPv6 site (a /48)."""

from tools.attack.greedy_address import overload
from tools.attack.outcome import Outcome
from tools.attack.server import Server


def run(server: Server) -> Outcome:
    return overload(server, lambda number: f"2001:db8:1:{number % 65_536:x}::1")
