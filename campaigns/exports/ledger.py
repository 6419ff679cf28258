"""One estimate day by day, for a spreadsheet (CSV)."""

from collections.abc import Iterator
from decimal import Decimal

from campaigns.exports.amounts import Json, money
from campaigns.exports.csv_format import DECIMAL_POINTS, CsvFormat, write_csv
from campaigns.exports.document import describe_row
from planner.planning.estimate import Estimate
from planner.planning.layout import ScheduleRow

LEDGER_COLUMNS = (
    "plan",
    "strategy",
    "month",
    "starts_on",
    "opening",
    "expired",
    "forfeited",
    "granted",
    "returned",
    "bought",
    "sent",
    "free",
    "closing",
    "subscription_spend",
    "credit_spend",
    "spent_so_far",
)
# Texts in the document, numbers in a table.
MONEY_COLUMNS = {"subscription_spend", "credit_spend", "spent_so_far"}


def add_up_months(estimate: Estimate) -> Iterator[tuple[ScheduleRow, Decimal | None]]:
    """Each month with the dollars spent by its end; `None` from the first unknown price on."""
    spent: Decimal | None = Decimal(0)
    for month in estimate.schedule:
        subscription, credits = month.subscription_spend, month.credit_spend
        if spent is None or subscription is None or credits is None:
            spent = None
        else:
            spent += subscription + credits
        yield month, spent


def write_ledger_csv(estimate: Estimate, *, csv_format: CsvFormat = DECIMAL_POINTS) -> str:
    """One row per day on which something happens; money in dollars, empty where unknown."""
    named = {"plan": estimate.terms.slug, "strategy": estimate.strategy}
    rows = (
        _list_cells(named | describe_row(month) | {"spent_so_far": money(spent)})
        for month, spent in add_up_months(estimate)
    )
    return write_csv(LEDGER_COLUMNS, rows, csv_format)


def _list_cells(described: Json) -> list[object]:
    return [
        Decimal(value) if value is not None and column in MONEY_COLUMNS else value
        for column in LEDGER_COLUMNS
        for value in [described[column]]
    ]
