"""How much one client may have computed: a token bucket of seconds, and requests at once.

It lives in each worker process's own memory. What it protects, the process's threads and its share
of a processor, is each process's own, too; a request costs no query, and nothing is written down.
A bucket may go into debt by what was running when it ran empty.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from campaigns.rate_limits import Network

# Of the seconds that a client may use at once, how many it regains in each second.
REGAINED = 0.015
# Of its seconds, what a client's pages use without being asked: the rest is for what is asked.
UNASKED = 0.5
# Beyond these the ones that were idle longest are forgotten, which fills their buckets.
MOST_ACCOUNTS = 10_000


@dataclass(slots=True)
class _Account:
    """The seconds that a network had left at a time on the clock, and its requests running now."""

    seconds: float
    at: float
    running: int = 0


class ComputingBudget:
    """The budgets of all clients: `seconds` of computing at once, `at_once` requests at a time.

    A network of many clients has a multiple of the seconds, but no more requests at a time: the
    threads are few. 0 seconds are no limit at all.
    """

    def __init__(
        self, *, seconds: float, at_once: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds, self.at_once, self._clock = seconds, at_once, clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def enter(self, networks: Sequence[Network], *, is_unasked: bool = False) -> int:
        """Begin a request from `networks`: 0, or the seconds after which to try again.

        Where it is 0, `leave` has to follow. One that the page makes by itself leaves a part of
        the seconds to those that the person asks for, and a place where there is more than one.
        """
        if not self.seconds:
            return 0
        with self._lock:
            accounts = [(self._account(network), network) for network in networks]
            wait = max(
                self._wait(account, network, is_unasked=is_unasked) for account, network in accounts
            )
            if not wait:
                for account, _ in accounts:
                    account.running += 1
            self._evict_idle()
            return wait

    def leave(self, networks: Sequence[Network], *, used: float) -> None:
        """End a request that took so many seconds of computing."""
        if not self.seconds:
            return
        with self._lock:
            for network in networks:
                account = self._account(network)
                account.running -= 1
                account.seconds -= used

    def _account(self, network: Network) -> _Account:
        """The network's account as it stands now."""
        now, most = self._clock(), self.seconds * network.share
        account = self._accounts.setdefault(network.name, _Account(most, now))
        self._accounts.move_to_end(network.name)
        regained = (now - account.at) * most * REGAINED
        account.seconds, account.at = min(most, account.seconds + regained), now
        return account

    def _wait(self, account: _Account, network: Network, *, is_unasked: bool) -> int:
        most = self.seconds * network.share
        spare = account.seconds - (most * UNASKED if is_unasked else 0)
        if spare <= 0:
            return int(-spare / (most * REGAINED)) + 1
        places = max(1, self.at_once - is_unasked)
        return 1 if account.running >= places else 0

    def _evict_idle(self) -> None:
        """Keep the memory small; a client with a request in progress stays."""
        excess = len(self._accounts) - MOST_ACCOUNTS
        if excess > 0:
            idle = [name for name, account in self._accounts.items() if not account.running]
            for name in idle[: math.ceil(excess + MOST_ACCOUNTS / 10)]:
                del self._accounts[name]
