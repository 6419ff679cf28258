"""What moves the return of an estimate (RULES.md §9)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import make_estimate
from planner.planning.worth import Rates, expect, find_worth_swings
from planner.planning.worth.asked import worth_swings_of
from tests.examples import examples
from tests.known import known
from tests.planning.builders import estimate, make_scenario, make_terms
from tests.planning.funnels import RATES, make_funnel

FUNNEL = make_funnel(target=1, value_per_customer=Decimal(2_000))
ONE = estimate("cheapest", target=200, reply_rate=Decimal("0.1"))


def test_each_input_above_0_is_varied_and_the_largest_swing_is_first() -> None:
    found = find_worth_swings(ONE, FUNNEL)
    spans = {one.input: (one.low, one.high) for one in found}
    assert spans == {
        "reply_rate": (Decimal("0.05"), Decimal("0.15")),
        "positive_share": (Decimal("0.5"), 1),
        "meeting_rate": (Decimal("0.125"), Decimal("0.375")),
        "win_rate": (Decimal("0.1"), Decimal("0.3")),
        "value_per_customer": (1_600, 2_400),
    }
    swings = [known(one.swing) for one in found]
    assert swings == sorted(swings, reverse=True)


def test_an_answer_rate_has_a_new_estimate_and_the_others_the_same_cost() -> None:
    for one in find_worth_swings(ONE, FUNNEL):
        for value, outcome in ((one.low, one.at_low), (one.high, one.at_high)):
            if one.input == "reply_rate":
                scenario = replace(ONE.scenario, reply_rate=value)
                again = make_estimate(ONE.terms, scenario, ONE.strategy)
                assert known(outcome).cash == again.total
            else:
                assert known(outcome).cash == ONE.total
            assert known(outcome).people == 200


def test_a_rate_is_halved_where_its_goal_would_then_take_too_many_messages() -> None:
    rates = Rates(reply_rate=Decimal("0.3"), meeting_rate=Decimal("0.5"), win_rate=Decimal("0.1"))
    funnel = make_funnel(target=10_000, rates=rates)
    assert funnel.messages == 666_667, "twice as many are more than 1,000,000"
    found = {one.input: one for one in find_worth_swings(ONE, funnel)}
    assert known(found["win_rate"].at_low).customers == Decimal("1.5")


def test_the_range_of_the_person_counts_up_to_what_declines_leave() -> None:
    scenario = make_scenario(target=200, reply_rate=Decimal("0.1"), decline_rate=Decimal("0.5"))
    one = make_estimate(make_terms(), scenario, "cheapest")
    found = find_worth_swings(one, FUNNEL, reply_rates=(Decimal("0.02"), Decimal("0.9")))
    [rate] = [swing for swing in found if swing.input == "reply_rate"]
    assert (rate.low, rate.high) == (Decimal("0.02"), Decimal("0.5"))


def test_a_rate_that_is_late_where_the_estimate_is_not_has_no_number_and_ranks_first() -> None:
    # 105 on one seat in two months: fewer than 5 of 50 back is a month more.
    terms = make_terms(monthly_credits=50, rollover_cap=150, purchase_limit=0)
    one = estimate(
        "as_granted", terms, target=105, reply_rate=Decimal("0.1"), deadline_months=2, seats=1
    )
    assert one.status == "ok"
    first, *rest = find_worth_swings(one, FUNNEL)
    assert (first.input, first.at_low, first.swing) == ("reply_rate", None, None)
    assert None not in [swing.swing for swing in rest]


def test_without_a_value_or_a_price_there_is_no_return_to_move() -> None:
    assert find_worth_swings(ONE, make_funnel(value_per_customer=None)) == ()
    unknown = estimate("cheapest", make_terms(monthly_price=None, annual_price=None), target=200)
    assert find_worth_swings(unknown, FUNNEL) == ()


def test_what_is_0_is_not_varied() -> None:
    funnel = replace(FUNNEL, goal="people", rates=Rates(
        reply_rate=Decimal("0.1"), positive_share=Decimal(0), meeting_rate=Decimal("0.1"),
        win_rate=Decimal(0),
    ), value_per_customer=Decimal(0))  # fmt: skip
    assert {one.input for one in find_worth_swings(ONE, funnel)} == {"reply_rate", "meeting_rate"}


def test_it_stops_before_an_estimate_where_the_time_is_over() -> None:
    with pytest.raises(TimeBudgetExceeded):
        find_worth_swings(ONE, FUNNEL, has_time_left=lambda: False)


def test_without_replies_the_value_moves_nothing() -> None:
    funnel = replace(FUNNEL, goal="people", rates=replace(RATES, reply_rate=Decimal(0)))
    found = {one.input: one.swing for one in find_worth_swings(ONE, funnel)}
    assert found == dict.fromkeys(
        ("positive_share", "meeting_rate", "win_rate", "value_per_customer"), 0
    )


def test_of_a_scenario_and_of_none_with_audiences() -> None:
    asked = estimate(
        "cheapest",
        target=200,
        reply_rate=Decimal("0.1"),
        value_per_customer=Decimal(2_000),
        meeting_rate=Decimal("0.25"),
        win_rate=Decimal("0.2"),
    )
    assert worth_swings_of(asked) == find_worth_swings(asked, FUNNEL)
    audiences = tuple(Audience(name=name, target=100) for name in ("A", "B"))
    several = replace(asked.scenario, audiences=audiences)
    assert worth_swings_of(make_estimate(make_terms(), several, "cheapest")) == ()


@examples(10, many=100)
@given(
    rate=st.integers(1, 40), meeting=st.integers(1, 100), win=st.integers(1, 100),
    value=st.integers(0, 10_000),
)  # fmt: skip
def test_a_better_rate_never_leaves_less(rate: int, meeting: int, win: int, value: int) -> None:
    hundredth = Decimal("0.01")
    one = estimate("cheapest", target=200, reply_rate=rate * hundredth)
    rates = replace(
        RATES, reply_rate=rate * hundredth, meeting_rate=meeting * hundredth,
        win_rate=win * hundredth,
    )  # fmt: skip
    funnel = make_funnel(goal="people", rates=rates, value_per_customer=Decimal(value))
    for swing in find_worth_swings(one, funnel):
        assert swing.low <= swing.high
        if swing.at_low and swing.at_high:
            assert known(swing.at_low.exact_left) <= known(swing.at_high.exact_left)
    now = expect(200, rates, funnel.effort, cash=one.total, value_per_customer=Decimal(value))
    assert {swing.now.left for swing in find_worth_swings(one, funnel)} <= {now.left}
