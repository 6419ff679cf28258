"""A record against a plan, counted again day by day (RULES.md §12).

It takes an estimate's rows, seats and prices, and the entries. Slices, sending days, paces and
payments are counted here once more, each in the plainest way.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil

from planner.planning.errors import InvalidInput
from planner.planning.estimate import Estimate
from planner.planning.layout import GroupSchedule, ScheduleRow
from planner.planning.progress.record import Entry, Record
from planner.planning.progress.replan import Replan, replan
from tests.planning.seat_reference.days import add_months

DAY = timedelta(days=1)
HORIZON_MONTHS = 120


def own_deadline(plan: Estimate) -> date:
    """The deadline of the scenario, not of its audiences."""
    asked = plan.scenario
    return asked.deadline_on or add_months(asked.start_on, asked.deadline_months) - DAY


def deadlines_of(plan: Estimate) -> list[date]:
    """The deadlines that end a slice."""
    own = own_deadline(plan)
    return [min(one.deadline_on or own, own) for one in plan.scenario.audiences] or [own]


def is_monthly(day: date, anchor: date) -> bool:
    """Whether a day is that of the anchor in its month."""
    return day.day == min(anchor.day, monthrange(day.year, day.month)[1])


def begins_slice(plan: Estimate, day: date, deadlines: Sequence[date]) -> bool:
    """Whether credits are refreshed or seats renew on a day, or a deadline was the day before."""
    asked = plan.scenario
    anchors = [one.group.calendar.pays_from for one in plan.groups]
    anchors += [asked.start_on] if asked.monthly_send_limit is not None else []
    refreshed = bool(plan.groups) and plan.terms.grant_day == "first" and day.day == 1
    is_end = day == add_months(asked.start_on, HORIZON_MONTHS)
    return (
        refreshed
        or is_end
        or day - DAY in deadlines
        or any(is_monthly(day, one) for one in anchors)
    )


def last_day_of(plan: Estimate, first: date) -> date:
    """The last day of the slice that begins on a day."""
    day, deadlines = first, deadlines_of(plan)
    while not begins_slice(plan, day + DAY, deadlines):
        day += DAY
    return day


def charged_on(one: GroupSchedule, day: date) -> Decimal | None:
    """Dollars that a day charges for the seats of a group; `None` at an unknown price."""
    paid, pays_from = one.subscription, one.group.calendar.pays_from
    for month in range(paid.free_months + 12 * paid.years + paid.single_months):
        if add_months(pays_from, month) != day:
            continue
        number = month - paid.free_months
        if number < 0 or (number < 12 * paid.years and number % 12):
            return Decimal(0)
        price = one.terms.annual_price if number < 12 * paid.years else one.terms.monthly_price
        return None if price is None else price * one.seats
    return Decimal(0)


def cost_of(plan: Estimate, row: ScheduleRow) -> tuple[Decimal | None, Decimal | None]:
    """Dollars for seats and for credits that fall due on the first day of a row."""
    charges = [charged_on(one, row.starts_on) for one in plan.groups]
    for_seats = None if None in charges else sum(filter(None, charges), Decimal(0))
    price = plan.terms.credit_price if row.ledger.bought else Decimal(0)
    return for_seats, None if price is None else price * row.ledger.bought


def due_by(plan: Estimate, day: date) -> Decimal | None:
    """Dollars that fall due by a day; `None` where a price is unknown."""
    amounts = [one for row in plan.schedule if row.starts_on <= day for one in cost_of(plan, row)]
    return None if None in amounts else sum(filter(None, amounts), Decimal(0))


def sent_by(entries: Iterable[Entry], day: date) -> int:
    """The messages of entries by a day; of one that goes on, its days until then."""
    sent = 0
    for one in entries:
        days = (one.last_on - one.first_on).days + 1
        over = sum(one.first_on + number * DAY <= day for number in range(days))
        sent += one.sent * over // days
    return sent


def is_of(entry: Entry, name: str) -> bool:
    return entry.audience.strip().casefold() == name.strip().casefold()


@dataclass(frozen=True)
class Part:
    """Some messages of a row, of which so many are due `before` them."""

    first: date
    last: date
    of_row: int
    before: int
    messages: int


@dataclass(frozen=True)
class Queue:
    """The messages of a plan, or to one audience; `days` are all sending days."""

    days: Sequence[date]
    parts: Sequence[Part]

    def number_of(self, day: date) -> int:
        return bisect_right(self.days, day)

    @property
    def messages(self) -> int:
        return sum(one.messages for one in self.parts)

    def count_days(self, one: Part, until: date) -> int:
        """The sending days of a part until a day."""
        return max(0, self.number_of(min(until, one.last)) - self.number_of(one.first - DAY))

    def due_by(self, day: date) -> int:
        due = 0
        for one in self.parts:
            of_row = one.of_row * self.count_days(one, day) // self.count_days(one, one.last)
            due += min(max(of_row - one.before, 0), one.messages)
        return due

    @cached_property
    def last_on(self) -> date:
        """The first day by which all of them are due."""
        last = self.parts[-1]
        days = self.days[self.number_of(last.first - DAY) : self.number_of(last.last)]
        return next(on for on in days if self.due_by(on) == self.messages)

    def time_of(self, sent: int) -> Fraction:
        """The latest time, in sending days, by which not more than those sent are due."""
        for one in self.parts:
            if sent < one.messages:
                before = self.number_of(one.first - DAY)
                days = self.count_days(one, one.last)
                return before + Fraction((one.before + sent) * days, one.of_row)
            sent -= one.messages
        raise AssertionError("all are sent")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What a verdict may state. `planned_on` is the last day by plan, `pace_on` that at the pace.

    `counts_credits` where the credits are not as planned; they allow the last message on
    `soonest_on`, or never.
    """

    name: str
    messages: int
    planned: int
    sent: int
    planned_on: date
    pace_on: date | None
    deadline: date
    counts_credits: bool = False
    soonest_on: date | None = None

    @property
    def behind(self) -> int:
        return self.planned - self.sent

    @property
    def is_done(self) -> bool:
        return self.sent >= self.messages

    @property
    def last_on(self) -> date | None:
        if self.pace_on is None or (self.counts_credits and self.soonest_on is None):
            return None
        return max(filter(None, [self.pace_on, self.soonest_on]))


