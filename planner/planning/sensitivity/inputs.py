"""The inputs that a sensitivity analysis varies, and how far (RULES.md §7).

A varied input has steps in rising order, one of which is the present value. `low` and `high` are
the steps for which the total is reported; the search for another cheapest plan uses the others as
well. Rates are shares from 0 to 1, prices are dollars.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from functools import partial
from typing import Any, Literal, NamedTuple

from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.ranges import MOST_MONTHS, MOST_RATE_DECIMALS, MOST_SEATS
from planner.planning.scenario import BEST, Scenario
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
# The upper reply rate where the scenario expects no replies: plausible for a first campaign.
MODEST_REPLY_RATE = Decimal("0.1")
MONTHS_TO_VARY = 3
SEATS_TO_TRY = 10
LIVES_IN_DAYS = (90, 120)


class Case(NamedTuple):
    """A what-if case: a scenario and the terms of all plans."""

    scenario: Scenario
    plans: Sequence[Terms]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariedInput:
    """One input; `low`, `now` and `high` are indexes of its steps.

    `apply` gives the case of a step, `show` its value: the step itself, or a price where steps are
    in percent. For the life of credits the present step is 0: each plan's own.
    """

    input: Input
    steps: Sequence[Value]
    low: int
    now: int
    high: int
    apply: Callable[[Value], Case]
    show: Callable[[Value], Value]

    def value_at(self, place: int) -> Value:
        return self.show(self.steps[place])

    def case_at(self, place: int) -> Case:
        return self.apply(self.steps[place])


def vary_inputs(
    cheapest: Estimate, plans: Sequence[Terms], *, reply_rates: tuple[Decimal, Decimal] | None
) -> Iterator[VariedInput]:
    """The inputs of the scenario of `cheapest`, the cheapest estimate of `plans`.

    `reply_rates` are the lowest and the highest rate that the person expects; without them, half
    the scenario's rate and one and a half times it.
    """
    scenario = cheapest.scenario
    case, baseline = Case(scenario, plans), plans.index(cheapest.terms)
    yield _reply_rate(case, reply_rates)
    if price := _price_paid(cheapest):
        yield _price("subscription_price", price, partial(_with_subscription_price, case, baseline))
    if price := cheapest.terms.credit_price or _find_credit_price(plans):
        yield _price("credit_price", price, partial(_with_credit_prices, case))
    fifth = max(1, scenario.target // 5)
    half, double = max(1, scenario.target // 2), min(scenario.most_target, 2 * scenario.target)
    yield _count(case, "target", by=fifth, steps=range(half, double + 1))
    months = range(1, MOST_MONTHS + 1)
    by_months = case._replace(scenario=_with_deadline_in_months(scenario))
    yield _count(by_months, "deadline_months", by=MONTHS_TO_VARY, steps=months)
    if scenario.seats != BEST:
        few, many = scenario.seats - SEATS_TO_TRY, scenario.seats + SEATS_TO_TRY
        most = scenario.max_seats or MOST_SEATS
        yield _count(case, "seats", by=1, steps=range(max(1, few), min(most, many) + 1))
    yield _lifetime(case)
    if scenario.decline_rate:
        yield _decline_rule(case)


def _reply_rate(case: Case, reply_rates: tuple[Decimal, Decimal] | None) -> VariedInput:
    rate, most = case.scenario.reply_rate, case.scenario.most_reply_rate
    low, high = reply_rates or (rate / 2, rate * 3 / 2 or MODEST_REPLY_RATE)
    low, high = min(_round(low, ROUND_UP), rate), max(min(_round(high, ROUND_DOWN), most), rate)
    first = 0 if case.scenario.goal == "contacted" else 1
    whole = {ONE_PERCENT * percent for percent in range(first, int(most * 100) + 1)}
    # A lower rate may take more messages than a question may ask for.
    allowed = {step for step in whole | {low} if step >= case.scenario.least_reply_rate}
    steps = sorted(allowed | {rate, high})
    low = max(low, steps[0])
    return VariedInput(
        input="reply_rate",
        steps=steps,
        low=steps.index(low),
        now=steps.index(rate),
        high=steps.index(high),
        apply=partial(_with_field, case, "reply_rate"),
        show=_itself,
    )


def _count(case: Case, field: Input, *, by: int, steps: range) -> VariedInput:
    """A whole number of the scenario, `by` less and `by` more within `steps`."""
    now: int = getattr(case.scenario, field)
    return VariedInput(
        input=field,
        steps=steps,
        low=max(0, now - by - steps.start),
        now=now - steps.start,
        high=min(len(steps) - 1, now + by - steps.start),
        apply=partial(_with_field, case, field),
        show=_itself,
    )


def _price(field: Input, price: Decimal, apply: Callable[[Value], Case]) -> VariedInput:
    """A price, varied in percent of what it is, from half to double."""
    steps = range(50, 201)
    return VariedInput(
        input=field,
        steps=steps,
        low=steps.index(80),
        now=steps.index(100),
        high=steps.index(120),
        apply=apply,
        show=partial(_change, price),
    )


def _lifetime(case: Case) -> VariedInput:
    shortest, longest = LIVES_IN_DAYS
    return VariedInput(
        input="credit_lifetime_days",
        steps=(shortest, 0, longest),
        low=0,
        now=1,
        high=2,
        apply=partial(_with_lifetime, case),
        show=_itself,
    )


def _decline_rule(case: Case) -> VariedInput:
    return VariedInput(
        input="declines_return_credit",
        steps=(False, True),
        low=0,
        now=int(case.scenario.declines_return_credit),
        high=1,
        apply=partial(_with_field, case, "declines_return_credit"),
        show=_itself,
    )


def _with_deadline_in_months(scenario: Scenario) -> Scenario:
    """The scenario with its deadline at the end of the month of the campaign in which it lies."""
    months = scenario.months_until_deadline
    return replace(scenario, deadline_months=months, deadline_on=None)


def _with_field(case: Case, field: str, value: Value) -> Case:
    if field == "target":
        return case._replace(scenario=case.scenario.with_target(int(value)))
    change: dict[str, Any] = {field: value}
    return case._replace(scenario=replace(case.scenario, **change))


def _with_subscription_price(case: Case, baseline: int, percent: Value) -> Case:
    """The baseline plan's monthly and yearly price at so many percent."""
    terms = case.plans[baseline]
    changed = replace(
        terms,
        monthly_price=_change_known(terms.monthly_price, percent),
        annual_price=_change_known(terms.annual_price, percent),
    )
    return case._replace(plans=[*case.plans[:baseline], changed, *case.plans[baseline + 1 :]])


