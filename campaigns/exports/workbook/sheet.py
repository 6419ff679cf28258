"""One sheet: values of Python's types in, formatted cells out."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from campaigns.exports.csv_format import as_text_cell
from planner.planning.money import cents
from planner.planning.wording import CURRENCY_SIGN

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# How a value is shown. A word stands among numbers ("?", "no limit"); a price may have more digits
# than cents, being what others charge.
Kind = Literal["text", "word", "whole", "number", "money", "price", "share", "day"]
NUMBER_FORMATS: dict[Kind, str] = {
    "text": "General",
    "word": "General",
    "whole": "#,##0",
    "number": "#,##0.0#",
    "money": f"{CURRENCY_SIGN}#,##0.00",
    "price": f"{CURRENCY_SIGN}#,##0.00##",
    "share": "0.0#########%",
    "day": "d mmm yyyy",
}
ACCENT, TINT, LINE, SOFT = "#0B5C56", "#E6F2EF", "#C9CEC9", "#575C66"
INPUT = "#FFF4CC"
UNKNOWN = "?"
A4 = 9
LONGEST_LINK = 2_000
LINE_HEIGHT = 15
ESTIMATES_FOOTER = "&L&8Outreach cost planner: estimates, not quotes.&R&8&A, &P of &N"

STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "section": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 1,
                "bottom_color": ACCENT, "valign": "vcenter"},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True,
             "valign": "vcenter"},
    "label": {"font_color": SOFT},
    "soft": {"font_color": SOFT, "italic": True, "text_wrap": True},
    "text": {"align": "left"},
    "long text": {"align": "left", "text_wrap": True},
    "strong": {"align": "left", "bold": True},
    "cell": {"bottom": 1, "bottom_color": LINE},
    "wrapped": {"bottom": 1, "bottom_color": LINE, "text_wrap": True},
    "best": {"bottom": 1, "bottom_color": LINE, "bg_color": TINT, "bold": True},
    "best wrapped": {"bottom": 1, "bottom_color": LINE, "bg_color": TINT, "text_wrap": True},
    "input": {"align": "right", "bg_color": INPUT, "border": 1, "border_color": LINE},
    "sum": {"top": 1, "top_color": ACCENT, "bold": True},
    "link": {"font_color": ACCENT, "underline": 1, "bottom": 1, "bottom_color": LINE,
             "text_wrap": True},
}  # fmt: skip
# Where columns stand side by side, texts keep off the numbers to their left.
IN_COLUMNS = {"head", "cell", "wrapped", "best", "best wrapped", "sum", "link"}
ALIGNMENTS: dict[Kind, dict[str, Any]] = {
    "text": {"align": "left", "indent": 1},
    "word": {"align": "right"},
}


class Formats:
    """The workbook's formats, each made once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, Kind], Format] = {}

    def __call__(self, style: str, kind: Kind = "text") -> "Format":
        if (style, kind) not in self._made:
            look = {"valign": "top", **STYLES[style], "num_format": NUMBER_FORMATS[kind]}
            if style in IN_COLUMNS:
                look |= ALIGNMENTS.get(kind, {})
            self._made[style, kind] = self._workbook.add_format(look)
        return self._made[style, kind]


class Sheet:
    """A worksheet that is written cell by cell, with a look and a page of its own."""

    def __init__(
        self, worksheet: "Worksheet", formats: Formats, *, footer: str = ESTIMATES_FOOTER
    ) -> None:
        self.worksheet = worksheet
        self.formats = formats
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer(footer)

    def write(
        self, row: int, column: int, value: object, *, kind: Kind = "text", style: str = ""
    ) -> None:
        """Write a value as what it is; `None` leaves a blank cell with the style."""
        if isinstance(value, str) and kind != "text":
            kind = "word"
        cell_format = self.formats(style, kind)
        match value:
            case None:
                self.worksheet.write_blank(row, column, None, cell_format)
            case str():
                self.worksheet.write_string(row, column, as_text_cell(value), cell_format)
            case bool():
                self.worksheet.write_string(row, column, "yes" if value else "no", cell_format)
            case date():
                self.worksheet.write_datetime(row, column, value, cell_format)
            case Decimal():
                # As a float it would be written with 16 digits, 9720.19 as 9720.190000000001.
                number = cents(value) if kind == "money" else value
                self.worksheet.write_number(row, column, number, cell_format)
            case int() | float():
                self.worksheet.write_number(row, column, value, cell_format)
            case _:
                raise TypeError(f"no cell for {value!r}")

    def write_formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: Decimal | None,
        *,
        kind: Kind,
        style: str = "",
    ) -> None:
        """Write a formula of ours with the amount that it comes to, `None` for an unknown one.

        What only shows a file, and calculates nothing, shows that amount.
        """
        shown = UNKNOWN if value is None else float(cents(value))
        self.worksheet.write_formula(row, column, formula, self.formats(style, kind), shown)

    def write_section(self, row: int, title: str, *, to_column: int) -> None:
        """Write a heading that is underlined from the first column to `to_column`."""
        for column in range(to_column + 1):
            self.write(row, column, None if column else title, style="section")
        self.worksheet.set_row(row, 21)

    def write_across(
        self, row: int, columns: tuple[int, int], text: str, *, style: str, width: int
    ) -> int:
        """Write a text that takes as many lines as it needs at `width` signs; how many it took."""
        first, last = columns
        self.worksheet.merge_range(row, first, row, last, "", self.formats(style))
        self.write(row, first, text, style=style)
        return count_lines(text, width)

    def write_heads(self, row: int, heads: Sequence[tuple[str, Kind]], *, lines: int = 1) -> None:
        """Write the heads of columns, each aligned as its column's values are."""
        self.worksheet.set_row(row, max(lines * LINE_HEIGHT + 4, 20))
        for column, (head, kind) in enumerate(heads):
            self.write(row, column, head, kind=kind, style="head")

    def write_link(self, row: int, column: int, address: str, *, style: str = "link") -> None:
        """Write an address that can be followed; anything but a web page's is only a text."""
        is_followed = address.startswith(("https://", "http://")) and len(address) <= LONGEST_LINK
        if is_followed:
            self.worksheet.write_url(row, column, address, self.formats(style), address)
        else:
            self.write(row, column, address, style="wrapped")

    def set_lines(self, row: int, lines: int) -> None:
        """Make a row high enough; spreadsheets do not measure merged cells by themselves."""
        if lines > 1:
            self.worksheet.set_row(row, lines * LINE_HEIGHT)

    def set_widths(self, widths: Mapping[int, float]) -> None:
        """Set the columns' widths, in signs."""
        for column, width in widths.items():
            self.worksheet.set_column(column, column, width)


def count_lines(text: str, width: int) -> int:
    """How many lines a text takes where `width` signs fit into one, at least 1."""
    return sum(max(1, -(-len(line) // width)) for line in text.splitlines() or [""])
