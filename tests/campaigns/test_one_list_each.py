"""A term, a figure and a study have one list each: one that is added to it is everywhere.

They are added in a process of its own, before anything has read the lists, and looked for there.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from campaigns.figures import columns
from tests.campaigns.pages import read_markup

ROOT = Path(__file__).parents[2]
ADDITIONS = "tests.campaigns.additions"


@pytest.mark.operations
def test_what_is_added_to_a_list_is_wherever_its_kind_is() -> None:
    checks = ROOT / ADDITIONS.replace(".", "/") / "check_appearances.py"
    options = ["-p", f"{ADDITIONS}.plugin", "-p", "no:cacheprovider", "--nomigrations", "-n0", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(checks)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("price_books")
def test_every_cell_of_the_comparison_stands_under_its_head(client: Client) -> None:
    page = read_markup(client.get("/?open=sales-navigator-core"))
    table = page.partition('<table class="comparison')[2].partition("</table>")[0]
    heads = re.findall(r'<th scope="col">([^<]+)</th>', table)
    assert heads == [figure.column_head for figure in columns()]
    rows = [re.findall(r'data-label="([^"]+)"', row) for row in table.split("<tr")]
    assert {tuple(labels) for labels in rows if labels} == {tuple(heads[1:])}
