"""RULES.md §4: one plan, one strategy, and the number of seats, all by trying.

Readings chosen here, where the text leaves a choice:

- "Last billing month": the days are divided at the renewal days of all groups of the estimate. For
  each such window a group's last billing month is the one in which the window lies. So held and new
  seats, whose months begin on other days, stay or end each by their own month, and a held group
  never ends more than a month of its own before that. (A seat begun new or held that is dropped
  earlier than that is a mix.)
- New seats in their first month, and held ones until `paid_until`, are there in any case.
- `as_granted` and `buy_now`: the last window is the first by the end of which all messages on
  credits can be sent; in it the numbers staying that cost least, those that make the deadline
  first.
- `cheapest`: of the windows that begin by the deadline, each with all messages on credits sent by
  its end and everything by the deadline. Where none works, the same with the next window's end in
  place of the deadline, and so on: first that of the window in which the deadline lies.
- "Those that end sooner" send first by the end up to which they may stay. A choice in which
  they would turn out to end in another order, as those staying send nothing late, is dropped.
- "Fewer staying" counts all groups together; of splits that tie in everything the first tried.
- The totals that decide are those of what is paid in the end: through each group's last message.
- Held credits that are divided: each seat has floor(credits / seats), those that stay the rest.
- `best`: the key is total, seats, months; where the deadline is missed months, total, seats. With
  an unknown price the credits bought stand in place of the total, after known totals.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from tests.planning.seat_reference.days import add_months, day_after, day_before, month_number
from tests.planning.seat_reference.ledger import Group, run
from tests.planning.seat_reference.money import subscription_price
from tests.planning.seat_reference.results import name_status, result_of
from tests.planning.seat_reference.values import Plan, Result, Scenario, Strategy

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Block:
    """Seats of one plan with one renewal day, before they are divided into groups."""

    plan: Plan
    seats: int
    anchor: date
    credits: int = 0
    paid_until: date | None = None


def blocks_of(plan: Plan, seats: int, scenario: Scenario) -> list[Block]:
    """Return the held seats of a plan, and one block of new ones beyond them."""
    held = [
        Block(plan, h.seats, day_after(h.paid_until), h.credits, h.paid_until)
        for h in scenario.held_seats
        if h.plan == plan.name
    ]
    new = seats - sum(block.seats for block in held)
    return held + ([Block(plan, new, scenario.start_on)] if new > 0 else [])


def windows_of(blocks: list[Block], scenario: Scenario) -> list[tuple[date, date]]:
    """Divide the days until the horizon at all renewal days: pairs of a first and a last day."""
    after = day_after(scenario.horizon)
    starts = {scenario.start_on}
    for block in blocks:
        first = month_number(block.anchor, scenario.start_on)
        last = month_number(block.anchor, scenario.horizon)
        starts |= {add_months(block.anchor, k) for k in range(first, last + 1)}
    days = [*sorted(day for day in starts if scenario.start_on <= day < after), after]
    return [(day, day_before(days[n + 1])) for n, day in enumerate(days[:-1])]


def choices_of(block: Block, window: date) -> range:
    """Return the numbers of seats that may stay into the billing month of a window."""
    number = month_number(block.anchor, window)
    is_free_to_end = number >= (1 if block.paid_until is None else 0)
    return range(0 if is_free_to_end else block.seats, block.seats + 1)


def divide(block: Block, kept: int, window: date) -> list[Group]:
    """Return the groups of seats that end a month sooner and of those that stay."""
    number = month_number(block.anchor, window)
    last_day = day_before(add_months(block.anchor, number + 1))
    if block.paid_until is not None:
        last_day = max(last_day, block.paid_until)
    left = block.seats - kept
    theirs = block.credits // block.seats * left if kept else block.credits
    make = Group(block.plan, kept, block.anchor, last_day, block.credits - theirs, block.paid_until)
    before = day_before(add_months(block.anchor, number))
    groups = [replace(make, seats=left, credits=theirs, last_day=before), make]
    return [group for group in groups if group.seats]


def groups_of(blocks: list[Block], kept: tuple[int, ...], window: date) -> list[Group]:
    """Return all groups: held ones first, then those that end sooner."""
    groups = [
        group
        for block, number in zip(blocks, kept, strict=True)
        for group in divide(block, number, window)
    ]
    return sorted(groups, key=lambda group: (not group.is_held, group.last_day))


def all_kept(blocks: list[Block]) -> tuple[int, ...]:
    return tuple(block.seats for block in blocks)


def every_choice(blocks: list[Block], window: date) -> Iterator[tuple[int, ...]]:
    return product(*(choices_of(block, window) for block in blocks))


def number_kept(blocks: list[Block], kept: tuple[int, ...], window: date) -> int:
    """Count the seats that stay of those that could end before the window's billing month."""
    return sum(
        number
        for block, number in zip(blocks, kept, strict=True)
        if choices_of(block, window).start == 0
    )


