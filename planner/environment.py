"""Settings as the environment gives them: every fault is collected, and all are told at once.

A variable that is set but empty counts as left out.
"""

from collections.abc import Mapping
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


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

    def add_fault(self, fault: str) -> None:
        """Note what is wrong, in words that say how to mend it. Never quote a secret."""
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
