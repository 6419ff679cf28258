"""Alternatives to an estimate: sooner, later, with more seats, with another plan (RULES.md §4).

Each changes one input of the scenario and states the difference in months and dollars.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from planner.planning.comparison import Comparison, find_frontier
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.scenario import MOST_MONTHS, MOST_SEATS, Scenario
from planner.planning.strategies import PurchaseOption, find_purchase_options
from planner.planning.terms import Terms

# Months after the deadline that an alternative may take.
EXTRA_MONTHS_TO_TRY = 12
# Further seats that are tried one by one.
EXTRA_SEATS_TO_TRY = 4
# Months before the deadline that a team is tried for: fewer months may fit the target better.
EARLIER_MONTHS_TO_TRY = 3

Change = Literal["sooner", "later", "more_seats", "other_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An estimate that makes its deadline at a known price, and the change that leads to it.

    `months_more` and `dollars_more` compare it with the cheapest without the change; below 0 it is
    sooner or cheaper. They are `None` where nothing makes the deadline without the change.
    """

    change: Change
    estimate: Estimate
    months_more: int | None
    dollars_more: Decimal | None


def find_alternatives(
    comparison: Comparison,
    plans: Sequence[Terms],
    *,
    with_further_seats: Mapping[int, Estimate | None] | None = None,
) -> list[Alternative]:
    """The alternatives to a comparison's cheapest estimate, at most one of each kind.

    Where there is one: the least cost of being done sooner, a later deadline and further seats
    where they cost less, the best of the other plans. Where there is none: the first deadline, and
    the fewest or cheapest seats, that make one.

    `with_further_seats`, where the caller has them already, are those of `try_further_seats`.
    """
    if comparison.cheapest is None:
        return list(_find_remedies(comparison, plans))
    if with_further_seats is None:
        with_further_seats = try_further_seats(comparison.scenario, plans)
    return list(_find_neighbours(comparison, comparison.cheapest, plans, with_further_seats))


def try_further_seats(scenario: Scenario, plans: Sequence[Terms]) -> dict[int, Estimate | None]:
    """The cheapest estimate by number of seats, from one seat more; `None` where none is in time.

    The last is a larger team, if one costs less than all others.
    """
    last = min(MOST_SEATS, scenario.seats + EXTRA_SEATS_TO_TRY)
    tried = {
        seats: find_cheapest(replace(scenario, seats=seats), plans)
        for seats in range(scenario.seats + 1, last + 1)
    }
    totals = [one.total for one in tried.values() if one and one.total is not None]
    below = min(totals, default=Decimal("Infinity"))
    if team := find_cheapest_team(replace(scenario, seats=last), plans, below=below):
        tried[team.scenario.seats] = team
    return tried


def find_cheapest_team(
    scenario: Scenario, plans: Sequence[Terms], *, below: Decimal = Decimal("Infinity")
) -> Estimate | None:
    """The cheapest with more seats for less than `below` dollars; `None` where none is in time.

    Tries the teams whose grants alone suffice in a number of months: the last months before the
    deadline, and whole years, which may be paid in advance. Of teams that cost the same the smaller
    one is taken.
    """
    least, team = (below, 0), None

    def at_most(months: int) -> Decimal:
        return least[0]

    for terms in plans:
        for seats in _list_teams(scenario, terms):
            larger = replace(scenario, seats=seats)
            options = find_purchase_options(terms, larger, at_most=at_most)
            if options and options[-1].total is not None and (options[-1].total, seats) < least:
                least, team = (options[-1].total, seats), larger
    # Another plan with as many seats may cost less.
    return None if team is None else find_cheapest(team, plans)


