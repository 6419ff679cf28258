"""No test run installs anything; missing programs are reported in one line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import system
from tests.browser import chromium

NOTHING: dict[str, object] = {"chromium": lambda: None, "postgresql": lambda: None}


@pytest.fixture(autouse=True)
def _has_the_headless_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "has_headless_shell", lambda: True)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages that get installed, on a machine that has none of them."""
    packages: list[str] = []
    monkeypatch.setattr(system, "PACKAGES", NOTHING)
    monkeypatch.setattr(system, "install", packages.extend)
    return packages


def test_a_test_run_installs_nothing_and_says_what_is_missing(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "can_install", lambda: True)

    assert system.main([]) == 0
    assert installed == []
    assert capsys.readouterr().out == (
        "Not on this system: chromium postgresql. Tests that want it are skipped; "
        "see `make system`.\n"
    )


def test_who_is_not_root_is_told_what_to_install(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "can_install", lambda: False)

    assert system.main(["--install"]) == 1
    assert installed == []
    assert capsys.readouterr().out == (
        "Not on this system: chromium postgresql. Install it; as root on Debian this command "
        "does.\n"
    )


def test_root_is_told_before_anything_is_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there: list[str] = []
    told = []

    def install(packages: list[str]) -> None:
        told.append(capsys.readouterr().out)
        there.extend(packages)

    packages = {"chromium": lambda: "chromium" in there, "postgresql": lambda: Path("/bin")}
    monkeypatch.setattr(system, "PACKAGES", packages)
    monkeypatch.setattr(system, "can_install", lambda: True)
    monkeypatch.setattr(system, "install", install)

    assert system.main(["--install"]) == 0
    assert told == ["Installing by apt-get: chromium\n"]
    assert there == ["chromium"]


def test_it_fails_where_installing_did_not_help(
    installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "can_install", lambda: True)

    assert system.main(["--install"]) == 1
    assert installed == ["chromium", "postgresql"] * 2


@pytest.mark.parametrize(
    ("has_chromium", "exists", "installed"),
    [
        (True, True, [chromium.HEADLESS_SHELL]),
        (False, True, [chromium.HEADLESS_SHELL]),
        (True, False, []),
        (False, False, ["chromium"]),
    ],
)
def test_the_quickest_chromium_is_installed_where_there_is_such_a_package(
    monkeypatch: pytest.MonkeyPatch, has_chromium: bool, exists: bool, installed: list[str]
) -> None:
    there: list[str] = []

    def install(packages: list[str]) -> None:
        there.extend(name for name in packages if name == "chromium" or exists)

    monkeypatch.setattr(system, "has_headless_shell", lambda: False)
    monkeypatch.setattr(system, "PACKAGES", {"chromium": lambda: has_chromium or there})
    monkeypatch.setattr(system, "can_install", lambda: True)
    monkeypatch.setattr(system, "install", install)

    assert system.main(["--install"]) == 0
    assert there == installed


def test_it_is_silent_where_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "PACKAGES", {"chromium": lambda: "/usr/bin/chromium"})

    assert system.main([]) == system.main(["--install"]) == 0
    assert capsys.readouterr().out == ""


def make_environment(folder: Path, **versions: str) -> subprocess.CompletedProcess[str]:
    """Ask `make` for the commands of a new environment where these are all Pythons there are.

    Each is named as on the command line, but for the point ("python3_14"), with the version that
    it reports.
    """
    for name, version in versions.items():
        program = folder / name.replace("_", ".")
        major_and_minor = f"({version.replace('.', ', ')}, 0)"
        program.write_text(
            f'#!/bin/sh\nexec {sys.executable} -c "import sys; '
            f'sys.version_info = {major_and_minor}; $2"\n'
        )
        program.chmod(0o755)
    make = shutil.which("make")
    assert make
    environment = folder / "environment"
    return subprocess.run(
        [make, "--dry-run", f"VENV={environment}", f"{environment}/bin/pip"],
        cwd=Path(__file__).parents[1],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("versions", "taken"),
    [
        ({"python3": "3.14", "python3_12": "3.12"}, "python3.12"),
        ({"python3": "3.14", "python3_13": "3.13", "python3_14": "3.14"}, "python3.13"),
        ({"python3": "3.13", "python3_12": "3.12"}, "python3"),
        ({"python3": "3.13", "python3_11": "3.11"}, "python3.11"),
        ({"python3": "3.9", "python3_13": "3.13"}, "python3.13"),
    ],
    ids=["3.12", "3.13", "python3", "3.11", "old python3"],
)
def test_a_python_that_it_is_tested_with_is_taken(
    tmp_path: Path, versions: dict[str, str], taken: str
) -> None:
    made = make_environment(tmp_path, **versions)
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{taken} -m venv {tmp_path}/environment\n"


@pytest.mark.parametrize("version", ["3.10", "3.14"])
def test_one_line_says_that_there_is_no_such_python(tmp_path: Path, version: str) -> None:
    made = make_environment(tmp_path, python3=version)
    assert made.returncode
    (line,) = made.stderr.splitlines()
    assert "Python 3.11, 3.12 or 3.13 is needed and not found" in line
    assert made.stdout == ""
