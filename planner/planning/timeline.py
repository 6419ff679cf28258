"""The campaign's days, cut into slices in which nothing but sending happens (RULES.md §1).

Slices are counted from 0, months from 1. A timeline is the same for all groups of seats that send
side by side; a `Calendar` says on which days seats renew and are granted credits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from planner.planning.days import (
    DAY,
    SendsOn,
    add_months,
    count_sending_days,
    month_of,
)
from planner.planning.ranges import HORIZON
from planner.planning.scenario import Scenario
from planner.planning.terms import GrantDay


class Calendar(NamedTuple):
    """The renewal days and the refreshes of some seats.

    Billing month 1, the first that is to be paid for, starts on `pays_from`; the seats renew on
    that day of every month before and after it. `grants_on_start` is whether they are granted
    credits on the campaign's first day, too, where `grant_day` is `first`.
    """

    pays_from: date
    grant_day: GrantDay
    grants_on_start: bool


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A calendar, slice by slice: whether a refresh begins it, and the billing month of it.

    A billing month before `Calendar.pays_from` has a number below 1.
    """

    refreshes: tuple[bool, ...]
    months: tuple[int, ...]

    def last_slice_of(self, month: int) -> int:
        """The last slice of a billing month; -1 where it ends before the campaign starts."""
        return bisect_right(self.months, month) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The slices of a campaign, through the horizon.

    `days` has the first day of each and the day after the last one, `sending_days` the number of
    days on which messages are sent, `months` the month of the campaign. The slices before
    `deadline` are in time.
    """

    days: tuple[date, ...]
    sending_days: tuple[int, ...]
    months: tuple[int, ...]
    deadline: int
    tracks: dict[Calendar, Track]

    def __len__(self) -> int:
        return len(self.sending_days)

    def slice_after(self, day: date) -> int:
        """The slice before which a day of the campaign ends; `day` is one that ends a slice."""
        return bisect_left(self.days, day + DAY)

    def slice_of(self, day: date) -> int:
        """The slice in which a day of the campaign lies."""
        return bisect_right(self.days, day) - 1


def timeline_of(scenario: Scenario, calendars: Sequence[Calendar]) -> Timeline:
    """The timeline of a scenario for seats with these calendars (RULES.md §1)."""
    return _cut(
        scenario.start_on,
        scenario.deadline,
        tuple(dict.fromkeys(calendars)),
        scenario.sends_on,
        scenario.monthly_send_limit is not None,
        tuple(prefix.deadline for prefix in scenario.queue) if scenario.audiences else (),
    )


@lru_cache(maxsize=512)
def _cut(
    start_on: date,
    deadline: date,
    calendars: tuple[Calendar, ...],
    sends_on: SendsOn,
    limits_months: bool,
    other_deadlines: tuple[date, ...],
) -> Timeline:
    end = add_months(start_on, HORIZON)
    cuts = {start_on, deadline + DAY, *(day + DAY for day in other_deadlines)}
    refreshes: dict[Calendar, set[date]] = {}
    for calendar in calendars:
        renewals = set(_monthly(calendar.pays_from, start_on, end))
        if calendar.grant_day == "renewal":
            refreshes[calendar] = renewals
        else:
            refreshes[calendar] = set(_monthly(start_on.replace(day=1), start_on, end))
            if calendar.grants_on_start:
                refreshes[calendar].add(start_on)
        cuts |= renewals | refreshes[calendar]
    if limits_months:
        cuts |= set(_monthly(start_on, start_on, end))
    days = sorted(day for day in cuts if day < end)
    return Timeline(
        days=(*days, end),
        sending_days=tuple(
            count_sending_days(day, following, sends_on)
            for day, following in zip(days, [*days[1:], end], strict=True)
        ),
        months=tuple(month_of(start_on, day) for day in days),
        deadline=bisect_left(days, deadline + DAY),
        tracks={
            calendar: Track(
                refreshes=tuple(day in refreshes[calendar] for day in days),
                months=tuple(month_of(calendar.pays_from, day) for day in days),
            )
            for calendar in calendars
        },
    )


@lru_cache(maxsize=512)
def ends_of(timeline: Timeline) -> tuple[int, ...]:
    """The ends of billing months, and of the time until the deadline, as numbers of slices."""
    ends = {timeline.deadline, len(timeline)}
    for track in timeline.tracks.values():
        ends.update(
            position
            for position, (month, following) in enumerate(pairwise(track.months), start=1)
            if month != following
        )
    return tuple(sorted(ends))


def _monthly(anchor: date, first: date, end: date) -> Iterator[date]:
    """The days of `anchor` in every month, from `first` to the day before `end`."""
    months = month_of(anchor, first) - 1
    while (day := add_months(anchor, months)) < end:
        if day >= first:
            yield day
        months += 1


@lru_cache(maxsize=2_048)
def slices_expired(timeline: Timeline, life: int) -> tuple[int, ...]:
    """By slice: of how many slices, from the first one on, the lots are dead at its beginning.

    A lot that comes in a slice dies at the first refresh on or after its first day plus `life`
    months (RULES.md §2).
    """
    dead = [add_months(day, life) for day in timeline.days[:-1]]
    return tuple(bisect_right(dead, day) for day in timeline.days[:-1])
