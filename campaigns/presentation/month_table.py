"""The table “Month by month”: each row of a schedule, and their totals, as texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.wording import day, unbroken, write_dollars
from planner.planning.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTable:
    """The heads of the columns, the cells of each row, and those of the last row, which adds up."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]


class _Column(NamedTuple):
    """A column: its head, its cells, its total."""

    head: str
    cells: list[str]
    total: str


def draw_month_table(estimate: Estimate) -> MonthTable | None:
    """The table of an estimate; `None` where nothing is sent.

    What never happens, such as a purchase, has no column.
    """
    columns = list(_list_columns(estimate))
    if not columns:
        return None
    return MonthTable(
        heads=tuple(column.head for column in columns),
        rows=tuple(zip(*(column.cells for column in columns), strict=True)),
        totals=tuple(column.total for column in columns),
    )


def _list_columns(estimate: Estimate) -> Iterator[_Column]:
    rows, credits = estimate.schedule, estimate.credits
    if not rows or credits is None:
        return
    ledger, scenario = [row.ledger for row in rows], estimate.scenario
    yield _Column("Month", [str(row.month) for row in rows], "All")
    yield _Column("From", [unbroken(day(row.starts_on)) for row in rows], "")
    yield _count("Opening", [row.opening for row in ledger], credits.opening)
    if credits.expired:
        yield _count("Expired", [row.expired for row in ledger], credits.expired)
    yield _count("Granted", [row.granted for row in ledger], credits.granted)
    if credits.forfeited:
        yield _count("Lost at cap", [row.forfeited for row in ledger], credits.forfeited)
    if credits.returned:
        yield _count("Back", [row.returned for row in ledger], credits.returned)
    if credits.bought:
        yield _count("Bought", [row.bought for row in ledger], credits.bought)
    yield _count("Sent", [row.sent for row in ledger], scenario.to_send)
    if scenario.free_messages:
        yield _count("To open profiles", [row.free for row in rows], scenario.free_messages)
    yield _count("Closing", [row.closing for row in ledger], credits.left)
    spent = [write_dollars(row.subscription_spend) for row in rows]
    yield _Column("Subscription", spent, write_dollars(estimate.subscription_spend))
    spent = [write_dollars(row.credit_spend) for row in rows]
    yield _Column("Credits", spent, write_dollars(estimate.credit_spend))


def _count(head: str, numbers: list[int], total: int) -> _Column:
    return _Column(head, [f"{number:,}" for number in numbers], f"{total:,}")
