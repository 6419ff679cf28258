"""The best single plan within the seats of a mix, an upper bound on its total (RULES.md §6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planner.planning.credits import run_ledger
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.mix.request import MixRequest
from planner.planning.mix.seats import takes_part
from planner.planning.scenario import Scenario
from planner.planning.strategies import PurchaseOption, find_purchase_options, sending_of
from planner.planning.terms import Terms, pool_seats

# Every number of seats up to this one is tried, then each double of the one before.
EVERY_SEAT_COUNT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePlan:
    """Some seats of one plan, and how they send everything for `total` dollars."""

    terms: Terms
    seats: int
    option: PurchaseOption
    total: Decimal

    def purchases(self, scenario: Scenario) -> list[int]:
        """The credits bought in each month."""
        pool = pool_seats(self.terms, self.seats)
        months = run_ledger(
            pool, sending_of(scenario), first_send_month=1, purchase_cap=self.option.bought
        )
        return [row.bought for row in months]


def list_single_plans(request: MixRequest) -> list[SinglePlan]:
    """The single plans that make the deadline at a known price, or a shorter one for less."""
    found: list[SinglePlan] = []
    # The least total so far by months: of the single plans with so many months or fewer.
    least = [Decimal("Infinity")] * (request.scenario.deadline_months + 1)
    for terms in filter(takes_part, request.plans):
        for seats in _seat_counts(request.most_seats(terms)):
            scenario = replace(request.scenario, seats=seats)
            for option in find_purchase_options(terms, scenario, at_most=least.__getitem__):
                # The total is known here: an unknown one is not at most any other.
                total = option.total or Decimal(0)
                found.append(SinglePlan(terms=terms, seats=seats, option=option, total=total))
                least[option.months :] = [min(one, total) for one in least[option.months :]]
    return found


def estimate_best(request: MixRequest, single_plans: Sequence[SinglePlan]) -> Estimate | None:
    """The estimate of the best single plan; `None` where none makes the deadline."""
    scenario = request.scenario
    best = best_within(single_plans, scenario.deadline_months)
    if best is None:
        return None
    return make_estimate(best.terms, replace(scenario, seats=best.seats), "cheapest")


def best_within(single_plans: Sequence[SinglePlan], months: int) -> SinglePlan | None:
    """The single plan of least cost within `months` months; `None` where none is done by then.

    Ties go to fewer months, then to fewer bought credits, then to fewer seats.
    """
    return min(
        (one for one in single_plans if one.option.months <= months),
        key=lambda one: (one.total, one.option.months, one.option.bought, one.seats),
        default=None,
    )


def _seat_counts(most: int) -> Iterator[int]:
    seats = 1
    while seats < most:
        yield seats
        seats = seats + 1 if seats < EVERY_SEAT_COUNT else 2 * seats
    if most:
        yield most