def _list_teams(scenario: Scenario, terms: Terms) -> list[int]:
    """Numbers of seats, above the scenario's, whose grants suffice by the deadline."""
    deadline, share_spent = scenario.deadline_months, 1 - scenario.return_rate
    needed = max(0, math.ceil(scenario.to_send * share_spent) - scenario.opening_balance)
    if not (needed and terms.monthly_credits):
        return []
    months = {*range(max(1, deadline - EARLIER_MONTHS_TO_TRY), deadline + 1)}
    months |= {*range(MONTHS_IN_A_YEAR, deadline + 1, MONTHS_IN_A_YEAR)}
    teams = {-(-needed // (terms.monthly_credits * number)) for number in months}
    return sorted(seats for seats in teams if scenario.seats < seats <= MOST_SEATS)


def find_cheapest(scenario: Scenario, plans: Sequence[Terms]) -> Estimate | None:
    """The cheapest estimate that makes the deadline at a known price; `None` if there is none."""
    best: tuple[Decimal, int, int] | None = None
    found: tuple[Terms, list[PurchaseOption]] | None = None

    def at_most(months: int) -> Decimal:
        return best[0] if best else Decimal("Infinity")

    for terms in plans:
        options = find_purchase_options(terms, scenario, at_most=at_most)
        if options and options[-1].total is not None:
            measure = options[-1].total, options[-1].months, options[-1].bought
            if best is None or measure < best:
                best, found = measure, (terms, options)
    return found and make_estimate(found[0], scenario, "cheapest", purchase_options=found[1])


def find_cheapest_by(comparison: Comparison, months: int) -> Estimate | None:
    """The result of `find_cheapest` for the comparison's plans and a deadline of `months` months.

    `months` is at most the comparison's deadline: its purchase options cover every earlier one.
    """
    in_time = {
        terms: [option for option in options if option.months <= months]
        for terms, options in comparison.purchase_options.items()
    }
    last = [(options[-1], terms) for terms, options in in_time.items() if options]
    known = [
        (option.total, option.months, option.bought, terms)
        for option, terms in last
        if option.total is not None
    ]
    if not known:
        return None
    terms = min(known, key=lambda one: one[:3])[-1]
    sooner = replace(comparison.scenario, deadline_months=months)
    return make_estimate(terms, sooner, "cheapest", purchase_options=in_time[terms])


def _find_neighbours(
    comparison: Comparison,
    best: Estimate,
    plans: Sequence[Terms],
    with_further_seats: Mapping[int, Estimate | None],
) -> Iterator[Alternative]:
    scenario = comparison.scenario
    months = best.months or 0

    if sooner := find_cheapest_by(comparison, months - 1):
        yield _compare("sooner", sooner, best)
    later = _by(scenario, min(MOST_MONTHS, scenario.deadline_months + EXTRA_MONTHS_TO_TRY), plans)
    if later and later.total is not None and best.total is not None and later.total < best.total:
        yield _compare("later", later, best)
    yield from _find_more_seats(best, with_further_seats)
    others = [
        estimate
        for estimate in comparison.estimates
        if estimate.terms is not best.terms
        and estimate.status == "ok"
        and estimate.total is not None
    ]
    if others:
        yield _compare("other_plan", others[0], best)


def _find_more_seats(
    best: Estimate, with_further_seats: Mapping[int, Estimate | None]
) -> Iterator[Alternative]:
    """The further seats that save most; where none save, one seat more if that is sooner."""
    found = [_compare("more_seats", one, best) for one in with_further_seats.values() if one]
    cheaper = [another for another in found if (another.dollars_more or 0) < 0]
    sooner = [another for another in found[:1] if (another.months_more or 0) < 0]
    yield from sorted(cheaper, key=lambda another: another.dollars_more or 0)[:1] or sooner


def _find_remedies(comparison: Comparison, plans: Sequence[Terms]) -> Iterator[Alternative]:
    scenario = comparison.scenario
    frontier = find_frontier(replace(scenario, deadline_months=MOST_MONTHS), plans)
    first = next((point.option.months for point in frontier if point.option), None)
    if first and (later := _by(scenario, first, plans)):
        yield _compare("later", later, None)
    if enough := find_cheapest_team(scenario, plans) or _with_fewest_seats(scenario, plans):
        yield _compare("more_seats", enough, None)


def _with_fewest_seats(scenario: Scenario, plans: Sequence[Terms]) -> Estimate | None:
    """The cheapest with the fewest seats that make the deadline; `None` where none do."""
    too_few, enough = scenario.seats, MOST_SEATS
    found = find_cheapest(replace(scenario, seats=enough), plans)
    while found and enough - too_few > 1:
        seats = (too_few + enough) // 2
        if fewer := find_cheapest(replace(scenario, seats=seats), plans):
            found, enough = fewer, seats
        else:
            too_few = seats
    return found


def _by(scenario: Scenario, months: int, plans: Sequence[Terms]) -> Estimate | None:
    return find_cheapest(replace(scenario, deadline_months=months), plans)


def _compare(change: Change, estimate: Estimate, best: Estimate | None) -> Alternative:
    if best is None or best.total is None or estimate.total is None:
        return Alternative(change=change, estimate=estimate, months_more=None, dollars_more=None)
    return Alternative(
        change=change,
        estimate=estimate,
        months_more=(estimate.months or 0) - (best.months or 0),
        dollars_more=estimate.total - best.total,
    )
