"""One estimate month by month, for a spreadsheet (CSV)."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from campaigns.exports.amounts import money
from campaigns.exports.document import describe_month
from campaigns.exports.tables import write_cells
from planner.planning.estimate import Estimate, ScheduleMonth

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
    "closing",
    "subscription_spend",
    "credit_spend",
    "spent_so_far",
)


def add_up_months(estimate: Estimate) -> Iterator[tuple[ScheduleMonth, Decimal | None]]:
    """Each month with the dollars spent by its end; `None` from the first unknown price on."""
    spent: Decimal | None = Decimal(0)
    for month in estimate.schedule:
        subscription, credits = month.subscription_spend, month.credit_spend
        if spent is None or subscription is None or credits is None:
            spent = None
        else:
            spent += subscription + credits
        yield month, spent


def write_ledger_csv(estimate: Estimate) -> str:
    """One row per billing month; money in dollars and cents, empty where unknown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LEDGER_COLUMNS)
    for month, spent in add_up_months(estimate):
        row = {"plan": estimate.terms.slug, "strategy": estimate.strategy}
        row |= describe_month(month) | {"spent_so_far": money(spent)}
        writer.writerow(write_cells(row[column] for column in LEDGER_COLUMNS))
    return out.getvalue()
