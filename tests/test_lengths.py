"""Modules of tests that a person reads in one sitting."""

from pathlib import Path

TESTS = Path(__file__).parent
MOST_LINES = 500


def test_no_module_of_tests_is_too_long() -> None:
    # By the whole path: modules of two folders have the same name.
    lengths = {
        f"{path.relative_to(TESTS)}": len(path.read_text().splitlines())
        for path in TESTS.rglob("*.py")
    }
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
