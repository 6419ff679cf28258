"""The tokens, as static/tokens.css states them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from django.contrib.staticfiles import finders

Kind = Literal["color", "size", "weight", "font", "length"]
COMMENT_OR_TOKEN = re.compile(r"/\* (.+?) \*/|--([\w-]+): ([^;]+);")


class Token(NamedTuple):
    """A custom property, its value as written, and how a person sees it."""

    name: str
    value: str
    kind: Kind


class TokenGroup(NamedTuple):
    """The tokens below one comment."""

    title: str
    tokens: Sequence[Token]


def list_tokens() -> list[TokenGroup]:
    """The tokens of every page, those of print and of forced colors aside."""
    path = finders.find("tokens.css")
    if path is None:
        raise FileNotFoundError("tokens.css")
    return read_tokens(Path(path).read_text())


def read_tokens(css: str) -> list[TokenGroup]:
    """The tokens of the first `:root` of a style sheet, in groups by its comments."""
    block = css.partition(":root {")[2].partition("\n}")[0]
    groups: list[tuple[str, list[Token]]] = []
    for comment, name, value in COMMENT_OR_TOKEN.findall(block):
        if comment:
            groups.append((comment, []))
        elif groups:
            groups[-1][1].append(Token(name, value, _kind_of(name, value)))
    return [TokenGroup(title, tokens) for title, tokens in groups if tokens]


def _kind_of(name: str, value: str) -> Kind:
    if value.startswith(("#", "light-dark(")):
        return "color"
    if name.startswith("size-"):
        return "size"
    if name == "font":
        return "font"
    return "weight" if value.isdecimal() else "length"
