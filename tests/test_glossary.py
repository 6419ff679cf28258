"""docs/glossary.md has one entry for a word, as its first line promises."""

import re
from collections import Counter

from tests.vocabulary import GLOSSARY


def defined_words(text: str) -> list[str]:
    """What the tables define, in their order: the words of their first columns, one by one."""
    rows = re.findall(r"^\| *([^|]+?) *\|", text, re.MULTILINE)
    words = [word.strip() for row in rows for word in row.split(",")]
    return [word for word in words if word not in ("word", "say", "") and set(word) != {"-"}]


def test_no_word_is_defined_twice() -> None:
    words = defined_words(GLOSSARY.read_text())
    assert len(words) > 120
    assert {word: times for word, times in Counter(words).items() if times > 1} == {}


def test_a_second_definition_is_seen() -> None:
    text = """
| word | meaning | § |
|---|---|---|
| unit | A mailbox. | 10 |
| touch, unit | A seat | or two. | 10 |
| say | for | not |
"""
    assert defined_words(text) == ["unit", "touch", "unit"]
