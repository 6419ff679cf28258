"""Why it is this mix, in plain words."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from planner.planning.alternatives import find_cheapest
from planner.planning.mix import explain_mix, find_mix
from tests.planning.builders import make_scenario
from tests.planning.mix_cases import CORE, NAVIGATOR, PLANS


def explain(*, max_seats: int = 2, time_limit: float = 2.5, seats: int = 1, **changes: Any) -> str:
    scenario = make_scenario(**changes)
    mix = find_mix(scenario, PLANS, max_seats=max_seats, time_limit=time_limit)
    return explain_mix(mix, find_cheapest(replace(scenario, seats=seats), PLANS))


def test_it_names_the_seats_and_compares_with_the_best_single_plan() -> None:
    assert explain(target=70, deadline_months=1, seats=2) == (
        "1 seat of Navigator for 1 month and 1 seat of Core for 1 month cost $179.98, "
        "$20.00 less than the best single plan, 2 seats of Core. "
        "No mix of at most 2 seats costs less: that is proven."
    )


def test_of_many_seats_it_says_that_not_every_number_was_tried() -> None:
    text = explain(target=70, deadline_months=1, seats=2, max_seats=9)
    assert "less than the best single plan tried, 2 seats of Core." in text


def test_it_names_what_is_bought() -> None:
    assert explain(target=101, deadline_months=2, max_seats=1) == (
        "1 seat of Core for 2 months with 1 bought credit costs $209.98, "
        "no less than the best single plan, 1 seat of Core. "
        "No mix of at most 1 seat costs less: that is proven."
    )


def test_it_says_so_where_more_seats_of_a_single_plan_cost_less() -> None:
    text = explain(target=200, deadline_months=1, max_seats=1, seats=4)
    assert "$1,200.03 more than the best single plan, 4 seats of Core" in text


def test_it_says_so_where_no_single_plan_makes_the_deadline() -> None:
    mix = find_mix(make_scenario(target=70, deadline_months=1), PLANS, max_seats=2)
    text = explain_mix(mix, None)
    assert "cost $179.98, and no single plan with known prices makes the deadline. No mix" in text


def test_it_is_honest_about_what_is_not_proven() -> None:
    assert explain(target=70, deadline_months=1, seats=2, time_limit=0) == (
        "2 seats of Core for 1 month cost $199.98, "
        "no less than the best single plan, 2 seats of Core. "
        "Whether a mix of at most 2 seats costs less is not proven; "
        "it would save at most $199.98 (100 %)."
    )


def test_it_says_that_no_mix_makes_the_deadline() -> None:
    plans = [replace(terms, purchase_limit=0) for terms in PLANS]
    mix = find_mix(make_scenario(deadline_months=1), plans, max_seats=1)
    assert explain_mix(mix, None) == (
        "No mix of at most 1 seat with known prices sends 100 messages within 1 month."
    )


def test_it_says_that_no_mix_was_found_in_time() -> None:
    plans = [replace(terms, purchase_limit=0) for terms in (NAVIGATOR, CORE)]
    limits = {"core": 1, "navigator": 1}
    scenario = make_scenario(target=70, deadline_months=1)
    mix = find_mix(scenario, plans, max_seats=2, most_seats_of=limits, time_limit=0)
    assert explain_mix(mix, None) == (
        "No mix of at most 2 seats was found that sends 70 messages within 1 month, "
        "nor a proof that there is none."
    )


def test_it_says_that_free_messages_need_no_seat() -> None:
    text = explain(open_profile_share=Decimal(1))
    assert text.startswith("Every message goes to an open profile")
