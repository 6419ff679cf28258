"""The search against every option of RULES.md §4, each run through the ledger with its rows."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from planner.planning.estimate import make_estimate
from planner.planning.options import PlanSearch
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms
from tests.examples import number_of
from tests.planning.builders import held, make_scenario, make_terms
from tests.planning.random_cases import START, draw_grant_day, draw_inputs, draw_terms

CASES = number_of(75, 1_500)
MOST_SEATS = 3


def draw_case(seed: int) -> tuple[Terms, Scenario]:
    """Seats that are held or given, often more than are needed, and limits that leave some idle."""
    random = Random(seed)
    terms, asked = draw_terms(random), draw_inputs(random)
    if random.random() < 0.3:
        terms = draw_grant_day(random, terms)
    seats = tuple(
        held(
            random.choice([1, 2]),
            random.choice([0, 1, 5, 20]),
            paid_until=START + timedelta(days=random.choice([-1, 5, 20, 45])),
        )
        for _ in range(random.choice([0, 0, 1, 2]))
    )
    number = random.choice([1, 2, 3, BEST])
    return terms, Scenario(
        **asked
        | {
            "target": min(asked["target"], 12),
            "deadline_months": min(asked["deadline_months"], 5),
            "seats": number,
            "max_seats": MOST_SEATS if number == BEST else None,
            "held_seats": seats,
            "open_profile_share": Decimal(0),
            "monthly_send_limit": random.choice([None, 2, 3, 5]),
            "seat_daily_limit": random.choice([None, None, None, 1]),
        }
    )


def find_least(terms: Terms, scenario: Scenario) -> Decimal | None:
    """The least total of all options in time; `None` where none is."""
    search = PlanSearch(terms, scenario)
    totals: list[Decimal] = []
    for end in search.ends:
        if end > search.timeline.deadline:
            break
        for seats in range(search.fewest, search.most + 1):
            pieces = search.stage(seats, end).pieces
            for staying in product(*(range(piece.seats + 1) for piece in pieces)):
                groups = search.divide(seats, staying, end)
                for bought in range(scenario.to_send + 1):
                    ledger = search.run(groups, purchase_cap=bought, end=end)
                    if not ledger.unsent:
                        total = search.total_of(ledger)
                        assert total is not None
                        totals.append(total)
                        break
    return min(totals, default=None)


@pytest.mark.oracle
def test_no_option_costs_less_than_the_cheapest() -> None:
    found = 0
    for seed in range(CASES):
        terms, scenario = draw_case(seed)
        cheapest = make_estimate(terms, scenario, "cheapest")
        least = find_least(terms, scenario)
        total = cheapest.total if cheapest.status == "ok" else None
        assert total == least, seed
        found += least is not None
    assert found > CASES / 2


def test_a_seat_that_a_limit_leaves_idle_is_paid_for_no_longer_than_it_sends() -> None:
    terms = make_terms(
        monthly_credits=30, rollover_cap=90, monthly_price=Decimal(100), annual_price=None
    )
    scenario = make_scenario(target=120, deadline_months=6, seats=2, monthly_send_limit=30)
    cheapest = make_estimate(terms, scenario, "cheapest")
    # Four months of one seat send all that the limit allows; the other has to be there for one.
    assert (cheapest.status, cheapest.total) == ("ok", Decimal(500))


def test_a_held_seat_that_nobody_needs_is_left_to_end() -> None:
    terms = make_terms(
        monthly_credits=20, rollover_cap=60, monthly_price=Decimal(100), annual_price=None
    )
    seats = held(2, 0, paid_until=START - timedelta(days=1))
    scenario = make_scenario(
        target=60, start_on=START, deadline_months=6, held_seats=(seats,), monthly_send_limit=20
    )
    cheapest = make_estimate(terms, scenario, "cheapest")
    assert (cheapest.status, cheapest.total) == ("ok", Decimal(300))


def test_a_known_total_stands_before_any_number_of_credits() -> None:
    """Held seats of an unknown price are paid for: credits bought meanwhile have a known total."""
    terms = make_terms(
        monthly_credits=30, rollover_cap=90, monthly_price=None, annual_price=None,
        credit_price=Decimal(10),
    )  # fmt: skip
    seats = held(3, 60, paid_until=START + timedelta(days=4))
    scenario = make_scenario(
        target=100, start_on=START, deadline_months=12, seats=BEST, held_seats=(seats,)
    )
    cheapest = make_estimate(terms, scenario, "cheapest")
    assert cheapest.total == Decimal(400)


def test_free_messages_that_a_limit_leaves_no_room_for_are_late_with_any_seats() -> None:
    """Two months have room for 8 of 9 messages, though the 7 on credits fit."""
    terms = make_terms(
        monthly_credits=20, rollover_cap=60, monthly_price=Decimal(100), annual_price=None
    )
    seats = held(2, 1, paid_until=START + timedelta(days=4))
    scenario = make_scenario(
        target=9, start_on=START, deadline_months=2, seats=BEST, held_seats=(seats,),
        monthly_send_limit=4, open_profile_share=Decimal("0.3"),
    )  # fmt: skip
    cheapest = make_estimate(terms, scenario, "cheapest")
    assert (cheapest.status, cheapest.months) == ("misses_deadline", 3)
