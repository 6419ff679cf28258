"""`make faults`: makes the faults one after the other, and prints a line for each.

python -m tools.faults               all of them
python -m tools.faults kills full    some of them
python -m tools.faults --seed 7      what is random, once more
"""

import argparse
import importlib
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

FAULTS = {
    "kills": "tools.faults.kills",
    "full": "tools.faults.full_disk",
    "read-only": "tools.faults.read_only",
    "away": "tools.faults.away",
    "away-postgresql": "tools.faults.away_postgresql",
    "migrations": "tools.faults.migrations",
    "migrations-postgresql": "tools.faults.migrations_postgresql",
    "clock": "tools.faults.clock",
    "admins": "tools.faults.admins",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("names", nargs="*", metavar="FAULT", help=", ".join(FAULTS))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if unknown := set(options.names) - set(FAULTS):
        parser.error(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
    failed = [name for name in options.names or FAULTS if not _make(name, options.seed)]
    if failed:
        print(f"NOT WITHSTOOD: {', '.join(failed)}")
    return 1 if failed else 0


def _make(name: str, seed: int) -> bool:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="planner-faults-") as folder:
        try:
            outcome = importlib.import_module(FAULTS[name]).run(Path(folder), random.Random(seed))
        except Exception:
            traceback.print_exc()
            print(f"{name}: FAILED (seed {seed})", flush=True)
            return False
    print(f"{name}: {outcome} [{time.monotonic() - begun:.0f} s]", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
