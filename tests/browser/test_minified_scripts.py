"""The scripts as a server gives them out are scripts to a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from planner.static_files import minify

SCRIPTS = sorted((Path(__file__).parents[2] / "static").glob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_short_script_can_be_read(page: Page, path: Path) -> None:
    short = minify(path.name, path.read_bytes()).decode()
    assert len(short) < 0.9 * path.stat().st_size
    page.goto("about:blank")
    assert page.evaluate("(source) => typeof new Function(source)", short) == "function"
    assert page.evaluate("(source) => new Function(source).length", path.read_text()) == 0
