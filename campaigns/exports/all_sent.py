"""What is of no use any more once a record shows that everything is sent."""

from collections.abc import Iterable, Sequence
from datetime import date

from campaigns.exports.audience_needs import PlannedItem, is_done
from planner.planning.days import MONTHS_IN_A_YEAR, add_months
from planner.planning.progress.record import Record
from planner.planning.ranges import MOST_MONTHS

# What is for messages that are still to be sent.
FOR_SENDING = frozenset({"subscribe", "pay", "buy", "grant", "expire", "switch"})


def is_all_sent(items: Sequence[PlannedItem], record: Record) -> bool:
    """Whether there was something to send, and the record shows all of it as done."""
    sends = [item for item in items if item.measure == "sent"]
    return bool(sends) and all(is_done(item, record) for item in sends)


def find_renewal(before: date, payments: Iterable[date]) -> date:
    """The first of the payments by which seats renew that are cancelled before a day; else it."""
    months = range(1, MOST_MONTHS + MONTHS_IN_A_YEAR)
    sooner = [on for on in payments if any(add_months(on, one) == before for one in months)]
    return min(sooner, default=before)
