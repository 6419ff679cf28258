"""The engine's names and comments use the words of docs/glossary.md, not those it replaces."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner.planning

ENGINE = Path(planner.planning.__file__).parent
GLOSSARY = ENGINE.parents[1] / "docs" / "glossary.md"
# In English sentences these stand for a person, a time or a place that a term names better.
VAGUE = {"anybody", "beneath", "ever", "lest", "nobody", "somebody", "told", "who", "whoever"}
# `@dataclass(frozen=True)` is Python's own word.
PYTHON_S = {"frozen"}


def replaced_words() -> set[str]:
    """The single words in the last column of the glossary's table on code."""
    _, _, in_code = GLOSSARY.read_text(encoding="utf-8").partition("\n## In code\n")
    rows = [row.split("|")[3] for row in in_code.splitlines() if row.startswith("|")][2:]
    phrases = [phrase.strip() for row in rows for phrase in row.split(",")]
    return {phrase for phrase in phrases if phrase and " " not in phrase} - PYTHON_S


def tokens_of(source: str, kind: int) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == kind:
            yield token.string


def sentences_of(source: str) -> Iterator[str]:
    """The comments and docstrings of a module; not its sentences for users."""
    yield from tokens_of(source, tokenize.COMMENT)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def split(text: str) -> set[str]:
    """The words, in lower case, of which names and sentences are made up."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", text)}


def words_of(source: str) -> set[str]:
    """The words of a module's names, comments and docstrings."""
    return split(" ".join([*tokens_of(source, tokenize.NAME), *sentences_of(source)]))


@pytest.mark.parametrize(
    "path", sorted(ENGINE.rglob("*.py")), ids=lambda path: str(path.relative_to(ENGINE))
)
def test_the_engine_has_none_of_the_words_that_the_glossary_replaces(path: Path) -> None:
    replaced = replaced_words()
    assert {"kept", "mend", "patience", "said"} <= replaced
    assert words_of(path.read_text(encoding="utf-8")) & (replaced | VAGUE) == set()


def test_names_comments_and_docstrings_are_read_and_sentences_are_not() -> None:
    source = '''
class KeptMix:
    """Whoever asks."""

    def show_it(self, mend_by: int) -> str:
        return "Nobody knows."  # as it was said
'''
    read = words_of(source)
    assert {"kept", "whoever", "mend", "said"} <= read
    assert "nobody" not in read
