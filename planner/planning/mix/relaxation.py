"""What a mix costs at least, without whole seats: it tells which kinds cannot be in a better one.

Each message is given a worth of λ dollars. A seat then costs its price less the worth of what it
sends, and the least that the seats cost in this way, plus λ for every message, is a lower bound on
every mix. A kind that exceeds the best one by more than the bound is below the best mix known
cannot be in a better mix. The bound counts in floats; comparisons leave a margin.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from itertools import product
from math import ceil, floor, inf, sqrt

from planner.planning.mix.candidate import Candidate, Choice, run
from planner.planning.mix.formulation import Offer
from planner.planning.mix.kinds import Kind, Life

# Steps of the search for the λ with the best bound; any λ gives a bound.
STEPS = 40
GOLDEN = (sqrt(5) - 1) / 2
MARGIN = 1e-9
FINEST = Decimal("0.0001")
# The kinds that a first guess combines, and the guesses that are run through the ledger.
COMBINED, GUESSES = 24, 6


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """The bound in dollars, and the dollars by which a seat of each kind exceeds the best one."""

    bound: float
    worth: float
    excess: Sequence[float]

    def count_within(self, excess: float, most: Decimal) -> float:
        """How many that exceed the best by so many dollars are in a mix for at most `most`."""
        slack = max(0.0, float(most) - self.bound) + MARGIN * (1 + float(most))
        return inf if excess <= MARGIN else floor(slack / excess)

    @property
    def proven(self) -> Decimal:
        """The bound, with a margin for float arithmetic, rounded down to the finest price."""
        safe = self.bound - MARGIN * (1 + abs(self.bound))
        return max(Decimal(0), Decimal(safe).quantize(FINEST, rounding=ROUND_FLOOR))


def relax(offer: Offer) -> Relaxation:
    """The relaxation with about the best bound."""
    costs = [_Cost(kind, offer.sending.to_send) for kind in offer.kinds]
    low, high = 0.0, max((one.most_worth for one in costs), default=0.0)
    lower, upper = high - GOLDEN * high, GOLDEN * high
    at_lower, at_upper = _bound_at(offer, costs, lower), _bound_at(offer, costs, upper)
    for _ in range(STEPS):
        if at_lower < at_upper:
            low, lower, at_lower = lower, upper, at_upper
            upper = low + GOLDEN * (high - low)
            at_upper = _bound_at(offer, costs, upper)
        else:
            high, upper, at_upper = upper, lower, at_lower
            lower = high - GOLDEN * (high - low)
            at_lower = _bound_at(offer, costs, lower)
    return max((_relax_at(offer, costs, worth) for worth in (low, high)), key=lambda one: one.bound)


class _Cost:
    """What a seat of a kind costs, less the worth of its messages; the source of a held one."""

    def __init__(self, kind: Kind, to_send: int) -> None:
        self.cost, self.reach = float(kind.cost), kind.reach
        self.held = kind.source.number if kind.source.group.is_held else None
        price = float(kind.source.terms.credit_price or 0)
        self.purchases = [
            (to_send if one.limit is None else min(one.limit, to_send), price, one.uses)
            for one in kind.purchases
        ]
        ratios = [price / uses for _, price, uses in self.purchases]
        ratios += [self.cost / self.reach] if self.reach else []
        self.most_worth = max(ratios, default=0.0) + 1

    def at(self, worth: float) -> float:
        net = self.cost - worth * self.reach
        for limit, price, uses in self.purchases:
            gain = worth * uses - price
            if gain > 0:
                net -= limit * gain
        return net


def _bound_at(offer: Offer, costs: Sequence[_Cost], worth: float) -> float:
    return _find_least(offer, costs, [cost.at(worth) for cost in costs], worth)[0]


def _find_least(
    offer: Offer, costs: Sequence[_Cost], nets: Sequence[float], worth: float
) -> tuple[float, float, dict[int, float]]:
    """The bound, and the least that a new seat and one of each held source cost net."""
    least_of: dict[int, float] = {}
    least_new = 0.0
    for cost, net in zip(costs, nets, strict=True):
        if cost.held is not None:
            least_of[cost.held] = min(net, least_of.get(cost.held, inf))
        elif net < least_new:
            least_new = net
    bound = worth * offer.sending.to_send + offer.request.max_seats * least_new
    bound += sum(offer.sources[number].seats * least for number, least in least_of.items())
    return bound, least_new, least_of


def _relax_at(offer: Offer, costs: Sequence[_Cost], worth: float) -> Relaxation:
    nets = [cost.at(worth) for cost in costs]
    bound, least_new, least_of = _find_least(offer, costs, nets, worth)
    excess = [
        net - (least_new if cost.held is None else least_of[cost.held])
        for cost, net in zip(costs, nets, strict=True)
    ]
    return Relaxation(bound=bound, worth=worth, excess=excess)


def narrow(offer: Offer, relaxation: Relaxation, most: Decimal) -> Offer:
    """The offer with only the kinds, and of each only the seats, of mixes for `most` dollars."""
    kinds: list[Kind] = []
    for kind, excess in zip(offer.kinds, relaxation.excess, strict=True):
        seats = relaxation.count_within(excess, most)
        if not seats:
            continue
        price, bought = kind.source.terms.credit_price, inf
        if price is not None and kind.purchases:
            # The first purchase sends most.
            net = float(price) - relaxation.worth * kind.purchases[0].uses
            bought = relaxation.count_within(net, most)
        kinds.append(replace(kind, most_seats=min(kind.most_seats, seats), purchase_cap=bought))
    return replace(offer, kinds=kinds)


def guess(offer: Offer, relaxation: Relaxation) -> Candidate | None:
    """A candidate made of the best kind and of up to two others that make up for what lacks."""
    guesses = sorted(_guesses(offer, relaxation), key=lambda one: one[0])
    for _, lives in guesses[:GUESSES]:
        choice = Choice(seats={}, purchases={})
        for life, seats in lives:
            choice = choice.with_seats(life, seats)
        counts = [choice.seats.get(kind.life, 0) for kind in offer.kinds]
        if offer.is_allowed(counts) and (candidate := run(offer, choice).candidate):
            return candidate
    return None


def _guesses(
    offer: Offer, relaxation: Relaxation
) -> Iterator[tuple[float, list[tuple[Life, int]]]]:
    """Seats that send everything but for rounding, by their lives, with their dollars."""
    held: list[tuple[Life, int]] = []
    lacking, paid = float(offer.sending.to_send), 0.0
    for source in offer.sources:
        if source.group.is_held:
            number = min(
                (n for n, kind in enumerate(offer.kinds) if kind.source is source),
                key=relaxation.excess.__getitem__,
            )
            kind = offer.kinds[number]
            lacking -= source.seats * kind.reach
            paid += source.seats * float(kind.cost)
            if kind.end:
                held.append((kind.life, source.seats))
    new = [n for n, kind in enumerate(offer.kinds) if not kind.source.group.is_held and kind.reach]
    kinds = [offer.kinds[n] for n in sorted(new, key=relaxation.excess.__getitem__)[:COMBINED]]
    if not kinds or lacking <= 0:
        yield paid, held
        return
    best, most = kinds[0], offer.request.max_seats
    whole = min(most, floor(lacking / best.reach))
    for base in range(max(0, whole - 2), min(most, whole + 1) + 1):
        after = lacking - base * best.reach
        for other, last in product([None, *kinds], kinds):
            rest = after - (other.reach if other else 0.0)
            seats = max(0, ceil(rest / last.reach - MARGIN))
            if base + seats + bool(other) > most:
                continue
            cost = paid + base * float(best.cost) + seats * float(last.cost)
            others = [(other.life, 1)] if other else []
            cost += float(other.cost) if other else 0.0
            yield cost, [*held, (best.life, base), *others, (last.life, seats)]
