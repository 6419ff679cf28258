"""No test run installs anything; missing programs are reported in one line."""

from pathlib import Path

import pytest

from tests import system

NOTHING: dict[str, object] = {"chromium": lambda: None, "postgresql": lambda: None}


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
    assert installed == ["chromium", "postgresql"]


def test_it_is_silent_where_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "PACKAGES", {"chromium": lambda: "/usr/bin/chromium"})

    assert system.main([]) == system.main(["--install"]) == 0
    assert capsys.readouterr().out == ""
