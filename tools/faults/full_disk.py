"""The disk is full: saving is refused clearly, reading goes on, and space is all that it needs."""

import errno
import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.operations.processes import address_of
from tools.faults.ground import (
    READ,
    Form,
    Gunicorn,
    check_refusal,
    check_sqlite,
    collect_static,
    make_database,
    must_read,
    request,
    running,
)

SAVES = 5


@contextmanager
def small_disk(place: Path, megabytes: int = 4) -> Iterator[Path]:
    """A file system of its own; needs root."""
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
    subprocess.run(["mount", *options, str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(file: Path) -> int:
    """Write until nothing more fits; how many bytes that took."""
    written = 0
    with file.open("wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            try:
                while True:
                    written += filler.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return written


def run(folder: Path, rng: random.Random) -> str:
    with small_disk(folder / "disk") as disk:
        file, filler = disk / "planner.sqlite3", disk / "filler"
        make_database(address_of(file))
        environment = {"DATABASE_URL": address_of(file), "STATIC_ROOT": collect_static(folder)}
        with running(Gunicorn(folder, environment)) as server:
            first = Form(server.port).send(name="Before", note="")
            assert first[0] == 302, first[0]
            link = first[1]["Location"]
            forms = [Form(server.port) for _ in range(SAVES)]
            edit = Form(server.port, link)
            crowd = sqlite3.connect(file)
            crowd.execute("SELECT 1 FROM django_migrations").fetchall()
            written = fill(filler)
            for form in forms:
                answer = form.send(name="Typed name", note="A typed note")
                check_refusal(answer, "Nothing was saved")
                assert "Typed name" in answer[2]
                assert "A typed note" in answer[2]
            answer = edit.send(action="save", seen="1", name="Other name", note="", asked="")
            check_refusal(answer, "Nothing was saved")
            assert "Other name" in answer[2]
            pages = must_read(server.port, link)
            # With the last connection SQLite's own files go, and cannot be made again.
            crowd.close()
            fill(disk / "rest")
            statuses = _read_when_alone(server.port, link)
            (disk / "rest").unlink()
            filler.unlink()
            done = forms[0].send(name="After", note="")
            assert done[0] == 302, done[0]
            assert request(server.port, done[1]["Location"])[0] == 200
        assert check_sqlite(file, [(link, "Before"), (done[1]["Location"], "After")]) == []
    return (
        f"disk full ({written // 1024} kB of filler): {SAVES + 1} saves refused with 503 and what "
        f"was typed, {pages} of {pages} pages readable while others are there, {statuses} for the "
        f"first who comes when nobody was, saves again without a restart, integrity ok"
    )


def _read_when_alone(port: int, link: str) -> str:
    """Each page is there, or a clear 503; how many of which."""
    counts: Counter[int] = Counter()
    for path in [*READ, link]:
        answer = request(port, path)
        if answer[0] != 200:
            check_refusal(answer, "The planner cannot reach its data")
        counts[answer[0]] += 1
    return ", ".join(f"{count} times {status}" for status, count in sorted(counts.items()))
