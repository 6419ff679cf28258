"""The locks name all that is installed, by hash: pip resolves nothing and trusts no index."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.txt": [], "requirements-dev.txt": ["dev"]}
# A pin as `uv pip compile --generate-hashes` writes it, its continued lines joined.
PIN = re.compile(
    r"(?P<name>[\w.-]+)(\[(?P<extras>[\w., -]+)\])?==(?P<version>[\w.!+]+)"
    r"( ; (?P<marker>[^#]+?))?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)
# What a package is asked for: its name, and one of its extras or none.
Wanted = tuple[str, str]


class UnfitLock(Exception):
    """A line of a lock that pip would have to resolve, or that leads elsewhere than to an index."""


def read_lock(text: str) -> dict[str, tuple[str, set[str]]]:
    """The version and the extras of each package that the lock pins for this Python.

    Raises `UnfitLock` for a line that is no pin with hashes: an address, a path, an option.
    """
    pins: dict[str, tuple[str, set[str]]] = {}
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = PIN.fullmatch(line)
        if pin is None:
            raise UnfitLock(line)
        marker = f"{pin['name']} ; {pin['marker']}" if pin["marker"] else pin["name"]
        if applies(Requirement(marker), ""):
            extras: set[str] = (
                set(map(canonicalize_name, pin["extras"].split(", "))) if pin["extras"] else set()
            )
            pins[canonicalize_name(pin["name"])] = (pin["version"], extras)
    return pins


def applies(requirement: Requirement, extra: str) -> bool:
    """Whether a package that is asked for with this extra asks for the requirement here."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def wanted_by(requirement: Requirement) -> Iterator[Wanted]:
    name = canonicalize_name(requirement.name)
    yield name, ""
    for extra in requirement.extras:
        yield name, canonicalize_name(extra)


def follow(requirements: Iterable[Requirement]) -> dict[Wanted, Requirement]:
    """All that these requirements lead to by the metadata of what is installed."""
    found: dict[Wanted, Requirement] = {}
    left = [(wanted, one) for one in requirements for wanted in wanted_by(one)]
    while left:
        wanted, requirement = left.pop()
        if wanted in found:
            continue
        found[wanted] = requirement
        name, extra = wanted
        left += [
            (further, asked)
            for asked in map(Requirement, distribution(name).requires or [])
            if applies(asked, extra)
            for further in wanted_by(asked)
        ]
    return found


def read_project(extras: list[str]) -> list[Requirement]:
    """What pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    return [requirement for requirement in map(Requirement, asked) if applies(requirement, "")]


def find_faults(lock: str, extras: list[str]) -> list[str]:
    """What pip would have to resolve in spite of the lock."""
    pins = read_lock(lock)
    faults = []
    for (name, extra), requirement in sorted(follow(read_project(extras)).items()):
        version, pinned_extras = pins.get(name, ("", set()))
        if not version:
            faults.append(f"{name} is not pinned")
        elif not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{name} is pinned to {version}: {requirement} is asked for")
        elif extra and extra not in pinned_extras:
            faults.append(f"{name}[{extra}] is pinned without the extra")
    return faults


@pytest.mark.parametrize(("file", "extras"), LOCKS.items())
def test_every_requirement_is_pinned_with_its_extras_and_hashes(
    file: str, extras: list[str]
) -> None:
    lock = (ROOT / file).read_text()

    assert find_faults(lock, extras) == []


def test_what_is_installed_is_what_the_lock_pins() -> None:
    pins = read_lock((ROOT / "requirements-dev.txt").read_text())
    names = {name for name, _ in follow(read_project(["dev"]))}

    assert {name: distribution(name).version for name in names} == {
        name: pins[name][0] for name in names
    }


def test_both_locks_pin_the_same() -> None:
    runtime, dev = (read_lock((ROOT / file).read_text()) for file in LOCKS)

    assert {name: dev[name][0] for name in runtime} == {
        name: version for name, (version, _) in runtime.items()
    }


SHA256 = f"--hash=sha256:{'0' * 64}"
OLD_COVERAGE = re.compile(r"^coverage\[toml\]==", re.MULTILINE)


def test_an_extra_that_is_not_pinned_is_found() -> None:
    """As pip before 23.3 takes it for a requirement of its own (pip #12345)."""
    lock, count = OLD_COVERAGE.subn("coverage==", (ROOT / "requirements-dev.txt").read_text())

    assert count == 1
    assert find_faults(lock, ["dev"]) == ["coverage[toml] is pinned without the extra"]


def test_a_package_that_is_not_pinned_is_found() -> None:
    lock = (ROOT / "requirements.txt").read_text()
    without = re.sub(r"^sqlparse==.*\n(    .*\n)+", "", lock, flags=re.MULTILINE)

    assert find_faults(without, []) == ["sqlparse is not pinned"]


@pytest.mark.parametrize(
    "line",
    [
        "django==5.2.19",
        "django>=5.2 " + SHA256,
        "django @ https://files.example/django.whl " + SHA256,
        "./django.whl " + SHA256,
        "-e .",
        "--index-url https://index.example/simple",
        "--find-links /wheels",
    ],
)
def test_a_lock_with_an_address_a_path_or_no_hash_is_refused(line: str) -> None:
    with pytest.raises(UnfitLock):
        read_lock(f"# by uv\n{line}\n")
