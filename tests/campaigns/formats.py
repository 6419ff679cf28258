"""docs/formats.md: the text below a heading, and the names that it describes."""

import re
from collections.abc import Iterator
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()


def section(title: str, *, level: int = 2) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    ends = rf"(?=^#{{1,{level}}} |\Z)"
    [found] = re.findall(rf"^#{{{level}}} {re.escape(title)}\n(.*?){ends}", TEXT, re.M | re.S)
    return str(found)


def first_names(text: str) -> Iterator[str]:
    """The names in the first column of a table's rows."""
    for cell in re.findall(r"^\| ([^|]*`[^|]*) \|", text, re.M):
        yield from re.findall(r"`([^`]+)`", cell)
