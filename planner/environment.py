"""Settings as the environment gives them: every fault is collected, and all are reported at once.

A variable that is set but empty counts as left out.
"""

import re
from collections.abc import Mapping
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
ADDRESS = re.compile(r"unix:.+|fd://\d+|(?:[\w.-]*|\[[\da-fA-F:.]+\]):(\d{1,5})", re.ASCII)


class FaultyEnvironment(ImproperlyConfigured):
    """Something that the planner needs is missing from the environment, or cannot be read."""


class Environment:
    """Reads variables; what cannot be read takes its default until `refuse_faults` is called."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def words(self, name: str) -> list[str]:
        """The parts between commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def flag(self, name: str, *, default: bool) -> bool:
        given = self.text(name).lower()
        if given and given not in TRUE + FALSE:
            self.add_fault(f"{name}: given {given!r}; allowed: true or false.")
        return given in TRUE if given in TRUE + FALSE else default

    def number(self, name: str, *, default: int, low: int = 0, high: int = 10**9) -> int:
        given = self.text(name, str(default))
        if given.isascii() and given.isdecimal() and low <= int(given[:20]) <= high:
            return int(given)
        self.add_fault(f"{name}: given {given!r}; allowed: a whole number from {low} to {high}.")
        return default

    def choice(self, name: str, *, allowed: tuple[str, ...], default: str) -> str:
        given = self.text(name, default)
        if given not in allowed:
            self.add_fault(f"{name}: given {given!r}; allowed: {' or '.join(allowed)}.")
        return given

    def address(self, name: str, *, default: str) -> str:
        """Where a server listens."""
        given = self.text(name, default)
        found = ADDRESS.fullmatch(given)
        if not found or int(found[1] or 0) > 65535:
            self.add_fault(f"{name}: given {given!r}; allowed: host:port or unix:/path.")
        return given

    def add_fault(self, fault: str) -> None:
        """Note what is wrong, with the way to repair it. Never quote a secret."""
        self._faults.append(fault)

    def refuse_faults(self) -> None:
        """Raise `FaultyEnvironment` with every fault, if there is one."""
        if self._faults:
            self._refuse()

    def _refuse(self) -> NoReturn:
        faults = "\n".join(f"- {fault}" for fault in self._faults)
        raise FaultyEnvironment(
            "The planner cannot start with this environment (.env.example explains every "
            f"variable):\n{faults}"
        )


def is_easy_to_guess(key: str) -> bool:
    """Whether a secret key is as short or as monotonous as Django's `check --deploy` objects to."""
    return len(key) < 50 or len(set(key)) < 5
