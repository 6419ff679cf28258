"""What an estimate plans for each audience by each day (RULES.md §12). Counts are messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from planner.planning.audience_rows import split_rows
from planner.planning.estimate import Estimate
from planner.planning.progress.course import Course, Stretch, find_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The messages of a stretch to one audience, of which those `before` are due to others."""

    stretch: Stretch
    before: int
    messages: int

    def due_by(self, number: int) -> int:
        """Those that are due by sending day `number`."""
        return min(max(self.stretch.due_by(number) - self.before, 0), self.messages)

    def time_of(self, sent: int) -> Fraction:
        """The sending days through which no more than `sent` of them are due, exactly."""
        return self.stretch.time_of(self.before + sent)

    @property
    def last(self) -> int:
        """The sending day by which all of them are due."""
        return ceil(self.time_of(self.messages))


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceCourse:
    """What is planned for one audience; sending days are those of the whole `Course`.

    `earliest_on` is the day of its last message if each goes as early as it can.
    """

    name: str
    deadline: date
    earliest_on: date
    parts: tuple[Part, ...]

    @property
    def messages(self) -> int:
        """All messages to the audience."""
        return sum(one.messages for one in self.parts)

    @property
    def days(self) -> int:
        """The sending days from the start day through its last message."""
        return self.parts[-1].last

    def due_by(self, number: int) -> int:
        """The messages that are due by sending day `number`."""
        return sum(one.due_by(number) for one in self.parts)

    def least_by(self, number: int) -> int:
        """The messages of the stretches that are over with sending day `number`."""
        return sum(one.messages for one in self.parts if one.stretch.last <= number)

    def most_by(self, number: int) -> int:
        """The messages of the stretches that have begun by sending day `number`."""
        return sum(one.messages for one in self.parts if one.stretch.first < number)

    def time_of(self, sent: int) -> Fraction:
        """The result of `find_time` for the messages to the audience."""
        return find_time(self.parts, sent)


def list_audience_courses(estimate: Estimate, course: Course) -> tuple[AudienceCourse, ...]:
    """The courses of the audiences of an estimate, in the order of the queue."""
    if not estimate.audiences:
        return ()
    parts: dict[str, list[Part]] = {one.audience.name: [] for one in estimate.audiences}
    rows = [shares for shares in split_rows(estimate) if shares]
    for stretch, shares in zip(course.stretches, rows, strict=True):
        before = 0
        for share in shares:
            parts[share.name].append(Part(stretch=stretch, before=before, messages=share.messages))
            before += share.messages
    return tuple(_list(estimate, parts))


def _list(estimate: Estimate, parts: dict[str, list[Part]]) -> Iterator[AudienceCourse]:
    for one in estimate.audiences:
        yield AudienceCourse(
            name=one.audience.name,
            deadline=one.deadline,
            earliest_on=one.done_on,
            parts=tuple(parts[one.audience.name]),
        )
