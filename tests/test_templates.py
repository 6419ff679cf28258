"""The templates: lines that a person can read, and nothing that rests on there being no blank."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
LONGEST_LINE = 160


def test_there_are_templates() -> None:
    assert ROOT / "templates" / "base.html" in TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_is_too_long_to_read(path: Path) -> None:
    lines = enumerate(path.read_text().splitlines(), 1)
    assert [number for number, line in lines if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("static/*.css")), ids=lambda path: path.name)
def test_no_style_asks_whether_an_element_is_empty(path: Path) -> None:
    # The line breaks of a template are text: to CSS, an element with nothing else is not empty.
    assert re.findall(r":empty\b", path.read_text()) == []
