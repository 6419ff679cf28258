"""Estimates compared: ranked, for every deadline, and within a budget (RULES.md §4).

Of estimates that are equally good and send their first message on the same day, the one whose
plan, then whose strategy, is given first ranks first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.planning.days import MONTHS_IN_A_YEAR, last_day_of
from planner.planning.estimate import Estimate, make_estimate, make_estimates
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms

# Of what makes the deadline at a known price: dollars, seats, months, bought credits, last day.
RankInTime = tuple[Decimal, int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """The least cost of being done by the day `deadline`, the end of a month of the campaign.

    The last is the scenario's deadline. Plan and option are `None` where no plan is done by then.
    """

    deadline_months: int
    deadline: date
    terms: Terms | None
    option: PurchaseOption | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetReach:
    """The most leads that a budget reaches by the deadline; 0 and `None` where it reaches none."""

    target: int
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All estimates of a scenario, best first, with frontier and budget.

    `cheapest` is the best estimate that makes the deadline at a known price, if there is one.
    `purchase_options` are those of `PlanSearch.find_options` for each plan. `for_budget` is `None`
    where the scenario has no budget.
    """

    scenario: Scenario
    estimates: tuple[Estimate, ...]
    cheapest: Estimate | None
    frontier: tuple[FrontierPoint, ...]
    purchase_options: Mapping[Terms, Sequence[PurchaseOption]]
    for_budget: BudgetReach | None

    @property
    def least(self) -> FrontierPoint | None:
        """The least cost by the deadline of all strategies, compared or not; `None` where none is.

        Below the total of `cheapest` only where the strategy of that name is not compared.
        """
        last = self.frontier[-1]
        return last if last.option else None

    @property
    def has_the_least(self) -> bool:
        """Whether no strategy that is left out of the comparison costs less than its cheapest."""
        if self.least is None or self.least.option is None:
            return True
        return self.cheapest is not None and self.cheapest.total == self.least.option.total


def compare(
    scenario: Scenario, plans: Sequence[Terms], strategies: Sequence[Strategy] = STRATEGIES
) -> Comparison:
    """Every plan with every strategy, ranked best first, with frontier and budget (RULES.md §4)."""
    searches = [PlanSearch(terms, scenario) for terms in plans]
    options_of = [list_options(search) for search in searches]
    estimates = rank(
        [
            estimate
            for search, options in zip(searches, options_of, strict=True)
            for estimate in make_estimates(search, strategies, options=options)
        ]
    )
    return Comparison(
        scenario=scenario,
        estimates=tuple(estimates),
        cheapest=cheapest_in_time(estimates),
        frontier=_draw_frontier(scenario, plans, options_of),
        purchase_options=dict(zip(plans, options_of, strict=True)),
        for_budget=None if scenario.budget is None else reach_for_budget(scenario, plans),
    )


def cheapest_in_time(ranked: Sequence[Estimate]) -> Estimate | None:
    """The first of ranked estimates if it makes the deadline at a known price (RULES.md §4)."""
    best = ranked[0] if ranked else None
    return best if best and best.status == "ok" and best.total is not None else None


def rank(estimates: Sequence[Estimate]) -> list[Estimate]:
    """`ok` by total, then late ones by months and total, then those without a total, then the rest.

    Ties go to fewer seats, then fewer months, fewer bought credits, the earlier last and the
    earlier first message, then to the order of `estimates`. Source: RULES.md §4.
    """
    return sorted(estimates, key=_rank_of)


def _rank_of(estimate: Estimate) -> tuple[int, Decimal | int, Decimal | int, int, int, int, date]:
    months, credits, total = estimate.months, estimate.credits, estimate.total
    if months is None or credits is None:
        return 3, 0, 0, 0, 0, 0, date.max
    seats, bought, first = estimate.seats, credits.bought, estimate.first_send_on or date.min
    done_on = estimate.done_on or date.max
    if total is None:
        return 2, months, 0, seats, bought, done_on.toordinal(), first
    if estimate.status == "misses_deadline":
        return 1, months, total, seats, bought, done_on.toordinal(), first
    return 0, *_rank_in_time(total, seats, months, bought, done_on), first


def rank_option(option: PurchaseOption) -> RankInTime | None:
    """The rank of an option in time among those of all plans, as `rank` has that of its estimate.

    The least is the best; `None` at an unknown price. Source: RULES.md §4.
    """
    if option.total is None:
        return None
    return _rank_in_time(option.total, option.seats, option.months, option.bought, option.done_on)


def _rank_in_time(
    total: Decimal, seats: int, months: int, bought: int, done_on: date
) -> RankInTime:
    return total, seats, months, bought, done_on.toordinal()


def list_options(search: PlanSearch) -> list[PurchaseOption]:
    """The options of a plan by the deadline; none where nothing is sent on credits."""
    return list(search.find_options()) if search.sending.to_send else []


