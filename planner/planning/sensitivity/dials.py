"""The inputs that the sensitivity of a total turns, and how far (RULES.md §7).

A dial has steps in rising order, one of which is the present value. Its `low` and `high` are the
places of the values that the total is told for; the other steps are for looking where another plan
becomes the cheapest. Rates are shares, prices are dollars.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from functools import partial
from typing import Any, Literal, NamedTuple

from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.scenario import (
    MOST_LEADS,
    MOST_MONTHS,
    MOST_RATE_DECIMALS,
    MOST_SEATS,
    Scenario,
)
from planner.planning.terms import MOST_PRICE, Terms

Input = Literal[
    "reply_rate",
    "subscription_price",
    "credit_price",
    "target",
    "deadline_months",
    "seats",
    "credit_lifetime_days",
    "declines_return_credit",
]
Value = Decimal | int

ONE_PERCENT = Decimal("0.01")
# Where nobody is expected to reply: what a first campaign may well reach.
MODEST_REPLY_RATE = Decimal("0.1")
MONTHS_TO_MOVE = 3
SEATS_TO_LOOK_AT = 10
LIVES_IN_DAYS = (90, 120)


class World(NamedTuple):
    """A scenario and the terms of all plans, as an input would have them."""

    scenario: Scenario
    plans: Sequence[Terms]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """One input; `low`, `now` and `high` are places among its steps.

    `set_to` makes the world of a step, `show` tells its value: the step itself, or a price for
    steps in percent. The present step of the life of credits is 0: as every plan has it.
    """

    input: Input
    steps: Sequence[Value]
    low: int
    now: int
    high: int
    set_to: Callable[[Value], World]
    show: Callable[[Value], Value]

    def value_at(self, place: int) -> Value:
        return self.show(self.steps[place])

    def world_at(self, place: int) -> World:
        return self.set_to(self.steps[place])


def make_dials(
    cheapest: Estimate, plans: Sequence[Terms], *, reply_rates: tuple[Decimal, Decimal] | None
) -> Iterator[Dial]:
    """The dials of a scenario among whose plans this is the cheapest estimate.

    `reply_rates` are the lowest and the highest rate that the person expects; without them, half
    as many replies and half as many again.
    """
    scenario = cheapest.scenario
    world, kept = World(scenario, plans), plans.index(cheapest.terms)
    yield _reply_rate(world, reply_rates)
    if price := _price_paid(cheapest):
        yield _price("subscription_price", price, partial(_with_subscription_price, world, kept))
    if price := cheapest.terms.credit_price or _find_credit_price(plans):
        yield _price("credit_price", price, partial(_with_credit_prices, world))
    fifth = max(1, scenario.target // 5)
    half, double = max(1, scenario.target // 2), min(MOST_LEADS, 2 * scenario.target)
    yield _count(world, "target", by=fifth, steps=range(half, double + 1))
    months = range(1, MOST_MONTHS + 1)
    yield _count(world, "deadline_months", by=MONTHS_TO_MOVE, steps=months)
    few, many = scenario.seats - SEATS_TO_LOOK_AT, scenario.seats + SEATS_TO_LOOK_AT
    yield _count(world, "seats", by=1, steps=range(max(1, few), min(MOST_SEATS, many) + 1))
    yield _lifetime(world)
    if scenario.decline_rate:
        yield _decline_rule(world)


def _reply_rate(world: World, reply_rates: tuple[Decimal, Decimal] | None) -> Dial:
    rate, most = world.scenario.reply_rate, 1 - world.scenario.decline_rate
    low, high = reply_rates or (rate / 2, rate * 3 / 2 or MODEST_REPLY_RATE)
    low, high = min(_round(low, ROUND_UP), rate), max(min(_round(high, ROUND_DOWN), most), rate)
    first = 1 if world.scenario.goal == "replied" else 0
    whole = {ONE_PERCENT * percent for percent in range(first, int(most * 100) + 1)}
    steps = sorted(whole | {low, rate, high})
    return Dial(
        input="reply_rate",
        steps=steps,
        low=steps.index(low),
        now=steps.index(rate),
        high=steps.index(high),
        set_to=partial(_with_field, world, "reply_rate"),
        show=_itself,
    )


def _count(world: World, field: Input, *, by: int, steps: range) -> Dial:
    """A dial of a scenario's whole number, `by` less and `by` more as far as it goes."""
    now: int = getattr(world.scenario, field)
    return Dial(
        input=field,
        steps=steps,
        low=max(0, now - by - steps.start),
        now=now - steps.start,
        high=min(len(steps) - 1, now + by - steps.start),
        set_to=partial(_with_field, world, field),
        show=_itself,
    )


