"""The bound of new seats under a limit of all messages, against options run through the ledger."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import inf
from random import Random
from typing import Any, NamedTuple

import pytest

from planner.planning.limited_seats_bound import FillingSeats, LimitedSeatsBound
from planner.planning.options import PlanSearch
from planner.planning.plan_bounds import bound_of
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms
from tests.planning.builders import make_scenario, make_terms
from tests.planning.random_cases import START, draw_inputs, draw_terms

CASES, MOST_SEATS, MOST_BOUGHT = 60, 4, 6
CENT = 0.005


class Option(NamedTuple):
    """Some seats, of which some are staying to an end, and the total of what they send."""

    end: int
    seats: int
    staying: int
    total: Decimal
    buys: bool


def draw_case(seed: int) -> tuple[Terms, Scenario]:
    """New seats of a plan under a limit that often leaves some of them nothing to send."""
    random = Random(seed)
    terms, asked = draw_terms(random), draw_inputs(random)
    asked |= {
        "target": min(asked["target"], 14),
        "deadline_months": min(asked["deadline_months"], 5),
        "held_seats": (),
        "seats": BEST,
        "max_seats": MOST_SEATS,
        "monthly_send_limit": random.choice([2, 3, 4, 6]),
        "seat_daily_limit": random.choice([None, None, 1]),
        "seat_monthly_limit": random.choice([None, None, 3]),
        "answers_come": random.choice(["next", "next", "same"]),
    }
    return terms, Scenario(**asked)


def list_options(search: PlanSearch) -> Iterator[Option]:
    """The options in time that are no others with an earlier end, from the second month on."""
    for end in search.ends:
        if end > search.timeline.deadline:
            return
        if not search.stage(search.fewest, end).pieces:
            continue
        for seats in range(search.fewest, search.most + 1):
            for staying in range(1, seats + 1):
                groups = search.divide(seats, (staying,), end)
                for bought in range(MOST_BOUGHT + 1):
                    ledger = search.run(groups, purchase_cap=bought, end=end)
                    if not ledger.unsent:
                        break
                months = search.tracks[0].months
                month, staying_until = months[end - 1], months[max(0, ledger.last_sends[-1])]
                is_sooner = staying_until < month and (
                    staying_until == month - 1 or months[max(ledger.last_sends)] < month - 1
                )
                if ledger.unsent or is_sooner or ledger.bought < bought:
                    continue
                total = search.total_of(ledger)
                assert total is not None
                yield Option(end, seats, staying, total, bought > 0)


def test_no_option_is_below_the_bound() -> None:
    found = 0
    for seed in range(CASES):
        search = PlanSearch(*draw_case(seed))
        if not search.plan_seats.has_limited_months:
            continue
        for end, seats, staying, total, has_bought in list_options(search):

            def is_open(_: int, cost: float, most: float = float(total) + CENT) -> bool:
                return cost < most

            # What buys nothing is among the options that may buy, and among those that may not.
            for buys in {True, has_bought}:
                bound = bound_of(search.plan_seats, end, buys=buys, by_credits=False)
                assert isinstance(bound, LimitedSeatsBound)
                case = seed, end, seats, staying, buys
                assert bound.of_any(seats, search.most) < float(total) + CENT, case
                assert bound.of_seats(seats) < float(total) + CENT, case
                assert seats in bound.list_seats(search.fewest, search.most, is_open), case
                assert (staying,) in bound.splits_of(seats, is_open), case
                found += 1
    assert found > CASES


def test_seats_that_cannot_send_all_before_an_end_have_no_bound_before_it() -> None:
    # Before the third month a seat sends 2.5 of 12 messages, so four of them send 10.
    search, seats = PlanSearch(*draw_case(177)), 4
    bounds = {
        end: FillingSeats(search.plan_seats, end, buys=False).of_seats(seats) for end in (2, 3)
    }
    assert bounds[2] == inf
    totals = [
        float(one.total)
        for one in list_options(search)
        if (one.end, one.seats, one.buys) == (3, seats, False)
    ]
    assert totals
    assert bounds[3] <= min(totals) < inf


@pytest.mark.parametrize(
    ("limits", "fewest"),
    [
        # 10 credits a month each, and none come back: ten seats send 100 messages.
        ({"monthly_send_limit": 100}, 10),
        # Of 99 messages 9 credits come back, and a part of one.
        ({"monthly_send_limit": 100, "reply_rate": Decimal("0.1")}, 9),
        # Their own limits allow 5 messages each.
        ({"monthly_send_limit": 100, "seat_monthly_limit": 5}, 20),
        # Held back to 28 messages in February, a seat fills 30 in March.
        ({"monthly_send_limit": 30, "seat_daily_limit": 1}, 1),
    ],
)
def test_so_many_seats_fill_the_limit_after_a_month_in_which_they_do_not(
    limits: dict[str, Any], fewest: int
) -> None:
    terms = make_terms(monthly_credits=10, rollover_cap=40)
    scenario = make_scenario(target=300, start_on=START, seats=BEST, **limits)
    assert PlanSearch(terms, scenario).plan_seats.fewest_filling == fewest


def test_a_refresh_within_the_month_of_the_limit_leaves_the_bound_to_all_seats() -> None:
    terms = make_terms(grant_day="first")
    limited = make_scenario(start_on=date(2026, 11, 5), monthly_send_limit=30, seats=BEST)
    assert not PlanSearch(terms, limited).plan_seats.has_limited_months
