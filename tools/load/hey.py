"""The load tool: hey, a program of Debian's."""

import re
import shutil
import subprocess
from dataclasses import dataclass

MISSING = "hey is needed: apt-get install hey"


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests a second, latencies in milliseconds, and answers that were not a 200."""

    per_second: float
    p50: float
    p95: float
    p99: float
    failures: int


def run(
    address: str, headers: dict[str, str], *, clients: int, requests: int = 0, seconds: int = 0
) -> Figures:
    """Ask for an address so often, or for so long, from so many clients at once."""
    program = shutil.which("hey")
    if program is None:
        raise SystemExit(MISSING)
    extent = ["-z", f"{seconds}s"] if seconds else ["-n", str(requests)]
    flags = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    done = subprocess.run(
        [program, *extent, "-c", str(clients), "-t", "60", "-host", "localhost", *flags, address],
        capture_output=True,
        text=True,
        check=True,
    )
    return _read(done.stdout)


def _read(report: str) -> Figures:
    def percentile(percent: int) -> float:
        # Of few requests hey has no 99th percentile.
        found = re.search(rf"{percent}%+ in ([\d.]+) secs", report)
        return float(found[1]) * 1000 if found else float("nan")

    per_second = re.search(r"Requests/sec:\s+([\d.]+)", report)
    answers = {
        int(code): int(n) for code, n in re.findall(r"\[(\d{3})\]\s+(\d+) responses", report)
    }
    errors = sum(int(n) for n in re.findall(r"^\s+\[(\d+)\]\s+(?!\d+ responses)", report, re.M))
    refused = sum(n for code, n in answers.items() if code != 200)
    return Figures(
        per_second=float(per_second[1]) if per_second else 0.0,
        p50=percentile(50),
        p95=percentile(95),
        p99=percentile(99),
        failures=refused + errors,
    )
