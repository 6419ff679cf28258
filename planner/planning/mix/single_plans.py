"""The best single plan within the seats of a mix, an upper bound on its total (RULES.md §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger
from planner.planning.mix.candidate import Candidate, Choice, run
from planner.planning.mix.formulation import Offer
from planner.planning.mix.request import MixRequest
from planner.planning.options import PlanSearch, PurchaseOption
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePlan:
    """Some seats of one plan, and how they send everything by the deadline for `total` dollars."""

    search: PlanSearch
    options: Sequence[PurchaseOption]
    option: PurchaseOption
    total: Decimal

    @property
    def ledger(self) -> Ledger:
        """The credits of the plan's groups."""
        return self.search.run(self.option.groups, purchase_cap=self.option.bought)


def list_single_plans(request: MixRequest) -> list[SinglePlan]:
    """The single plans that make the deadline at a known price, or a sooner one for more."""
    found: list[SinglePlan] = []
    least: Decimal | None = None
    for terms in sorted(filter(request.most_seats, request.plans), key=_price_of_a_credit):
        search = PlanSearch(terms, request.for_plan(terms))
        options = list(search.find_options(at_most=least))
        if options:
            least = options[-1].total
        found += [
            SinglePlan(search=search, options=options, option=option, total=option.total)
            for option in options
            if option.total is not None
        ]
    return found


def _price_of_a_credit(terms: Terms) -> float:
    """About what a credit costs: the cheapest plan first makes the search of the others short."""
    prices = [terms.monthly_price, terms.annual_price and terms.annual_price / MONTHS_IN_A_YEAR]
    known = [float(price) for price in prices if price is not None]
    if not known or not terms.monthly_credits:
        return inf
    return min(known) / terms.monthly_credits


def estimate_best(singles: Sequence[SinglePlan]) -> Estimate | None:
    """The estimate of the best single plan; `None` where none makes the deadline."""
    if not singles:
        return None
    best = min(singles, key=lambda one: (one.total, one.option.end, one.option.seats))
    search = best.search
    return make_estimate(
        search.terms, search.scenario, "cheapest", search=search, options=best.options
    )


def best_in_time(offer: Offer, singles: Sequence[SinglePlan]) -> Candidate | None:
    """The best single plan in time and within the limits, beside the other held seats."""
    in_time = (one for one in singles if one.option.done_on <= offer.scenario.deadline)
    for single in sorted(in_time, key=lambda one: (one.total, one.option.end)):
        choice = _as_choice(offer, single)
        counts = [choice.seats.get(kind.life, 0) for kind in offer.kinds]
        if offer.is_allowed(counts) and (candidate := run(offer, choice).candidate):
            return candidate
    return None


def _as_choice(offer: Offer, single: SinglePlan) -> Choice:
    """The seats of the single plan; other held seats end when they are no longer paid for."""
    choice = Choice(seats={}, purchases={})
    left = {source.number: source.seats for source in offer.sources}
    for group, rows in zip(single.option.groups, single.ledger.rows, strict=True):
        source = next(
            one for one in offer.sources if left[one.number] and is_same_kind(one.group, group)
        )
        left[source.number] -= min(group.seats, left[source.number])
        life = source.number, min(group.last_month, source.months[-1])
        choice = choice.with_seats(life, group.seats)
        choice = choice.with_purchases(life, sum(row.bought for row in rows))
    for source in offer.sources:
        if source.group.is_held and source.terms != single.search.terms and source.end_of(0):
            choice = choice.with_seats((source.number, 0), source.seats)
    return choice


def is_same_kind(one: SeatGroup, other: SeatGroup) -> bool:
    """Whether the seats have one plan and one calendar, and are held or not."""
    return (one.terms, one.calendar, one.is_held) == (other.terms, other.calendar, other.is_held)
