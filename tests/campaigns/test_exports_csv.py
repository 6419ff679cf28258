"""CSV files: no text is calculated, numbers stay numbers, commas or points before the decimals."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.exports import ExportSource, make_export
from campaigns.exports.csv_format import (
    DECIMAL_COMMAS,
    DECIMAL_POINTS,
    CsvFormat,
    as_csv_text,
    as_text_cell,
    write_csv,
)
from tests.campaigns.exports import CSV_KINDS, OWN_PLAN, make_campaign

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
texts = st.text(st.sampled_from([*",;\t\n\r \"'=+-@＝＠aé1"]), max_size=12) | st.text(max_size=12)
numbers = st.decimals(-10_000, 10_000, places=2) | st.integers(-999, 999)


def split_anywhere(text: str) -> list[str]:
    """The pieces of a text that a spreadsheet may take for cells, without blanks and quotes."""
    return [piece.lstrip(' "\r\n\t\v\f') for piece in re.split(r"[,;\t\r\n]", text)]


@given(texts)
@example("Core;=HYPERLINK(A1);x")
@example('Core;"=1+1')
@example("a,\t@SUM(A1)")
@example("two\n-lines")
def test_no_piece_of_a_text_begins_a_formula(text: str) -> None:
    written = as_csv_text(text)
    assert not [piece for piece in split_anywhere(written) if piece.startswith(SIGNS)]
    same_breaks = re.sub(r"\r\n?", "\n", text)
    assert written.replace("'", "") == same_breaks.replace("'", ""), "nothing but marks is added"


@given(st.lists(st.lists(texts | numbers, min_size=2, max_size=4), max_size=4))
def test_whatever_is_written_is_read_back_in_both_formats(rows: list[list[object]]) -> None:
    for csv_format in (DECIMAL_POINTS, DECIMAL_COMMAS):
        content = write_csv(["a", "b"], rows, csv_format)
        [_, *found] = csv.reader(io.StringIO(content, newline=""), delimiter=csv_format.separator)
        for row, cells in zip(rows, found, strict=True):
            pairs = zip(cells, row, strict=True)
            assert [read_back(cell, value, csv_format) for cell, value in pairs] == row


def read_back(cell: str, value: object, csv_format: CsvFormat) -> object:
    """A cell as the kind of value that it was written from."""
    if isinstance(value, str):
        return value if cell == as_csv_text(value) else cell
    assert not cell.startswith("'"), "numbers stay numbers"
    return type(value)(cell.replace(csv_format.decimal_mark, "."))  # type: ignore[call-arg]


@pytest.mark.parametrize("text", ["", "Our deal", "1-1", "a=b", "a, b; c", "–5", "'=1", "x - y"])
def test_a_harmless_text_is_left_alone(text: str) -> None:
    assert as_csv_text(text) == as_text_cell(text) == text


def test_the_planted_formula_is_a_text_wherever_the_row_is_split() -> None:
    assert as_csv_text("Core;=HYPERLINK(A1);x") == "Core;'=HYPERLINK(A1);x"


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("kind", CSV_KINDS)
@pytest.mark.parametrize("name", ["Core;=HYPERLINK(A1);x", "Core,=1+1", "=1;-1", 'a;"=1+1'])
def test_no_row_of_a_file_holds_a_formula_however_it_is_split(kind: str, name: str) -> None:
    source = make_campaign(
        name=name, own_plan=OWN_PLAN | {"name": name}, target="30", budget="1", plans=""
    )
    content = make_export(source, kind).content.decode("utf-8-sig")
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if cell.startswith(SIGNS)], delimiter


def read(source: ExportSource, kind: str, csv_format: CsvFormat) -> list[dict[str, str]]:
    content = make_export(source, kind).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=csv_format.separator))


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("kind", ["csv", "ledger.csv"])
def test_both_formats_say_the_same(kind: str) -> None:
    own = OWN_PLAN | {"name": "Ours; “cheap”, they say"}
    source = make_campaign(name="a;b", own_plan=own, budget="700", reply_rate="0.1", forecast="yes")
    points = read(source, kind, DECIMAL_POINTS)
    commas = read(source, kind.replace("csv", "semicolon.csv"), DECIMAL_COMMAS)
    assert points
    assert len(points) == len(commas)
    decimals = 0
    for row, same in zip(points, commas, strict=True):
        assert row.keys() == same.keys()
        for name, cell in row.items():
            is_decimal = re.fullmatch(r"-?\d+\.\d+", cell)
            decimals += bool(is_decimal)
            assert same[name] == (cell.replace(".", ",") if is_decimal else cell)
    assert decimals > len(points)


@pytest.mark.usefixtures("price_books")
def test_a_sentence_with_a_semicolon_stays_in_its_cell() -> None:
    rows = read(make_campaign(), "semicolon.csv", DECIMAL_COMMAS)
    assert [row["why"] for row in rows if ";" in row["why"]]
    assert all(Decimal(row["total"].replace(",", ".")) > 0 for row in rows if row["total"])
    assert {None} & {*rows[0]} == set(), "no cell stands outside of the heads"


@pytest.mark.usefixtures("price_books")
@pytest.mark.parametrize("kind", ["semicolon.csv", "ledger.semicolon.csv"])
def test_the_first_line_holds_the_heads(kind: str) -> None:
    """No "sep=;", which every reader but Excel takes for a row of data."""
    content = make_export(make_campaign(), kind).content
    assert content.startswith((b"\xef\xbb\xbfscenario;plan;", b"\xef\xbb\xbfplan;strategy;"))
