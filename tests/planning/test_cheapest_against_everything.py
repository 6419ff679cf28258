"""The cheapest against everything that a person could do: begin later, pause, end, other seats.

The rules try less (RULES.md §4, "Not tried"). So what costs less than the mix, or than the cheapest
single plan, has to be one of the ways that they name, and no sentence may claim more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations_with_replacement
from random import Random
from typing import NamedTuple

import pytest

from planner.planning.days import DAY, add_months, month_of
from planner.planning.estimate import make_estimate
from planner.planning.mix import find_mixes
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms
from tests.examples import number_of
from tests.planning.builders import held, make_scenario, make_terms

CASES = number_of(30, 400)
INFINITE = Decimal("Infinity")
# The least dollars for each number of messages.
Prices = Mapping[int, Decimal]


class Case(NamedTuple):
    """A scenario without answers, so that each seat sends its credits by itself."""

    scenario: Scenario
    plans: tuple[Terms, ...]
    most_seats: int


class Period(NamedTuple):
    """What one seat of a plan sends from a day on, for some months, and what that costs."""

    begin: date
    until: date
    months: int
    sent: int
    cost: Decimal


def draw(seed: int) -> Case:
    random = Random(seed)
    start_on = date(2026, 12, 1) + timedelta(days=random.choice([0, 0, 0, 1, 9, 14, 27]))
    plans = tuple(_draw_plan(random, slug) for slug in ("one", "two")[: random.choice([1, 2, 2])])
    most_seats = random.choice([1, 2, 3])
    seats = held(
        1, random.choice([0, 2, 5]), paid_until=start_on + timedelta(days=random.choice([5, 20]))
    )
    scenario = make_scenario(
        target=random.randint(2, 14),
        start_on=start_on,
        deadline_months=random.choice([1, 2, 2, 3]),
        seats=BEST,
        max_seats=most_seats,
        billing="monthly",
        seat_monthly_limit=random.choice([None, None, 3, 6]),
        held_seats=(replace(seats, plan="one"),) if random.random() < 0.3 else (),
    )
    return Case(scenario, plans, most_seats)


def _draw_plan(random: Random, slug: str) -> Terms:
    grant = random.choice([2, 3, 5])
    return make_terms(
        slug=slug,
        name=slug.title(),
        monthly_credits=grant,
        rollover_cap=grant * random.choice([1, 3]),
        credit_lifetime_days=random.choice([30, 90]),
        monthly_price=Decimal(random.choice([10, 25, 40])),
        annual_price=None,
        credit_price=Decimal(random.choice([3, 12])),
        purchase_limit=random.choice([0, 0, 1]),
        grant_day=random.choice(["renewal", "first", "first"]),
        grants_on_start=random.random() < 0.7,
    )


def send(
    case: Case, terms: Terms, *, pays_from: date, until: date, credits: int | None, buys: int
) -> tuple[int, int]:
    """The messages of a seat by the deadline, day by day, and the credits that it buys.

    `pays_from` is its first day; of a held seat, with its `credits`, that of its first renewal.
    """
    scenario, is_held = case.scenario, credits is not None
    day = scenario.start_on if is_held else pays_from
    lots = [(day, credits)] if credits else []
    sent = bought = month = sent_in_month = bought_in_month = 0
    begin, limit = day, scenario.seat_monthly_limit
    while day <= min(until, scenario.deadline):
        if day == begin or month_of(pays_from, day) != month:
            month, sent_in_month, bought_in_month = month_of(pays_from, day), 0, 0
        is_renewal = day == add_months(pays_from, month - 1)
        is_first = day.day == 1 or (terms.grants_on_start and day == begin and not is_held)
        if is_renewal if terms.grant_day == "renewal" else is_first:
            lots = [(came, n) for came, n in lots if add_months(came, terms.life) > day]
            while sum(n for _, n in lots) > terms.rollover_cap:
                (came, n), *rest = lots
                lots = [(came, n - 1), *rest] if n > 1 else rest
            room = terms.rollover_cap - sum(n for _, n in lots)
            lots.append((day, min(terms.monthly_credits, room)))
        while limit is None or sent_in_month < limit:
            if lots := [(came, n) for came, n in lots if n]:
                (came, n), *rest = lots
                lots = [(came, n - 1), *rest]
            elif bought < buys and bought_in_month < (terms.purchase_limit or 0):
                bought, bought_in_month = bought + 1, bought_in_month + 1
            else:
                break
            sent, sent_in_month = sent + 1, sent_in_month + 1
        day += DAY
    return sent, bought


def list_periods(case: Case, terms: Terms) -> Iterator[Period]:
    """Every day on which a new seat could begin, with every number of months and of purchases."""
    day, deadline = case.scenario.start_on, case.scenario.deadline
    while day <= deadline:
        for months in range(1, month_of(day, deadline) + 1):
            until = add_months(day, months) - DAY
            for buys in range(months * (terms.purchase_limit or 0) + 1):
                sent, bought = send(
                    case, terms, pays_from=day, until=until, credits=None, buys=buys
                )
                price, credit = terms.monthly_price or 0, terms.credit_price or 0
                yield Period(day, until, months, sent, Decimal(months * price + bought * credit))
        day += DAY


def list_held(case: Case, terms: Terms) -> Iterator[Period]:
    """The seat that is held, renewed at once for any number of months, or not at all."""
    [seat] = case.scenario.held_seats
    pays_from, deadline = seat.paid_until + DAY, case.scenario.deadline
    for months in range(max(0, month_of(pays_from, deadline)) + 1):
        until = add_months(pays_from, months) - DAY
        paying = months + 1
        for buys in range(paying * (terms.purchase_limit or 0) + 1):
            sent, bought = send(
                case, terms, pays_from=pays_from, until=until, credits=seat.credits, buys=buys
            )
            price, credit = terms.monthly_price or 0, terms.credit_price or 0
            cost = Decimal(months * price + bought * credit)
            yield Period(case.scenario.start_on, until, months, sent, cost)


def price_of(periods: Iterator[Period] | list[Period], target: int) -> Prices:
    """The least that some periods cost for each number of messages."""
    prices: dict[int, Decimal] = {}
    for one in periods:
        sent = min(one.sent, target)
        prices[sent] = min(one.cost, prices.get(sent, one.cost))
    return prices


def add(one: Prices, other: Prices, target: int) -> Prices:
    prices: dict[int, Decimal] = {}
    for (sent, cost), (more, further) in ((a, b) for a in one.items() for b in other.items()):
        both = min(sent + more, target)
        prices[both] = min(cost + further, prices.get(both, cost + further))
    return prices


def pausing(case: Case, firsts: list[Period], seconds: list[Period]) -> Prices:
    """A person with two periods, one after the other, of one plan or of two."""
    target, prices = case.scenario.target, dict[int, Decimal]()
    # Few: what sends as much for as much until the same day is the same.
    after = cache(lambda day: price_of([two for two in seconds if two.begin > day], target))
    for until, sent, cost in {(one.until, one.sent, one.cost) for one in firsts}:
        for both, total in add({min(sent, target): cost}, after(until), target).items():
            prices[both] = min(total, prices.get(both, total))
    return prices


def least(case: Case, kinds: list[Prices], own: list[Prices]) -> Decimal | None:
    """The least total of persons of `kinds`; the held seat, if there is one, is one of `own`."""
    target, totals = case.scenario.target, list[Decimal]()
    new = case.most_seats - bool(own)
    for first in own or [{0: Decimal(0)}]:
        for number in range(new + 1):
            for persons in combinations_with_replacement(kinds, number):
                prices = first
                for person in persons:
                    prices = add(prices, person, target)
                if target in prices:
                    totals.append(prices[target])
    return min(totals, default=None)


class Everything(NamedTuple):
    """The least total as the rules have it; with later begins; with pauses, too."""

    by_the_rules: Decimal | None
    later: Decimal | None
    pausing: Decimal | None


def try_everything(case: Case) -> Everything:
    target, start_on = case.scenario.target, case.scenario.start_on
    periods = [list(list_periods(case, terms)) for terms in case.plans]
    begun = [[one for one in some if one.begin == start_on] for some in periods]
    at_start = [price_of(some, target) for some in begun]
    at_any = [price_of(some, target) for some in periods]
    kept = list(list_held(case, case.plans[0])) if case.scenario.held_seats else []
    own = [price_of(kept, target)] if kept else []
    paused = [pausing(case, one, two) for one in periods for two in periods]
    own_paused = [pausing(case, kept, two) for two in periods] if kept else []
    return Everything(
        least(case, at_start, own),
        least(case, at_any, own),
        least(case, [*at_any, *(one for one in paused if one)], [*own, *own_paused]),
    )


@pytest.mark.oracle
def test_what_costs_less_begins_later_or_pauses() -> None:
    """By the rules nothing costs less than the mix; and nothing that costs less is denied."""
    counted: Counter[str] = Counter()
    for seed in range(CASES):
        case = draw(seed)
        found = find_mixes(case.scenario, case.plans, max_seats=case.most_seats)
        tried = try_everything(case)
        assert found.mix.total == tried.by_the_rules, f"case {seed}: {case}"
        for terms in case.plans:
            estimate = make_estimate(terms, case.scenario, "cheapest")
            if estimate.status == "ok" and estimate.total is not None:
                alone = try_everything(case._replace(plans=(terms,), scenario=own(case, terms)))
                assert alone.by_the_rules is not None
                assert alone.by_the_rules <= estimate.total, f"case {seed}: {case}"
        if tried.pausing != found.mix.total:
            # The proof is claimed for seats that begin on the start day alone.
            assert "on the start day" in found.why, f"case {seed}: {found.why}"
        by_the_rules, later = (
            INFINITE if total is None else total for total in (tried.by_the_rules, tried.later)
        )
        counted["a later begin costs less"] += later < by_the_rules
        counted["a pause costs less"] += tried.pausing is not None and tried.pausing < later
        counted["nothing costs less"] += tried.pausing == found.mix.total
    assert counted["a later begin costs less"] >= CASES / 20, counted
    assert counted["a pause costs less"] >= CASES / 20, counted
    assert counted["nothing costs less"] >= CASES / 3, counted


def own(case: Case, terms: Terms) -> Scenario:
    """The scenario of an estimate of one plan: seats of other plans are no use to it."""
    seats = tuple(one for one in case.scenario.held_seats if one.plan == terms.slug)
    return replace(case.scenario, held_seats=seats)


def test_a_seat_that_begins_a_day_later_can_cost_half() -> None:
    """The example of RULES.md §4: grants on the first day and on the 1st, from 1 December on."""
    terms = make_terms(
        monthly_credits=10, rollover_cap=30, monthly_price=Decimal(100), annual_price=None,
        purchase_limit=0, grant_day="first", grants_on_start=True,
    )  # fmt: skip
    scenario = make_scenario(
        target=20, start_on=date(2026, 12, 1), deadline_months=2, seats=BEST, billing="monthly"
    )
    assert make_estimate(terms, scenario, "cheapest").total == 200
    a_day_later = replace(scenario, start_on=date(2026, 12, 2), deadline_on=scenario.deadline)
    assert make_estimate(terms, a_day_later, "cheapest").total == 100
