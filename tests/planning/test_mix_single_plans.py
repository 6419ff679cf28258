"""The best single plan within a mix's seats: what a mix is measured by."""

from decimal import Decimal

import pytest

from planner.planning.errors import InvalidInput
from planner.planning.mix import find_mixes
from tests.known import known
from tests.planning.mix_cases import make_campaign, make_plan

LIMITED = make_plan(slug="limited", monthly_credits=10, rollover_cap=10, purchase_limit=0)


def test_it_takes_as_many_seats_as_pay_and_no_more() -> None:
    scenario = make_campaign(target=100, deadline_months=2)
    best = find_mixes(scenario, [LIMITED], max_seats=8).best_single
    assert best is not None
    assert best.seats == 5
    assert best.total == known(LIMITED.monthly_price) * 10


def test_a_limit_on_the_seats_of_a_plan_is_kept() -> None:
    scenario = make_campaign(target=100, deadline_months=2)
    limits = {"limited": 4}
    assert find_mixes(scenario, [LIMITED], max_seats=8, most_seats_of=limits).best_single is None
    assert find_mixes(scenario, [], max_seats=8).best_single is None


def test_what_costs_nothing_is_the_best() -> None:
    free = make_plan(slug="free", monthly_price=Decimal(0), credit_price=Decimal(0))
    best = find_mixes(make_campaign(), [make_plan(), free], max_seats=2).best_single
    assert best is not None
    assert (best.terms, best.total) == (free, Decimal(0))


def test_no_seats_at_all_are_refused() -> None:
    with pytest.raises(InvalidInput, match="max_seats"):
        find_mixes(make_campaign(), [], max_seats=0)
