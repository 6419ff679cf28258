"""What some tests want of the system: a Chromium, and PostgreSQL's server programs.

`python -m tests.system` reports missing programs in one line; with `--install` it reports them and
installs them, as root on Debian, where it takes the quickest Chromium.
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


def has_headless_shell() -> bool:
    return shutil.which(chromium.HEADLESS_SHELL) is not None


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install Debian's packages; apt-get's own errors name the cause of a failure."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Each by a command of its own: an unknown package stops no other.
    commands = [["install", "-y", "--no-install-recommends", package] for package in packages]
    for arguments in (["update"], *commands):
        subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def find_wanted() -> list[str]:
    """What to install: for a Chromium the headless shell, also beside another one."""
    missing = find_missing()
    if has_headless_shell():
        return missing
    return [chromium.HEADLESS_SHELL, *(package for package in missing if package != "chromium")]


def main(arguments: list[str]) -> int:
    if arguments == ["--install"] and can_install():
        # Another Chromium where there is no such package.
        for find in (find_wanted, find_missing):
            if packages := find():
                print(f"Installing by apt-get: {' '.join(packages)}", flush=True)
                install(packages)
        return 1 if find_missing() else 0
    missing = " ".join(find_missing())
    if not missing:
        return 0
    if arguments != ["--install"]:
        print(f"Not on this system: {missing}. Tests that want it are skipped; see `make system`.")
        return 0
    print(f"Not on this system: {missing}. Install it; as root on Debian this command does.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