def _with_credit_prices(case: Case, percent: Value) -> Case:
    """The credit price of every plan at so many percent."""
    return case._replace(
        plans=[
            replace(terms, credit_price=_change_known(terms.credit_price, percent))
            for terms in case.plans
        ]
    )


def _with_lifetime(case: Case, days: Value) -> Case:
    """The life of credits of every plan; 0 leaves each plan its own."""
    if not days:
        return case
    return case._replace(
        plans=[replace(terms, credit_lifetime_days=int(days)) for terms in case.plans]
    )


def _price_paid(estimate: Estimate) -> Decimal | None:
    """The price that one seat pays: a year's where years are paid for, else a month's."""
    by_the_year = estimate.subscription is not None and estimate.subscription.years
    return estimate.terms.annual_price if by_the_year else estimate.terms.monthly_price


def _find_credit_price(plans: Sequence[Terms]) -> Decimal | None:
    """The credit price of the first plan where it is known and above 0."""
    return next((terms.credit_price for terms in plans if terms.credit_price), None)


def _change_known(price: Decimal | None, percent: Value) -> Decimal | None:
    return None if price is None else _change(price, percent)


def _change(price: Decimal, percent: Value) -> Decimal:
    """A percentage of a price, in whole cents; at 100 the exact price itself."""
    return price if percent == 100 else min(MOST_PRICE, cents(price * percent / 100))


def _itself(value: Value) -> Value:
    return value


def _round(rate: Decimal, rounding: str) -> Decimal:
    """A rate with as many decimals as a scenario allows."""
    return rate.quantize(Decimal(1).scaleb(-MOST_RATE_DECIMALS), rounding).normalize()
