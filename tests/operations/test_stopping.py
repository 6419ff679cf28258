from pathlib import Path

import pytest

from tests.operations.processes import address_of, serve
from tests.operations.stopping import stop_under_load


@pytest.mark.operations
def test_no_request_is_lost_when_the_server_is_stopped(
    database: Path, static_files: Path, tmp_path: Path
) -> None:
    environment = {"DATABASE_URL": address_of(database), "STATIC_ROOT": str(static_files)}
    with serve(tmp_path, **environment) as server:
        counts = stop_under_load(server, after=21)

    assert counts["lost"] == 0
    assert counts["answered"] > 20
    # Some were being answered, or waiting, at the signal.
    assert counts["answered late"] > 0
    assert server.process.returncode == 0
