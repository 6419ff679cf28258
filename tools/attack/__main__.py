"""`make attack`: attacks a copy of the planner in every known way, and prints a line for each.

    python -m tools.attack                  all of them
    python -m tools.attack slow_bodies      some of them

The exit code is 1 where the planner did not hold.
"""

import argparse
import importlib
import pkgutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import tools.attack
from tools.attack.outcome import Outcome
from tools.attack.server import Server

Attack = Callable[[Server], Outcome]


def main() -> int:
    attacks = list_attacks()
    parser = argparse.ArgumentParser(prog="make attack")
    parser.add_argument("names", nargs="*", metavar="ATTACK", help=", ".join(attacks))
    names = parser.parse_args().names
    if unknown := set(names) - set(attacks):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; allowed: {', '.join(attacks)}")
    with tempfile.TemporaryDirectory(prefix="planner-attack-") as folder:
        template = Server(Path(folder, "template"))
        template.folder.mkdir()
        template.prepare()
        outcomes = [
            _attack(name, attacks[name], template.copy_to(Path(folder, name)))
            for name in names or attacks
        ]
    return 0 if all(outcome.held for outcome in outcomes) else 1


def list_attacks() -> dict[str, Attack]:
    """The attacks by the names of their modules."""
    names = sorted(module.name for module in pkgutil.iter_modules(tools.attack.__path__))
    modules = {
        name: importlib.import_module(f"tools.attack.{name}")
        for name in names
        if not name.startswith("_")
    }
    return {name: module.run for name, module in modules.items() if hasattr(module, "run")}


def _attack(name: str, attack: Attack, server: Server) -> Outcome:
    try:
        with server:
            outcome = attack(server)
    except Exception:
        traceback.print_exc()
        outcome = Outcome(held=False, figures="the attack itself broke off")
    print(f"{name}: {'held' if outcome.held else 'FAILED'}: {outcome.figures}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
