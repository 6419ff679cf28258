"""The cheapest plan over channels, and the most that a budget brings (RULES.md §10).

The solver proposes, exact arithmetic decides: the people of a proposal are counted again in whole
numbers and fractions, and priced by their units and, for InMail, by the engine.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planner.planning.channels.choice import (
    People,
    Prices,
    count_loads,
    find_cost,
    find_prices,
    is_allowed,
    pick_prices,
    spare,
)
from planner.planning.channels.formulation import Formulation, formulate
from planner.planning.channels.inmail import MessagePrices
from planner.planning.channels.request import ChannelRequest
from planner.planning.channels.result import ChannelPlan, SequenceShare, lay_out
from planner.planning.channels.unit_costs import PeopleRange, UnitPrices
from planner.planning.mix import MixStatus, Solved, Solver, solve

NO_PEOPLE: People = {}
# Seconds for the solver in all.
TIME_LIMIT = 2.5
# Up to so many steps of a channel's cost are all in the program; else so many ranges at first.
MOST_STEPS, RANGES = 100, 12
# What the goal of the program is raised by where floats have let a proposal miss it.
RAISES = (Fraction(0), Fraction(1, 10**8), Fraction(1, 10**6))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReach:
    """The most of the goal that is reached by the deadline, within a budget if there is one.

    `target` is 0, and `plan` `None`, where not one is reached. `beyond` is the least number that
    was found to be too many, and `is_beyond_proven` whether that is proven.
    """

    target: int
    plan: ChannelPlan | None
    beyond: int
    is_beyond_proven: bool

    @property
    def is_whole(self) -> bool:
        """Whether every number that matters was tried."""
        return self.beyond - self.target <= 1

    @property
    def is_proven(self) -> bool:
        """Whether one more is proven to be too many."""
        return self.is_whole and self.is_beyond_proven


def find_channel_plan(
    request: ChannelRequest,
    *,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
) -> ChannelPlan:
    """The cheapest plan that reaches the goal by the deadline, over the channels together.

    Whole units and months, each person of the list reached by one channel. The solver takes up to
    `time_limit` seconds, which limits its proof. `prices`, where the caller has them already, are
    those of the same channels, list and days. Where `has_time_left()` is false, the first plan that
    is found is the last, proven or not. Source: RULES.md §10.
    """
    found = _find_best(request, time_limit, solver, prices, has_time_left)
    return _make_plan(request, found)


def find_least_cost(
    request: ChannelRequest,
    *,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
) -> Decimal | None:
    """The cost of the plan that `find_channel_plan` finds, without its days; `None` for none."""
    return _find_best(request, time_limit, solver, prices, has_time_left).cost


class _Found(NamedTuple):
    """What a search comes to: how far it is proven, and the cost and the people of the best.

    `case` is the request with the sequence that the best has, `prices` are those of the case.
    """

    status: MixStatus
    bound: Decimal | None
    case: ChannelRequest
    prices: Prices
    cost: Decimal | None = None
    people: People = NO_PEOPLE


def _find_best(
    request: ChannelRequest,
    time_limit: float,
    solver: Solver,
    prices: Prices | None,
    has_time_left: Callable[[], bool],
) -> _Found:
    """The best of the cases of a request, and the bound of them all."""
    prices = find_prices(request) if prices is None else prices
    best: _Found | None = None
    bounds: list[Decimal] = []
    is_open = False
    for case in request.list_cases():
        picked = pick_prices(case, prices)
        cutoff = best.cost if best else None
        found = _Search(case, time_limit, solver, picked, has_time_left).find(cutoff)
        if found.bound is not None:
            bounds.append(found.bound)
        is_open = is_open or found.status == "unknown"
        if best is None or _is_better(found, best):
            best = found
    if best is None:
        return _Found("infeasible", None, request, {})
    if best.cost is None:
        return best._replace(status="unknown" if is_open else "infeasible")
    # What is not searched through may be cheaper than the best.
    bound = min(bounds)
    return best._replace(status="optimal" if best.cost <= bound else "feasible", bound=bound)


def _is_better(found: _Found, best: _Found) -> bool:
    if found.cost is None or best.cost is None:
        return found.cost is not None
    return found.cost < best.cost


def _make_plan(request: ChannelRequest, found: _Found) -> ChannelPlan:
    return ChannelPlan(
        request=request,
        status=found.status,
        bound=found.bound,
        cost=found.cost,
        shares=lay_out(found.case, found.people, found.prices),
        sequences=tuple(
            SequenceShare(sequence, found.people[sequence.slug])
            for sequence in found.case.used_sequences()
            if found.people.get(sequence.slug)
        ),
    )


class _Search:
    def __init__(
        self,
        request: ChannelRequest,
        seconds: float,
        solver: Solver,
        prices: Prices,
        has_time_left: Callable[[], bool],
    ) -> None:
        self.has_time_left = has_time_left
        self.request, self.seconds, self.solver = request, seconds, solver
        self.prices = prices
        self.ranges = {
            channel.slug: _first_ranges(
                self.prices[channel.slug], channel.reachable(request.people)
            )
            for channel in request.usable()
        }
        self.best: tuple[Decimal, People] | None = None
        self.bound = Decimal(0)

    def find(self, cutoff: Decimal | None) -> _Found:
        """Narrow the ranges until the program's least cost is that of a plan.

        Or until it is proven to be no less than `cutoff` dollars.
        """
        if not self.ranges:
            return self._found("infeasible", None)
        while self.seconds > 0 and (self.best is None or self.has_time_left()):
            formulation = formulate(self.request, self.ranges)
            solved = self._solve(formulation)
            if solved.is_infeasible:
                return self._found("infeasible", None)
            self.bound = max(self.bound, solved.bound)
            if cutoff is not None and self.bound >= cutoff:
                break
            people = self._repair(formulation, solved)
            if people is None or not self._take(people):
                break
        if self.best is None:
            return self._found("unknown", self.bound)
        is_proven = self.best[0] <= self.bound
        return self._found("optimal" if is_proven else "feasible", self.bound)

    def _found(self, status: MixStatus, bound: Decimal | None) -> _Found:
        cost, people = self.best or (None, NO_PEOPLE)
        return _Found(status, bound, self.request, self.prices, cost, people)

    def _solve(self, formulation: Formulation) -> Solved:
        solved = self.solver(formulation.program, time_limit=self.seconds)
        self.seconds -= solved.seconds
        return solved

    def _repair(self, formulation: Formulation, solved: Solved) -> People | None:
        """The people of the proposal, or of one for a goal that is raised a little.

        The solver's tolerances can let a proposal miss the goal.
        """
        for raised in RAISES:
            if raised:
                solved = self._solve(formulate(self.request, self.ranges, raised=raised))
            if solved.values is None:
                return None
            people = formulation.read(solved.values)
            if is_allowed(self.request, people):
                return people
        return None

    def _take(self, people: People) -> bool:
        """Price the proposal; whether a narrower program may have a better one."""
        needed = spare(self.request, people)
        cost = find_cost(self.request, needed, self.prices)
        if cost is not None and (self.best is None or cost < self.best[0]):
            self.best = cost, needed
        if self.best is not None and self.best[0] <= self.bound:
            return False
        loads = count_loads(self.request, people)
        narrowed = [self._narrow(slug, number) for slug, number in loads.items()]
        return any(narrowed)

    def _narrow(self, slug: str, people: int) -> bool:
        """Divide the range that these people are in; whether its cost was too low for them."""
        ranges, prices = self.ranges[slug], self.prices[slug]
        number = bisect_left(ranges, people, key=lambda one: one.most)
        if not people or prices.total(people) == ranges[number].total:
            return False
        least, most, _ = ranges[number]
        # In half, and at these people: where they are the best number, their cost is exact next.
        starts = sorted({least, (least + most) // 2 + 1, people})
        ends = [*(start - 1 for start in starts[1:]), most]
        parts = [_range(prices, *ends_of) for ends_of in zip(starts, ends, strict=True)]
        self.ranges[slug] = [*ranges[:number], *parts, *ranges[number + 1 :]]
        return True


def _first_ranges(prices: UnitPrices | MessagePrices, reachable: int) -> list[PeopleRange]:
    """The steps of a channel's cost, or where there are many, about equal ranges of people."""
    most = prices.most(reachable)
    if not most:
        return []
    ends = prices.ends(most, MOST_STEPS)
    if ends is None:
        ends = sorted({most * number // RANGES for number in range(1, RANGES + 1)} - {0})
    starts = [1, *(end + 1 for end in ends[:-1])]
    if isinstance(prices, MessagePrices):
        # What another search has found out is exact from the first program on.
        starts = sorted({*starts, *(one for one in prices.known if 0 < one <= most)})
        ends = [*(start - 1 for start in starts[1:]), most]
    ranges: list[PeopleRange] = []
    for one in (_range(prices, *pair) for pair in zip(starts, ends, strict=True)):
        if ranges and ranges[-1].total == one.total:
            # More people at the same cost.
            one = PeopleRange(ranges.pop().least, one.most, one.total)
        ranges.append(one)
    return ranges


def _range(prices: UnitPrices | MessagePrices, least: int, most: int) -> PeopleRange:
    return PeopleRange(least, most, prices.total(least) or Decimal(0))


def begin_most(plan: ChannelPlan, *, budget: Decimal | None = None) -> GoalReach:
    """What the cheapest plan of a request tells of the most of its goal within `budget` dollars.

    `find_most` goes on from it.
    """
    request = plan.request
    if _is_within(plan.cost, budget):
        return GoalReach(
            target=request.target,
            plan=plan,
            beyond=_count_most(request) + 1,
            is_beyond_proven=True,
        )
    beyond = min(request.target, _count_most(request) + 1)
    is_beyond_proven = _is_too_much(plan.status, plan.bound, budget)
    return GoalReach(target=0, plan=None, beyond=beyond, is_beyond_proven=is_beyond_proven)


def find_most(
    request: ChannelRequest,
    *,
    budget: Decimal | None = None,
    time_limit: float = TIME_LIMIT,
    solver: Solver = solve,
    prices: Prices | None = None,
    has_time_left: Callable[[], bool] = lambda: True,
    since: GoalReach | None = None,
) -> GoalReach:
    """The most of the goal by the deadline at a cost within `budget` dollars, found by halving.

    The request's own target plays no part. The inverse of `find_channel_plan`: the plan of this
    target is within the budget, that of one more is not. The solver takes up to `time_limit`
    seconds for each target that is tried. Where `has_time_left()` is false before one, what was
    found until then is given, not whole: with it as `since` the same search goes on there.
    Source: RULES.md §10.
    """
    prices = find_prices(request) if prices is None else prices
    best: _Found | None = None
    works, fails, is_proven = 0, _count_most(request) + 1, True
    if since:
        works, fails, is_proven = since.target, since.beyond, since.is_beyond_proven
    while fails - works > 1 and has_time_left():
        middle = (works + fails) // 2
        aimed = replace(request, target=middle)
        found = _find_best(aimed, time_limit, solver, prices, lambda: True)
        if _is_within(found.cost, budget):
            works, best = middle, found
        else:
            fails, is_proven = middle, _is_too_much(found.status, found.bound, budget)
    plan = since.plan if since else None
    if best:
        plan = _make_plan(replace(request, target=works), best)
    return GoalReach(target=works, plan=plan, beyond=fails, is_beyond_proven=is_proven)


def _count_most(request: ChannelRequest) -> int:
    """No more of the goal than this comes of the whole list."""
    shares = [request.share_of(channel) for channel in request.usable()]
    shares += [request.share_by(sequence) for sequence in request.usable_sequences()]
    return int(request.people * max(shares, default=Fraction(0)))


def _is_within(cost: Decimal | None, budget: Decimal | None) -> bool:
    return cost is not None and (budget is None or cost <= budget)


def _is_too_much(status: MixStatus, bound: Decimal | None, budget: Decimal | None) -> bool:
    """Whether it is proven that no plan is within the budget: what is not may be possible."""
    is_beyond = budget is not None and bound is not None and bound > budget
    return status == "infeasible" or is_beyond
