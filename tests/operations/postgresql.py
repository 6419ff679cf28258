"""A throw-away PostgreSQL server for the tests.

`python -m tests.operations.postgresql COMMAND…` runs the command with its DATABASE_URL, and stops
and removes the server in any case.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MISSING = (
    "There is no PostgreSQL server for the tests: install the system's package (Debian: "
    "make system)."
)
# Its data need not survive a crash.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=60",
]


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest where there are several."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def serve() -> Iterator[str]:
    """The address of a database of a new server, which listens on this machine alone."""
    programs = find_programs()
    if programs is None:
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="planner-postgresql-"))
    try:
        owner = _owner(folder)
        data, port = folder / "data", _free_port()
        _run([programs / "initdb", "--no-sync", "-A", "trust", "-U", "planner", "-D", data], owner)
        options = f"-p {port} -h 127.0.0.1 -k {folder} " + " ".join(f"-c {one}" for one in FAST)
        control = [programs / "pg_ctl", "-w", "-D", data]
        _run([*control, "-l", folder / "log", "-o", options, "start"], owner)
        try:
            yield f"postgres://planner@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder)


def _owner(folder: Path) -> dict[str, Any]:
    """The account of the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(command: list[Any], owner: dict[str, Any]) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        # Not a pipe: the server keeps it open.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
        **owner,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    if find_programs() is None:
        print(MISSING, file=sys.stderr)
        return 1
    # Asked to stop, it still stops the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with serve() as address:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
