"""A process that has loaded what commands need, but no settings, and runs each in a fork of itself.

To start Python and to load Django takes two thirds of a short command's time. The fork reads the
settings and runs `manage.py` under the command's environment alone, as a process of its own does.
"""

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parents[2]
# They and what they import read no setting.
LOADED = [
    "django.contrib.admin.options",
    "django.contrib.messages.storage.cookie",
    "django.contrib.staticfiles.finders",
    "django.core.cache.backends.db",
    "django.core.cache.backends.locmem",
    "django.core.management.commands.check",
    "django.core.management.commands.migrate",
    "django.core.management.commands.shell",
    "django.core.servers.basehttp",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "django.template.backends.jinja2",
    "environ",
    "planner.planning.alternatives",
    "planner.planning.channels.search",
    "planner.planning.mix",
    "planner.planning.progress.replan",
    "psycopg_pool",
    "sqlparse",
    "whitenoise.middleware",
]
_one_at_a_time = Lock()


def run(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these arguments, under this environment and no other variable."""
    with tempfile.NamedTemporaryFile("r") as out, tempfile.NamedTemporaryFile("r") as err:
        asked = json.dumps([[*arguments], {**environment}, out.name, err.name])
        code = _ask(_start(), asked)
        return subprocess.CompletedProcess(["manage.py", *arguments], code, out.read(), err.read())


@cache
def _start() -> subprocess.Popen[str]:
    """The process of this worker, which ends with it. Its environment is never a command's."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env={"LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process


def _ask(process: subprocess.Popen[str], asked: str) -> int:
    assert process.stdin
    assert process.stdout
    with _one_at_a_time:
        print(asked, file=process.stdin, flush=True)
        return int(process.stdout.readline())


def main() -> None:
    for name in LOADED:
        import_module(name)
    # Not to be looked through, and so copied, by each fork.
    gc.freeze()
    for asked in sys.stdin:
        if child := os.fork():
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        else:
            return _become(*json.loads(asked))


def _become(arguments: list[str], environment: dict[str, str], *outputs: str) -> None:
    """`manage.py` in the place of this process, whose exit code is that of its end."""
    for number, name in enumerate([os.devnull, *outputs]):
        os.dup2(os.open(name, os.O_RDWR), number)
    os.environ.clear()
    os.environ |= environment
    sys.argv = ["manage.py", *arguments]
    runpy.run_path("manage.py", run_name="__main__")


if __name__ == "__main__":
    main()
