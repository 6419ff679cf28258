"""Each audience of a record against its own plan and deadline (RULES.md §12).

Counts are messages. An audience is named by its name.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from planner.planning.audience import find_target
from planner.planning.days import DAY, add_months
from planner.planning.errors import InvalidInput
from planner.planning.estimate import Estimate
from planner.planning.progress.audience_course import AudienceCourse, list_audience_courses
from planner.planning.progress.audience_sent import AudienceRecords
from planner.planning.progress.carried_on import carry_on
from planner.planning.progress.course import Course
from planner.planning.progress.pace import SoFar
from planner.planning.progress.record import Record
from planner.planning.progress.replan import Rest, find_rest
from planner.planning.ranges import HORIZON


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencePace(SoFar):
    """One audience by the end of the day `as_of`, against what was planned for it by then.

    `planned_on` is its last day by plan. `pace_on` is that at the pace so far; `None` where nothing
    was sent to it, or where it is after the horizon. Where `counts_credits`, `soonest_on` is the
    last day that the credits allow with the plan carried on as it is; `None` where they never do.
    """

    name: str
    deadline: date
    planned_on: date
    pace_on: date | None
    counts_credits: bool = False
    soonest_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """The day of its last message that is expected: the later of pace and credits."""
        if self.pace_on is None or not self.counts_credits:
            return self.pace_on
        return None if self.soonest_on is None else max(self.pace_on, self.soonest_on)

    @property
    def is_on_time(self) -> bool:
        """Whether its last message is expected by its deadline."""
        return self.last_on is not None and self.last_on <= self.deadline

    @property
    def days_late(self) -> int | None:
        """Days from the deadline to the last day, 0 where it is in time; `None` without one."""
        return None if self.last_on is None else max(0, (self.last_on - self.deadline).days)

    @property
    def is_out_of_credits(self) -> bool:
        """Whether the credits make it late, and later than pace and plan alone do."""
        if not self.counts_credits or self.soonest_on is None:
            return self.counts_credits
        return self.soonest_on > max(self.deadline, self.planned_on, self.pace_on or self.deadline)


def find_audience_paces(
    estimate: Estimate, course: Course, record: Record, *, as_of: date
) -> tuple[AudiencePace, ...]:
    """The audiences in the order of the queue; none without audiences. Source: RULES.md §12."""
    courses = list_audience_courses(estimate, course)
    records = AudienceRecords(record, [one.name for one in courses])
    sent = _share_out(courses, course, records, as_of)
    soonest: dict[str, date | None] = {}
    if any(sent[one.name] < one.messages for one in courses):
        soonest = _find_soonest(estimate, course, courses, record, sent=sent, as_of=as_of)
    return tuple(
        AudiencePace(
            name=one.name,
            deadline=one.deadline,
            messages=one.messages,
            sent=sent[one.name],
            planned=one.due_by(course.number_of(as_of)),
            planned_on=_planned_day(one, course),
            pace_on=_find_last_day(one, course, courses, records, sent=sent[one.name], as_of=as_of),
            counts_credits=one.name in soonest,
            soonest_on=soonest.get(one.name),
        )
        for one in courses
    )


def _share_out(
    courses: Sequence[AudienceCourse], course: Course, records: AudienceRecords, day: date
) -> dict[str, int]:
    """The messages to each audience by the end of a day.

    Those of no audience go where the plan has them by then, then where it has them in the stretch
    that is not over, then to what is left.
    """
    number = course.number_of(day)
    due = {one.name: one.due_by(number) for one in courses}
    begun = {one.name: one.most_by(number) for one in courses}
    whole = {one.name: one.messages for one in courses}
    return records.sent_by([due, begun, whole], day)


def _planned_day(one: AudienceCourse, course: Course) -> date:
    """Its last day by plan; what is late is due as soon as it can be."""
    last = course.day_of(one.days)
    return last if last <= one.deadline else min(last, one.earliest_on)


def _find_last_day(
    one: AudienceCourse,
    course: Course,
    courses: Sequence[AudienceCourse],
    records: AudienceRecords,
    *,
    sent: int,
    as_of: date,
) -> date | None:
    """The day of its last message: of the record, as planned, or at the pace so far."""
    if sent >= one.messages:
        days = sorted({min(entry.last_on, as_of) for entry in records.whole.entries})
        place = bisect_left(
            days,
            one.messages,
            key=lambda day: _share_out(courses, course, records, day)[one.name],
        )
        return days[min(place, len(days) - 1)]
    number = course.number_of(as_of)
    if sent >= one.due_by(number):
        return _planned_day(one, course)
    if not sent:
        return None
    last = ceil(one.days * number / one.time_of(sent))
    horizon = add_months(course.start_on, HORIZON) - DAY
    return course.day_of(last) if last <= course.number_of(horizon) else None


def _find_soonest(
    estimate: Estimate,
    course: Course,
    courses: Sequence[AudienceCourse],
    record: Record,
    *,
    sent: dict[str, int],
    as_of: date,
) -> dict[str, date | None]:
    """The last days that the credits allow; empty where they are as the plan has them.

    Also where there is no such calculation, as there may be no so many messages.
    """
    try:
        plan = _count_messages(estimate)
        rest = find_rest(plan, record.matched(), today=as_of + DAY)
        number = course.number_of(as_of)
        is_as_planned = all(
            one.least_by(number) <= sent[one.name] <= one.most_by(number) for one in courses
        )
        if rest.scenario is None or (is_as_planned and not _lacks_credits(rest)):
            return {}
    except InvalidInput:
        return {}
    carried = carry_on(plan, rest.scenario, rest.seats_now, still_to_buy=rest.still_to_buy)
    days = dict(carried.audience_days)
    return {one.audience.name: days.get(one.audience.name) for one in rest.scenario.queue}


def _count_messages(estimate: Estimate) -> Estimate:
    """The estimate as one whose goal is its messages, as they alone are judged."""
    scenario = estimate.scenario
    if scenario.goal == "contacted":
        return estimate
    audiences = tuple(replace(one.audience, target=one.own_messages) for one in scenario.queue)
    counted = replace(
        scenario, goal="contacted", target=find_target(audiences), audiences=audiences
    )
    return replace(estimate, scenario=counted)


def _lacks_credits(rest: Rest) -> bool:
    """Whether a balance is noted that is less than the rest of the record leaves."""
    if rest.record.credits_now is None:
        return False
    entries = (replace(entry, credits_now=None) for entry in rest.record.entries)
    plain = find_rest(rest.plan, Record.of(entries), today=rest.on)
    return rest.credits < plain.credits