def cost_key(result: Result) -> Key:
    return (result.total is None, result.bought if result.total is None else result.total)


def those_in_order(results: list[Result]) -> list[Result]:
    """Drop results whose groups were to end in another order than they do; if all were, none."""
    return [result for result in results if ends_in_order(result)] or results


def ends_in_order(result: Result) -> bool:
    for is_held in (True, False):
        ends = [g.paid_through for g in result.groups if g.is_held == is_held and g.paid_through]
        if ends != sorted(ends):
            return False
    return True


class Search:
    """One plan with a number of seats: its windows, and what a choice comes to."""

    def __init__(self, plan: Plan, seats: int, scenario: Scenario) -> None:
        self.plan, self.scenario = plan, scenario
        self.blocks = blocks_of(plan, seats, scenario)
        self.windows = windows_of(self.blocks, scenario)
        self.left_behind = sum(h.credits for h in scenario.held_seats if h.plan != plan.name)

    def attempt(
        self,
        window: date,
        kept: tuple[int, ...],
        most_bought: int | None,
        *,
        saves_up: bool = False,
    ) -> Result:
        groups = groups_of(self.blocks, kept, window)
        ledgers = run(groups, self.scenario, most_bought=most_bought, saves_up=saves_up)
        result = result_of(
            ledgers,
            left_behind=self.left_behind,
            kept=number_kept(self.blocks, kept, window),
        )
        return name_status(result, self.plan)

    def is_sent_by(self, result: Result, day: date) -> bool:
        """Whether the messages on credits all go by a day (of a result that is done)."""
        days = [g.last_message_on for g in result.groups if g.last_message_on is not None]
        return result.done_on is not None and all(last <= day for last in days)

    def to_the_horizon(self, most_bought: int | None, *, saves_up: bool = False) -> Result:
        """Keep every seat to the horizon. What is paid in the end is as if it had ended in time."""
        return self.attempt(
            self.windows[-1][0], all_kept(self.blocks), most_bought, saves_up=saves_up
        )

    def windows_from_the_first_that_may_do(
        self, most_bought: int | None, *, saves_up: bool = False
    ) -> list[tuple[date, date]]:
        """Leave out the windows by whose end not even all seats, staying, send all on credits."""
        result = self.to_the_horizon(most_bought, saves_up=saves_up)
        days = [g.last_message_on for g in result.groups if g.last_message_on is not None]
        if result.done_on is None or not days:
            return []
        return [window for window in self.windows if max(days) <= window[1]]

    def free_only(self) -> Result:
        """Send to open profiles alone: no new seat is subscribed, no held one goes on."""
        before = day_before(self.scenario.start_on)
        groups = [
            Group(b.plan, b.seats, b.anchor, b.paid_until or before, b.credits, b.paid_until)
            for b in self.blocks
        ]
        return result_of(run(groups, self.scenario), left_behind=self.left_behind)

    def accumulate(self) -> Result:
        for first, last in self.windows_from_the_first_that_may_do(None, saves_up=True):
            result = self.attempt(first, all_kept(self.blocks), None, saves_up=True)
            if self.is_sent_by(result, last):
                return result
        return self.to_the_horizon(None, saves_up=True)

    def at_once(self, most_bought: int | None) -> Result:
        """`as_granted` with nothing bought, `buy_now` with no bound."""
        for first, last in self.windows_from_the_first_that_may_do(most_bought):
            every = [
                self.attempt(first, kept, most_bought) for kept in every_choice(self.blocks, first)
            ]
            done = [result for result in every if self.is_sent_by(result, last)]
            if done:
                return min(
                    those_in_order(done),
                    key=lambda r: (r.status != "ok", *cost_key(r), r.kept, r.done_on, r.bought),
                )
        return self.to_the_horizon(most_bought)

    def cheapest(self) -> Result:
        windows = self.windows_from_the_first_that_may_do(None)
        soonest = self.to_the_horizon(None).done_on
        for by in self.days_to_be_done_by():
            if soonest is None or soonest > by:
                continue
            for in_order in (True, False):
                best = self.least_by(by, windows, in_order=in_order)
                if best is not None:
                    return best
        return self.to_the_horizon(None)

    def least_by(
        self, by: date, windows: list[tuple[date, date]], *, in_order: bool
    ) -> Result | None:
        """Return the least of all windows that begin by a day, with everything sent by it."""
        best: Result | None = None
        for first, last in windows:
            if first > by:
                break
            found = self.least_in_window(first, min(last, by), by, best, in_order=in_order)
            if found is not None and (
                best is None or (*cost_key(found), found.done_on) < (*cost_key(best), best.done_on)
            ):
                best = found
        return best

    def days_to_be_done_by(self) -> list[date]:
        deadline = self.scenario.deadline
        return [deadline, *(last for _, last in self.windows if last > deadline)]

    def least_in_window(
        self, first: date, last: date, by: date, best: Result | None, *, in_order: bool
    ) -> Result | None:
        """Try every number staying into a window, with every number of credits bought."""
        found: list[Result] = []
        for kept in every_choice(self.blocks, first):
            for bought in range(self.scenario.on_credits + 1):
                if self.cannot_cost_less(bought, [*found, *([best] if best else [])]):
                    break
                result = self.attempt(first, kept, bought)
                is_done = result.done_on is not None and result.done_on <= by
                is_taken = ends_in_order(result) or not in_order
                if is_done and is_taken and self.is_sent_by(result, last):
                    found.append(result)
                if result.bought < bought:
                    break
        return min(found, key=lambda r: (*cost_key(r), r.kept, r.done_on, r.bought), default=None)

    def cannot_cost_less(self, bought: int, found: list[Result]) -> bool:
        """Whether so many credits alone cost more than the least that is found."""
        price = self.plan.credit_price
        totals = [result.total for result in found if result.total is not None]
        return price is not None and bool(totals) and bought * price > min(totals)


