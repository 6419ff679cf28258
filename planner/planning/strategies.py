"""The four strategies to get credits (RULES.md §4).

A strategy is the slice in which sending begins and what may be bought. Each takes the number of
seats with which it costs least, where the scenario leaves that open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from math import ceil
from typing import Literal

from planner.planning.bounds import SLACK
from planner.planning.cost_bounds import Bound
from planner.planning.free_messages import FreeMessages, place_free_messages
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger
from planner.planning.options import MOST_TRIED, PlanSearch, PurchaseOption
from planner.planning.scenario import HORIZON

Strategy = Literal["accumulate", "as_granted", "buy_now", "cheapest"]
STRATEGIES: tuple[Strategy, ...] = ("accumulate", "as_granted", "buy_now", "cheapest")

# Saving up and buying now are tried with every number of seats up to this one.
EVERY_SEAT_COUNT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A strategy carried out until everything is sent: seats, months, purchases, slice by slice."""

    option: PurchaseOption
    ledger: Ledger
    free: FreeMessages


def run_strategy(
    strategy: Strategy, search: PlanSearch, *, options: Sequence[PurchaseOption] | None = None
) -> Course | None:
    """The course of `strategy` with a plan, or `None` where 120 months are not enough.

    `options`, where the caller has them already, are all that `search.find_options` finds.
    """
    if _is_beyond_reach(search, buys=strategy != "as_granted"):
        return None
    if strategy in ("cheapest", "as_granted"):
        buys = strategy == "cheapest"
        # The cheapest option is also the cheapest of those that buy nothing, if it is one.
        is_known = options is not None and (buys or (options and not options[-1].bought))
        found = options if is_known else list(search.find_options(buys=buys))
        option = found[-1] if found else search.find_first(buys=buys)
        return None if option is None else _follow(search, option)
    run = _save_up if strategy == "accumulate" else _buy_now
    return _best_of(search, run)


def _follow(search: PlanSearch, option: PurchaseOption) -> Course:
    """The course of an option."""
    ledger = search.run(option.groups, purchase_cap=option.bought)
    return Course(option=option, ledger=ledger, free=place_free_messages(search.scenario, ledger))


def _best_of(search: PlanSearch, run: Callable[[PlanSearch, int], Course | None]) -> Course | None:
    """The best course over the numbers of seats (RULES.md §4)."""
    best: tuple[tuple[Decimal | int, ...], Course] | None = None
    for seats in _list_seats(search):
        # Every seat is paid for at least as long as by an option that ends first.
        in_time = best[1].option.total if best and best[0][0] == 0 else None
        if in_time is not None and search.cost_at_least(seats) > in_time:
            break
        course = run(search, seats)
        if course and (best is None or _rank_of(course, search) < best[0]):
            best = _rank_of(course, search), course
    return best and best[1]


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
    return sorted(seats for seats in tried if fewest <= seats <= most)


def _rank_of(course: Course, search: PlanSearch) -> tuple[Decimal | int, ...]:
    """In time by total, then seats, then the end; late by months, then total, then seats."""
    option = course.option
    money = (1, option.bought) if option.total is None else (0, option.total)
    if option.end <= search.timeline.deadline:
        return 0, *money, option.seats, option.end
    return 1, option.months, *money, option.seats, option.end


def _buy_now(search: PlanSearch, seats: int) -> Course | None:
    """Each slice buys what it lacks; in the last month as many seats are staying as cost least."""
    whole = search.count(search.groups_of(seats), purchase_cap=None, end=len(search.timeline))
    if whole.unsent:
        return None
    end = next(end for end in search.ends if end > max(whole.last_sends))
    stage = search.stage(seats, end)
    groups: Sequence[SeatGroup] = search.groups_of(seats)
    if stage.pieces:
        groups = _keep_fewest(search, seats, end) or groups
    ledger = search.run(groups, purchase_cap=None, end=end)
    return _course_of(search, ledger)


def _keep_fewest(search: PlanSearch, seats: int, end: int) -> Sequence[SeatGroup] | None:
    """The groups of `buy_now` with as many seats staying into the last month as cost least.

    Ties go to fewer seats staying, then to the earlier last message.
    """
    stage = search.stage(seats, end)
    by_credits = search.plan_seats.is_unpriced or search.terms.credit_price is None
    bound = Bound(search.plan_seats, end, buys=True, by_credits=by_credits)
    best: tuple[tuple[Decimal | float | int, ...], Sequence[SeatGroup]] | None = None

    def is_open(staying: int, cost: float) -> bool:
        if best is None:
            return True
        _, least, fewest, _ = best[0]
        more = cost - float(least)
        return more < -SLACK or (more < SLACK and staying < fewest)

    for staying in islice(bound.list_splits(stage, is_open), MOST_TRIED):
        groups = search.divide(seats, staying, end)
        totals = search.count(groups, purchase_cap=None, end=end)
        if totals.unsent:
            continue
        measure = search.measure(totals, seats, by_credits=by_credits)
        rank = measure.is_unknown, measure.cost, sum(staying), max(totals.last_sends)
        if best is None or rank < best[0]:
            best = rank, groups
    return best and best[1]


def _save_up(search: PlanSearch, seats: int) -> Course | None:
    """Send from the first refresh on that has credits for everything, or the most there can be."""
    groups = search.groups_of(seats)
    first_slice = slice_to_start_sending(search, seats)
    ledger = search.run(groups, first_slice=first_slice, purchase_cap=None)
    return None if ledger.unsent else _course_of(search, ledger)


def slice_to_start_sending(search: PlanSearch, seats: int) -> int:
    """The slice in which `accumulate` begins to send (RULES.md §4).

    The start day and every refresh are looked at: whether the balances together are enough for
    everything, or one refresh more of every group would not raise them.
    """
    groups, timeline = search.groups_of(seats), search.timeline
    life = max(group.terms.life for group in groups)
    # After as many months as a lot lives, each brings no more than expires.
    length = next(
        (i for i, day in enumerate(timeline.days) if i and timeline.months[i - 1] > life + 2),
        len(timeline),
    )
    idle = search.run(groups, first_slice=length, end=length)
    tracks = [timeline.tracks[group.calendar] for group in groups]
    balances = [sum(rows[i].closing for rows in idle.rows) for i in range(length)]
    refreshes = [i for i in range(length) if not i or any(t.refreshes[i] for t in tracks)]

    def is_enough(position: int) -> bool:
        if balances[position] >= search.sending.to_send:
            return True
        following = max(
            next((i for i in range(position + 1, length) if track.refreshes[i]), length)
            for track in tracks
        )
        return following >= length or balances[following] <= balances[position]

    return next(filter(is_enough, refreshes))


def _course_of(search: PlanSearch, ledger: Ledger) -> Course | None:
    """The course of a ledger that sends everything; `None` where free messages do not fit."""
    option = search.option(ledger)
    if option is None:
        return None
    trimmed = Ledger(
        groups=option.groups, rows=ledger.rows, unsent=ledger.unsent, timeline=ledger.timeline
    )
    return Course(option=option, ledger=trimmed, free=place_free_messages(search.scenario, trimmed))


def _is_beyond_reach(search: PlanSearch, *, buys: bool) -> bool:
    """Whether all credits of 120 months, each returned as often as possible, are too few."""
    terms, sending = search.terms, search.sending
    monthly = terms.purchase_limit if buys else 0
    if monthly is None or sending.return_rate == 1:
        return False
    held = sum(group.credits for group in search.kinds)
    credits = held + (HORIZON + 1) * search.most * (terms.monthly_credits + monthly)
    return credits < sending.to_send * (1 - sending.return_rate)
