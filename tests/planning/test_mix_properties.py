"""What must hold of a mix, whatever is asked."""

from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.planning.estimate import make_estimate
from planner.planning.mix import explain_mix, find_mix
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from tests.known import known
from tests.planning.arbitrary import plans, scenarios
from tests.planning.mix_cases import AMPLE_SECONDS

FEW = settings(max_examples=40)
find = partial(find_mix, time_limit=AMPLE_SECONDS)


@st.composite
def offers(draw: st.DrawFn) -> list[Terms]:
    """One to three plans of different names."""
    drawn = draw(st.lists(plans(), min_size=1, max_size=3))
    return [replace(terms, slug=f"plan-{number}") for number, terms in enumerate(drawn)]


def short_scenarios(**fixed: Any) -> st.SearchStrategy[Scenario]:
    return st.integers(1, 6).flatmap(lambda months: scenarios(deadline_months=months, **fixed))


@FEW
@given(offers(), short_scenarios(), st.integers(1, 6))
def test_no_single_plan_within_the_seats_costs_less(
    offered: list[Terms], scenario: Scenario, max_seats: int
) -> None:
    mix = find(scenario, offered, max_seats=max_seats)
    singles = [
        make_estimate(terms, replace(scenario, seats=seats), "cheapest")
        for terms in offered
        for seats in range(1, max_seats + 1)
    ]
    totals = [one.total for one in singles if one.status == "ok" and one.total is not None]
    assume(totals)
    assert mix.is_done
    assert known(mix.total) <= min(totals)


@FEW
@given(offers(), short_scenarios(), st.integers(1, 6))
def test_the_figures_are_those_of_the_months(
    offered: list[Terms], scenario: Scenario, max_seats: int
) -> None:
    mix = find(scenario, offered, max_seats=max_seats)
    assume(mix.is_done)
    assert known(mix.bound) <= known(mix.total)
    assert mix.status == ("optimal" if mix.bound == mix.total else "feasible")
    assert sum(month.subscription_spend for month in mix.schedule) == mix.subscription_spend
    assert mix.total == known(mix.subscription_spend) + known(mix.credit_spend)
    assert known(mix.months) <= scenario.deadline_months
    assert mix.seats <= max_seats

    credits = known(mix.credits)
    came = credits.opening + credits.granted + credits.returned + credits.bought
    assert came - scenario.to_send - credits.expired == credits.left
    assert sum(month.ledger.sent for month in mix.schedule) == scenario.to_send


@FEW
@given(offers(), short_scenarios(), st.integers(1, 6))
def test_each_plan_has_its_seats_and_purchases_in_each_month(
    offered: list[Terms], scenario: Scenario, max_seats: int
) -> None:
    mix = find(scenario, offered, max_seats=max_seats)
    for month in mix.schedule:
        for terms, seats, bought in month.plans:
            kept = [group for group in mix.groups if group.terms == terms]
            assert seats == sum(one.seats for one in kept if one.months >= month.ledger.month)
            limit = terms.purchase_limit
            assert limit is None or bought <= limit * seats
        assert sum(plan.bought for plan in month.plans) == month.ledger.bought
        assert sum(plan.bought * known(plan.terms.credit_price) for plan in month.plans) == (
            month.credit_spend
        )


@FEW
@given(offers(), short_scenarios(), st.integers(1, 5), st.integers(1, 3))
def test_more_seats_never_cost_more(
    offered: list[Terms], scenario: Scenario, max_seats: int, more: int
) -> None:
    fewer = find(scenario, offered, max_seats=max_seats)
    greater = find(scenario, offered, max_seats=max_seats + more)
    assume(fewer.is_done and greater.status == "optimal")
    assert known(greater.total) <= known(fewer.total)


@FEW
@given(offers(), short_scenarios(), st.integers(1, 4), st.integers(1, 3))
def test_a_longer_deadline_never_costs_more(
    offered: list[Terms], scenario: Scenario, max_seats: int, more: int
) -> None:
    longer = replace(scenario, deadline_months=scenario.deadline_months + more)
    sooner = find(scenario, offered, max_seats=max_seats)
    later = find(longer, offered, max_seats=max_seats)
    assume(sooner.is_done and later.status == "optimal")
    assert known(later.total) <= known(sooner.total)


@FEW
@given(offers(), short_scenarios(), st.integers(1, 4))
def test_a_plan_more_never_costs_more(
    offered: list[Terms], scenario: Scenario, max_seats: int
) -> None:
    fewer = find(scenario, offered[1:], max_seats=max_seats)
    more = find(scenario, offered, max_seats=max_seats)
    assume(fewer.is_done and more.status == "optimal")
    assert known(more.total) <= known(fewer.total)


@FEW
@given(offers(), short_scenarios(), st.integers(1, 4))
def test_a_limit_that_allows_every_seat_changes_nothing(
    offered: list[Terms], scenario: Scenario, max_seats: int
) -> None:
    free = find(scenario, offered, max_seats=max_seats)
    limits = {terms.slug: max_seats for terms in offered}
    limited = find(scenario, offered, max_seats=max_seats, most_seats_of=limits)
    assert (free.status, free.total) == (limited.status, limited.total)


@FEW
@given(offers(), short_scenarios(), st.integers(1, 4))
def test_every_mix_is_explained_in_one_or_two_sentences(
    offered: list[Terms], scenario: Scenario, max_seats: int
) -> None:
    text = explain_mix(find(scenario, offered, max_seats=max_seats), None)
    assert text[0].isupper() or text[0].isdigit()
    assert text.endswith(".")
    assert text.count(". ") <= 1
    assert "None" not in text