def estimate_with_seats(plan: Plan, strategy: Strategy, seats: int, scenario: Scenario) -> Result:
    """Return what a plan with exactly so many seats (held ones counted in) takes and costs."""
    search = Search(plan, seats, scenario)
    if scenario.on_credits == 0:
        return search.free_only()
    if strategy == "accumulate":
        return search.accumulate()
    if strategy == "as_granted":
        return search.at_once(0)
    return search.at_once(None) if strategy == "buy_now" else search.cheapest()


def rank(result: Result) -> Key:
    """Order results of different numbers of seats (RULES.md §4, and the reading `best` above)."""
    if result.status == "ok":
        return (0, *cost_key(result), result.seats, result.months)
    if result.status == "misses_deadline":
        return (1, result.months, *cost_key(result), result.seats)
    return (2, result.seats)


def cannot_be_beaten(result: Result, best: Result, plan: Plan, scenario: Scenario) -> bool:
    """Whether more seats than the result's cannot cost less than the best so far."""
    if result.status == "no_inmail":
        return True
    may_be_sooner = result.status != "ok" and plan.purchase_limit != 0
    if (
        sends_all_in_its_first_slice(result)
        and scenario.free_messages == 0
        and not may_be_sooner  # more seats may buy enough by the deadline, before the first grant
    ):
        return True
    if best.status != "ok" or best.total is None:
        return False
    one = subscription_price(plan, scenario, 1, has_trial=True)
    new = sum(group.seats for group in result.groups if not group.is_held)
    return best.total == 0 or (one is not None and (new + 1) * one > best.total)


def sends_all_in_its_first_slice(result: Result) -> bool:
    """Whether new seats alone send everything with their first grant, and buy nothing."""
    if result.done_on is None or result.bought or any(group.is_held for group in result.groups):
        return False
    rows = [row for group in result.groups for row in group.rows]
    grants = [row.on for row in rows if row.granted]
    return bool(grants) and {row.on for row in rows if row.sent} == {min(grants)}


def estimate(plan: Plan, strategy: Strategy, scenario: Scenario) -> Result:
    """Return the estimate of a plan and a strategy, with the seats asked for or the best number."""
    held = sum(h.seats for h in scenario.held_seats if h.plan == plan.name)
    if scenario.seats != "best":
        return estimate_with_seats(plan, strategy, max(held, scenario.seats), scenario)
    limits = [scenario.max_seats, scenario.max_seats_per_plan.get(plan.name)]
    known = [limit for limit in limits if limit is not None]
    most = max(held, 1, min([*known, max(1, scenario.messages) + held]))
    best: Result | None = None
    for seats in range(max(1, held), most + 1):
        result = estimate_with_seats(plan, strategy, seats, scenario)
        if best is None or rank(result) < rank(best):
            best = result
        if cannot_be_beaten(result, best, plan, scenario):
            break
    assert best is not None
    return best
