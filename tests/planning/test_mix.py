"""The mix, RULES.md §6: examples that can be checked by hand, and what it says when it cannot."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest

from planner.planning.errors import InvalidInput
from planner.planning.mix import Mix, find_mix
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.known import known
from tests.planning.builders import NO_PRICES, make_scenario
from tests.planning.mix_cases import AMPLE_SECONDS, CAREER, CORE, NAVIGATOR, PLANS


def find(plans: list[Terms] | None = None, *, max_seats: int = 3, **changes: Any) -> Mix:
    """The mix of both plans for the article's scenario with `changes`."""
    scenario = make_scenario(**changes)
    return find_mix(scenario, plans or PLANS, max_seats=max_seats, time_limit=AMPLE_SECONDS)


def seats_of(mix: Mix) -> dict[tuple[str, int], int]:
    """How many seats of which plan for how many months."""
    return {(group.terms.slug, group.months): group.seats for group in mix.groups}


def test_it_works() -> None:
    mix = find(target=70, deadline_months=1)
    assert mix.status == "optimal"
    assert seats_of(mix) == {("core", 1): 1, ("navigator", 1): 1}
    assert mix.total == mix.bound == Decimal("179.98")
    assert (mix.months, mix.seats, mix.gap) == (1, 2, 0)


def test_a_seat_is_kept_only_as_long_as_it_pays() -> None:
    """120 of month 1 and 2: 100 by one seat, 20 by another in one month."""
    mix = find(target=120, deadline_months=2)
    assert seats_of(mix) == {("core", 2): 1, ("navigator", 1): 1}
    assert mix.total == Decimal("279.97")
    assert [month.ledger.sent for month in mix.schedule] == [70, 50]
    assert [month.subscription_spend for month in mix.schedule] == [
        Decimal("179.98"),
        Decimal("99.99"),
    ]


def test_what_is_missing_is_bought_where_that_costs_less_than_a_seat() -> None:
    mix = find(target=107, deadline_months=2, max_seats=1)
    assert seats_of(mix) == {("core", 2): 1}
    assert mix.total == Decimal("199.98") + 70
    assert mix.credit_spend == 70
    assert known(mix.credits).bought == 7


def test_credits_are_bought_where_they_are_cheapest() -> None:
    """Career costs more than it brings, but it sells credits at half the price."""
    seller = replace(CAREER, credit_price=Decimal(5), purchase_limit=20)
    scenario = make_scenario(target=90, deadline_months=1)
    mix = find_mix(scenario, [CORE, seller], max_seats=2, most_seats_of={"core": 1})
    assert seats_of(mix) == {("core", 1): 1, ("career", 1): 1}
    assert mix.total == Decimal("99.99") + Decimal("29.99") + 20 * 5 + 15 * 10
    [month] = mix.schedule
    assert {plan.terms.slug: plan.bought for plan in month.plans} == {"core": 15, "career": 20}


def test_the_limit_of_a_purchase_holds_for_every_seat_and_month() -> None:
    seller = replace(CAREER, monthly_price=Decimal(1), credit_price=Decimal(1), purchase_limit=10)
    mix = find([seller], target=50, deadline_months=2, max_seats=2)
    assert seats_of(mix) == {("career", 2): 2}
    assert [month.ledger.bought for month in mix.schedule] == [20, 10]
    assert mix.total == 4 + 30


def test_a_year_in_advance_is_taken_where_it_costs_less() -> None:
    mix = find(target=600, deadline_months=12, max_seats=1)
    assert seats_of(mix) == {("core", 12): 1}
    assert mix.total == Decimal("959.88")
    assert [month.subscription_spend for month in mix.schedule[:2]] == [Decimal("959.88"), 0]


def test_every_seat_has_its_trial() -> None:
    mix = find([CORE], target=150, deadline_months=2, use_trial=True)
    assert mix.total == 0
    assert seats_of(mix) == {("core", 1): 3}


def test_a_seat_that_is_not_needed_is_left_out_though_it_is_free() -> None:
    mix = find([CORE], target=60, deadline_months=2, use_trial=True, max_seats=9)
    assert seats_of(mix) == {("core", 1): 2}


