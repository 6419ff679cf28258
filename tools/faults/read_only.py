"""The database can be read and not written: pages are there, saving shows the reason."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.operations.processes import address_of
from tools.faults.ground import (
    Form,
    Gunicorn,
    check_refusal,
    collect_static,
    make_database,
    must_read,
    running,
)

# Root without its right to write wherever it likes.
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


def run(folder: Path, rng: random.Random) -> str:
    file = folder / "read-only.sqlite3"
    make_database(address_of(file))
    environment = {"DATABASE_URL": address_of(file), "STATIC_ROOT": collect_static(folder)}
    with running(Gunicorn(folder, environment, prefix=UNPRIVILEGED)) as server:
        first = Form(server.port).send(name="Before", note="")
        assert first[0] == 302, first[0]
        link = first[1]["Location"]
        with closing(sqlite3.connect(file)) as connection, connection:
            # An old last visit, so that this one would be recorded.
            connection.execute("UPDATE campaigns_campaign SET last_seen_on = '2020-01-01'")
    # A server that has the file open may go on writing, regardless of its rights by now.
    file.chmod(0o444)
    with running(Gunicorn(folder, environment, prefix=UNPRIVILEGED)) as server:
        pages = must_read(server.port, link, f"{link}estimate/", f"{link}plan.csv", "/admin/login/")
        answer = Form(server.port).send(name="Typed name", note="A typed note")
        check_refusal(answer, "Nothing was saved")
        assert "Typed name" in answer[2]
        # SQLite gave the files beside it the same rights.
        for one in folder.glob(f"{file.name}*"):
            one.chmod(0o644)
        assert Form(server.port).send(name="After", note="")[0] == 302
    return (
        f"database read-only: {pages} pages readable (one of them wants to note the visit), "
        "saving refused with 503 and what was typed, saves again without a restart"
    )
