"""The words of docs/glossary.md, and the words that a module is made of."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

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
    return (token.string for token in _tokens_of(source) if token.type == kind)


# A module's are asked for three times.
@lru_cache(1)
def _tokens_of(source: str) -> list[tokenize.TokenInfo]:
    return [*tokenize.generate_tokens(io.StringIO(source).readline)]


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
