"""Why it is this mix, in plain words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from planner.planning.mix import find_mixes
from planner.planning.scenario import HeldSeats
from planner.planning.terms import Terms
from tests.planning.mix_cases import CORE, LISTED_CORE, NAVIGATOR, PLANS, make_campaign

THE_LEAST = "That is the least of all mixes of at most {} whose new seats begin on the start day."


def explain(
    plans: list[Terms] | None = None, *, max_seats: int = 2, seconds: float = 2.5, **changes: Any
) -> str:
    scenario = make_campaign(**changes)
    found = find_mixes(scenario, plans or PLANS, max_seats=max_seats, seconds_left=lambda: seconds)
    return found.why


def test_it_names_the_seats_and_compares_with_the_best_single_plan() -> None:
    assert explain(target=70, deadline_months=1) == (
        "1 seat of Navigator for 1 month and 1 seat of Core for 1 month cost $179.98, "
        "$20.00 less than the best single plan, 2 seats of Core. " + THE_LEAST.format("2 seats")
    )


def test_it_names_what_is_bought() -> None:
    assert explain(target=101, deadline_months=2, max_seats=1) == (
        "1 seat of Core for 2 months with 1 bought credit costs $209.98, "
        "no less than the best single plan, 1 seat of Core. " + THE_LEAST.format("1 seat")
    )


def test_it_says_so_where_no_single_plan_makes_the_deadline() -> None:
    plans = [replace(terms, purchase_limit=0) for terms in PLANS]
    text = explain([*plans, replace(plans[0], slug="twin", name="Twin")], target=170, max_seats=3)
    assert "and no single plan" not in text
    found = find_mixes(
        make_campaign(target=70, deadline_months=1),
        plans,
        max_seats=2,
        most_seats_of={"core": 1, "navigator": 1},
    )
    assert "and no single plan with known prices makes the deadline. That" in found.why


def test_it_is_honest_about_what_is_not_proven() -> None:
    text = explain([LISTED_CORE, NAVIGATOR], target=107, deadline_months=2, seconds=0)
    assert "That is the least" not in text
    assert (
        "Whether a mix of at most 2 seats, all new ones begun on the start day, costs less is "
        "not proven; it would save at most $"
    ) in text


def test_it_says_that_no_mix_makes_the_deadline() -> None:
    plans = [replace(terms, purchase_limit=0) for terms in PLANS]
    assert explain(plans, deadline_months=1, max_seats=1) == (
        "No mix of at most 1 seat, all new ones begun on the start day, with known prices sends "
        "100 messages by 2026-11-30."
    )


def test_it_says_that_free_messages_need_no_seat() -> None:
    text = explain(open_profile_share=Decimal(1))
    assert text.startswith("Every message goes to an open profile")


def test_it_says_what_held_seats_do() -> None:
    held = (HeldSeats(plan="core", seats=2, credits=10, paid_until=date(2026, 11, 10)),)
    text = explain([LISTED_CORE], target=40, deadline_months=3, held_seats=held)
    assert "held seat" in text
    assert "of new money" in text


def test_it_says_how_many_persons_the_trials_take() -> None:
    text = explain([CORE], target=150, deadline_months=1, max_seats=3, use_trial=True)
    assert text.endswith(
        " The free trials take 3 persons who have had none in the last twelve months."
    )


def test_it_says_that_several_recruiter_seats_share_their_credits() -> None:
    recruiter = replace(LISTED_CORE, slug="recruiter", name="Recruiter Corporate")
    shared = "Recruiter seats of one contract share their credits;"
    assert shared in explain([recruiter], target=100, deadline_months=1)
    assert shared not in explain([recruiter], target=50, deadline_months=1)
    assert shared not in explain([LISTED_CORE], target=100, deadline_months=1)
