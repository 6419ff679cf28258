"""A command in a fork of the ready process is the command in a process of its own."""

import subprocess
import sys

import pytest

from tests.operations import ready
from tests.operations.processes import PRODUCTION, ROOT, manage, manage_well

pytestmark = pytest.mark.operations

SHOW_PROCESS = """
import json, os, sys
from django.conf import settings
print(json.dumps([sys.argv, sorted(os.environ.items()), os.getcwd(), sys.stdin.read(),
                  f"{settings.STATIC_ROOT}", sys.stdout.encoding]))
sys.exit("gone")
"""


def run_by_itself(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments, "--settings", "planner.settings"],
        cwd=ROOT,
        env=PRODUCTION | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["shell", "--no-imports", "-c", SHOW_PROCESS], {"STATIC_ROOT": "ümläut"}),
        (["shell", "--no-imports", "-c", "import os; os.kill(os.getpid(), 9)"], {}),
        (["check", "--deploy"], {"SECRET_KEY": "", "PORT": "http"}),
    ],
    ids=["process", "signal", "faults"],
)
def test_it_gives_what_a_process_of_its_own_gives(
    arguments: list[str], environment: dict[str, str]
) -> None:
    here, there = manage(*arguments, **environment), run_by_itself(*arguments, **environment)

    assert (here.returncode, here.stdout, here.stderr) == (
        there.returncode,
        there.stdout,
        there.stderr,
    )


def test_an_error_is_shown_with_its_traceback() -> None:
    done = manage("shell", "--no-imports", "-c", "1 / 0")

    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_each_command_has_modules_of_its_own() -> None:
    """Nothing of the app, nor a setting, is read before there is a command."""
    show = "import planner.settings as s; s.known = getattr(s, 'known', 0) + 1; print(s.known)"
    assert [manage_well("shell", "--no-imports", "-c", show) for _ in range(2)] == ["1\n", "1\n"]
    look = f"""
import sys
from importlib import import_module
from django.conf import settings
for name in {ready.LOADED!r}:
    import_module(name)
print(settings.configured, *sys.modules)
"""
    shown = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    )
    configured, *modules = shown.stdout.split()
    assert configured == "False"
    ours = {name for name in modules if name.startswith(("campaigns", "planner."))}
    assert ours
    assert {name for name in ours if not name.startswith("planner.planning")} == set()
