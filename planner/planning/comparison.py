"""Estimates compared: ranked, for every deadline, and within a budget (RULES.md §4).

Of estimates that are equally good and send their first message in the same month, the one whose
plan, then whose strategy, is given first ranks first.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planner.planning.credits import run_ledger, sent_by_month
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import MOST_LEADS, Scenario
from planner.planning.strategies import (
    STRATEGIES,
    PurchaseOption,
    Strategy,
    find_purchase_options,
    sending_of,
    subscribe_for,
)
from planner.planning.terms import Terms, pool_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """The least cost of being done by a deadline; plan and option are `None` where no plan is."""

    deadline_months: int
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
    `purchase_options` are those of `find_purchase_options` for each plan. `for_budget` is `None`
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
    options_of = [find_purchase_options(terms, scenario) for terms in plans]
    estimates = rank(
        [
            make_estimate(terms, scenario, strategy, purchase_options=options)
            for terms, options in zip(plans, options_of, strict=True)
            for strategy in strategies
        ]
    )
    best = estimates[0] if estimates else None
    return Comparison(
        scenario=scenario,
        estimates=tuple(estimates),
        cheapest=best if best and best.status == "ok" and best.total is not None else None,
        frontier=_draw_frontier(scenario, plans, options_of),
        purchase_options=dict(zip(plans, options_of, strict=True)),
        for_budget=None if scenario.budget is None else reach_for_budget(scenario, plans),
    )


def rank(estimates: Sequence[Estimate]) -> list[Estimate]:
    """`ok` by total, then late ones by months and total, then those without a total, then the rest.

    Ties go to fewer months, then to fewer bought credits, then to the earlier first message, then
    to the order of `estimates`. Source: RULES.md §4.
    """
    return sorted(estimates, key=_rank_of)


def _rank_of(estimate: Estimate) -> tuple[int, Decimal, Decimal, int, int]:
    months, credits, total = estimate.months, estimate.credits, estimate.total
    if months is None or credits is None:
        return 3, Decimal(0), Decimal(0), 0, 0
    first_send_month = estimate.first_send_month or 0
    if total is None:
        return 2, Decimal(months), Decimal(0), credits.bought, first_send_month
    if estimate.status == "misses_deadline":
        return 1, Decimal(months), total, credits.bought, first_send_month
    return 0, total, Decimal(months), credits.bought, first_send_month


def find_frontier(scenario: Scenario, plans: Sequence[Terms]) -> tuple[FrontierPoint, ...]:
    """The least cost for every deadline from 1 month to the scenario's, over `plans` (§4)."""
    options_of = [find_purchase_options(terms, scenario) for terms in plans]
    return _draw_frontier(scenario, plans, options_of)


def _draw_frontier(
    scenario: Scenario, plans: Sequence[Terms], options_of: Sequence[Sequence[PurchaseOption]]
) -> tuple[FrontierPoint, ...]:
    candidates = sorted(
        (
            (option.months, option.total, option.bought, position, option)
            for position, options in enumerate(options_of)
            for option in options
            if option.total is not None
        ),
        key=lambda candidate: candidate[:4],
    )
    points: list[FrontierPoint] = []
    least: tuple[Decimal, Terms, PurchaseOption] | None = None
    waiting = iter(candidates)
    upcoming = next(waiting, None)
    for deadline in range(1, scenario.deadline_months + 1):
        while upcoming and upcoming[0] <= deadline:
            _, total, _, position, option = upcoming
            if least is None or total < least[0]:
                least = total, plans[position], option
            upcoming = next(waiting, None)
        points.append(
            FrontierPoint(
                deadline_months=deadline,
                terms=least[1] if least else None,
                option=least[2] if least else None,
            )
        )
    return tuple(points)


def reach_for_budget(scenario: Scenario, plans: Sequence[Terms]) -> BudgetReach:
    """The most leads that the scenario's budget reaches by its deadline, and how.

    `target` is at most `MOST_LEADS`, 0 where the budget reaches no lead or there is none. Of plans
    that reach equally many the cheapest is taken. Source: RULES.md §4.
    """
    reaches = [(_most_leads(terms, scenario), terms) for terms in plans]
    target = max((leads for leads, _ in reaches), default=0)
    if target == 0:
        return BudgetReach(target=0, estimate=None)
    reached = replace(scenario, target=target)
    estimates = [
        make_estimate(terms, reached, "cheapest") for leads, terms in reaches if leads == target
    ]
    return BudgetReach(target=target, estimate=rank(estimates)[0])


def _most_leads(terms: Terms, scenario: Scenario) -> int:
    """The most leads that the budget reaches with this plan by the deadline."""
    if scenario.budget is None:
        return 0
    pool = pool_seats(terms, scenario.seats)
    sending = replace(sending_of(scenario), to_send=scenario.to_send_for(MOST_LEADS))
    sent = 0
    for months in range(1, scenario.deadline_months + 1):
        spend = subscribe_for(terms, scenario, months).spend
        if spend is None or spend > scenario.budget:
            break
        ledger = run_ledger(
            pool,
            sending,
            first_send_month=1,
            purchase_cap=_affordable(terms.credit_price, scenario.budget - spend),
            months=months,
        )
        sent = max(sent, sent_by_month(ledger)[-1])
    # The leads that take at most `sent` credits; open profiles need no plan and no budget.
    return bisect_right(range(1, MOST_LEADS + 1), sent, key=scenario.to_send_for)


def _affordable(credit_price: Decimal | None, budget: Decimal) -> int | None:
    """The credits that `budget` dollars buy; `None` for any number, where they cost nothing."""
    if credit_price is None:
        return 0
    return int(budget // credit_price) if credit_price else None
