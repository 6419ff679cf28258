"""Seats and purchases that send everything according to the ledger, and what they cost (§6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from planner.planning.billing import price
from planner.planning.free_messages import FreeMessages, find_last_day, place_free_messages
from planner.planning.groups import SeatGroup
from planner.planning.layout import Layout, lay_out
from planner.planning.ledger import Ledger, run_ledger
from planner.planning.mix.formulation import Offer
from planner.planning.mix.kinds import Life
from planner.planning.needs import are_free_in_time, find_shortfall
from planner.planning.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Seats and the credits that they may buy, by life."""

    seats: Mapping[Life, int]
    purchases: Mapping[Life, int]

    def with_seats(self, life: Life, more: int) -> "Choice":
        """The same with `more` seats of one life, or fewer where it is below 0."""
        seats = {**self.seats, life: self.seats.get(life, 0) + more}
        return replace(self, seats={one: number for one, number in seats.items() if number})

    def with_purchases(self, life: Life, more: int) -> "Choice":
        """The same with `more` credits that the seats of one life may buy."""
        return replace(self, purchases={**self.purchases, life: self.purchases.get(life, 0) + more})


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Seats that send everything by the deadline for `total` dollars."""

    scenario: Scenario
    choice: Choice
    ledger: Ledger
    free: FreeMessages
    total: Decimal
    done_on: date

    @cached_property
    def layout(self) -> Layout:
        """Its days and payments."""
        return lay_out(self.scenario, self.ledger, self.free)

    @property
    def rank(self) -> tuple[Decimal, date, int]:
        """Less is better: the total, the last day, the seats."""
        return self.total, self.done_on, sum(group.seats for group in self.ledger.groups)


def is_as_good(one: Candidate, other: Candidate | None) -> bool:
    """Whether `one` costs less than the other, if there is one, or as much and is done as soon."""
    return other is None or (one.total, one.done_on) <= (other.total, other.done_on)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A choice run through the ledger; a candidate where everything is sent by the deadline."""

    offer: Offer
    choice: Choice
    ledger: Ledger

    @cached_property
    def lacking(self) -> int:
        """The messages on credits that are unsent, or lacking for an audience (RULES.md §11)."""
        return max(self.ledger.unsent, find_shortfall(self.ledger, self.offer.needs))

    @cached_property
    def candidate(self) -> Candidate | None:
        """The candidate, its seats subscribed as long as they are needed."""
        offer, ledger = self.offer, self.ledger
        if ledger.unsent:
            return None
        free = place_free_messages(offer.scenario, ledger)
        groups, total = price(ledger, offer.scenario)
        if total is None or free.unsent or free.last_slice >= offer.end:
            return None
        if self.lacking or not are_free_in_time(free, offer.needs):
            return None
        choice = _needed(self.choice, groups, ledger)
        if set(choice.seats) != set(self.choice.seats):
            return run(offer, choice).candidate
        done_on = find_last_day(offer.scenario, ledger, free)
        if offer.last_day and done_on > offer.last_day:
            return None
        return Candidate(
            scenario=offer.scenario,
            choice=choice,
            ledger=replace(ledger, groups=groups),
            free=free,
            total=total,
            done_on=done_on,
        )


def run(offer: Offer, choice: Choice) -> Outcome:
    """Run seats and purchases through the ledger until the deadline, or the offer's last day."""
    timeline = offer.timeline
    lives = _order(choice)
    ledger = run_ledger(
        list(_make_groups(offer, choice)),
        offer.sending,
        timeline,
        purchase_caps=[choice.purchases.get(life, 0) for life in lives],
        end=offer.end,
    )
    return Outcome(offer=offer, choice=choice, ledger=ledger)


def _order(choice: Choice) -> list[Life]:
    """Held seats first, then the plans in order, then those that end sooner (RULES.md §3)."""
    return sorted(choice.seats)


def _make_groups(offer: Offer, choice: Choice) -> Iterator[SeatGroup]:
    last = dict(_order(choice))
    for number, month in _order(choice):
        source, seats = offer.sources[number], choice.seats[number, month]
        credits = source.share * seats
        if month == last[number]:
            credits += source.rest
        yield replace(source.group, seats=seats, credits=credits, last_month=month)


def _needed(choice: Choice, groups: tuple[SeatGroup, ...], ledger: Ledger) -> Choice:
    """The choice with all seats subscribed as long as they are needed, and what they buy."""
    needed = Choice(seats={}, purchases={})
    for (number, _), group, rows in zip(_order(choice), groups, ledger.rows, strict=True):
        life = number, group.last_month
        needed = needed.with_seats(life, group.seats)
        needed = needed.with_purchases(life, sum(row.bought for row in rows))
    return needed


def without_idle_seats(offer: Offer, candidate: Candidate) -> Candidate:
    """The candidate with the fewest new seats of each life, as cheap and done as soon."""
    for life in _order(candidate.choice):
        if offer.sources[life[0]].group.is_held:
            continue
        too_few, enough = -1, candidate.choice.seats.get(life, 0)
        while enough - too_few > 1:
            seats = (too_few + enough) // 2
            more = seats - candidate.choice.seats.get(life, 0)
            fewer = run(offer, candidate.choice.with_seats(life, more)).candidate
            if fewer and is_as_good(fewer, candidate):
                candidate, enough = fewer, min(seats, fewer.choice.seats.get(life, 0))
            else:
                too_few = seats
    return candidate
