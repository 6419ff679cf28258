"""Which tests PostgreSQL sees: with every change those that write, every night all.

Of a test with several cases, every change has the first one and those with odd values.
"""

import subprocess
from pathlib import Path

import pytest
from django.contrib.auth.models import User

ROOT = Path(__file__).resolve().parents[1]


def markers_of(request: pytest.FixtureRequest) -> set[str]:
    return {mark.name for mark in request.node.iter_markers()} & {"database", "writes"}


def test_a_test_with_an_empty_database_writes(db: None, request: pytest.FixtureRequest) -> None:
    assert markers_of(request) == {"database", "writes"}


def test_a_fixture_may_ask_for_the_database(
    admin_user: User, request: pytest.FixtureRequest
) -> None:
    assert markers_of(request) == {"database", "writes"}


@pytest.mark.django_db
def test_a_mark_may_ask_for_the_database(request: pytest.FixtureRequest) -> None:
    assert markers_of(request) == {"database", "writes"}


def test_a_test_of_the_shipped_books_has_a_database(
    price_books: None, request: pytest.FixtureRequest
) -> None:
    assert markers_of(request) == {"database"}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_further_case_sends_the_same_statements(
    db: None, number: int, request: pytest.FixtureRequest
) -> None:
    assert markers_of(request) == {"database"} | ({"writes"} if number == 1 else set())


@pytest.mark.parametrize(
    "value",
    ["plain", "a\x00b", {"q": "\ud7ff\ud800"}, 10**12, ["9" * 30], "x" * 300],
    ids=["plain", "zero", "half-sign", "number", "digits", "long"],
)
def test_a_further_case_with_an_odd_value_does_not(
    db: None, value: object, request: pytest.FixtureRequest
) -> None:
    assert markers_of(request) == {"database", "writes"}


@pytest.mark.writes
@pytest.mark.parametrize("number", [1, 2])
def test_a_further_case_may_mark_itself(
    db: None, number: int, request: pytest.FixtureRequest
) -> None:
    assert markers_of(request) == {"database", "writes"}


def test_another_test_has_none(request: pytest.FixtureRequest) -> None:
    assert markers_of(request) == set()


@pytest.mark.parametrize(
    ("switches", "marker"), [([], "writes"), (["ALL=yes"], "database")], ids=["push", "night"]
)
def test_the_target_selects_by_them(switches: list[str], marker: str) -> None:
    shown = subprocess.run(
        ["make", "--dry-run", "test-postgres", *switches],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f'-m "{marker} and not browser"' in shown.stdout


def test_every_change_and_every_night_run_it() -> None:
    night = (ROOT / ".github/workflows/nightly.yml").read_text()
    assert "run: make test-postgres ALL=yes\n" in night
    assert "\nmake test-postgres >" in (ROOT / ".ci/run").read_text()
