"""The four strategies to get credits (RULES.md §4).

A strategy is the slice in which sending begins and what may be bought. Each takes the number of
seats with which it costs least, where the scenario leaves that open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import ceil, inf
from typing import Literal

from planner.planning.attempts import IN_TIME, Attempt, BuyingNow, Saving, Way, rank_of
from planner.planning.free_messages import place_free_messages
from planner.planning.layout import Layout, lay_out
from planner.planning.ledger import Ledger
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.ranges import HORIZON
from planner.planning.scenario import Scenario

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
            courses.append(_best_of(search, Saving(search)))
        elif strategy == "buy_now":
            courses.append(_best_of(search, BuyingNow(search)))
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
    if options is None:
        found = list(search.find_options(buys=buys))
    elif buys or (options and not options[-1].bought):
        # The cheapest option is also the cheapest of those that buy nothing, if it is one.
        found = list(options)
    else:
        found = _list_without_buying(search, options)
    return found[-1] if found else search.find_first(buys=buys)


def _list_without_buying(
    search: PlanSearch, options: Sequence[PurchaseOption]
) -> list[PurchaseOption]:
    """Options that buy nothing, the last of them the best; `options` are those that may buy."""
    known = [one for one in options if one.total is not None and not one.bought]
    # Later ones are better.
    at_most = known[-1].total if known else None
    return list(search.find_options(buys=False, at_most=at_most)) or known


def _follow(search: PlanSearch, option: PurchaseOption) -> Course:
    """The course of an option."""
    return Course(scenario=search.scenario, option=option, ledger=search.ledger_of(option))


def _best_of(search: PlanSearch, way: Way) -> Course | None:
    """The best course over the numbers of seats (RULES.md §4).

    They are tried in the order of the least that they can cost, until none can be better.
    """
    best: tuple[tuple[Decimal | float, ...], Attempt] | None = None
    for least in sorted(map(way.least, _list_seats(search))):
        if best and best[0][0] == IN_TIME and least > best[0][1:4]:
            break
        at_most = float(best[0][2]) if best and best[0][:2] == (IN_TIME, False) else inf
        attempt = way.run(least.seats, at_most)
        rank = attempt and rank_of(attempt, least.seats, search)
        if attempt and rank and (best is None or rank < best[0]):
            best = rank, attempt
    return best and _course_of(search, best[1])


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


def _course_of(search: PlanSearch, attempt: Attempt) -> Course:
    """The course of an attempt, slice by slice."""
    ledger = search.run(
        attempt.ledger.groups, first_slice=attempt.first_slice, purchase_cap=None, end=attempt.end
    )
    total = search.total_of(ledger)
    option = search.option_of(ledger, attempt.last_slice, attempt.done_on, total)
    trimmed = replace(ledger, groups=option.groups)
    return Course(scenario=search.scenario, option=option, ledger=trimmed)


def _is_beyond_reach(search: PlanSearch, *, buys: bool) -> bool:
    """Whether all credits of 120 months, each returned as often as possible, are too few."""
    terms, sending = search.terms, search.sending
    monthly = terms.purchase_limit if buys else 0
    returned, whole = sending.return_rate.as_integer_ratio()
    if monthly is None or returned == whole:
        return False
    held = sum(group.credits for group in search.kinds)
    credits = held + (HORIZON + 1) * search.most * (terms.monthly_credits + monthly)
    return credits * whole < sending.to_send * (whole - returned)


def slice_to_start_sending(search: PlanSearch, seats: int) -> int:
    """The slice in which `accumulate` begins to send with so many seats (RULES.md §4)."""
    return Saving(search).first_slice(seats)
