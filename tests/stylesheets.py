"""The style sheets, rule by rule, parsed as CSS."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Declaration, Node, QualifiedRule

STYLE_SHEETS = sorted((Path(__file__).parent.parent / "static").glob("*.css"))
# At-rules that hold rules; the others (@page) hold descriptors, which are no properties.
WITH_RULES = {"container", "layer", "media", "supports"}


class Fault(NamedTuple):
    """Something that is no CSS: browsers leave it out without a word."""

    line: int
    message: str


class Style(NamedTuple):
    """A declaration: what it sets to what."""

    line: int
    name: str
    value: Sequence[Node]


class Selector(NamedTuple):
    """What a rule is for, as its tokens."""

    line: int
    tokens: Sequence[Node]


def read_style_sheet(text: str) -> Iterator[Fault | Selector | Style]:
    """Every selector, declaration and fault, nested rules included, in their order."""
    yield from _read_rules(
        tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    )


def _read_rules(rules: Sequence[Node]) -> Iterator[Fault | Selector | Style]:
    for rule in rules:
        if rule.type == "error":
            yield Fault(rule.source_line, rule.message)
        elif isinstance(rule, QualifiedRule):
            yield Selector(rule.source_line, rule.prelude)
            yield from _read_block(rule.content)
        elif rule.lower_at_keyword in WITH_RULES:
            yield from _read_rules(
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            )


def _read_block(content: Sequence[Node]) -> Iterator[Fault | Selector | Style]:
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(one, Declaration):
            yield Style(one.source_line, one.name, one.value)
        else:
            yield from _read_rules([one])


def walk(tokens: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """The tokens, and those in each of their brackets and functions."""
    yield tokens
    for token in tokens:
        inside = getattr(token, "arguments", None) or (
            token.content if token.type.endswith(" block") else None
        )
        if inside:
            yield from walk(inside)


def split_at_commas(tokens: Sequence[Node]) -> list[list[Node]]:
    """The selectors of a list."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
