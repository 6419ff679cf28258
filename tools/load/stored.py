"""Many stored campaigns: the shared page and the admin's list have to stay as fast."""

import statistics
from pathlib import Path

from tests.operations.processes import manage_well

FEW = 1_000
SCRIPT = Path(__file__).with_name("measure_stored.py")


def compare(folder: Path, many: int) -> None:
    """Both pages with 1,000 campaigns and with `many`, in processes of their own."""
    times = {number: measure(folder, number) for number in (FEW, many)}
    for page in ("shared", "admin"):
        ratio = times[many][page] / times[FEW][page]
        print(f"{page} page with {many:,} campaigns: {ratio:.2f} times its time with {FEW:,}")


def measure(folder: Path, number: int) -> dict[str, float]:
    """Median seconds of each page with so many campaigns."""
    database = f"sqlite:///{folder}/stored-{number}.sqlite3"
    manage_well("migrate", "--verbosity", "0", DATABASE_URL=database)
    manage_well("createcachetable", DATABASE_URL=database)
    code = f"import runpy; runpy.run_path({str(SCRIPT)!r}, init_globals={{'NUMBER': {number}}})"
    environment = {"DATABASE_URL": database, "STATIC_ROOT": f"{folder}/static"}
    output = manage_well("shell", "--no-imports", "--command", code, **environment)
    rows = (line.split() for line in output.splitlines() if line.startswith("measured "))
    return {page: statistics.median(map(float, seconds)) for _, page, *seconds in rows}
