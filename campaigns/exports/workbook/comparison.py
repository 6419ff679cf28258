"""The comparison as a sheet: a row for every estimate, best first, the figures of the CSV."""

from collections.abc import Callable
from typing import NamedTuple

from campaigns.exports.subject import Subject
from campaigns.exports.workbook.sheet import UNKNOWN, Kind, Sheet, count_lines
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.dates import dates_of
from planner.planning.estimate import Estimate
from planner.planning.explain import explain, explain_status
from planner.planning.key_dates import KeyDates

STATUS_NAMES = {
    "ok": "in time",
    "misses_deadline": "late",
    "out_of_reach": "out of reach",
    "no_inmail": "no InMail",
}
HEAD_ROW = 2
WHY_WIDTH, WHY_SIGNS = 64, 72  # most letters are narrower than the digits that widths count
SENTENCE_WIDTH = 40


class Column(NamedTuple):
    """A column: its head, its width in signs, how a value is shown, and the value."""

    head: str
    width: float
    kind: Kind
    value_of: Callable[[Estimate, KeyDates], object]
    is_money_to_know: bool = False


def _of_credits(name: str) -> Callable[[Estimate, KeyDates], object]:
    return lambda estimate, _: getattr(estimate.credits, name) if estimate.credits else None


def _of_dates(name: str) -> Callable[[Estimate, KeyDates], object]:
    return lambda _, dates: getattr(dates, name)


def _of_losses(name: str) -> Callable[[Estimate, KeyDates], object]:
    return lambda estimate, _: getattr(estimate.losses, name) if estimate.losses else None


COLUMNS = (
    Column("Plan", 30, "text", lambda e, _: e.terms.name),
    Column("Strategy", 24, "text", lambda e, _: STRATEGY_NAMES[e.strategy]),
    Column("Seats", 7, "whole", lambda e, _: e.scenario.seats),
    Column("Status", 12, "text", lambda e, _: STATUS_NAMES[e.status]),
    Column("Months", 8, "whole", lambda e, _: e.months),
    Column("Credits to buy", 9, "whole", _of_credits("bought")),
    Column("Subscription", 16, "money", lambda e, _: e.subscription_spend, True),
    Column("Bought credits", 16, "money", lambda e, _: e.credit_spend, True),
    Column("Total", 16, "money", lambda e, _: e.total, True),
    Column("A lead", 12, "money", lambda e, _: e.cost_per_lead, True),
    Column("A reply", 12, "money", lambda e, _: e.cost_per_reply),
    Column("Within budget", 8, "text", lambda e, _: e.within_budget),
    Column("Why", WHY_WIDTH, "text", lambda e, _: explain(e)),
    # The columns from here on are there to calculate with: no page is wide enough for them.
    Column("Remark", SENTENCE_WIDTH, "text", lambda e, _: explain_status(e)),
    Column("First message in month", 10, "whole", lambda e, _: e.first_send_month),
    Column("Months paid", 8, "whole", lambda e, _: e.months_paid),
    Column("Last messages from", 13, "day", _of_dates("last_messages_from")),
    Column("Done by", 13, "day", _of_dates("done_by")),
    Column("Deadline", 13, "day", _of_dates("deadline")),
    Column("Change to monthly payment before", 13, "day", _of_dates("change_before")),
    Column("Cancel before", 13, "day", _of_dates("cancel_before")),
    Column("Messages", 10, "whole", lambda e, _: e.scenario.messages),
    Column("Free messages", 10, "whole", lambda e, _: e.scenario.free_messages),
    Column("Credits at the start", 10, "whole", _of_credits("opening")),
    Column("Credits granted", 9, "whole", _of_credits("granted")),
    Column("Credits back", 9, "whole", _of_credits("returned")),
    Column("Credits expired", 9, "whole", _of_credits("expired")),
    Column("Lost at the cap", 9, "whole", _of_credits("forfeited")),
    Column("Credits left", 9, "whole", _of_credits("left")),
    Column("Months unused, worth", 12, "money", _of_losses("unused_worth"), True),
    Column("Lost at the cap, worth", 12, "money", _of_losses("forfeited_worth"), True),
    Column("Expired, worth", 12, "money", _of_losses("expired_worth"), True),
    Column("Price known", 8, "text", lambda e, _: e.price_known),
    Column("Plan’s short name", 26, "text", lambda e, _: e.terms.slug),
)
LAST_PRINTED = next(n for n, column in enumerate(COLUMNS) if column.head == "Why")


def write_comparison(sheet: Sheet, subject: Subject) -> None:
    """Write the sheet."""
    comparison = subject.comparison
    sheet.write(0, 0, f"Comparison, best first: {subject.ask}", style="title")
    _write_head(sheet)
    for row, estimate in enumerate(comparison.estimates, start=HEAD_ROW + 1):
        dates = dates_of(subject.query, estimate)
        _write_estimate(sheet, row, estimate, dates, is_best=estimate is comparison.cheapest)
    last_row = HEAD_ROW + len(comparison.estimates)
    if not comparison.estimates:
        last_row += 1
        sheet.write(last_row, 0, "No plan is compared.")
    sheet.worksheet.autofilter(HEAD_ROW, 0, last_row, len(COLUMNS) - 1)
    sheet.worksheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.worksheet.repeat_rows(HEAD_ROW)
    sheet.worksheet.print_area(0, 0, last_row, LAST_PRINTED)


def _write_head(sheet: Sheet) -> None:
    sheet.write_heads(HEAD_ROW, [(column.head, column.kind) for column in COLUMNS], lines=3)
    sheet.set_widths({number: column.width for number, column in enumerate(COLUMNS)})


def _write_estimate(
    sheet: Sheet, row: int, estimate: Estimate, dates: KeyDates, *, is_best: bool
) -> None:
    for number, column in enumerate(COLUMNS):
        value = column.value_of(estimate, dates)
        if value is None and column.is_money_to_know and estimate.is_done:
            value = UNKNOWN
        style = _pick_style(column, is_best=is_best)
        sheet.write(row, number, value, kind=column.kind, style=style)
    sheet.set_lines(row, count_lines(explain(estimate), WHY_SIGNS))


def _pick_style(column: Column, *, is_best: bool) -> str:
    if column.width >= SENTENCE_WIDTH:
        return "best wrapped" if is_best else "wrapped"
    return "best" if is_best else "cell"