def test_credits_back_are_sent_by_the_seats_that_are_kept() -> None:
    """50, then half of them again: 25 and 12 come back to the cheaper seat."""
    mix = find([CORE, CAREER], target=97, deadline_months=3, reply_rate=Decimal("0.5"))
    assert mix.total == Decimal("99.99") + 3 * Decimal("29.99")
    assert seats_of(mix) == {("core", 1): 1, ("career", 3): 1}
    assert [month.ledger.returned for month in mix.schedule] == [0, 27, 16]


def test_credits_held_at_the_start_are_within_the_cap_of_the_seats() -> None:
    held = find([CAREER, NAVIGATOR], target=60, deadline_months=1, opening_balance=60)
    assert seats_of(held) == {("navigator", 1): 1}
    assert held.total == Decimal("79.99")
    assert known(held.credits).opening == 60
    assert known(held.credits).forfeited == 20


def test_a_send_limit_makes_credits_wait() -> None:
    mix = find([CORE], target=60, deadline_months=3, monthly_send_limit=20, max_seats=2)
    assert seats_of(mix) == {("core", 3): 1}
    assert [month.ledger.closing for month in mix.schedule] == [30, 60, 90]


def test_the_limit_of_a_plan_holds() -> None:
    scenario = make_scenario(target=150, deadline_months=1)
    mix = find_mix(scenario, PLANS, max_seats=5, most_seats_of={"core": 1, "of-no-plan": 3})
    assert {slug: seats for (slug, _), seats in seats_of(mix).items()}["core"] == 1
    without = find_mix(scenario, PLANS, max_seats=5, most_seats_of={"core": 0})
    assert seats_of(without) == {("navigator", 1): 5}
    assert without.total == 5 * Decimal("79.99") + 50 * 10


def test_the_seats_of_the_scenario_play_no_part() -> None:
    assert find(target=120, seats=7).total == find(target=120).total


def test_a_single_plan_is_taken_where_it_costs_no_more() -> None:
    twin = replace(NAVIGATOR, slug="twin")
    mix = find([NAVIGATOR, twin], target=80, deadline_months=2)
    assert len(mix.groups) == 1


def test_it_knows_when_no_mix_makes_the_deadline() -> None:
    no_purchases = [replace(terms, purchase_limit=0) for terms in PLANS]
    mix = find(no_purchases, target=151, deadline_months=1)
    assert (mix.status, mix.bound, mix.total, mix.months) == ("infeasible", None, None, None)
    assert (mix.credits, mix.gap, mix.done_on, mix.seats) == (None, None, None, 0)
    assert (mix.subscription_spend, mix.credit_spend) == (None, None)
    assert (mix.cost_per_lead, mix.cost_per_reply, mix.within_budget) == (None, None, None)


def test_a_send_limit_alone_can_rule_out_the_deadline() -> None:
    mix = find(target=100, deadline_months=3, monthly_send_limit=33)
    assert mix.status == "infeasible"


@pytest.mark.parametrize(
    "plans",
    [
        [],
        [replace(CORE, **NO_PRICES)],
        [replace(CORE, monthly_credits=0, rollover_cap=0, purchase_limit=0)],
        [replace(CORE, monthly_credits=0, rollover_cap=0, credit_price=None)],
    ],
    ids=["none", "no price", "no credits", "credits at an unknown price"],
)
def test_plans_that_cannot_take_part(plans: list[Terms]) -> None:
    mix = find_mix(make_scenario(opening_balance=200), plans, max_seats=3)
    assert mix.status == "infeasible"


def test_a_plan_takes_part_for_the_months_whose_price_is_known() -> None:
    trial_only = replace(CORE, monthly_price=None, annual_price=None)
    mix = find([trial_only], target=100, use_trial=True)
    assert mix.total == 0
    assert seats_of(mix) == {("core", 1): 2}


def test_credits_at_an_unknown_price_are_not_bought() -> None:
    mix = find([replace(NAVIGATOR, credit_price=None)], target=60, deadline_months=1)
    assert seats_of(mix) == {("navigator", 1): 3}


def test_free_credits_are_bought() -> None:
    free = replace(NAVIGATOR, credit_price=Decimal(0))
    assert find([free], target=500).total == Decimal("79.99")


def test_where_every_message_is_free_no_seat_is_taken() -> None:
    mix = find(open_profile_share=Decimal(1))
    assert (mix.status, mix.total, mix.bound, mix.months) == ("optimal", 0, 0, 0)
    assert known(mix.credits).left == 0
    assert mix.done_on is None


