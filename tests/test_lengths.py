"""Modules of tests that a person reads in one sitting, and that stand alone."""

import re
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


def test_what_two_modules_of_tests_need_is_in_a_module_without_tests() -> None:
    imports = re.compile(r"^(?:from|import) tests\.[\w.]*\btest_\w+", re.M)
    found = {
        f"{path.relative_to(TESTS)}": named
        for path in TESTS.rglob("*.py")
        if (named := imports.findall(path.read_text()))
    }
    assert imports.search("from tests.campaigns.test_formats import section")
    assert found == {}
