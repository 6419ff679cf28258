"""The mix for every deadline, RULES.md §4 and §6."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from planner.planning.mix import explain_mix, find_mix, find_mixes
from tests.known import known
from tests.planning.mix_cases import (
    AMPLE_SECONDS,
    CAREER,
    CORE,
    NAVIGATOR,
    draw_mix_case,
    make_campaign,
)

PLANS = [NAVIGATOR, CORE, CAREER]


def test_it_has_a_point_for_every_deadline() -> None:
    frontier = find_mixes(make_campaign(target=300, deadline_months=6), PLANS, max_seats=3).frontier
    assert [mix.scenario.deadline_months for mix in frontier] == [1, 2, 3, 4, 5, 6]
    assert [mix.months for mix in frontier] == [1, 2, 2, 2, 2, 2]
    assert [mix.status for mix in frontier] == ["optimal"] * 6
    assert frontier[0].total == 3 * Decimal("99.99") + 150 * 10
    assert {mix.total for mix in frontier[1:]} == {6 * Decimal("99.99")}


def test_deadlines_that_nothing_makes_stand_before_the_others() -> None:
    plans = [replace(terms, purchase_limit=0) for terms in PLANS]
    frontier = find_mixes(make_campaign(target=120, deadline_months=4), plans, max_seats=1).frontier
    assert [mix.status for mix in frontier] == ["infeasible", "infeasible", "optimal", "optimal"]
    assert [mix.total for mix in frontier[:2]] == [None, None]


@pytest.mark.parametrize("first", range(0, 20, 5))
def test_each_point_is_the_mix_for_its_deadline(first: int) -> None:
    for seed in range(first, first + 5):
        case = draw_mix_case(seed, most_months=4, most_leads=30, most_seats=3)
        asked = {name: said for name, said in case.asked.items() if name != "time_limit"}
        for mix in find_mixes(**asked, seconds_left=lambda: 100 * AMPLE_SECONDS).frontier:
            alone = find_mix(**case.asked | {"scenario": mix.scenario})
            points = [(one.status, one.total, one.done_on, one.is_earliest) for one in (mix, alone)]
            assert points[0] == points[1], f"case {seed}: {case}"


def test_where_every_message_is_free_every_deadline_is_made_for_nothing() -> None:
    scenario = make_campaign(open_profile_share=Decimal(1), deadline_months=3)
    assert [mix.total for mix in find_mixes(scenario, PLANS, max_seats=2).frontier] == [0, 0, 0]


def test_it_ends_with_the_mix_beside_the_best_single_plan() -> None:
    scenario = make_campaign(target=300, deadline_months=6)
    mixes = find_mixes(scenario, PLANS, max_seats=3)
    assert mixes.frontier[-1] == mixes.mix == find_mix(scenario, PLANS, max_seats=3)
    assert mixes.why == explain_mix(mixes.mix, mixes.best_single)


def test_it_is_proven_only_where_every_point_is() -> None:
    scenario = make_campaign(target=120, deadline_months=3)
    assert find_mixes(scenario, PLANS, max_seats=3).is_proven
    assert not find_mixes(scenario, PLANS, max_seats=3, seconds_left=lambda: 0).is_proven


def test_without_time_a_longer_deadline_has_the_best_of_the_shorter_ones() -> None:
    scenario = make_campaign(target=500, deadline_months=8, reply_rate=Decimal("0.1"))
    frontier = find_mixes(scenario, PLANS, max_seats=4, seconds_left=lambda: 0).frontier
    assert {mix.status for mix in frontier} == {"feasible"}
    for sooner, later in pairwise(frontier):
        assert known(later.total) <= known(sooner.total)


def test_all_deadlines_share_the_time() -> None:
    scenario = make_campaign(target=100_000, deadline_months=24, reply_rate=Decimal("0.2"))
    left = iter([0.5, 0.3, *[0.0] * 24])
    frontier = find_mixes(scenario, PLANS, max_seats=1_000, seconds_left=left.__next__).frontier
    for sooner, later in pairwise(frontier):
        assert known(later.total) <= known(sooner.total)
        assert known(later.bound) <= known(sooner.bound)
    assert all(known(mix.bound) <= known(mix.total) for mix in frontier)


def test_a_point_that_its_own_time_left_open_takes_the_mix_of_a_shorter_deadline() -> None:
    """The first month takes one seat of each of four plans, which no guess combines."""
    twin = replace(NAVIGATOR, slug="twin")
    plans = [replace(terms, purchase_limit=0) for terms in (*PLANS, twin)]
    limits = {terms.slug: 1 for terms in plans}
    scenario = make_campaign(target=95, deadline_months=2)
    first, last = find_mixes(
        scenario, plans, max_seats=4, most_seats_of=limits, seconds_left=lambda: 0
    ).frontier
    assert first.status == "unknown"
    assert last.is_done
    assert explain_mix(first, None).endswith("nor a proof that there is none.")
    first, last = find_mixes(scenario, plans, max_seats=4, most_seats_of=limits).frontier
    assert (first.status, first.seats) == ("optimal", 4)
