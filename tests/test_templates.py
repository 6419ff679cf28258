"""The templates: lines that a person can read, and nothing that rests on there being no blank."""

import re
from pathlib import Path

import pytest
from django.template import Engine

from planner.template_loading import unindent

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.jinja")])
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


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_element_shows_the_spaces_of_its_template(path: Path) -> None:
    # planner/template_loading.py leaves the indentation out.
    assert re.findall(r"<(?:pre|textarea)\b", path.read_text()) == []


def test_no_style_shows_the_spaces_of_a_template() -> None:
    css = "".join(path.read_text() for path in ROOT.glob("static/*.css"))
    assert re.findall(r"white-space(?:-collapse)?:\s*(?:pre|break)[\w-]*", css) == []


def test_a_template_goes_out_without_its_indentation() -> None:
    name = "base.html"
    assert re.findall(r"\n +<", (ROOT / "templates" / name).read_text())
    source = Engine.get_default().get_template(name).source
    assert re.findall(r"\n[ \t]", source) == []
    read = (ROOT / "templates" / name).read_text()
    assert "".join(source.split()) == "".join(read.split())


@pytest.mark.parametrize(
    ("template", "source"),
    [
        ("one\n{% if x %}\ntwo\n{% endif %}\nthree", "one\n{% if x %}two\n{% endif %}three"),
        ("{% load x %}\n{% if x %}\none", "{% load x %}{% if x %}one"),
        ("{% if x %}one{% else %}two{% endif %}\nthree", None),
        ("one\n{% if x %}two{% endif %}\nthree", "one{% if x %}\ntwo{% endif %}\nthree"),
        ("one\n{% if x %}two{% endif %} or\nthree", None),
        ("one\n{% if x %}two{% endif %}{% if y %}three{% endif %}\n", None),
        ("one {% if x %}\ntwo", None),
        ("{{ one }}\ntwo", None),
    ],
)
def test_words_stay_apart_where_a_line_is_left_out(template: str, source: str | None) -> None:
    assert unindent(template) == (source or template)


def test_templates_that_are_not_the_projects_are_found_too() -> None:
    name = "admin/base.html"
    assert Engine.get_default().get_template(name).origin.template_name == name
