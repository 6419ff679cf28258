"""Seats that live the same life, and those of a scenario for one plan (RULES.md §1 and §4).

The credits of a group are one balance, its wallet: no other group can use them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.planning.days import DAY
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.timeline import Calendar

# A last billing month that no campaign reaches.
OPEN_END = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGroup:
    """`seats` seats of one plan with one calendar, subscribed through billing month `last_month`.

    `credits` are those of held seats on the start day, of all of them together.
    """

    terms: Terms
    seats: int
    calendar: Calendar
    is_held: bool = False
    credits: int = 0
    last_month: int = OPEN_END

    @property
    def paid_until(self) -> date | None:
        """The last day that is paid for before the campaign; `None` for new seats."""
        return self.calendar.pays_from - DAY if self.is_held else None

    def through(self, month: int) -> "SeatGroup":
        """The same seats, subscribed through another billing month."""
        if month == self.last_month:
            return self
        return _part(self, self.seats, self.credits, month)

    def with_seats(self, seats: int, last_month: int = OPEN_END) -> "SeatGroup":
        """As many seats as that, with the same credits together, through a billing month."""
        return _part(self, seats, self.credits, last_month)


def list_groups(terms: Terms, scenario: Scenario, seats: int) -> tuple[SeatGroup, ...]:
    """The held seats of a plan, then the new ones that make up `seats`, all without an end.

    Held seats are the least number: all of them are used. Source: RULES.md §4.
    """
    held = list(_held_groups(terms, scenario))
    new = max(seats - sum(group.seats for group in held), 0 if held else 1)
    if new:
        calendar = new_calendar(terms, scenario)
        held.append(SeatGroup(terms=terms, seats=new, calendar=calendar))
    return tuple(held)


def count_held(terms: Terms, scenario: Scenario) -> int:
    """The seats of a plan that are there on the start day."""
    return sum(held.seats for held in scenario.held_seats if held.plan == terms.slug)


def new_calendar(terms: Terms, scenario: Scenario) -> Calendar:
    """The calendar of seats that are subscribed from the start day on."""
    at_start = scenario.grants_on_start
    return Calendar(
        pays_from=scenario.start_on,
        grant_day=terms.grant_day,
        grants_on_start=terms.grants_on_start if at_start is None else at_start,
    )


def _held_groups(terms: Terms, scenario: Scenario) -> Iterator[SeatGroup]:
    for held in scenario.held_seats:
        if held.plan == terms.slug:
            yield SeatGroup(
                terms=terms,
                seats=held.seats,
                calendar=Calendar(held.paid_until + DAY, terms.grant_day, grants_on_start=False),
                is_held=True,
                credits=held.credits,
            )


def divide(group: SeatGroup, seats: int, month: int) -> Iterator[SeatGroup]:
    """The group with `seats` of its seats subscribed through `month`, the others a month less.

    Those that end sooner come first, with their share of the credits held; what does not divide
    stays with the others. Source: RULES.md §4.
    """
    ended = group.seats - seats
    share = group.credits // group.seats * ended if seats else group.credits
    if ended:
        yield _part(group, ended, share, month - 1)
    if seats:
        yield _part(group, seats, group.credits - share, month)


def _part(group: SeatGroup, seats: int, credits: int, last_month: int) -> SeatGroup:
    return SeatGroup(
        terms=group.terms,
        seats=seats,
        calendar=group.calendar,
        is_held=group.is_held,
        credits=credits,
        last_month=last_month,
    )
