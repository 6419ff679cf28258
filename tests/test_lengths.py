"""Modules that a person reads in one sitting, and modules of tests that stand alone."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
MOST_LINES = 500
# Of the product (CONTRIBUTING.md, "Style"): few modules reach the first, none exceeds the last.
USUAL_LINES, MOST_LINES_OF_PRODUCT = 300, 420


def test_modules_of_the_product_have_the_length_that_is_stated() -> None:
    lengths = {
        f"{path.relative_to(TESTS.parent)}": len(path.read_text().splitlines())
        for folder in ("campaigns", "planner")
        for path in (TESTS.parent / folder).rglob("*.py")
        if "migrations" not in path.parts
    }
    long = {name: lines for name, lines in lengths.items() if lines >= USUAL_LINES}
    assert len(lengths) > 200
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_PRODUCT} == {}
    assert len(long) * 10 <= len([lines for lines in lengths.values() if lines])
    style = " ".join((TESTS.parent / "CONTRIBUTING.md").read_text().split())
    assert f"Nine in ten have fewer than {USUAL_LINES} lines" in style
    assert f"may have up to {MOST_LINES_OF_PRODUCT} " in style
    assert f"modules of tests {MOST_LINES})" in style


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
