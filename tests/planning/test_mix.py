"""The mix, RULES.md §6: examples checked by hand, and its messages where there is no mix."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.errors import InvalidInput
from planner.planning.groups import SeatGroup, new_calendar
from planner.planning.ledger import run_scenario
from planner.planning.mix import Mix, find_mix
from planner.planning.scenario import HeldSeats
from planner.planning.terms import Terms
from tests.known import known
from tests.planning.mix_cases import (
    AMPLE_SECONDS,
    CAREER,
    CORE,
    LISTED,
    LISTED_BUSINESS,
    LISTED_CAREER,
    LISTED_CORE,
    NAVIGATOR,
    PLANS,
    START,
    make_campaign,
)

DAY_BEFORE = date(2026, 10, 31)


def find(plans: list[Terms] | None = None, *, max_seats: int = 3, **changes: Any) -> Mix:
    """The mix of both plans for the article's scenario with `changes`."""
    scenario = make_campaign(**changes)
    return find_mix(scenario, plans or PLANS, max_seats=max_seats, time_limit=AMPLE_SECONDS)


def seats_of(mix: Mix) -> dict[tuple[str, int], int]:
    """How many seats of which plan for how many months."""
    return {(one.group.terms.slug, one.group.last_month): one.seats for one in mix.groups}


# The worked examples, RULES.md §8


def test_example_11() -> None:
    asked: dict[str, Any] = {"target": 500, "deadline_months": 6, "reply_rate": Decimal("0.25")}
    mix = find(LISTED, max_seats=6, **asked)
    assert (mix.status, mix.total) == ("optimal", Decimal("1019.90"))

    scenario = make_campaign(**asked)
    kept = [(LISTED_CORE, 2), (LISTED_CORE, 6), (LISTED_CAREER, 2)]
    groups = [
        SeatGroup(terms=terms, seats=1, calendar=new_calendar(terms, scenario), last_month=months)
        for terms, months in kept
    ]
    ledger = run_scenario(groups, scenario)
    assert [sum(row.sent for row in rows) for rows in ledger.rows] == [112, 377, 11]
    price = 8 * known(LISTED_CORE.monthly_price) + 2 * known(LISTED_CAREER.monthly_price)
    assert (ledger.unsent, price) == (0, mix.total)


def test_example_12() -> None:
    mix = find(LISTED, target=71, reply_rate=Decimal("0.2"), deadline_months=2, max_seats=2)
    assert (mix.status, mix.total) == ("optimal", Decimal("239.97"))
    assert seats_of(mix) == {("core", 1): 1, ("business", 2): 1}


# Held seats


def held(seats: int = 1, *, credits: int = 0, paid_until: date = DAY_BEFORE) -> dict[str, Any]:
    one = HeldSeats(plan="core", seats=seats, credits=credits, paid_until=paid_until)
    return {"held_seats": (one,)}


def test_held_seats_send_what_they_have_while_they_are_paid_for() -> None:
    mix = find(LISTED, target=90, **held(credits=40, paid_until=date(2026, 11, 30)))
    assert (mix.status, mix.total, mix.months) == ("optimal", 0, 1)
    assert known(mix.credits).opening == 40
    assert mix.left_behind == 0


def test_held_credits_are_lost_with_seats_that_end_before_the_start() -> None:
    mix = find(LISTED, target=15, deadline_months=1, **held(credits=40))
    assert seats_of(mix) == {("business", 1): 1}
    assert mix.left_behind == 40


def test_only_some_of_the_held_seats_are_renewed() -> None:
    mix = find(LISTED, target=190, deadline_months=2, **held(3, credits=10, paid_until=START))
    assert (mix.status, mix.total) == ("optimal", Decimal("119.99"))
    assert seats_of(mix) == {("core", 0): 2, ("core", 1): 1}
    # 3 of 10 credits go with each of two seats, what does not divide stays.
    assert [one.group.credits for one in mix.groups] == [6, 4]


