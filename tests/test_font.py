"""The font: what it has, what the pages ask of it, and what a first visit weighs with it."""

import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from planner.static_files import minify
from tools.font import SIGNS

ROOT = Path(__file__).parent.parent
TOKENS = (ROOT / "static" / "tokens.css").read_text()
# What goes over the wire before the first answer is seen in full, heads of the messages aside.
MOST_BYTES = 60_000
# On no page: what a spreadsheet could take for formulas, Greek in comments, a currency as read.
ELSEWHERE = {*"＋－＝＠λρł\n"}


def expand(ranges: str) -> Iterator[str]:
    """The signs of a `unicode-range`."""
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def test_the_browser_is_told_what_the_font_has() -> None:
    declared = re.search(r"unicode-range:([^;]+);", TOKENS)
    assert declared
    assert {*expand(declared[1])} == {*expand(SIGNS)}


def test_the_font_has_every_sign_that_the_product_writes() -> None:
    patterns = ["templates/**/*.html", "templates/**/*.jinja", "static/*.css",
                "campaigns/**/*.py", "campaigns/**/*.toml", "planner/planning/**/*.py"]  # fmt: skip
    written = {sign for p in patterns for path in ROOT.glob(p) for sign in path.read_text()}
    assert written - {*expand(SIGNS)} - ELSEWHERE == set()


def test_its_license_goes_with_it() -> None:
    text = (ROOT / "static" / "fonts" / "inter-license.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in text
    assert "inter-license.txt" in (ROOT / "NOTICE").read_text()


@pytest.mark.usefixtures("price_books")
def test_a_first_visit_is_light(client: Client) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    page = client.get("/").content.decode()
    assert "Yes," in page
    parts = {"the page": len(response.content)}
    for name in {*re.findall(r'(?:href|src)="/static/([^"?]+)"', page)}:
        path = finders.find(name)
        assert path, name
        content = minify(name, Path(path).read_bytes())
        # WhiteNoise compresses ahead what shrinks; a font is compressed already.
        parts[name] = min(len(brotli.compress(content)), len(content))
    assert {"fonts/inter.woff2", "tokens.css", "planner.js"} <= {*parts}
    assert sum(parts.values()) <= MOST_BYTES, parts
