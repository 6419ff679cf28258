"""A record against a course: behind or ahead, the last day, spend (RULES.md §12).

Messages are counted whole; dollars are exact, `None` where a price is unknown.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from planner.planning.days import DAY, add_months
from planner.planning.progress.course import Course
from planner.planning.progress.record import Entry, Record
from planner.planning.ranges import HORIZON


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """The messages in all, those sent by the end of a day, and those planned by then."""

    messages: int
    sent: int
    planned: int

    @property
    def behind(self) -> int:
        """Messages that are planned and not sent; below 0 the messages ahead."""
        return self.planned - self.sent

    @property
    def left(self) -> int:
        """Messages still to be sent."""
        return max(0, self.messages - self.sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace(SoFar):
    """A record by the end of the day `as_of`, against what was planned by then.

    `last_on` is the last day at the pace so far; `None` where nothing was sent, or where it is
    after the horizon. Dollars that are planned are `None` where a price is unknown.
    """

    as_of: date
    deadline: date
    last_on: date | None
    planned_last_on: date
    paid: Decimal
    planned_paid: Decimal | None
    planned_total: Decimal | None

    @property
    def is_on_time(self) -> bool:
        """Whether the last message goes by the deadline at the pace so far."""
        return self.last_on is not None and self.last_on <= self.deadline

    @property
    def days_late(self) -> int | None:
        """Days from the deadline to the last day, 0 where it is in time; `None` without one."""
        return None if self.last_on is None else max(0, (self.last_on - self.deadline).days)

    @property
    def overspend(self) -> Decimal | None:
        """Dollars paid beyond those planned by then; below 0 where less was paid."""
        return None if self.planned_paid is None else self.paid - self.planned_paid


def day_to_judge(record: Record, *, today: date) -> date:
    """The day by whose end a record is judged: yesterday, or today where the record covers it.

    A day that is not over is not held against a record that does not have it yet.
    """
    is_noted = record.last_on is not None and record.last_on >= today
    return today if is_noted else today - DAY


def find_pace(course: Course, record: Record, *, deadline: date, as_of: date) -> Pace:
    """The record by the end of the day `as_of`, against a course. Source: RULES.md §12."""
    sent = sent_by(record, as_of)
    return Pace(
        as_of=as_of,
        deadline=deadline,
        messages=course.messages,
        sent=sent,
        planned=course.sent_by(as_of),
        last_on=_find_last_day(course, record, sent=sent, as_of=as_of),
        planned_last_on=course.last_on,
        paid=paid_by(record, as_of),
        planned_paid=course.paid_by(as_of),
        planned_total=course.paid_by(date.max),
    )


def sent_by(record: Record, day: date) -> int:
    """Messages that the record has sent by the end of `day`.

    An entry that goes on after the day counts for its days until then, rounded down.
    """
    return sum(_sent_by(entry, day) for entry in record.entries)


def paid_by(record: Record, day: date) -> Decimal:
    """Dollars that the record has paid by the end of `day`; of an entry on its first day."""
    return sum((one.paid for one in record.entries if one.first_on <= day), Decimal(0))


def _sent_by(entry: Entry, day: date) -> int:
    if entry.last_on <= day:
        return entry.sent
    days = max(0, (day - entry.first_on).days + 1)
    return entry.sent * days // ((entry.last_on - entry.first_on).days + 1)


def _find_last_day(course: Course, record: Record, *, sent: int, as_of: date) -> date | None:
    """The day of the last message: of the record, as planned, or at the pace so far."""
    if sent >= course.messages:
        return _find_day_of(course.messages, record, as_of=as_of)
    if not sent:
        return None
    if sent >= course.sent_by(as_of):
        return course.last_on
    pace = course.time_of(sent) / course.number_of(as_of)
    number = ceil(course.days / pace)
    horizon = add_months(course.start_on, HORIZON) - DAY
    return course.day_of(number) if number <= course.number_of(horizon) else None


def _find_day_of(messages: int, record: Record, *, as_of: date) -> date:
    """The last day of the entry with which so many messages are sent."""
    days = sorted(min(one.last_on, as_of) for one in record.entries)
    return next(day for day in days if sent_by(record, day) >= messages)