class Recount:
    """A record of a plan, judged on a day."""

    def __init__(self, plan: Estimate, record: Record, today: date) -> None:
        self.plan, self.entries, self.record = plan, record.entries, record
        covered = any(one.last_on >= today for one in self.entries)
        self.as_of = today if covered else today - DAY
        start = plan.scenario.start_on
        every = (start + n * DAY for n in range((add_months(start, HORIZON_MONTHS) - start).days))
        weekdays = plan.scenario.sends_on == "weekdays"
        self.days = [day for day in every if not weekdays or day.weekday() < 5]

    @cached_property
    def rows(self) -> list[tuple[ScheduleRow, date]]:
        """The rows with messages, with the last day for these."""
        found = []
        following = [row.starts_on - DAY for row in self.plan.schedule[1:]] + [date.max]
        deadline = max(self.deadline_of_all, self.plan.scenario.start_on)
        for row, eve in zip(self.plan.schedule, following, strict=True):
            if row.ledger.sent + row.free:
                last = last_day_of(self.plan, row.starts_on)
                if last > deadline and self.plan.done_on:
                    last = max(row.starts_on, min(last, self.plan.done_on))
                found.append((row, min(last, eve)))
        return found

    @property
    def deadline_of_all(self) -> date:
        """That of the last audience with messages on credits, or to open profiles."""
        results = self.plan.audiences
        if not results:
            return own_deadline(self.plan)
        free = [one for one in results if one.messages > one.on_credits]
        paid = [one for one in results if one.on_credits]
        return max(part[-1].deadline for part in (free, paid) if part)

    @cached_property
    def whole(self) -> Pace:
        parts = [
            Part(row.starts_on, last, row.ledger.sent + row.free, 0, row.ledger.sent + row.free)
            for row, last in self.rows
        ]
        queue = Queue(self.days, parts)
        sent = sent_by(self.entries, self.as_of)
        return Pace(
            name="",
            messages=queue.messages,
            planned=queue.due_by(self.as_of),
            sent=sent,
            planned_on=queue.last_on,
            pace_on=self._pace_of(queue, sent, queue.last_on, self._sent_in_all),
            deadline=self.deadline_of_all,
        )

    def _sent_in_all(self, day: date) -> int:
        return sent_by(self.entries, day)

    def _pace_of(self, queue: Queue, sent: int, planned_on: date, count: object) -> date | None:
        assert callable(count)
        if sent >= queue.messages:
            ends = sorted(min(one.last_on, self.as_of) for one in self.entries)
            return next((day for day in ends if count(day) >= queue.messages), ends[-1])
        if sent >= queue.due_by(self.as_of):
            return planned_on
        if not sent:
            return None
        passed = queue.number_of(self.as_of)
        number = ceil(queue.number_of(queue.last_on) * passed / queue.time_of(sent))
        return self.days[number - 1] if number <= len(self.days) else None

    @cached_property
    def queues(self) -> dict[str, Queue]:
        """The messages to each audience: of a row the first in the queue comes first."""
        parts: dict[str, list[Part]] = {one.audience.name: [] for one in self.plan.audiences}
        paid = {one.audience.name: one.on_credits for one in self.plan.audiences}
        free = {one.audience.name: one.messages - one.on_credits for one in self.plan.audiences}
        for row, last in self.rows:
            of_row, before = row.ledger.sent + row.free, 0
            left_paid, left_free = row.ledger.sent, row.free
            for name, its_parts in parts.items():
                on_credits, to_open = min(paid[name], left_paid), min(free[name], left_free)
                paid[name], left_paid = paid[name] - on_credits, left_paid - on_credits
                free[name], left_free = free[name] - to_open, left_free - to_open
                if number := on_credits + to_open:
                    its_parts.append(Part(row.starts_on, last, of_row, before, number))
                    before += number
        return {name: Queue(self.days, its_parts) for name, its_parts in parts.items()}

    def sent_to(self, day: date) -> dict[str, int]:
        """The messages to each audience by a day, those of no audience given out."""
        sent = {
            name: sent_by([one for one in self.entries if is_of(one, name)], day)
            for name in self.queues
        }
        others = [one for one in self.entries if not any(is_of(one, name) for name in sent)]
        left = sent_by(others, day)
        due = {name: one.due_by(day) for name, one in self.queues.items()}
        begun = {
            name: sum(part.messages for part in one.parts if part.first <= self._last_of(day))
            for name, one in self.queues.items()
        }
        whole = {name: one.messages for name, one in self.queues.items()}
        for wanted in (due, begun, whole):
            for name, number in wanted.items():
                more = min(left, max(0, number - sent[name]))
                sent[name], left = sent[name] + more, left - more
        return sent

    def _last_of(self, day: date) -> date:
        """The last sending day by a day: only by one a row has begun."""
        number = bisect_right(self.days, day)
        return self.days[number - 1] if number else date.min

    @cached_property
    def audiences(self) -> list[Pace]:
        """Each audience, in the order of the queue."""
        sent = self.sent_to(self.as_of)
        paces = []
        for result in self.plan.audiences:
            name = result.audience.name
            queue = self.queues[name]
            planned_on = queue.last_on
            if planned_on > result.deadline:
                planned_on = min(planned_on, result.done_on)
            pace_on = self._pace_of(
                queue, sent[name], planned_on, lambda day, name=name: self.sent_to(day)[name]
            )
            paces.append(
                Pace(
                    name=name,
                    messages=queue.messages,
                    planned=queue.due_by(self.as_of),
                    sent=sent[name],
                    planned_on=planned_on,
                    pace_on=pace_on,
                    deadline=result.deadline,
                )
            )
        return self._with_credits(paces)

    def _with_credits(self, paces: list[Pace]) -> list[Pace]:
        if all(one.is_done for one in paces):
            return paces
        found = self._unchanged
        if found is None or found.carried_on is None or found.rest.scenario is None:
            return paces
        if self._are_credits_as_planned(paces) and not self._lacks_noted_credits(found):
            return paces
        days = dict(found.carried_on.audience_days)
        lacking = {one.name for one in found.rest.scenario.audiences}
        return [
            replace(one, counts_credits=True, soonest_on=days.get(one.name))
            if one.name in lacking
            else one
            for one in paces
        ]

    def _are_credits_as_planned(self, paces: list[Pace]) -> bool:
        """Whether each has what the rows that are over have for it, and no more than begun ones."""
        last = self._last_of(self.as_of)
        for one in paces:
            parts = self.queues[one.name].parts
            over = sum(part.messages for part in parts if self._last_of(part.last) <= last)
            begun = sum(part.messages for part in parts if part.first <= last)
            if not over <= one.sent <= begun:
                return False
        return True

    def _lacks_noted_credits(self, found: Replan) -> bool:
        if self.record.credits_now is None:
            return False
        plain = Record.of(replace(one, credits_now=None) for one in self.entries)
        without = self._replan(plain)
        return without is not None and found.rest.credits < without.rest.credits

    @cached_property
    def _unchanged(self) -> Replan | None:
        return self._replan(self.record)

    def _replan(self, record: Record) -> Replan | None:
        """What is left, each message a lead, with the plan carried on as it is (RULES.md §13)."""
        asked, messages = self.plan.scenario, {n: q.messages for n, q in self.queues.items()}
        counted = tuple(replace(one, target=messages[one.name]) for one in asked.audiences)
        try:
            plan = replace(
                self.plan,
                scenario=replace(
                    asked, goal="contacted", target=sum(messages.values()), audiences=counted
                ),
            )
            return replan(plan, [], record.matched(), today=self.as_of + DAY)
        except InvalidInput:
            return None
