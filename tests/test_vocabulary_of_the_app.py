"""The app's names and comments use the words of docs/glossary.md, as the engine's do.

The lists of the engine's check hold here, too; this module adds the words that the app had of its
own. Columns of the database and fields of forms keep their names: addresses and rows have them.
Of tests the docstrings and comments are read, of templates, style sheets and scripts the comments.
"""

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vocabulary import (
    VAGUE,
    replaced_words,
    sentences_of,
    split,
    tokens_of,
    words_of,
)

ROOT = Path(__file__).parents[1]
FOLDERS = ("campaigns", "planner", "tools")
# The engine has its own check; a migration is a record of what was.
NOT_READ = ("planner/planning/", "campaigns/migrations/")
# A term of the field names the person, the moment or the act better.
VAGUE_IN_THE_APP = {
    "anew", "everybody", "freeze", "freezes", "freezing", "lest", "saw", "say", "says", "tell",
    "tells", "whatever", "whom",
}  # fmt: skip
# Words that a sentence may have and a name may not: a name is made of terms.
VAGUE_AS_NAMES = {"ask", "asked", "asks", "seen", "here", "there"}
# Names that are not ours alone: columns, fields of forms and parameters of libraries.
GIVEN = {
    "article_says": "a column",
    "asked": "a column",
    "freeze_panes": "XlsxWriter's",
    "frozen": "Python's",
    "gc.freeze": "Python's",
    "frozen_on": "a column",
    "last_seen_on": "a column",
    "others_say": "a column",
    "seen": "a form's field",
}
# How a comment looks in a file of this kind. An address (https://) begins none.
COMMENTS = {
    ".css": r"/\*.*?\*/",
    ".html": r"\{#.*?#\}|\{% comment\b.*?\bendcomment %\}|<!--.*?-->",
    ".jinja": r"\{#.*?#\}|<!--.*?-->",
    ".js": r"/\*.*?\*/|(?<!:)//[^\n]*",
}


def modules() -> list[Path]:
    paths = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(p for p in paths if not p.relative_to(ROOT).as_posix().startswith(NOT_READ))


def commented_files() -> list[Path]:
    tests = (ROOT / "tests").rglob("*.py")
    files = (path for folder in ("static", "templates") for path in (ROOT / folder).rglob("*"))
    return sorted([*tests, *(path for path in files if path.suffix in COMMENTS)])


def comments_of(source: str, suffix: str) -> Iterator[str]:
    """The comments of a template, style sheet or script; of a Python module its docstrings, too."""
    if suffix == ".py":
        return sentences_of(source)
    return iter(re.findall(COMMENTS[suffix], source, re.DOTALL))


def without_given(source: str) -> str:
    """The module with one name in the place of those given, of which it has no other choice."""
    return re.sub(rf"\b(?:{'|'.join(GIVEN)})\b", "given", source)


def names_of(source: str) -> set[str]:
    """The words, in lower case, of which a module's names are made up."""
    return split(" ".join(tokens_of(source, tokenize.NAME)))


def test_the_app_has_none_of_the_words_that_the_glossary_replaces() -> None:
    unwanted = replaced_words() | VAGUE | VAGUE_IN_THE_APP
    found = {}
    for path in modules():
        source = without_given(path.read_text(encoding="utf-8"))
        words = words_of(source) & unwanted | names_of(source) & VAGUE_AS_NAMES
        if words:
            found[str(path.relative_to(ROOT))] = words
    assert found == {}


def test_comments_of_tests_and_pages_have_none_of_these_words() -> None:
    unwanted = replaced_words() | VAGUE | VAGUE_IN_THE_APP
    found = {}
    for path in commented_files():
        comments = comments_of(path.read_text(encoding="utf-8"), path.suffix)
        if words := split(without_given(" ".join(comments))) & unwanted:
            found[str(path.relative_to(ROOT))] = words
    assert found == {}


def test_the_app_its_tools_and_tests_are_read() -> None:
    read = {path.relative_to(ROOT).as_posix() for path in modules()}
    assert {"campaigns/figures.py", "planner/settings.py", "tools/bench/cases.py"} <= read
    assert not any(path.startswith(NOT_READ) for path in read)
    read = {path.relative_to(ROOT).as_posix() for path in commented_files()}
    assert {"tests/known.py", "static/base.css", "static/planner.js", "templates/404.html"} <= read


@pytest.mark.parametrize(
    ("suffix", "source"),
    [
        (".css", "a::before { content: 'told'; /* said\nwho */ }"),
        (".html", "<p>told</p> {# said #} {% comment %} who {% endcomment %} {{ told }}"),
        (".html", "<p class='told'><!-- said who --></p>"),
        (".js", "/* said */ f('https://told'); // who\nconst told = 1;"),
        (".py", 'told = "told"\n\n\ndef tell():\n    """Said."""\n    return told  # who\n'),
    ],
)
def test_comments_are_read_and_code_is_not(suffix: str, source: str) -> None:
    words = split(" ".join(comments_of(source, suffix)))
    assert {"said", "who"} <= words
    assert words & {"tell", "told"} == set()


def test_a_given_name_is_left_out_and_no_other_one() -> None:
    source = without_given("frozen_on = asked_for = revision.asked  # as it was said")
    assert words_of(source) == {"given", "asked", "for", "revision", "as", "it", "was", "said"}
    assert names_of(source) == {"given", "asked", "for", "revision"}
