"""The clock steps: `test_clock.py`, run alone."""

import random
import re
import subprocess
import sys
from pathlib import Path

from tests.operations.processes import ROOT


def run(folder: Path, rng: random.Random) -> str:
    return f"clock back and forward: {run_tests('test_clock.py')}"


def run_tests(name: str) -> str:
    """How many of these tests passed; all of them have to."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", f"tests/faults/{name}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"\d+ passed", done.stdout)
    assert passed is not None
    return f"tests: {passed[0]}"
