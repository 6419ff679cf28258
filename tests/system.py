"""What some tests want of the system: a Chromium, and PostgreSQL's server programs.

`python -m tests.system` reports missing programs in one line; with `--install` it reports them and
installs them, as root on Debian.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from tests.browser import chromium
from tests.operations import postgresql

# Debian's packages, in any version: the tests ask for nothing that only a new one has.
PACKAGES: dict[str, Callable[[], object]] = {
    "chromium": chromium.find,
    "postgresql": postgresql.find_programs,
}


def find_missing() -> list[str]:
    """The packages of which nothing is found."""
    return [package for package, find in PACKAGES.items() if not find()]


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install Debian's packages; apt-get's own errors name the cause of a failure."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def main(arguments: list[str]) -> int:
    missing = find_missing()
    if not missing:
        return 0
    names = " ".join(missing)
    if arguments != ["--install"]:
        print(f"Not on this system: {names}. Tests that want it are skipped; see `make system`.")
        return 0
    if not can_install():
        print(f"Not on this system: {names}. Install it; as root on Debian this command does.")
        return 1
    print(f"Installing by apt-get: {names}", flush=True)
    install(missing)
    return 1 if find_missing() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