def find_frontier(scenario: Scenario, plans: Sequence[Terms]) -> tuple[FrontierPoint, ...]:
    """The least cost for every month's end up to the deadline, and for that, over `plans` (§4)."""
    options_of = [list_options(PlanSearch(terms, scenario)) for terms in plans]
    return _draw_frontier(scenario, plans, options_of)


def find_least_total(scenario: Scenario, plans: Sequence[Terms]) -> Decimal | None:
    """The least total by the deadline over `plans`, of all strategies; `None` where none is known.

    As the last point of the frontier, and found faster: a plan is only searched for less than the
    plans before it, of which the promising ones are first. Source: RULES.md §4.
    """
    least: Decimal | None = None
    for terms in promising_first(plans):
        if not scenario.to_send:
            found = make_estimate(terms, scenario, "cheapest")
            totals = [found.total] if found.status == "ok" else []
        else:
            options = PlanSearch(terms, scenario).find_options(at_most=least)
            totals = [option.total for option in options]
        least = min((one for one in (least, *totals) if one is not None), default=None)
    return least


def promising_first(plans: Sequence[Terms]) -> list[Terms]:
    """The plans by the dollars of a granted credit, those without any or without a price last."""
    return sorted(plans, key=_dollars_of_a_credit)


def _dollars_of_a_credit(terms: Terms) -> Decimal:
    months = [(terms.monthly_price, 1), (terms.annual_price, MONTHS_IN_A_YEAR)]
    prices = [price / number for price, number in months if price is not None]
    if not prices or not terms.monthly_credits:
        return Decimal("Infinity")
    return min(prices) / terms.monthly_credits


def _draw_frontier(
    scenario: Scenario, plans: Sequence[Terms], options_of: Sequence[Sequence[PurchaseOption]]
) -> tuple[FrontierPoint, ...]:
    candidates = sorted(
        (
            (option.months, option.total, option.seats, option.done_on, position, option)
            for position, options in enumerate(options_of)
            for option in options
            if option.total is not None
        ),
        key=lambda candidate: candidate[:5],
    )
    points: list[FrontierPoint] = []
    least: tuple[tuple[Decimal, int], Terms, PurchaseOption] | None = None
    waiting = iter(candidates)
    upcoming = next(waiting, None)
    last = scenario.months_until_deadline
    for month in range(1, last + 1):
        while upcoming and upcoming[0] <= month:
            _, total, seats, _, position, option = upcoming
            if least is None or (total, seats) < least[0]:
                least = (total, seats), plans[position], option
            upcoming = next(waiting, None)
        points.append(
            FrontierPoint(
                deadline_months=month,
                deadline=min(last_day_of(scenario.start_on, month), scenario.deadline),
                terms=least[1] if least else None,
                option=least[2] if least else None,
            )
        )
    return tuple(points)


def reach_for_budget(scenario: Scenario, plans: Sequence[Terms]) -> BudgetReach:
    """The most leads that the scenario's budget reaches by its deadline, and how.

    `target` is at most the scenario's `most_target`, 0 where the budget reaches no lead or
    there is none. Of plans that reach equally many the cheapest is taken. Source: RULES.md §4.
    """
    target = 0
    reaching: list[Terms] = []
    for terms in plans if scenario.budget is not None else ():
        if not _is_affordable(terms, scenario, max(target, 1)):
            continue
        leads = _most_leads(terms, scenario, at_least=max(target, 1))
        reaching = [*reaching, terms] if leads == target else [terms]
        target = leads
    if target == 0:
        return BudgetReach(target=0, estimate=None)
    reached = scenario.with_target(target)
    estimates = [make_estimate(terms, reached, "cheapest") for terms in reaching]
    return BudgetReach(target=target, estimate=rank(estimates)[0])


def _most_leads(terms: Terms, scenario: Scenario, *, at_least: int) -> int:
    """The most leads that the budget reaches with this plan; `at_least` are affordable."""
    step, most = at_least, scenario.most_target
    while at_least + step <= most and _is_affordable(terms, scenario, at_least + step):
        at_least, step = at_least + step, 2 * step
    too_many = min(at_least + step, most + 1)
    while too_many - at_least > 1:
        middle = (at_least + too_many) // 2
        if _is_affordable(terms, scenario, middle):
            at_least = middle
        else:
            too_many = middle
    return at_least


def _is_affordable(terms: Terms, scenario: Scenario, target: int) -> bool:
    """Whether the budget reaches so many leads with this plan by the deadline."""
    asked = scenario.with_target(target)
    if asked.to_send == 0:
        return make_estimate(terms, asked, "cheapest").status == "ok"
    search = PlanSearch(terms, asked)
    return next(search.find_options(at_most=scenario.budget), None) is not None
