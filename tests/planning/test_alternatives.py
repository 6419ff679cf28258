"""Answers near the one that was asked for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from planner.planning.alternatives import (
    Alternative,
    find_alternatives,
    find_cheapest,
    find_cheapest_team,
    try_further_seats,
)
from planner.planning.comparison import compare
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.planning.builders import make_scenario, make_terms

PROFESSIONAL = make_terms(slug="professional", annual_price=None)
CORE = replace(
    PROFESSIONAL, slug="core", monthly_credits=50, rollover_cap=150, monthly_price=Decimal("99.99")
)
CORE_WITHOUT_BUYING = replace(CORE, purchase_limit=0, credit_price=None)
HUNDRED = make_scenario()


def alternatives_to(scenario: Scenario, *plans: Terms) -> dict[str, Alternative]:
    return {found.change: found for found in find_alternatives(compare(scenario, plans), plans)}


def test_further_seats_that_are_known_already_are_not_looked_for_again() -> None:
    comparison, tried = compare(HUNDRED, [CORE]), try_further_seats(HUNDRED, [CORE])
    assert [*tried] == [2, 3, 4, 5]
    assert all(one and one.scenario.seats == seats for seats, one in tried.items())
    known = find_alternatives(comparison, [CORE], with_further_seats=tried)
    assert known == find_alternatives(comparison, [CORE])
    without = find_alternatives(comparison, [CORE], with_further_seats={})
    assert {found.change for found in known} - {found.change for found in without} == {"more_seats"}


def test_the_team_that_costs_least_is_named_however_large() -> None:
    # 2,000 seats' months of Core are needed; a year of 167 seats costs less than twelve months.
    many = replace(HUNDRED, target=100_000)
    core = replace(CORE, annual_price=Decimal("959.88"))
    assert find_alternatives(compare(many, [core]), [core])[-1].change == "more_seats"
    team = alternatives_to(many, core)["more_seats"].estimate
    assert (team.scenario.seats, team.months, team.total) == (167, 12, Decimal("160299.96"))
    assert [*try_further_seats(many, [core])] == [2, 3, 4, 5, 167]

    soon = replace(HUNDRED, target=1_000, deadline_months=3)
    team = alternatives_to(soon, CORE, PROFESSIONAL)["more_seats"].estimate
    assert (team.scenario.seats, team.terms, team.total) == (10, CORE, Decimal("1999.80"))


def test_the_fewest_seats_are_not_named_where_more_seats_of_another_plan_cost_less() -> None:
    large = replace(
        CORE_WITHOUT_BUYING,
        slug="corporate",
        monthly_credits=150,
        rollover_cap=450,
        monthly_price=Decimal(900),
    )
    plans = large, replace(CORE_WITHOUT_BUYING, annual_price=None)
    scenario = replace(HUNDRED, target=1_000, deadline_months=5)
    found = alternatives_to(scenario, *plans)["more_seats"].estimate
    assert (found.scenario.seats, found.total) == (4, Decimal("1999.80"))
    assert find_cheapest(replace(scenario, seats=2), plans) is not None


def test_where_no_grant_helps_enough_seats_to_buy_with_are_named() -> None:
    buys = make_terms(monthly_credits=0, rollover_cap=0, annual_price=None, purchase_limit=40)
    scenario = replace(HUNDRED, target=1_000, deadline_months=5)
    assert find_cheapest_team(scenario, [buys]) is None
    enough = alternatives_to(scenario, buys)["more_seats"].estimate
    assert (enough.scenario.seats, enough.months) == (5, 5)


def test_a_team_is_found_for_answers_that_bring_credits_back_and_for_credits_held() -> None:
    asked = make_scenario(target=1_000, deadline_months=3, reply_rate=Decimal("0.2"))
    team = find_cheapest_team(asked, [CORE])
    assert team is not None
    assert team.scenario.seats == 6
    held = find_cheapest_team(replace(asked, opening_balance=800), [CORE])
    assert held is None, "they are enough"


def test_sooner_is_the_least_cost_of_a_shorter_deadline() -> None:
    sooner = alternatives_to(HUNDRED, CORE)["sooner"]
    assert sooner.estimate.months == 1
    assert sooner.estimate.total == Decimal("599.99")
    assert sooner.months_more == -1
    assert sooner.dollars_more == Decimal("400.01")


def test_nothing_is_sooner_than_one_month() -> None:
    assert "sooner" not in alternatives_to(replace(HUNDRED, target=50), CORE)


def test_nothing_is_sooner_where_no_credit_can_be_bought() -> None:
    assert "sooner" not in alternatives_to(HUNDRED, CORE_WITHOUT_BUYING)


def test_waiting_beyond_the_deadline_is_named_where_it_saves_money() -> None:
    later = alternatives_to(replace(HUNDRED, deadline_months=3), PROFESSIONAL)["later"]
    assert later.estimate.months == 5
    assert later.months_more == 2
    assert later.dollars_more == Decimal("399.95") - Decimal("639.97")


def test_waiting_is_not_named_where_it_saves_nothing() -> None:
    assert "later" not in alternatives_to(HUNDRED, CORE)


def test_another_seat_is_named_where_it_is_sooner() -> None:
    another = alternatives_to(HUNDRED, CORE)["more_seats"]
    assert another.estimate.scenario.seats == 2
    assert another.months_more == -1
    assert another.dollars_more == 0


def test_another_seat_is_not_named_where_one_month_is_enough_already() -> None:
    assert "more_seats" not in alternatives_to(replace(HUNDRED, target=50), CORE)


def test_there_is_no_seat_beyond_the_most() -> None:
    crowded = replace(HUNDRED, target=1_000_000, seats=10_000)
    assert "more_seats" not in alternatives_to(crowded, CORE)


def test_the_best_of_the_other_plans_is_named() -> None:
    other = alternatives_to(HUNDRED, PROFESSIONAL, CORE)["other_plan"]
    assert other.estimate.terms is PROFESSIONAL
    assert other.dollars_more == Decimal("399.95") - Decimal("199.98")


def test_where_nothing_makes_the_deadline_the_first_that_works_and_enough_seats_are_named() -> None:
    found = alternatives_to(replace(HUNDRED, target=1000, deadline_months=5), CORE_WITHOUT_BUYING)
    assert list(found) == ["later", "more_seats"]
    assert found["later"].estimate.months == 20
    assert found["more_seats"].estimate.scenario.seats == 4
    assert found["more_seats"].estimate.months == 5
    assert found["later"].months_more is found["later"].dollars_more is None


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
