"""The style sheets: CSS that browsers read, tokens that exist, classes that a page has.

Whether browsers know the properties, values and pseudo-classes is asked of one in tests/browser.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import tinycss2

from tests.stylesheets import STYLE_SHEETS, Fault, Selector, Style, read_style_sheet, walk

ROOT = Path(__file__).parent.parent
CODE = ["campaigns/**/*.py", "static/*.js"]
# htmx gives it to what waits for an answer.
OF_LIBRARIES = {"htmx-request"}

every_style_sheet = pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)


def test_there_are_style_sheets() -> None:
    assert "tokens.css" in {path.name for path in STYLE_SHEETS}


@every_style_sheet
def test_browsers_leave_nothing_out(path: Path) -> None:
    assert [one for one in read_style_sheet(path.read_text()) if isinstance(one, Fault)] == []


@every_style_sheet
def test_every_token_is_defined(path: Path) -> None:
    defined = {name for sheet in STYLE_SHEETS for name in find_defined(sheet.read_text())}
    assert {*find_used(path.read_text())} - defined == set()


COLOR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|light-dark)\(", re.IGNORECASE)


@every_style_sheet
def test_colors_are_tokens_of_one_file(path: Path) -> None:
    values = [
        tinycss2.serialize(one.value)
        for one in read_style_sheet(path.read_text())
        if isinstance(one, Style)
    ]
    assert any(map(COLOR.search, values)) == (path.name == "tokens.css")


# A size or weight that is no token's; 0 is no size of type, it hides a text.
OF_TOKENS = {
    "font-size": re.compile(r"var\(--size-[1-5]\)|inherit|0"),
    "font-weight": re.compile(r"var\(--(?:normal|strong)\)|inherit"),
    "font-family": re.compile(r"var\(--font\)|inherit"),
    "font": re.compile(r"var\(--normal\) var\(--size-2\)/1\.5 var\(--font\)|inherit"),
}


def find_raw_type(css: str) -> list[str]:
    """Fonts, sizes and weights that are stated instead of taken from a token."""
    return [
        f"{one.line}: {one.name} {value}"
        for one in read_style_sheet(css)
        if isinstance(one, Style)
        and (token := OF_TOKENS.get(one.name.lower()))
        and not token.fullmatch(value := tinycss2.serialize(one.value).strip())
    ]


@every_style_sheet
def test_type_is_of_tokens(path: Path) -> None:
    assert find_raw_type(path.read_text()) == []


def test_raw_type_is_seen() -> None:
    css = """.a { font: 12px serif; font-size: 13px; font-weight: bold; FONT-FAMILY: serif }
        @media print { .b { font-size: .5em; font-weight: var(--other) } }"""
    assert [one.split()[1].lower() for one in find_raw_type(css)] == [
        "font", "font-size", "font-weight", "font-family", "font-size", "font-weight",
    ]  # fmt: skip


NAMED_COLOR = re.compile(
    r"\b(?:aqua|black|blue|fuchsia|gr[ae]y|green|lime|maroon|navy|olive|orange|purple|red|silver|teal"
    r"|white|yellow)\b",
    re.IGNORECASE,
)


@every_style_sheet
def test_no_color_is_named(path: Path) -> None:
    # What a system calls its own colors (CanvasText) is the person's choice, and is not named so.
    values = [
        tinycss2.serialize(one.value)
        for one in read_style_sheet(path.read_text())
        if isinstance(one, Style) and not one.name.startswith("--font")
    ]
    assert [value for value in values if NAMED_COLOR.search(re.sub(r"--[\w-]+", "", value))] == []


@every_style_sheet
def test_lines_can_be_read(path: Path) -> None:
    assert [line for line in path.read_text().splitlines() if len(line) > 120] == []


# What a person reads, or hears: a rule by its value is lost where the words change.
OF_WORDS = {"alt", "aria-label", "content", "data-label", "placeholder", "title"}


def find_selected_words(css: str) -> Iterator[str]:
    """The selectors that compare an attribute of visible words with a value."""
    for one in read_style_sheet(css):
        for tokens in walk(one.tokens) if isinstance(one, Selector) else []:
            for token in tokens:
                if token.type == "[] block" and len(token.content) > 1:
                    name, *_ = (part for part in token.content if part.type == "ident")
                    if name.lower_value in OF_WORDS:
                        yield f"{one.line}: {token.serialize()}"


@every_style_sheet
def test_no_rule_goes_by_visible_words(path: Path) -> None:
    assert [*find_selected_words(path.read_text())] == []


def test_rules_by_visible_words_are_seen() -> None:
    css = """.a td.text:not([data-label=Reaches], [ARIA-LABEL^="To "]) { color: red }
        @media print { [ title = "x" ] > b { color: red } }
        [data-label] { content: attr(data-label) }
        [data-shown=true], [aria-label]:hover { color: red }"""
    assert [*find_selected_words(css)] == [
        "1: [data-label=Reaches]", '1: [ARIA-LABEL^="To "]', '2: [ title = "x" ]',
    ]  # fmt: skip


@every_style_sheet
def test_every_class_and_id_is_on_some_page(path: Path) -> None:
    named = {*find_classes_and_ids(path.read_text())}
    assert named
    assert {name for name in named if not is_on_a_page(name)} == set()


def find_defined(css: str) -> Iterator[str]:
    """The custom properties that are given a value."""
    for one in read_style_sheet(css):
        if isinstance(one, Style) and one.name.startswith("--"):
            yield one.name


def find_used(css: str) -> Iterator[str]:
    """The custom properties that something takes its value from, without another one in reserve."""
    for one in read_style_sheet(css):
        for tokens in walk(one.value) if isinstance(one, Style) else []:
            for token in tokens:
                if token.type == "function" and token.lower_name == "var":
                    name, *rest = token.arguments
                    if not any(token == "," for token in rest):
                        yield name.value


def find_classes_and_ids(css: str) -> Iterator[str]:
    """The names of classes and ids in selectors."""
    for one in read_style_sheet(css):
        for tokens in walk(one.tokens) if isinstance(one, Selector) else []:
            for token, after in zip(tokens, [*tokens[1:], None], strict=True):
                if token.type == "hash":
                    yield token.value
                elif token == "." and after is not None and after.type == "ident":
                    yield after.value


def is_on_a_page(name: str) -> bool:
    """Whether an attribute or a text of the code has the name, or puts it together."""
    if name in OF_LIBRARIES or re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", read_pages()):
        return True
    # "wide-rows-5" from "wide-rows-{{ rows }}", "mix-3" from f"mix-{number}".
    if numbered := re.match(r"(.*\D)\d+$", name):
        return is_put_together(numbered[1])
    # "column-total" from "column-{{ cell.figure.column }}", where the code has the text "total".
    start, _, end = name.rpartition("-")
    is_a_text = re.search(rf"^{re.escape(end)}$", read_pages(), re.MULTILINE)
    return bool(start and is_a_text and is_put_together(f"{start}-"))


def is_put_together(start: str) -> bool:
    """Whether an attribute begins so and goes on with a value."""
    return bool(re.search(rf"(?<![\w-]){re.escape(start)}\{{", read_pages()))


@cache
def read_pages() -> str:
    """Classes and ids of the templates, and every text of the code that may add some."""
    found = []
    for path in [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.jinja")]:
        tag, template = r"{%.*?%}", path.read_text()
        # A tag has quotes of its own, and may pass a name on; what stands between two tags stays.
        found += re.findall(r'\b(?:class|id)="([^"]*)"', re.sub(tag, " ", template))
        found += re.findall(r'="([^"]*)"', " ".join(re.findall(tag, template)))
        found += re.findall(r"{% block \w*_class %}([^{]*)", template)
    for path in (path for pattern in CODE for path in ROOT.glob(pattern)):
        found += re.findall(r'"([^"\n]*)"', path.read_text())
    return "\n".join(found)


@pytest.mark.parametrize(
    ("css", "faults"),
    [
        (".a { color: red; }", 0),
        (".a { color red; }", 1),
        (".a { color: red", 0),  # browsers close what is open at the end
        (".a { color: red } }", 1),
        ("@media (width > 1px) { .a { color: red; } .b }", 1),
        (".a { .b { color } }", 1),
    ],
)
def test_a_fault_is_seen(css: str, faults: int) -> None:
    assert len([one for one in read_style_sheet(css) if isinstance(one, Fault)]) == faults


@pytest.mark.parametrize("name", ["unheard-of", "card-9", "column-nav", "nav", "tfoot"])
def test_a_name_that_no_page_has_is_seen(name: str) -> None:
    assert not is_on_a_page(name)


def test_names_and_tokens_are_seen_wherever_they_are() -> None:
    css = """
        @media print {
            .a:is(#b, .c > p):not(.d) { .e & { width: calc(var(--x) + var(--y, 1px)); } }
        }
        :root { --z: #fff; }
    """
    assert [*find_classes_and_ids(css)] == ["a", "b", "c", "d", "e"]
    assert [*find_used(css)] == ["--x"]
    assert [*find_defined(css)] == ["--z"]
