"""Worth as a scenario asks for it: goals beyond replies, and what its estimates bring (§9)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.errors import InvalidInput
from planner.planning.estimate import make_estimate
from planner.planning.forecast.rates import FixedRate, TrackRecord
from planner.planning.goals import GOALS, Goal
from planner.planning.money import cents
from planner.planning.worth.asked import (
    break_evens_of,
    chance_of,
    funnel_of,
    outcome_of,
    scenario_of_sure,
    worth_swings_of,
)
from planner.planning.worth.outcome import count_goal
from tests.known import known
from tests.planning.builders import make_scenario, make_terms

TEN_CUSTOMERS: dict[str, Any] = {
    "target": 10,
    "goal": "customers",
    "reply_rate": Decimal("0.1"),
    "meeting_rate": Decimal("0.25"),
    "win_rate": Decimal("0.2"),
    "value_per_customer": Decimal(6000),
    "deadline_months": 60,
}
# At most 50 of the last goal take 800,000 messages.
shares = st.decimals("0.1", 1, places=2)


def test_ten_customers_take_two_thousand_messages() -> None:
    scenario = make_scenario(**TEN_CUSTOMERS)
    assert (scenario.goal_share, scenario.messages) == (Fraction(1, 200), 2_000)
    estimate = make_estimate(make_terms(), scenario, "cheapest")
    outcome = outcome_of(estimate)
    assert (outcome.answers, outcome.meetings, outcome.customers) == (200, 50, 10)
    assert estimate.total is not None
    assert estimate.cost_per_lead == estimate.total / 10
    assert outcome.left == 60_000 - estimate.total


def test_the_goal_counts_as_its_target_though_messages_are_rounded_up() -> None:
    rates = {"positive_share": Decimal("0.6"), "meeting_rate": Decimal("0.5")}
    asked = TEN_CUSTOMERS | rates | {"value_per_customer": Decimal(5_000)}
    estimate = make_estimate(make_terms(), make_scenario(**asked), "cheapest")
    # ⌈1,666.7⌉, of which 0.6 % are 10.002 customers.
    assert estimate.scenario.messages == 1_667
    total = known(estimate.total)
    outcome = outcome_of(estimate)
    assert (outcome.customers, outcome.revenue) == (10, 50_000)
    assert (
        outcome.cost_per("customers") == cents(known(estimate.cost_per_lead)) == cents(total / 10)
    )
    # Stages before the goal are those of all messages.
    assert outcome.meetings == Fraction("50.01")
    found = known(break_evens_of(estimate))
    assert known(found.least_value) - total / 10 < Decimal("0.01")
    [at_value] = [one for one in worth_swings_of(estimate) if one.input == "value_per_customer"]
    assert (at_value.now.revenue, known(at_value.at_high).revenue) == (50_000, 60_000)


def test_a_stage_after_the_goal_follows_from_the_target() -> None:
    asked = TEN_CUSTOMERS | {"goal": "meetings", "meeting_rate": Decimal("0.3")}
    outcome = outcome_of(make_estimate(make_terms(), make_scenario(**asked), "cheapest"))
    # 334 messages, 10.02 meetings, of which a fifth are customers.
    assert (outcome.people, outcome.meetings, outcome.customers) == (334, 10, 2)
    assert outcome.answers == Fraction("33.4")


def test_more_than_one_person_too_many_counts() -> None:
    # 300 people bring 30 replies, 20 more than asked for; 101 bring 0.1 more.
    assert [
        count_goal(Fraction(people, 10), people=people, target=10) for people in (99, 100, 101, 300)
    ] == [Fraction("9.9"), 10, Fraction("10.1"), 30]


def test_what_a_goal_costs_where_nothing_is_known() -> None:
    outcome = outcome_of(make_estimate(make_terms(), make_scenario(), "cheapest"))
    assert outcome.cost_per_goal("customers", 10) is None
    assert outcome.cost_per_goal("people", 10) == outcome.cost_per("people")


def test_a_goal_costs_what_its_messages_cost() -> None:
    asked = make_estimate(make_terms(), make_scenario(**TEN_CUSTOMERS), "cheapest")
    people = make_scenario(target=2_000, reply_rate=Decimal("0.1"), deadline_months=60)
    assert asked.total == make_estimate(make_terms(), people, "cheapest").total


@given(
    goal=st.sampled_from(GOALS),
    target=st.integers(1, 50),
    rates=st.tuples(shares, shares, shares, shares),
)
def test_the_messages_bring_the_target_and_one_less_do_not(
    goal: Goal, target: int, rates: tuple[Decimal, ...]
) -> None:
    reply_rate, positive_share, meeting_rate, win_rate = rates
    scenario = make_scenario(
        goal=goal,
        target=target,
        reply_rate=reply_rate,
        positive_share=positive_share,
        meeting_rate=meeting_rate,
        win_rate=win_rate,
    )
    assert (scenario.messages - 1) * scenario.goal_share < target
    assert scenario.messages * scenario.goal_share >= target
    funnel = funnel_of(scenario)
    assert funnel is not None
    assert funnel.messages == scenario.messages


def test_the_least_reply_rate_is_the_one_that_takes_a_million_messages() -> None:
    scenario = make_scenario(**TEN_CUSTOMERS)
    assert scenario.least_reply_rate == Fraction(2_000, 10_000_000)
    assert (scenario.messages, scenario.most_target) == (2_000, 5_000)
    least = make_scenario(**TEN_CUSTOMERS | {"reply_rate": Decimal("0.0002")})
    assert least.messages == 1_000_000
    # Replies are limited by their own number alone.
    replies = make_scenario(goal="replied", reply_rate=Decimal("0.1"))
    assert (replies.least_reply_rate, replies.most_target) == (0, 1_000_000)


def test_time_is_part_of_the_cost_only_where_it_is_added() -> None:
    time = {"minutes_per_message": 2, "minutes_per_answer": 5, "minutes_per_meeting": 60}
    beside = make_scenario(**TEN_CUSTOMERS, **time, hour_cost=Decimal(60))
    added = make_scenario(**TEN_CUSTOMERS, **time, hour_cost=Decimal(60), with_time=True)
    cash, both = (
        outcome_of(make_estimate(make_terms(), one, "cheapest")) for one in (beside, added)
    )
    assert cash.cash is not None
    assert cash.cost is not None
    assert (cash.time_cost, both.time_cost) == (8_000, 8_000)
    assert both.cost == cash.cost + 8_000


def test_break_evens_and_chances_follow_from_the_scenario() -> None:
    scenario = make_scenario(**TEN_CUSTOMERS)
    estimate = make_estimate(make_terms(), scenario, "cheapest")
    found = break_evens_of(estimate)
    assert found is not None
    assert found.most_per_message == Decimal("30.00")
    known = chance_of(scenario, FixedRate(rate=scenario.reply_rate))
    assert known is not None
    assert (known.sure_messages, known.is_uncertain) == (2_839, False)
    uncertain = chance_of(scenario, TrackRecord(sent=100, replied=10))
    assert uncertain is not None
    assert uncertain.is_uncertain
    assert (uncertain.sure_messages or 0) > 2_839


def test_who_wants_to_be_sure_writes_to_more_people() -> None:
    scenario = make_scenario(**TEN_CUSTOMERS)
    surer = scenario_of_sure(scenario, chance_of(scenario, FixedRate(rate=Decimal("0.1"))))
    assert surer is not None
    assert (surer.goal, surer.target, surer.messages) == ("contacted", 2_839, 2_839)
    assert surer.deadline == scenario.deadline
    # All of them answer: what is planned is enough.
    certain = make_scenario(target=10, goal="replied", reply_rate=Decimal(1))
    assert scenario_of_sure(certain, chance_of(certain, FixedRate(rate=Decimal(1)))) is None
    assert scenario_of_sure(make_scenario(), None) is None


def test_people_who_are_written_to_are_certain() -> None:
    assert chance_of(make_scenario(), FixedRate(rate=Decimal(0))) is None


def test_more_than_a_million_messages_have_no_break_evens() -> None:
    scenario = make_scenario(
        target=100_000, goal="replied", reply_rate=Decimal("0.01"), deadline_months=60
    )
    assert funnel_of(scenario) is None
    assert chance_of(scenario, FixedRate(rate=Decimal("0.01"))) is None
    assert break_evens_of(make_estimate(make_terms(), scenario, "cheapest")) is None


@pytest.mark.parametrize("field", ["meeting_rate", "win_rate", "positive_share"])
def test_a_rate_is_a_share(field: str) -> None:
    asked: dict[str, Any] = {field: Decimal("1.5")}
    with pytest.raises(InvalidInput) as caught:
        make_scenario(**asked)
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["value_per_customer", "hour_cost"])
def test_an_amount_is_not_below_0(field: str) -> None:
    asked: dict[str, Any] = {field: Decimal(-1)}
    with pytest.raises(InvalidInput) as caught:
        make_scenario(**asked)
    assert caught.value.field == field
