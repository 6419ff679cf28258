"""The comparison by the other reading of a new seat's first day (RULES.md §2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.comparison import compare
from planner.planning.grant_readings import OtherReading, read_otherwise
from planner.planning.scenario import Scenario
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import Terms
from tests.examples import examples
from tests.planning.arbitrary import plans, scenarios
from tests.planning.builders import make_scenario, make_terms

CORE = make_terms(
    slug="core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=None,
    purchase_limit=0,
    grant_day="first",
)
BUSINESS = make_terms(
    slug="business",
    monthly_credits=15,
    rollover_cap=45,
    monthly_price=Decimal("59.99"),
    annual_price=None,
    credit_price=Decimal(10),
    purchase_limit=10,
)
SETTLED = replace(CORE, slug="settled", monthly_price=Decimal(200), grants_on_start=True)
AT_ONCE: dict[str, Any] = {
    "target": 50,
    "start_on": date(2026, 11, 26),
    "deadline_on": date(2026, 11, 30),
    "seats": "best",
}


def read(*terms: Terms, **changes: Any) -> OtherReading | None:
    comparison = compare(make_scenario(**AT_ONCE | changes), terms)
    return read_otherwise(comparison, terms, STRATEGIES)


def test_63_the_cheapest_is_another_plan_by_the_other_reading() -> None:
    here = compare(make_scenario(**AT_ONCE), [BUSINESS, CORE])
    assert here.cheapest
    assert (here.cheapest.terms, here.cheapest.total) == (BUSINESS, Decimal("229.97"))
    found = read(BUSINESS, CORE)
    assert found
    assert found.cheapest
    assert (found.grants_on_start, found.plans) == (True, (CORE,))
    assert (found.cheapest.terms, found.cheapest.total) == (CORE, Decimal("119.99"))
    assert found.find(here.cheapest) is None
    core = next(one for one in here.estimates if one.terms == CORE)
    other = found.find(core)
    assert other
    assert (other.terms, other.strategy) == (CORE, core.strategy)
    assert other.total == Decimal("119.99")
    back = read(BUSINESS, CORE, grants_on_start=True)
    assert back
    assert back.cheapest
    assert (back.grants_on_start, back.cheapest.terms) == (False, BUSINESS)


def test_plans_whose_terms_settle_it_stay_as_they_are() -> None:
    found = read(CORE, SETTLED)
    assert found
    assert (found.grants_on_start, found.plans) == (True, (CORE,))
    # Where all of them do, the other reading is that none does.
    found = read(SETTLED, BUSINESS)
    assert found
    assert (found.grants_on_start, found.plans) == (False, (SETTLED,))


@pytest.mark.parametrize(
    ("terms", "changes"),
    [
        ([BUSINESS], {}),
        ([], {}),
        ([CORE], {"start_on": date(2026, 12, 1), "deadline_on": None}),
        ([CORE], {"open_profile_share": Decimal(1)}),
    ],
)
def test_where_both_readings_are_the_same_nothing_is_calculated(
    terms: list[Terms], changes: dict[str, Any]
) -> None:
    assert read(*terms, **changes) is None


@examples(30, many=150)
@given(st.lists(plans(), min_size=1, max_size=3, unique_by=lambda one: one.slug), scenarios())
def test_it_is_the_comparison_with_the_other_answer(terms: list[Terms], scenario: Scenario) -> None:
    found = read_otherwise(compare(scenario, terms), terms, STRATEGIES)
    if found is None:
        return
    there = compare(replace(scenario, grants_on_start=found.grants_on_start), terms)
    figures = [
        [(one.terms, one.strategy, one.status, one.total, one.done_on) for one in estimates]
        for estimates in (found.estimates, there.estimates)
    ]
    assert figures[0] == figures[1]
    assert (found.cheapest is None) == (there.cheapest is None)
