"""Static files as a server gives them out: shorter, and the same to a browser."""

from pathlib import Path

import pytest
import tinycss2
from django.core.files.base import ContentFile

from planner.static_files import MinifiedStaticFilesStorage, minify

FOLDER = Path(__file__).parent.parent / "static"
STYLES = sorted(FOLDER.glob("*.css"))


def read_rules(css: str) -> list[tuple[str, str]]:
    """The selectors and the declarations of a style sheet, without comments and spaces."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    found = [(tinycss2.serialize(rule.prelude), rule.content or []) for rule in rules]
    return [("".join(head.split()), write_tokens(content)) for head, content in found]


def write_tokens(tokens: list[tinycss2.ast.Node]) -> str:
    written = tinycss2.serialize([token for token in tokens if token.type != "comment"])
    return "".join(written.replace(";", "").split())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_has_the_same_rules(path: Path) -> None:
    short = minify(path.name, path.read_bytes()).decode()
    assert "/*" not in short
    assert len(short) < len(path.read_text())
    assert read_rules(short) == read_rules(path.read_text())


def test_files_of_other_packages_stay_as_they_are() -> None:
    content = b"/* a comment */ a { color: red }"
    assert minify("admin/css/base.css", content) == content
    assert minify("logo.svg", content) == content
    assert minify("base.css", content) == b"a{color:red}"


def test_what_is_collected_is_short_and_named_by_its_content(tmp_path: Path) -> None:
    storage = MinifiedStaticFilesStorage(location=tmp_path)
    storage.save("planner.js", ContentFile(b"// why\nconst a = 1;\n"))
    assert (tmp_path / "planner.js").read_text() == "const a=1;"
    list(storage.post_process({"planner.js": (storage, "planner.js")}))
    assert (tmp_path / storage.stored_name("planner.js")).read_text() == "const a=1;"
