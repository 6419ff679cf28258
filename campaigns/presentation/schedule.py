"""Rows of a schedule added up: the credits, messages and dollars of them together."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.layout import ScheduleRow


class Step(NamedTuple):
    """What is to do from one day on, or from many `days` where they are added up.

    Numbers are credits and messages; `due` is in dollars, `None` where a price is unknown.
    `granted` are new credits, `credits` those and the ones from before that can still be sent:
    credits + returned + bought - (sent - free) = left. `free` messages go to open profiles.
    """

    on: date
    granted: int
    credits: int
    returned: int
    bought: int
    sent: int
    free: int
    left: int
    due: Decimal | None
    days: int = 1


def add_up(rows: Sequence[ScheduleRow]) -> Step:
    """What the rows of a schedule, one day after another, come to together."""
    due, ledgers = [row.due for row in rows], [row.ledger for row in rows]
    left, free = ledgers[-1].closing, sum(row.free for row in rows)
    returned, bought = (sum(row.returned for row in ledgers), sum(row.bought for row in ledgers))
    on_credits = sum(row.sent for row in ledgers)
    return Step(
        on=rows[0].starts_on,
        granted=sum(row.granted for row in ledgers),
        # What expires, or ends with its seat, is no longer there to be sent.
        credits=left + on_credits - returned - bought,
        returned=returned,
        bought=bought,
        sent=on_credits + free,
        free=free,
        left=left,
        due=None if None in due else sum(filter(None, due), Decimal(0)),
        days=len(rows),
    )
