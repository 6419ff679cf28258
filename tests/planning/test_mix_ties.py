"""Of the mixes with the least total, the one with the earliest last message (RULES.md §6)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.mix import UNSOLVED, Mix, Program, Solved, Solver, find_mix, search
from planner.planning.mix.earliest import find_earliest
from planner.planning.mix.formulation import Offer
from planner.planning.mix.proposals import Finding
from planner.planning.terms import Terms
from tests.planning.mix_cases import (
    AMPLE_SECONDS,
    LISTED,
    LISTED_CAREER,
    LISTED_CORE,
    make_campaign,
    make_plan,
)

# Sells none, and is granted on renewal days.
STEADY = make_plan(slug="steady", purchase_limit=0, monthly_price=Decimal(80))


def find(plans: list[Terms], *, max_seats: int, **changes: Any) -> Mix:
    return find_mix(make_campaign(**changes), plans, max_seats=max_seats, time_limit=AMPLE_SECONDS)


@pytest.mark.parametrize(
    ("max_seats", "done_on"),
    [(1, date(2027, 10, 1)), (2, date(2027, 4, 1)), (5, date(2027, 1, 1)), (12, date(2026, 11, 1))],
)
def test_more_seats_for_fewer_months_are_taken_at_the_same_cost(
    max_seats: int, done_on: date
) -> None:
    mix = find([STEADY], max_seats=max_seats, target=240, deadline_months=12)
    assert (mix.status, mix.total, mix.done_on) == ("optimal", 960, done_on)
    assert mix.is_earliest


def test_two_plans_are_taken_where_one_alone_costs_as_much_and_takes_longer() -> None:
    """One seat of each in month 1 in the place of the only steady one for two months."""
    twin = replace(STEADY, slug="twin", name="Twin")
    limits = {"steady": 1, "twin": 1}
    scenario = make_campaign(target=40, deadline_months=4)
    mix = find_mix(scenario, [STEADY, twin], max_seats=3, most_seats_of=limits)
    assert (mix.total, mix.done_on, mix.is_earliest) == (160, date(2026, 11, 1), True)
    assert [one.group.terms.slug for one in mix.groups] == ["steady", "twin"]


def test_a_free_seat_more_is_kept_where_the_last_message_goes_sooner() -> None:
    trial = replace(STEADY, trial_months=1)
    asked: dict[str, Any] = {"target": 20, "use_trial": True, "seat_daily_limit": 2}
    mix = find([trial], max_seats=3, deadline_months=1, **asked)
    assert (mix.total, mix.seats, mix.done_on) == (0, 3, date(2026, 11, 4))
    assert mix.is_earliest


def test_within_a_slice_weekends_are_no_days_of_a_last_message() -> None:
    """Two a day from Thursday on: 5, 6, 9 and 10 November."""
    trial = replace(STEADY, trial_months=1)
    asked: dict[str, Any] = {"use_trial": True, "seat_daily_limit": 2, "sends_on": "weekdays"}
    mix = find([trial], max_seats=2, target=16, start_on=date(2026, 11, 5), **asked)
    assert (mix.total, mix.seats, mix.done_on) == (0, 2, date(2026, 11, 10))
    assert mix.is_earliest


def test_where_the_total_is_not_proven_nothing_is_stated_of_the_last_message() -> None:
    scenario = make_campaign(target=107, deadline_months=2)
    mix = find_mix(scenario, LISTED, max_seats=3, time_limit=0)
    assert (mix.status, mix.is_earliest) == ("feasible", False)


def test_where_the_time_ends_the_total_stays_proven_and_the_tie_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "TIES", 0)
    mix = find([LISTED_CORE, LISTED_CAREER], max_seats=2, target=105, deadline_months=3)
    assert (mix.status, mix.is_earliest) == ("optimal", False)


def test_where_the_solver_gives_up_on_the_tie_the_total_stays_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give_up(program: Program, *, time_limit: float) -> Solved:
        return UNSOLVED

    asked: dict[str, Any] = {"target": 74, "deadline_months": 3, "reply_rate": Decimal("0.35")}
    proven = find(LISTED, max_seats=4, **asked)

    def find_without_solver(
        offer: Offer, finding: Finding, *, time_limit: float, solver: Solver
    ) -> Finding:
        return find_earliest(offer, finding, time_limit=time_limit, solver=give_up)

    monkeypatch.setattr(search, "find_earliest", find_without_solver)
    left_open = find(LISTED, max_seats=4, **asked)
    assert (left_open.status, left_open.total) == ("optimal", proven.total)
    assert (left_open.is_earliest, proven.is_earliest) == (False, True)


def test_a_mix_of_free_messages_alone_is_the_earliest() -> None:
    mix = find([STEADY], max_seats=2, open_profile_share=Decimal(1), seat_daily_limit=10)
    assert (mix.total, mix.done_on, mix.is_earliest) == (0, date(2026, 11, 5), True)