def _price(field: Input, price: Decimal, set_to: Callable[[Value], World]) -> Dial:
    """A dial of prices in percent of what they are, from half to double."""
    steps = range(50, 201)
    return Dial(
        input=field,
        steps=steps,
        low=steps.index(80),
        now=steps.index(100),
        high=steps.index(120),
        set_to=set_to,
        show=partial(_change, price),
    )


def _lifetime(world: World) -> Dial:
    shortest, longest = LIVES_IN_DAYS
    return Dial(
        input="credit_lifetime_days",
        steps=(shortest, 0, longest),
        low=0,
        now=1,
        high=2,
        set_to=partial(_with_lifetime, world),
        show=_itself,
    )


def _decline_rule(world: World) -> Dial:
    return Dial(
        input="declines_return_credit",
        steps=(False, True),
        low=0,
        now=int(world.scenario.declines_return_credit),
        high=1,
        set_to=partial(_with_field, world, "declines_return_credit"),
        show=_itself,
    )


def _with_field(world: World, field: str, value: Value) -> World:
    change: dict[str, Any] = {field: value}
    return world._replace(scenario=replace(world.scenario, **change))


def _with_subscription_price(world: World, kept: int, percent: Value) -> World:
    """Only the kept plan's price, by the month and by the year, changes."""
    terms = world.plans[kept]
    changed = replace(
        terms,
        monthly_price=_change_known(terms.monthly_price, percent),
        annual_price=_change_known(terms.annual_price, percent),
    )
    return world._replace(plans=[*world.plans[:kept], changed, *world.plans[kept + 1 :]])


def _with_credit_prices(world: World, percent: Value) -> World:
    """The price of a credit changes by as much in every plan."""
    return world._replace(
        plans=[
            replace(terms, credit_price=_change_known(terms.credit_price, percent))
            for terms in world.plans
        ]
    )


def _with_lifetime(world: World, days: Value) -> World:
    """The life of credits in every plan; 0 leaves each its own."""
    if not days:
        return world
    return world._replace(
        plans=[replace(terms, credit_lifetime_days=int(days)) for terms in world.plans]
    )


def _price_paid(estimate: Estimate) -> Decimal | None:
    """What one seat pays: the price of a year where years are paid, else that of a month."""
    by_the_year = estimate.subscription is not None and estimate.subscription.years
    return estimate.terms.annual_price if by_the_year else estimate.terms.monthly_price


def _find_credit_price(plans: Sequence[Terms]) -> Decimal | None:
    """What a credit costs in the first plan where it costs something."""
    return next((terms.credit_price for terms in plans if terms.credit_price), None)


def _change_known(price: Decimal | None, percent: Value) -> Decimal | None:
    return None if price is None else _change(price, percent)


def _change(price: Decimal, percent: Value) -> Decimal:
    """So many percent of a price, in whole cents; exactly the price itself at 100."""
    return price if percent == 100 else min(MOST_PRICE, cents(price * percent / 100))


def _itself(value: Value) -> Value:
    return value


def _round(rate: Decimal, rounding: str) -> Decimal:
    """A rate with as many decimals as a scenario allows."""
    return rate.quantize(Decimal(1).scaleb(-MOST_RATE_DECIMALS), rounding).normalize()
