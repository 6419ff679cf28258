"""Buying now costs least of every number of seats, and of those staying into the last month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from planner.planning.estimate import make_estimate
from planner.planning.ledger import Ledger
from planner.planning.options import PlanSearch
from planner.planning.plan_ledgers import Measure
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.known import known
from tests.planning.builders import estimate, make_scenario, make_terms
from tests.planning.random_cases import draw_case

# Some with seats that are held and seats that are new, some with limits of a seat.
SEEDS = range(40, 100)
FEW_SEATS, MANY_SEATS = 4, 20


def runs_with(search: PlanSearch, seats: int) -> Iterator[Ledger]:
    """Every way in which so many seats buy now; all staying where no number of them does."""
    whole = search.run(search.groups_of(seats), purchase_cap=None)
    if whole.unsent:
        return
    end = next(end for end in search.ends if end > max(whole.last_sends))
    stage = search.stage(seats, end)
    every = product(*(range(piece.seats + 1) for piece in stage.pieces))
    runs = [
        search.run(search.divide(seats, staying, end), purchase_cap=None, end=end)
        for staying in every
        if stage.pieces and sum(staying) >= stage.fewest_staying
    ]
    yield from [one for one in runs if not one.unsent] or [whole]


def least_in_time(terms: Terms, scenario: Scenario) -> Measure | None:
    """The least of all ways to buy now by the deadline: dollars, or bought credits, then seats."""
    search = PlanSearch(terms, scenario)
    measures: list[Measure] = []
    for seats in range(search.fewest, search.most + 1):
        for ledger in runs_with(search, seats):
            last = search.last_message(ledger)
            if last and last[1] <= scenario.deadline:
                measures.append(search.measure(ledger, seats))
    return min(measures, default=None)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("what", ["as drawn", "unpriced", "limited", "limited, unpriced", "many"])
def test_buying_now_costs_the_least_of_all_that_can_be_tried(seed: int, what: str) -> None:
    terms, scenario = draw_case(seed)
    asked = replace(scenario, seats="best", max_seats=FEW_SEATS)
    if what in ("limited", "limited, unpriced", "many"):
        terms = replace(terms, purchase_limit=1 + seed % 4)
        asked = replace(asked, held_seats=(), seat_monthly_limit=2 + seed % 5, deadline_on=None)
    if what == "many":
        asked = replace(asked, seats=MANY_SEATS, max_seats=None, target=6 * asked.target)
    if "unpriced" in what:
        terms = replace(terms, credit_price=None)
    found = make_estimate(terms, asked, "buy_now")
    if not asked.to_send:
        return
    least = least_in_time(terms, asked)
    if found.status != "ok" or found.credits is None:
        assert least is None
        return
    cost = found.credits.bought if found.total is None else found.total
    assert least == Measure(found.total is None, cost, found.seats)


def test_where_a_credit_has_no_price_the_fewest_are_bought() -> None:
    terms = make_terms(purchase_limit=20, credit_price=None)
    asked = {"target": 60, "seats": "best", "max_seats": 4, "seat_monthly_limit": 40}
    answer = estimate("buy_now", terms, **asked)
    # One seat or two have to buy 20 credits; four cost more than three.
    assert (answer.seats, known(answer.credits).bought) == (3, 0)


def test_what_a_daily_limit_never_lets_out_is_out_of_reach() -> None:
    # Enough credits come in 120 months, but a seat sends 3,652 messages in them.
    terms = make_terms(monthly_credits=50, rollover_cap=150, purchase_limit=0)
    answer = estimate("buy_now", terms, target=5_000, seats="best", max_seats=1, seat_daily_limit=1)
    assert answer.status == "out_of_reach"


def test_where_none_of_24_numbers_staying_is_enough_all_stay() -> None:
    # The bound takes one seat for enough, as it does not round what comes back.
    terms = make_terms(monthly_credits=5, rollover_cap=15, purchase_limit=50, grant_day="first")
    asked = make_scenario(
        target=200_000,
        start_on=date(2026, 11, 14),
        seats=60,
        reply_rate=Decimal("0.1"),
        seat_daily_limit=2,
        sends_on="weekdays",
    )
    answer = make_estimate(terms, asked, "buy_now")
    assert [group.seats for group in answer.groups] == [60]

    search = PlanSearch(terms, asked)
    end = next(end for end in search.ends if search.sends_all(60, end, buys=True))
    for staying, is_enough in ((24, False), (59, True)):
        groups = search.divide(60, (staying,), end)
        assert (search.run(groups, purchase_cap=None, end=end).unsent == 0) == is_enough
