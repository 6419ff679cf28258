"""Two admins at one form: `test_admins.py`, run alone."""

import random
from pathlib import Path

from tools.faults.clock import run_tests


def run(folder: Path, rng: random.Random) -> str:
    return f"two admins at once: {run_tests('test_admins.py')}"
