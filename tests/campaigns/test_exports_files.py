"""Every kind of file: its name, its type, that it is there where there is something in it."""

import ast
import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404

from campaigns import exports
from campaigns.exports import (
    EXPORTS,
    ExportSource,
    NothingToExport,
    OfferedExport,
    export_response,
    make_export,
    offer_exports,
)
from campaigns.exports.csv_format import as_text_cell
from tests.campaigns.exports import CSV_KINDS, KINDS, OWN_PLAN, ask, make_campaign, make_scenario
from tests.readers.workbooks import list_formulas, list_texts, open_workbook

pytestmark = pytest.mark.usefixtures("price_books")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/c calc"!A1', '=HYPERLINK("https://x.example")']
ENDINGS = {
    "xlsx": ".xlsx",
    "csv": "-comparison.csv",
    "ledger.csv": "-ledger.csv",
    "semicolon.csv": "-comparison-semicolon.csv",
    "ledger.semicolon.csv": "-ledger-semicolon.csv",
    "ics": "-calendar.ics",
    "toml": "-scenario.toml",
    "json": ".json",
}


def test_every_kind_has_its_ending() -> None:
    stem = "outreach-plan-100-people-2026-12-01"
    source = make_scenario()
    names = {kind: make_export(source, kind).name for kind in KINDS}
    assert names == {kind: f"{stem}{ending}" for kind, ending in ENDINGS.items()}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"name": "Spring round", "target": "1"}, "spring-round-1-person"),
        ({"name": "Käse & Brot / Q1"}, "kase-brot-q1-100-people"),
        ({"name": "日本"}, "outreach-plan-100-people"),
        ({"name": "x" * 100}, f"{'x' * 60}-100-people"),
        ({"name": '"; filename=evil.exe\r\nX: 1'}, "filenameevilexe-x-1-100-people"),
        ({"name": "..", "target": "12,345"}, "outreach-plan-12345-people"),
        ({"goal": "replied", "reply_rate": "0.1", "target": "1"}, "spring-round-1-reply"),
        ({"goal": "replied", "reply_rate": "0.1", "target": "5"}, "spring-round-5-replies"),
    ],
)
def test_a_campaigns_name_comes_first_in_ascii(source: dict[str, Any], name: str) -> None:
    response = export_response(make_campaign(**source), "csv")
    expected = f'attachment; filename="{name}-2026-12-01-comparison.csv"'
    assert response.headers["Content-Disposition"] == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_subject_gives_the_same_bytes(kind: str) -> None:
    made = [
        make_export(make_campaign(changed_at=datetime(2026, 12, 3, 10, 20, tzinfo=UTC)), kind)
        for _ in range(2)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("kind", CSV_KINDS)
def test_excel_is_told_that_a_csv_is_utf_8(kind: str) -> None:
    file = make_export(make_campaign(name="Käse"), kind)
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert file.content_type == "text/csv; charset=utf-8"


def test_a_comparison_names_what_it_compares() -> None:
    for source, name in (
        (make_campaign(), "Spring round"),
        (make_scenario(), "Reaching 100 people"),
    ):
        text = make_export(source, "csv").content.decode("utf-8-sig")
        assert {row["scenario"] for row in csv.DictReader(io.StringIO(text))} == {name}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    source = make_campaign(
        name=text, note=text, own_plan=OWN_PLAN | {"name": text}, plans="", target="30"
    )
    starts = tuple("=+-@\t\r\n")
    for kind in CSV_KINDS:
        content = make_export(source, kind).content.decode("utf-8-sig")
        for delimiter in ",;":
            rows = csv.reader(io.StringIO(content), delimiter=delimiter)
            assert not [cell for row in rows for cell in row if cell.startswith(starts)]
    book = open_workbook(make_export(source, "xlsx").content)
    texts = [cell for cell in list_texts(book) if cell.data_type != "f"]
    assert {cell.data_type for cell in texts} == {"s"}
    # The formulas are those of the file for any text.
    own = open_workbook(make_export(make_campaign(target="30"), "xlsx").content)
    assert list_formulas(book) == list_formulas(own)
    assert sum(cell.value == as_text_cell(text) for cell in texts) > 5
    assert not [cell for cell in texts if cell.value.startswith(starts)]


@pytest.mark.parametrize(
    "source",
    [
        {"plans": ""},
        {"target": "5000", "monthly_send_limit": "1"},
        {"plans": "free-account"},
    ],
)
def test_what_needs_months_is_not_offered_without_them(source: dict[str, Any]) -> None:
    scenario = make_scenario(**source)
    offered = offer_exports("/plan.{}".format, chosen=scenario.chosen)
    need_months = [kind for kind, export in EXPORTS.items() if export.needs_months]
    assert {"ics", "ledger.csv"} <= {*need_months} < {*EXPORTS}
    assert [export.address for export in with_variants(offered)] == [
        f"/plan.{kind}" for kind in KINDS if kind not in need_months
    ]
    for kind in need_months:
        with pytest.raises(NothingToExport):
            make_export(scenario, kind)
        with pytest.raises(Http404):
            export_response(scenario, kind)
    for export in with_variants(offered):
        assert make_export(scenario, export.address.removeprefix("/plan.")).content


def test_free_messages_have_days_but_no_months() -> None:
    source = make_scenario(open_profile_share="100 %", plans="premium-career")
    [row] = csv.DictReader(io.StringIO(
        make_export(source, "ledger.csv").content.decode("utf-8-sig")
    ))  # fmt: skip
    assert (row["sent"], row["free"], row["spent_so_far"]) == ("0", "100", "0.00")


def test_every_kind_is_offered_with_words() -> None:
    offered = offer_exports("/plan.{}".format, chosen=make_scenario().chosen)
    everything = with_variants(offered)
    assert [export.address for export in everything] == [f"/plan.{kind}" for kind in KINDS]
    assert all(export.label and export.hint for export in everything)
    variants = [(export.address, *(one.address for one in export.variants)) for export in offered]
    assert ("/plan.csv", "/plan.semicolon.csv") in variants
    assert ("/plan.ledger.csv", "/plan.ledger.semicolon.csv") in variants


def with_variants(offered: list[OfferedExport]) -> list[OfferedExport]:
    """Every link of the menu, in its order."""
    return [link for export in offered for link in (export, *export.variants)]


def test_the_estimate_on_the_screen_is_the_one_exported() -> None:
    assert ask().comparison.estimates[0].strategy != "accumulate"
    assert chosen_in(make_scenario(seats="1")) == "sales-navigator-professional,accumulate"
    wanted = make_scenario(estimate="premium-career.buy_now")
    assert chosen_in(wanted) == "premium-career,buy_now"
    unknown = make_scenario(estimate="nope.buy_now", target="7")
    best = unknown.comparison.estimates[0]
    assert chosen_in(unknown) == f"{best.terms.slug},{best.strategy}"


def chosen_in(source: ExportSource) -> str:
    row = make_export(source, "ledger.csv").content.decode().splitlines()[1]
    return ",".join(row.split(",")[:2])


def list_libraries() -> set[str]:
    """The packages that modules of `campaigns.exports` import, also inside of functions."""
    folder = Path(exports.__file__).parent
    names = {name for path in folder.rglob("*.py") for name in imports_of(path.read_text("utf-8"))}
    return names - {"campaigns", "planner", "django", *sys.stdlib_module_names}


def imports_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = list_libraries()
    assert {"xlsxwriter", "icalendar", "tomli_w"} <= heavy
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; "
        "django.setup(); import campaigns.urls; "
        f"print(sorted({heavy} & {{*sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