def test_held_seats_count_while_they_are_paid_for() -> None:
    """Two are there on the start day, so that there is room for one."""
    asked = held(2, paid_until=date(2026, 11, 15))
    mix = find([LISTED_CORE], target=150, deadline_months=1, max_seats=3, **asked)
    assert seats_of(mix) == {("core", 0): 2, ("core", 1): 1}
    assert find([LISTED_CORE], target=150, deadline_months=1, max_seats=2, **asked).total is None


# Seats, months and purchases


def test_it_works() -> None:
    mix = find(target=70, deadline_months=1)
    assert mix.status == "optimal"
    assert seats_of(mix) == {("core", 1): 1, ("navigator", 1): 1}
    assert mix.total == mix.bound == Decimal("179.98")
    assert (mix.months, mix.seats, mix.gap) == (1, 2, 0)


def test_a_seat_is_kept_only_as_long_as_it_pays() -> None:
    """120 of month 1 and 2: 100 by one seat, 20 by another in one month."""
    mix = find(target=120, deadline_months=2, max_seats=2)
    assert seats_of(mix) == {("core", 2): 1, ("navigator", 1): 1}
    assert mix.total == Decimal("279.97")
    assert [row.ledger.sent for row in mix.schedule] == [70, 50]
    assert [row.subscription_spend for row in mix.schedule] == [
        Decimal("179.98"),
        Decimal("99.99"),
    ]


def test_credits_back_are_lost_with_the_seat_that_they_come_back_to() -> None:
    """A pool would send them by a cheaper seat that stays."""
    mix = find([CORE, CAREER], target=97, deadline_months=3, reply_rate=Decimal("0.5"))
    assert seats_of(mix) == {("core", 1): 2}
    assert mix.total == 2 * Decimal("99.99")


def test_credits_are_bought_where_they_are_cheapest() -> None:
    seller = replace(CAREER, credit_price=Decimal(5), purchase_limit=20)
    scenario = make_campaign(target=90, deadline_months=1)
    mix = find_mix(scenario, [CORE, seller], max_seats=2, most_seats_of={"core": 1})
    assert mix.total == Decimal("99.99") + Decimal("29.99") + 20 * 5 + 15 * 10
    bought = {
        one.group.terms.slug: sum(row.ledger.bought for row in one.schedule) for one in mix.groups
    }
    assert bought == {"core": 15, "career": 20}


def test_a_year_in_advance_is_taken_where_it_costs_less() -> None:
    mix = find(target=600, deadline_months=12, max_seats=1)
    assert seats_of(mix) == {("core", 12): 1}
    assert mix.total == Decimal("959.88")


def test_every_new_seat_has_its_trial() -> None:
    mix = find([CORE], target=150, deadline_months=2, use_trial=True)
    assert mix.total == 0
    assert seats_of(mix) == {("core", 1): 3}


def test_a_seat_that_is_not_needed_is_left_out_though_it_is_free() -> None:
    mix = find([CORE], target=60, deadline_months=2, use_trial=True, max_seats=9)
    assert seats_of(mix) == {("core", 1): 2}


def test_the_deadline_is_a_day() -> None:
    """The credits of 1 December come in time, those of the 20th, a renewal day, do not."""
    scenario = make_campaign(target=50, start_on=date(2026, 11, 20), deadline_on=date(2026, 12, 1))
    assert find_mix(scenario, [LISTED_CORE], max_seats=1).total == Decimal("119.99")
    day_sooner = replace(scenario, deadline_on=date(2026, 11, 30))
    assert find_mix(day_sooner, [LISTED_CORE], max_seats=1).status == "infeasible"


def test_free_messages_must_fit_too() -> None:
    """150 messages in all, of which a person writes 40 a month."""
    asked: dict[str, Any] = {"target": 150, "open_profile_share": Decimal("0.8")}
    mix = find([LISTED_CORE], seat_monthly_limit=40, deadline_months=2, **asked)
    assert (mix.status, mix.seats, mix.total) == ("optimal", 2, 2 * Decimal("119.99"))
    assert sum(row.free for row in mix.schedule) == 120


def test_a_campaign_of_free_messages_needs_persons_but_no_seats() -> None:
    mix = find(open_profile_share=Decimal(1))
    assert (mix.status, mix.total, mix.bound, mix.months) == ("optimal", 0, 0, 0)
    slow = find(open_profile_share=Decimal(1), monthly_send_limit=40)
    assert (slow.total, slow.months) == (0, 3)
    late = find(open_profile_share=Decimal(1), monthly_send_limit=40, deadline_months=2)
    assert late.status == "infeasible"