def test_what_it_says_about_money() -> None:
    mix = find(target=120, deadline_months=2, reply_rate=Decimal("0.1"), budget=Decimal(300))
    assert mix.total == known(mix.subscription_spend) + known(mix.credit_spend)
    assert mix.cost_per_lead == known(mix.total) / 120
    assert mix.cost_per_reply == mix.total / 12
    assert mix.within_budget
    assert str(mix.done_on) == "2026-11-30"


@pytest.mark.parametrize("max_seats", [0, -1, 10_001])
def test_it_rejects_impossible_numbers_of_seats(max_seats: int) -> None:
    with pytest.raises(InvalidInput, match=r"max_seats: .* 1 to 10,000"):
        find(max_seats=max_seats)


@pytest.mark.parametrize("seats", [-1, 10_001])
def test_it_rejects_impossible_numbers_of_seats_of_a_plan(seats: int) -> None:
    with pytest.raises(InvalidInput, match=r"most_seats_of\.core: .* 0 to 10,000"):
        find_mix(make_scenario(), PLANS, max_seats=3, most_seats_of={"core": seats})


def test_the_same_question_has_the_same_answer() -> None:
    asked: dict[str, Any] = {"target": 333, "deadline_months": 5, "reply_rate": Decimal("0.1")}
    assert find(**asked) == find(**asked)


# What cannot be proven


@pytest.mark.parametrize("time_limit", [-1, 0, 0.000_01])
def test_without_time_the_best_single_plan_is_the_answer_and_nothing_is_proven(
    time_limit: float,
) -> None:
    """Neither with less than the solver takes to read what it is asked."""
    mix = find_mix(make_scenario(target=120), PLANS, max_seats=3, time_limit=time_limit)
    assert mix.status == "feasible"
    assert mix.bound == 0
    assert mix.gap == known(mix.total) > known(find(target=120).total)


def test_without_time_and_without_a_single_plan_nothing_is_known() -> None:
    plans = [replace(terms, purchase_limit=0) for terms in PLANS]
    scenario, limits = make_scenario(target=70, deadline_months=1), {"core": 1, "navigator": 1}
    asked: dict[str, Any] = {"max_seats": 2, "most_seats_of": limits}
    assert find_mix(scenario, plans, **asked).total == Decimal("179.98")
    mix = find_mix(scenario, plans, **asked, time_limit=0)
    assert (mix.status, mix.total, mix.bound) == ("unknown", None, 0)


def test_prices_too_fine_for_the_solver_are_never_called_proven() -> None:
    fine = replace(NAVIGATOR, monthly_price=Decimal("79.99001"))
    mix = find([fine], target=20, deadline_months=1)
    assert mix.status == "feasible"
    assert mix.total == Decimal("79.99001")
    assert mix.bound == Decimal("79.99")


def test_a_proposal_that_the_ledger_does_not_bear_out_is_not_the_answer() -> None:
    """The solver lets old credits die in month 2, so that the cap has room for new ones.

    The ledger does not, and with those seats not everything would be sent.
    """
    scenario = make_scenario(
        target=430, deadline_months=6, monthly_send_limit=72, opening_balance=30, use_trial=True
    )
    mix = find_mix(scenario, [CAREER, CORE], max_seats=10, time_limit=AMPLE_SECONDS)
    assert mix.status == "optimal"
    assert mix.total == Decimal("529.94")
    assert sum(month.ledger.sent for month in mix.schedule) == 430


@pytest.fixture
def hard() -> Scenario:
    """Too much to be proven in time."""
    return make_scenario(
        target=100_000, deadline_months=24, reply_rate=Decimal("0.2"), monthly_send_limit=7_000
    )


def test_a_large_case_answers_within_five_seconds_with_its_gap(hard: Scenario) -> None:
    plans = [
        replace(
            terms, slug=f"{terms.slug}-{number}", monthly_price=known(terms.monthly_price) + number
        )
        for terms in (NAVIGATOR, CORE, CAREER)
        for number in range(2)
    ]
    start = perf_counter()
    mix = find_mix(hard, plans, max_seats=1_000)
    assert perf_counter() - start < 5
    assert mix.status == "feasible"
    assert 0 < known(mix.bound) < known(mix.total)
    assert known(mix.gap) < known(mix.total) / 10
    assert sum(month.ledger.sent for month in mix.schedule) == 100_000


def test_the_solver_is_not_loaded_before_it_is_needed() -> None:
    check = "import sys, planner.planning.mix; sys.exit('highspy' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
