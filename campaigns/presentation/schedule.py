"""Rows of a schedule added up: what is granted, bought, sent and due in them together."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.layout import ScheduleRow


class Step(NamedTuple):
    """What is to do from one day on, or from many where they are added up until `until`.

    Numbers are credits and messages; `due` is in dollars, `None` where a price is unknown.
    """

    on: date
    granted: int
    bought: int
    sent: int
    due: Decimal | None
    days: int = 1


def add_up(rows: Sequence[ScheduleRow]) -> Step:
    """What the rows of a schedule, one day after another, come to together."""
    due = [row.due for row in rows]
    return Step(
        on=rows[0].starts_on,
        granted=sum(row.ledger.granted for row in rows),
        bought=sum(row.ledger.bought for row in rows),
        sent=sum(row.ledger.sent + row.free for row in rows),
        due=None if None in due else sum(filter(None, due), Decimal(0)),
        days=len(rows),
    )
