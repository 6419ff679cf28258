"""Alternatives to an estimate: sooner, later, other seats, another plan (RULES.md §4).

Each changes one input of the scenario and states the difference in days and dollars.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from planner.planning.comparison import (
    Comparison,
    RankInTime,
    cheapest_in_time,
    find_frontier,
    promising_first,
    rank,
    rank_option,
)
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.ranges import MOST_MONTHS
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms

# Months after the deadline that an alternative may take.
EXTRA_MONTHS_TO_TRY = 12

Change = Literal["sooner", "later", "other_seats", "other_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An estimate that makes its deadline at a known price, and the change that leads to it.

    `days_more`, of the last messages, and `dollars_more` compare it with the cheapest without the
    change; below 0 it is sooner or cheaper. They are `None` where nothing makes the deadline
    without the change. Source: RULES.md §4.
    """

    change: Change
    estimate: Estimate
    days_more: int | None
    dollars_more: Decimal | None


def find_alternatives(comparison: Comparison, plans: Sequence[Terms]) -> list[Alternative]:
    """The alternatives to a comparison's cheapest estimate, at most one of each kind.

    Where there is one: the least cost of being done sooner, a later deadline and another number of
    seats where they cost less, the best of the other plans. Where there is none: the first deadline
    that can be made, and the seats that make it in time.
    """
    if comparison.cheapest is None:
        return list(_find_remedies(comparison, plans))
    return list(_find_neighbors(comparison, comparison.cheapest, plans))


def find_cheapest(
    scenario: Scenario,
    plans: Sequence[Terms],
    *,
    at_most: Decimal | None = None,
    after_months: int = 0,
) -> Estimate | None:
    """The cheapest estimate that makes the deadline at a known price; `None` if there is none.

    Found faster `at_most` so many dollars, where a dearer one is of no use, and `after_months`
    months, where one with an earlier end is known to be dearer: those may be left out.
    """
    if scenario.to_send == 0:
        return cheapest_in_time(
            rank([make_estimate(terms, scenario, "cheapest") for terms in plans])
        )
    best: tuple[RankInTime, int] | None = None
    found: tuple[PlanSearch, list[PurchaseOption]] | None = None
    for terms in promising_first(plans):
        search = PlanSearch(terms, scenario)
        options = list(
            search.find_options(at_most=best[0][0] if best else at_most, after_months=after_months)
        )
        if options and (rank_of_last := rank_option(options[-1])):
            # Of two that are equally good, the one of the plan that is given first.
            measure = rank_of_last, plans.index(terms)
            if best is None or measure < best:
                best, found = measure, (search, options)
    if found is None:
        return None
    search, options = found
    return make_estimate(search.terms, scenario, "cheapest", search=search, options=options)


def find_cheapest_by(comparison: Comparison, months: int) -> Estimate | None:
    """The result of `find_cheapest` for the comparison's plans and a deadline of `months` months.

    `months` is at most the comparison's deadline: its purchase options cover every earlier one.
    """
    if months < 1:
        return None
    sooner = replace(comparison.scenario, deadline_months=months, deadline_on=None)
    if sooner.to_send == 0:
        # No credit, no option: messages to open profiles alone are placed anew.
        return find_cheapest(sooner, [*comparison.purchase_options])
    in_time = {
        terms: [option for option in options if option.months <= months]
        for terms, options in comparison.purchase_options.items()
    }
    known = [
        (rank_of_last, terms)
        for terms, options in in_time.items()
        for option in options[-1:]
        if (rank_of_last := rank_option(option))
    ]
    if not known:
        return None
    terms = min(known, key=lambda one: one[0])[1]
    return make_estimate(terms, sooner, "cheapest", options=in_time[terms])


def _find_neighbors(
    comparison: Comparison, best: Estimate, plans: Sequence[Terms]
) -> Iterator[Alternative]:
    scenario = comparison.scenario
    if sooner := find_cheapest_by(comparison, (best.months or 0) - 1):
        yield _compare("sooner", sooner, best)
    last = min(MOST_MONTHS, scenario.months_until_deadline + EXTRA_MONTHS_TO_TRY)
    later = _by(scenario, last, plans, at_most=best.total, after_months=_months_known(comparison))
    if later and later.total is not None and best.total is not None and later.total < best.total:
        yield _compare("later", later, best)
    yield from _find_other_seats(scenario, best, plans)
    others = [
        estimate
        for estimate in comparison.estimates
        if estimate.terms is not best.terms
        and estimate.status == "ok"
        and estimate.total is not None
    ]
    if others:
        yield _compare("other_plan", others[0], best)


def _find_other_seats(
    scenario: Scenario, best: Estimate, plans: Sequence[Terms]
) -> Iterator[Alternative]:
    """The number of seats that costs least, where the person's costs more."""
    if scenario.seats == BEST:
        return
    other = find_cheapest(replace(scenario, seats=BEST), plans, at_most=best.total)
    if other and other.total is not None and best.total is not None and other.total < best.total:
        yield _compare("other_seats", other, best)


def _find_remedies(comparison: Comparison, plans: Sequence[Terms]) -> Iterator[Alternative]:
    scenario = comparison.scenario
    longest = replace(scenario, deadline_months=MOST_MONTHS, deadline_on=None)
    first = next((point for point in find_frontier(longest, plans) if point.option), None)
    if first and (later := _by(scenario, first.deadline_months, plans)):
        yield _compare("later", later, None)
    freely = replace(scenario, seats=BEST, max_seats=None)
    if freely != scenario and (enough := find_cheapest(freely, plans)):
        yield _compare("other_seats", enough, None)


def _by(scenario: Scenario, months: int, plans: Sequence[Terms], **known: Any) -> Estimate | None:
    by_then = replace(scenario, deadline_months=months, deadline_on=None)
    return find_cheapest(by_then, plans, **known)


def _months_known(comparison: Comparison) -> int:
    """The months within which nothing costs less than the cheapest of a comparison.

    0 where limits may let messages to open profiles decide, which are then placed otherwise.
    """
    scenario = comparison.scenario
    is_known = comparison.has_the_least and not scenario.is_deadline_a_day
    return scenario.deadline_months if is_known and not scenario.is_paced else 0


def _compare(change: Change, estimate: Estimate, best: Estimate | None) -> Alternative:
    if best is None or best.total is None or estimate.total is None:
        return Alternative(change=change, estimate=estimate, days_more=None, dollars_more=None)
    return Alternative(
        change=change,
        estimate=estimate,
        days_more=_count_days(best, estimate),
        dollars_more=estimate.total - best.total,
    )


def _count_days(first: Estimate, last: Estimate) -> int:
    """The days from the last message of an estimate to that of another; both are done."""
    start_on = first.scenario.start_on
    return ((last.done_on or start_on) - (first.done_on or start_on)).days
