"""Answers near the one that was asked for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from planner.planning.alternatives import (
    Alternative,
    find_alternatives,
    find_cheapest,
    find_cheapest_by,
)
from planner.planning.comparison import compare
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.planning.builders import held as hold
from tests.planning.builders import make_scenario, make_terms

PROFESSIONAL = make_terms(slug="professional", annual_price=None)
CORE = replace(
    PROFESSIONAL, slug="core", monthly_credits=50, rollover_cap=150, monthly_price=Decimal("99.99")
)
CORE_WITHOUT_BUYING = replace(CORE, purchase_limit=0, credit_price=None)
HUNDRED = make_scenario()


def alternatives_to(scenario: Scenario, *plans: Terms) -> dict[str, Alternative]:
    return {found.change: found for found in find_alternatives(compare(scenario, plans), plans)}


def test_the_number_of_seats_that_costs_least_is_named_however_large() -> None:
    # 2,000 seats' months of Core are needed; a year of 167 seats costs less than twelve months.
    many = replace(HUNDRED, target=100_000)
    core = replace(CORE, annual_price=Decimal("959.88"))
    team = alternatives_to(many, core)["other_seats"].estimate
    assert (team.seats, team.months, team.total) == (167, 12, Decimal("160299.96"))

    soon = replace(HUNDRED, target=1_000, deadline_months=3)
    team = alternatives_to(soon, CORE, PROFESSIONAL)["other_seats"].estimate
    assert (team.seats, team.terms, team.total) == (7, CORE, Decimal("1999.80"))


def test_fewer_seats_are_named_where_they_cost_less() -> None:
    pair = alternatives_to(replace(HUNDRED, seats=2, target=40), CORE)["other_seats"]
    assert (pair.estimate.seats, pair.dollars_more) == (1, Decimal("-99.99"))


def test_more_seats_of_another_plan_are_named_where_they_cost_less() -> None:
    large = replace(
        CORE_WITHOUT_BUYING,
        slug="corporate",
        monthly_credits=150,
        rollover_cap=450,
        monthly_price=Decimal(900),
    )
    plans = large, replace(CORE_WITHOUT_BUYING, annual_price=None)
    scenario = replace(HUNDRED, target=1_000, deadline_months=5)
    found = alternatives_to(scenario, *plans)["other_seats"].estimate
    assert (found.seats, found.total) == (4, Decimal("1999.80"))
    assert find_cheapest(replace(scenario, seats=2), plans) is not None


def test_where_no_grant_helps_enough_seats_to_buy_with_are_named() -> None:
    buys = make_terms(monthly_credits=0, rollover_cap=0, annual_price=None, purchase_limit=40)
    scenario = replace(HUNDRED, target=1_000, deadline_months=5)
    enough = alternatives_to(scenario, buys)["other_seats"].estimate
    assert (enough.seats, enough.months) == (5, 5)


def test_enough_seats_are_named_for_answers_that_bring_credits_back_and_for_credits_held() -> None:
    asked = make_scenario(target=1_000, deadline_months=3, reply_rate=Decimal("0.2"))
    team = find_cheapest(replace(asked, seats="best"), [CORE])
    assert team is not None
    assert (team.seats, team.total) == (6, Decimal("1799.82"))
    held = make_scenario(
        target=1_000, deadline_months=3, seats="best", held_seats=(hold(4, 800, plan="core"),)
    )
    alone = find_cheapest(held, [replace(CORE, rollover_cap=250)])
    assert alone is not None
    assert (alone.seats, alone.months) == (4, 1)


def test_a_number_of_seats_that_is_the_best_has_no_other() -> None:
    assert "other_seats" not in alternatives_to(replace(HUNDRED, seats="best"), CORE)


def test_sooner_is_the_least_cost_of_a_shorter_deadline() -> None:
    sooner = alternatives_to(HUNDRED, CORE)["sooner"]
    assert sooner.estimate.months == 1
    assert sooner.estimate.total == Decimal("599.99")
    assert sooner.days_more == -30  # 1 December, 1 November
    assert sooner.dollars_more == Decimal("400.01")


def test_nothing_is_sooner_than_one_month() -> None:
    assert "sooner" not in alternatives_to(replace(HUNDRED, target=50), CORE)


def test_nothing_is_sooner_where_no_credit_can_be_bought() -> None:
    assert "sooner" not in alternatives_to(HUNDRED, CORE_WITHOUT_BUYING)


def test_waiting_beyond_the_deadline_is_named_where_it_saves_money() -> None:
    later = alternatives_to(replace(HUNDRED, deadline_months=3), PROFESSIONAL)["later"]
    assert later.estimate.months == 5
    assert later.days_more == 59  # 1 January, 1 March
    assert later.dollars_more == Decimal("399.95") - Decimal("639.97")


def test_waiting_is_not_named_where_it_saves_nothing() -> None:
    assert "later" not in alternatives_to(HUNDRED, CORE)


def test_another_number_of_seats_is_not_named_where_it_saves_nothing() -> None:
    # Two seats of Core are done in one month instead of two, at the same cost.
    assert "other_seats" not in alternatives_to(HUNDRED, CORE)
    assert "other_seats" not in alternatives_to(replace(HUNDRED, target=50), CORE)


def test_there_is_no_seat_beyond_the_most() -> None:
    crowded = replace(HUNDRED, target=1_000_000, seats=10_000)
    assert "other_seats" not in alternatives_to(crowded, CORE)


def test_the_best_of_the_other_plans_is_named() -> None:
    other = alternatives_to(HUNDRED, PROFESSIONAL, CORE)["other_plan"]
    assert other.estimate.terms is PROFESSIONAL
    assert other.dollars_more == Decimal("399.95") - Decimal("199.98")


def test_where_nothing_makes_the_deadline_the_first_that_works_and_enough_seats_are_named() -> None:
    found = alternatives_to(replace(HUNDRED, target=1000, deadline_months=5), CORE_WITHOUT_BUYING)
    assert list(found) == ["later", "other_seats"]
    assert found["later"].estimate.months == 20
    assert found["other_seats"].estimate.seats == 4
    assert found["other_seats"].estimate.months == 5
    assert found["later"].days_more is found["later"].dollars_more is None


@pytest.mark.parametrize("seats", [1, 9_999, 10_000])
def test_where_nothing_ever_works_nothing_is_named(seats: int) -> None:
    free = replace(CORE_WITHOUT_BUYING, monthly_credits=0, rollover_cap=0)
    assert alternatives_to(replace(HUNDRED, seats=seats), free) == {}
    assert find_cheapest(HUNDRED, [free]) is None


def test_no_number_of_seats_helps_where_a_limit_on_sending_is_in_the_way() -> None:
    slow = replace(HUNDRED, target=1000, deadline_months=5, monthly_send_limit=100)
    found = alternatives_to(slow, CORE_WITHOUT_BUYING)
    assert list(found) == ["later"]
    assert found["later"].estimate.months == 20


def test_a_bound_on_the_seats_is_lifted_where_that_makes_the_deadline() -> None:
    bounded = replace(HUNDRED, target=1000, deadline_months=5, seats="best", max_seats=3)
    found = alternatives_to(bounded, CORE_WITHOUT_BUYING)
    assert found["other_seats"].estimate.seats == 4


def test_the_cheapest_of_free_messages_is_the_plan_given_first_if_they_are_in_time() -> None:
    free = make_scenario(open_profile_share=Decimal(1), monthly_send_limit=25)
    cheapest = find_cheapest(free, [CORE, PROFESSIONAL])
    assert cheapest is not None
    assert (cheapest.terms, cheapest.months, cheapest.total) == (CORE, 4, 0)
    assert find_cheapest(replace(free, deadline_months=3), [CORE]) is None


def test_a_plan_without_a_price_is_never_the_cheapest() -> None:
    unpriced = replace(CORE, slug="unpriced", monthly_price=None, annual_price=None)
    assert find_cheapest(HUNDRED, [unpriced]) is None
    assert find_cheapest(HUNDRED, [unpriced, CORE]) == find_cheapest(HUNDRED, [CORE])
    assert find_cheapest_by(compare(HUNDRED, [unpriced]), 12) is None


def test_of_plans_that_cost_the_same_the_first_is_the_cheapest() -> None:
    twin = replace(PROFESSIONAL, slug="twin")
    for plans in ([PROFESSIONAL, twin], [twin, PROFESSIONAL]):
        cheapest = find_cheapest(HUNDRED, plans)
        assert cheapest is not None
        assert (cheapest.terms, cheapest.total) == (plans[0], Decimal("399.95"))


def test_by_an_earlier_deadline_messages_to_open_profiles_alone_need_no_option() -> None:
    scenario = make_scenario(open_profile_share=Decimal(1))
    found = find_cheapest_by(compare(scenario, [make_terms()]), 6)
    assert found == find_cheapest(replace(scenario, deadline_months=6), [make_terms()])
    assert found is not None
