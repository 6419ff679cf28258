"""The four strategies to get credits (RULES.md §4).

A strategy is the slice in which sending begins and what may be bought. Each takes the number of
seats with which it costs least, where the scenario leaves that open.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from itertools import islice
from math import ceil, inf
from typing import Literal, NamedTuple

from planner.planning.bounds import SLACK
from planner.planning.cost_bounds import Bound
from planner.planning.counting import Count, Start
from planner.planning.days import month_of
from planner.planning.free_messages import place_free_messages
from planner.planning.groups import SeatGroup
from planner.planning.layout import Layout, lay_out
from planner.planning.ledger import Ledger
from planner.planning.options import MOST_TRIED, PlanSearch, PurchaseOption
from planner.planning.scenario import HORIZON, Scenario

Strategy = Literal["accumulate", "as_granted", "buy_now", "cheapest"]
STRATEGIES: tuple[Strategy, ...] = ("accumulate", "as_granted", "buy_now", "cheapest")

# Saving up and buying now are tried with every number of seats up to this one.
EVERY_SEAT_COUNT = 12


@dataclass(frozen=True, kw_only=True)
class Course:
    """A strategy carried out until everything is sent: seats, months, purchases, slice by slice."""

    scenario: Scenario
    option: PurchaseOption
    ledger: Ledger

    @cached_property
    def layout(self) -> Layout:
        """The course on days, with its payments and its messages to open profiles."""
        return lay_out(self.scenario, self.ledger, place_free_messages(self.scenario, self.ledger))


class _Attempt(NamedTuple):
    """A strategy that sends everything with some number of seats, its last message in a slice.

    Messages go from `first_slice` on; the groups are run before the slice `end`.
    """

    ledger: Ledger | Count
    last_slice: int
    done_on: date
    first_slice: int
    end: int | None


def run_strategies(
    strategies: Sequence[Strategy],
    search: PlanSearch,
    *,
    options: Sequence[PurchaseOption] | None = None,
) -> list[Course | None]:
    """The course of each strategy with a plan, `None` where 120 months are not enough.

    `options`, where the caller has them already, are all that `search.find_options` finds. Two
    strategies that take the same option have one course.
    """
    courses: list[Course | None] = []
    for strategy in strategies:
        if _is_beyond_reach(search, buys=strategy != "as_granted"):
            courses.append(None)
        elif strategy == "accumulate":
            courses.append(_best_of(search, _Saving(search).run))
        elif strategy == "buy_now":
            courses.append(_best_of(search, partial(_buy_now, search)))
        else:
            option = _best_option(search, options, buys=strategy == "cheapest")
            same = (one for one in courses if one and one.option is option)
            followed = next(same, None)
            courses.append(followed or (_follow(search, option) if option else None))
    return courses


def run_strategy(strategy: Strategy, search: PlanSearch) -> Course | None:
    """The course of one strategy with a plan, or `None` where 120 months are not enough."""
    return run_strategies([strategy], search)[0]


def _best_option(
    search: PlanSearch, options: Sequence[PurchaseOption] | None, *, buys: bool
) -> PurchaseOption | None:
    """The option that costs least by the deadline, or else the best of those that end first."""
    # The cheapest option is also the cheapest of those that buy nothing, if it is one.
    is_known = options is not None and (buys or (options and not options[-1].bought))
    found = options if is_known else list(search.find_options(buys=buys))
    return found[-1] if found else search.find_first(buys=buys)


def _follow(search: PlanSearch, option: PurchaseOption) -> Course:
    """The course of an option."""
    ledger = search.run(option.groups, purchase_cap=option.bought)
    return Course(scenario=search.scenario, option=option, ledger=ledger)


def _best_of(search: PlanSearch, run: Callable[[int, float], _Attempt | None]) -> Course | None:
    """The best course over the numbers of seats (RULES.md §4).

    `run` gives that of so many seats, and may give a dearer one where that costs more than its
    second argument, in dollars.
    """
    best: tuple[tuple[Decimal | float, ...], _Attempt] | None = None
    for seats in _list_seats(search):
        is_known_in_time = best is not None and best[0][:2] == (0, False)
        at_most = float(best[0][2]) if best and is_known_in_time else inf
        # Every seat is paid for at least as long as by an option that ends first.
        if search.cost_at_least(seats) > at_most:
            break
        attempt = run(seats, at_most)
        rank = attempt and _rank_of(attempt, seats, search)
        if attempt and rank and (best is None or rank < best[0]):
            best = rank, attempt
    return best and _course_of(search, best[1])


def _attempt(
    search: PlanSearch, ledger: Ledger | Count, *, first_slice: int = 0, end: int | None = None
) -> _Attempt | None:
    """The attempt of a ledger; `None` where it leaves messages unsent."""
    last = None if ledger.unsent else search.last_message(ledger)
    return last and _Attempt(ledger, *last, first_slice, end)


def _list_seats(search: PlanSearch) -> list[int]:
    """The numbers of seats that are tried for saving up and for buying now.

    Those whose grants suffice in a number of months, and one seat fewer: in between the total rises
    or falls steadily. Where limits spread the messages over months, the first ones as well.
    """
    fewest, most, grant = search.fewest, search.most, search.terms.monthly_credits
    tried = {fewest, most - 1, most}
    limit = search.terms.purchase_limit
    if limit is not None or search.held or search.sending.at_once or search.scenario.is_paced:
        tried |= {*range(fewest, min(most, fewest + EVERY_SEAT_COUNT - 1) + 1)}
    longest = search.terms.life + 1 if limit is None else search.scenario.months_until_deadline
    for credits in filter(None, (grant, limit, grant + (limit or 0))):
        for months in range(1, longest + 1):
            enough = ceil(search.sending.to_send / (credits * months))
            tried |= {enough - 1, enough}
            if enough <= fewest:
                break
        # What an audience needs before the others.
        for need in search.needs:
            for months in range(1, longest + 1):
                enough = ceil(need.on_credits / (credits * months))
                tried |= {enough - 1, enough}
    return sorted(seats for seats in tried if fewest <= seats <= most)


def _rank_of(attempt: _Attempt, seats: int, search: PlanSearch) -> tuple[Decimal | float, ...]:
    """In time by total, then seats, then the end; late by months, then total, then seats."""
    measure = search.measure(attempt.ledger, seats)
    if attempt.last_slice < search.timeline.deadline and search.makes_needs(attempt.ledger):
        return 0, *measure, attempt.last_slice
    months = month_of(search.scenario.start_on, attempt.done_on)
    return 1, months, *measure, attempt.last_slice


def _buy_now(search: PlanSearch, seats: int, at_most: float) -> _Attempt | None:
    """Each slice buys what it lacks; in the last month as many seats are staying as cost least.

    Where that costs more than `at_most` dollars, all may be staying.
    """
    groups: Sequence[SeatGroup] = search.groups_of(seats)
    whole = search.count(groups, purchase_cap=None, end=len(search.timeline))
    if whole.unsent:
        return None
    end = next(end for end in search.ends if end > max(whole.last_sends))
    may_end_sooner = search.stage(seats, end).pieces
    fewest = _keep_fewest(search, seats, end, at_most) if may_end_sooner else None
    return _attempt(search, fewest or whole, end=end)


def _keep_fewest(search: PlanSearch, seats: int, end: int, at_most: float) -> Ledger | Count | None:
    """The ledger of `buy_now` with as many seats staying into the last month as cost least.

    Ties go to fewer seats staying, then to the earlier last message.
    """
    stage = search.stage(seats, end)
    by_credits = search.has_unknown_prices
    bound = Bound(search.plan_seats, end, buys=True, by_credits=by_credits)
    best: tuple[tuple[Decimal | float, ...], Ledger | Count] | None = None

    def is_open(staying: int, cost: float) -> bool:
        if best is None:
            return by_credits or cost <= at_most + SLACK
        is_late, _, least, fewest, _ = best[0]
        if is_late:
            return True
        more = cost - float(least)
        return more < -SLACK or (more < SLACK and staying < fewest)

    for staying in islice(bound.list_splits(stage, is_open), MOST_TRIED):
        groups = search.divide(seats, staying, end)
        totals = search.count(groups, purchase_cap=None, end=end)
        if totals.unsent:
            continue
        measure = search.measure(totals, seats)
        is_late = not search.makes_needs(totals)
        rank = is_late, measure.is_unknown, measure.cost, sum(staying), max(totals.last_sends)
        if best is None or rank < best[0]:
            best = rank, totals
    return best and best[1]


class _Saving:
    """Seats that save up: they send from the first refresh on that has credits for everything.

    Or from the one with the most there can be. The balances of seats that send nothing are
    proportional to their number, so those of one new seat tell those of all.
    """

    def __init__(self, search: PlanSearch) -> None:
        self._search = search
        timeline = search.timeline
        # After as many months as a lot lives, each brings no more than expires.
        last_month = search.terms.life + 2
        self._length = min(bisect_right(timeline.months, last_month) + 1, len(timeline))
        idle = search.run(search.kinds, first_slice=self._length, end=self._length)
        self._balances = [[row.closing for row in rows] for rows in idle.rows]
        self._refreshes = [
            [slice for slice in range(self._length) if track.refreshes[slice]]
            for track in search.tracks
        ]

    def run(self, seats: int, _at_most: float) -> _Attempt | None:
        """The attempt with so many seats; what they lack when they begin is bought."""
        search, groups = self._search, self._search.groups_of(seats)
        first_slice = self.first_slice(groups)
        balances = [balances[first_slice] for balances in self._balances_of(groups)]
        ledger = search.count(
            groups,
            purchase_cap=None,
            end=len(search.timeline),
            start=Start(first_slice, balances),
        )
        return _attempt(search, ledger, first_slice=first_slice)

    def first_slice(self, groups: Sequence[SeatGroup]) -> int:
        """The slice in which these seats begin to send (RULES.md §4).

        The start day and every refresh are looked at: whether the balances together are enough for
        everything, or one refresh more of every group would not raise them.
        """
        to_send, refreshes = self._search.sending.to_send, self._refreshes[: len(groups)]
        balances = [sum(all_) for all_ in zip(*self._balances_of(groups), strict=True)]
        position = 0
        while balances[position] < to_send:
            # By the refreshes that follow, of each group its own.
            following = [self._following(group, position) for group in refreshes]
            if max(following) >= self._length or balances[max(following)] <= balances[position]:
                break
            position = min(following)
        return position

    def _balances_of(self, groups: Sequence[SeatGroup]) -> list[list[int]]:
        """The balances of each of these groups, slice by slice, if they send nothing."""
        balances: list[list[int]] = []
        for group, kind, of_kind in zip(groups, self._search.kinds, self._balances, strict=False):
            times = group.seats // kind.seats
            balances.append([times * balance for balance in of_kind])
        return balances

    def _following(self, refreshes: Sequence[int], position: int) -> int:
        """The first of these slices after `position`; the length of them all where there is none"""
        place = bisect_right(refreshes, position)
        return refreshes[place] if place < len(refreshes) else self._length


def slice_to_start_sending(search: PlanSearch, seats: int) -> int:
    """The slice in which `accumulate` begins to send with so many seats (RULES.md §4)."""
    return _Saving(search).first_slice(search.groups_of(seats))


def _course_of(search: PlanSearch, attempt: _Attempt) -> Course:
    """The course of an attempt, slice by slice."""
    ledger = attempt.ledger
    if isinstance(ledger, Count):
        ledger = search.run(
            ledger.groups, first_slice=attempt.first_slice, purchase_cap=None, end=attempt.end
        )
    option = search.option_of(ledger, attempt.last_slice, attempt.done_on)
    trimmed = replace(ledger, groups=option.groups)
    return Course(scenario=search.scenario, option=option, ledger=trimmed)


def _is_beyond_reach(search: PlanSearch, *, buys: bool) -> bool:
    """Whether all credits of 120 months, each returned as often as possible, are too few."""
    terms, sending = search.terms, search.sending
    monthly = terms.purchase_limit if buys else 0
    if monthly is None or sending.return_rate == 1:
        return False
    held = sum(group.credits for group in search.kinds)
    credits = held + (HORIZON + 1) * search.most * (terms.monthly_credits + monthly)
    return credits < sending.to_send * (1 - sending.return_rate)
