"""A quote as a workbook: what its page shows the client, and nothing that it rests on."""

from datetime import UTC, datetime, time
from io import BytesIO

from campaigns.exports.workbook import open_workbook
from campaigns.exports.workbook.sheet import Formats, Kind, Sheet
from campaigns.presentation.quote_dates import DEADLINE, DONE, name_day
from campaigns.presentation.quote_page import ShownQuote
from campaigns.wording import day

WIDTHS = {0: 30, 1: 18, 2: 18, 3: 18, 4: 18}
LAST_COLUMN, TEXT_WIDTH = 4, 74


def write_quote_workbook(quote: ShownQuote) -> bytes:
    """The workbook, with the same bytes for the same quote."""
    out = BytesIO()
    stamped_at = datetime.combine(quote.made_on, time(), UTC)
    title = f"Quote {quote.number}"
    author = quote.agency or title
    with open_workbook(
        out, title=title, about=quote.title, stamped_at=stamped_at, author=author, comments=""
    ) as workbook:
        footer = f"&L&8{_in_footer(title)}&R&8&P of &N"
        _write(Sheet(workbook.add_worksheet("Quote"), Formats(workbook), footer=footer), quote)
    return out.getvalue()


def _in_footer(text: str) -> str:
    """A text in which the footer's own sign stands for itself."""
    return text.replace("&", "&&")


def _write(sheet: Sheet, quote: ShownQuote) -> None:
    sheet.set_widths(WIDTHS)
    sheet.write(0, 0, f"Quote {quote.number}: {quote.title}", style="title")
    sheet.worksheet.set_row(0, 24)
    facts: list[tuple[str, object, Kind]] = [
        ("For", quote.client, "text"),
        ("From", quote.agency or None, "text"),
        ("Date", quote.made_on, "day"),
        ("Valid until", quote.valid_until, "day"),
    ]
    facts += [(one.name, one.on, "day") for one in quote.dates]
    for one in quote.audience_dates:
        facts.append((name_day(one.name, DONE), one.done_on, "day"))
        facts.append((name_day(one.name, DEADLINE), one.deadline, "day"))
    row = 2
    for label, value, kind in facts:
        if value is not None:
            sheet.write(row, 0, label, style="label")
            sheet.write(row, 1, value, kind=kind, style="text")
            row += 1
    row = _write_prices(sheet, row + 1, quote)
    for title, texts in (
        ("What it covers", quote.scope),
        ("What it rests on", quote.rests_on),
        ("Note", tuple(filter(None, (quote.note,)))),
    ):
        if texts:
            row = _write_texts(sheet, row, title, texts)


def _write_prices(sheet: Sheet, row: int, quote: ShownQuote) -> int:
    sheet.write_section(row, f"Price in {quote.currency}", to_column=LAST_COLUMN)
    row += 1
    amounts = [(line.name, line.price, "text") for line in quote.lines]
    if quote.tax_percent:
        amounts.append(("Subtotal", quote.subtotal, "text"))
        amounts.append((f"Tax, {quote.tax_words} %", quote.tax, "text"))
    amounts.append(("Total", quote.total, "strong"))
    for label, amount, style in amounts:
        sheet.write(row, 0, label, style="label")
        sheet.write(row, 1, amount, kind="money", style=style)
        row += 1
    sheet.write(row, 0, f"Valid until {day(quote.valid_until)}.", style="soft")
    return row + 2


def _write_texts(sheet: Sheet, row: int, title: str, texts: tuple[str, ...]) -> int:
    sheet.write_section(row, title, to_column=LAST_COLUMN)
    row += 1
    for text in texts:
        across = (0, LAST_COLUMN)
        lines = sheet.write_across(row, across, text, style="long text", width=TEXT_WIDTH)
        sheet.set_lines(row, lines)
        row += 1
    return row + 1