def test_a_limit_of_the_month_holds_for_all_seats_together() -> None:
    mix = find([CORE], target=60, deadline_months=3, monthly_send_limit=20, max_seats=2)
    assert seats_of(mix) == {("core", 3): 1}
    assert find(target=100, deadline_months=3, monthly_send_limit=33).status == "infeasible"


def test_the_limit_of_a_plan_holds() -> None:
    scenario = make_campaign(target=150, deadline_months=1)
    mix = find_mix(scenario, PLANS, max_seats=5, most_seats_of={"core": 1, "of-no-plan": 3})
    assert seats_of(mix)["core", 1] == 1
    without = find_mix(scenario, PLANS, max_seats=5, most_seats_of={"core": 0})
    assert seats_of(without) == {("navigator", 1): 5}


def test_the_seats_of_the_scenario_play_no_part() -> None:
    assert find(target=120, seats=7).total == find(target=120).total


# What cannot be done, and what cannot be proven


def test_it_knows_when_no_mix_makes_the_deadline() -> None:
    no_purchases = [replace(terms, purchase_limit=0) for terms in PLANS]
    mix = find(no_purchases, target=151, deadline_months=1)
    assert (mix.status, mix.bound, mix.total, mix.months) == ("infeasible", None, None, None)
    assert (mix.credits, mix.gap, mix.done_on, mix.seats) == (None, None, None, 0)
    assert (mix.subscription_spend, mix.credit_spend, mix.cost_per_lead) == (None, None, None)


@pytest.mark.parametrize(
    "plans",
    [
        [],
        [replace(CORE, monthly_price=None, annual_price=None)],
        [replace(CORE, monthly_credits=0, rollover_cap=0, purchase_limit=0)],
        [replace(CORE, monthly_credits=0, rollover_cap=0, credit_price=None)],
    ],
    ids=["none", "no price", "no credits", "credits at an unknown price"],
)
def test_plans_that_cannot_take_part(plans: list[Terms]) -> None:
    assert find_mix(make_campaign(), plans, max_seats=3).status == "infeasible"


def test_credits_at_an_unknown_price_are_not_bought() -> None:
    mix = find([replace(NAVIGATOR, credit_price=None)], target=60, deadline_months=1)
    assert seats_of(mix) == {("navigator", 1): 3}


@pytest.mark.parametrize("max_seats", [0, -1, 10_001])
def test_it_rejects_impossible_numbers_of_seats(max_seats: int) -> None:
    with pytest.raises(InvalidInput, match=r"max_seats: .* 1 to 10,000"):
        find(max_seats=max_seats)


def test_without_time_it_has_a_mix_and_a_bound_below_it() -> None:
    scenario = make_campaign(target=107, deadline_months=2)
    mix = find_mix(scenario, LISTED, max_seats=3, time_limit=0)
    assert mix.status == "feasible"
    assert 0 < known(mix.bound) < known(mix.total)
    assert known(mix.bound) <= known(find_mix(scenario, LISTED, max_seats=3).total)


def test_prices_too_fine_for_the_solver_are_never_called_proven() -> None:
    fine = replace(NAVIGATOR, monthly_price=Decimal("79.99001"))
    mix = find([fine], target=20, deadline_months=1)
    assert (mix.status, mix.total) == ("feasible", Decimal("79.99001"))
    assert known(mix.bound) >= Decimal("79.99")


def test_a_large_case_is_proven() -> None:
    scenario = make_campaign(target=100_000, deadline_months=24, reply_rate=Decimal("0.2"))
    mix = find_mix(scenario, [*PLANS, LISTED_BUSINESS], max_seats=1_000, time_limit=AMPLE_SECONDS)
    assert mix.status == "optimal"
    assert sum(row.ledger.sent for row in mix.schedule) == 100_000


def test_the_solver_is_not_loaded_before_it_is_needed() -> None:
    check = "import sys, planner.planning.mix; sys.exit('highspy' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
