"""What an estimate plans by each day: messages sent and dollars paid (RULES.md §12).

Days are counted in sending days from the start day on: the start day is number 1 if messages are
sent on it. Messages are those on credits and to open profiles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from planner.planning.days import DAY, SendsOn, count_sending_days, sending_day
from planner.planning.estimate import Estimate
from planner.planning.layout import ScheduleRow, add_dollars
from planner.planning.scenario import Scenario
from planner.planning.timeline import Timeline, timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Messages that are due evenly over the sending days after number `first`, through `last`."""

    first: int
    last: int
    messages: int

    def due_by(self, number: int) -> int:
        """The messages of the stretch that are due by sending day `number`, rounded down."""
        days = self.last - self.first
        return self.messages * min(max(number - self.first, 0), days) // days

    def time_of(self, sent: int) -> Fraction:
        """The sending days through which no more than `sent` of them are due, exactly."""
        return self.first + Fraction(sent * (self.last - self.first), self.messages)


class _Timed(Protocol):
    """Messages that follow one another, as those of a stretch."""

    @property
    def messages(self) -> int: ...

    def time_of(self, sent: int) -> Fraction: ...


def find_time(timed: Iterable[_Timed], sent: int) -> Fraction:
    """The sending days through which no more than `sent` messages are due, exactly.

    `sent` is less than all messages. Within a stretch the days are divided. Source: RULES.md §12.
    """
    for one in timed:
        if sent < one.messages:
            return one.time_of(sent)
        sent -= one.messages
    raise AssertionError("as many messages as are planned have no time of their own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is planned by each day; `last_on` is the last sending day of the last stretch.

    `payments` are the days on which dollars fall due, `None` for an unknown price. `earliest_on` is
    the day of the estimate's last message, if each goes as early as it can.
    """

    start_on: date
    sends_on: SendsOn
    stretches: tuple[Stretch, ...]
    payments: tuple[tuple[date, Decimal | None], ...]
    earliest_on: date | None = None

    @property
    def messages(self) -> int:
        """All messages that are planned."""
        return sum(one.messages for one in self.stretches)

    @property
    def days(self) -> int:
        """The sending days from the start day through the last stretch."""
        return self.stretches[-1].last

    @property
    def last_on(self) -> date:
        """The last day on which a message is due."""
        return self.day_of(self.days)

    def number_of(self, day: date) -> int:
        """The sending days from the start day through `day`; 0 before it."""
        if day < self.start_on:
            return 0
        return count_sending_days(self.start_on, day + DAY, self.sends_on)

    def day_of(self, number: int) -> date:
        """The day of sending day `number`."""
        return sending_day(self.start_on, number, self.sends_on)

    def sent_by(self, day: date) -> int:
        """The messages that are due by the end of `day`."""
        number = self.number_of(day)
        return sum(one.due_by(number) for one in self.stretches)

    def paid_by(self, day: date) -> Decimal | None:
        """The dollars that fall due by the end of `day`; `None` where a price is unknown."""
        return add_dollars(amount for on, amount in self.payments if on <= day)

    def time_of(self, sent: int) -> Fraction:
        """The result of `find_time` for all messages."""
        return find_time(self.stretches, sent)


def course_of(estimate: Estimate) -> Course | None:
    """The course of an estimate; `None` where it is never done. Source: RULES.md §12."""
    if not estimate.is_done:
        return None
    scenario = estimate.scenario
    timeline = timeline_of(scenario, [one.group.calendar for one in estimate.groups])
    # Without seats no calendar cuts the timeline, so that a slice can reach over the next row.
    ends = [*(row.starts_on - DAY for row in estimate.schedule[1:]), date.max]
    return Course(
        start_on=scenario.start_on,
        sends_on=scenario.sends_on,
        stretches=tuple(
            Stretch(
                first=_count_through(scenario, row.starts_on - DAY),
                last=_count_through(scenario, min(end, _last_day_of(row, estimate, timeline))),
                messages=row.ledger.sent + row.free,
            )
            for row, end in zip(estimate.schedule, ends, strict=True)
            if row.ledger.sent or row.free
        ),
        payments=tuple((row.starts_on, row.due) for row in estimate.schedule),
        earliest_on=estimate.done_on,
    )


def _count_through(scenario: Scenario, day: date) -> int:
    return count_sending_days(scenario.start_on, day + DAY, scenario.sends_on)


def _last_day_of(row: ScheduleRow, estimate: Estimate, timeline: Timeline) -> date:
    """The last day for the messages of a row: that of its slice.

    What is late is due as soon as it can be, so the last messages are due by the estimate's day.
    """
    last = timeline.days[timeline.slice_of(row.starts_on) + 1] - DAY
    if last <= estimate.scenario.deadline or estimate.done_on is None:
        return last
    return max(row.starts_on, min(last, estimate.done_on))
