"""From messages to customers: numbers, money and time (RULES.md §9)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.errors import InvalidInput
from planner.planning.mix import find_mix
from planner.planning.ranges import MOST_LEADS
from planner.planning.worth import (
    STAGES,
    Effort,
    Outcome,
    Rates,
    Stage,
    add_outcomes,
    expect,
    explain_worth,
    find_worth,
)
from planner.planning.worth.amounts import down_to_cents, to_cents, up_to_cents
from planner.planning.worth.explanation import count_stage
from tests.known import known
from tests.planning.builders import estimate, make_scenario, make_terms
from tests.planning.funnels import RATES, make_funnel

shares = st.decimals("0.001", 1, places=3)


def make_outcome(**changes: Any) -> Outcome:
    usual: dict[str, Any] = {
        "people": 2_000,
        "answers": Fraction(200),
        "positive": Fraction(200),
        "meetings": Fraction(50),
        "customers": Fraction(10),
        "cash": Decimal("3999.80"),
        "value_per_customer": Decimal(6_000),
    }
    return Outcome(**usual | changes)


@pytest.mark.parametrize(
    ("goal", "target", "messages"),
    [
        ("people", 100, 100),
        ("answers", 200, 2_000),
        ("positive", 200, 2_000),
        ("meetings", 50, 2_000),
        ("customers", 10, 2_000),
        ("customers", 1, 200),
        ("meetings", 1, 40),
    ],
)
def test_messages_are_the_target_over_the_rates_up_to_the_goal(
    goal: Stage, target: int, messages: int
) -> None:
    assert make_funnel(goal=goal, target=target).messages == messages


def test_messages_are_rounded_up_once() -> None:
    # 7 / 0.21 = 33.3; three answers of which two thirds are positive would be 7 / 0.3 = 24, 34.3.
    rates = Rates(reply_rate=Decimal("0.3"), positive_share=Decimal("0.7"))
    assert make_funnel(goal="positive", target=7, rates=rates).messages == 34
    rates = Rates(reply_rate=Decimal("0.1"), positive_share=Decimal("0.1"))
    assert make_funnel(goal="positive", target=3, rates=rates).messages == 300


@given(rates=st.tuples(shares, shares, shares, shares), target=st.integers(1, 3))
def test_the_messages_are_the_fewest_that_are_expected_to_reach_the_target(
    rates: tuple[Decimal, ...], target: int
) -> None:
    fields = dict(
        zip(("reply_rate", "positive_share", "meeting_rate", "win_rate"), rates, strict=True)
    )
    product = Fraction(1)
    for rate in rates:
        product *= Fraction(rate)
    if target / product > MOST_LEADS:
        with pytest.raises(InvalidInput, match="target"):
            make_funnel(target=target, rates=Rates(**fields))
        return
    messages = make_funnel(target=target, rates=Rates(**fields)).messages
    assert messages * product >= target > (messages - 1) * product


@given(rates=st.tuples(shares, shares, shares), better=shares, number=st.integers(0, 2))
def test_a_better_rate_never_takes_more_messages(
    rates: tuple[Decimal, ...], better: Decimal, number: int
) -> None:
    fields = dict(zip(("reply_rate", "meeting_rate", "win_rate"), rates, strict=True))
    field = list(fields)[number]
    raised = fields | {field: max(better, fields[field])}
    if 1 / known(Rates(**fields).share_of("customers")) <= MOST_LEADS:
        before = make_funnel(target=1, rates=Rates(**fields)).messages
        assert make_funnel(target=1, rates=Rates(**raised)).messages <= before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": 0}, "target"),
        ({"goal": "sales"}, "goal"),
        ({"rates": Rates()}, "reply_rate"),
        ({"rates": replace(RATES, win_rate=Decimal(0))}, "win_rate"),
        ({"value_per_customer": Decimal(-1)}, "value_per_customer"),
        ({"hour_cost": Decimal("NaN")}, "hour_cost"),
        ({"target": 5_001}, "target"),
    ],
)
def test_what_is_no_funnel_is_an_error_that_names_the_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as raised:
        make_funnel(**changes)
    assert raised.value.field == field


def test_rates_and_minutes_out_of_range_are_errors() -> None:
    with pytest.raises(InvalidInput, match="meeting_rate"):
        Rates(meeting_rate=Decimal("1.1"))
    with pytest.raises(InvalidInput, match="minutes_per_answer"):
        Effort(minutes_per_answer=Decimal(-1))


def test_the_rates_that_a_goal_lacks_are_named() -> None:
    assert Rates().missing_for("customers") == ("reply_rate", "meeting_rate", "win_rate")
    assert Rates().missing_for("people") == ()
    assert RATES.missing_for("customers") == ()


def test_the_most_customers_are_named_where_they_take_too_many_messages() -> None:
    with pytest.raises(InvalidInput) as raised:
        make_funnel(target=5_001)
    assert raised.value.allowed == "at most 5,000 with these rates: 1,000,000 messages"
    assert make_funnel(target=5_000).messages == MOST_LEADS


def test_the_scenario_sends_the_messages_at_the_answer_rate() -> None:
    scenario = make_funnel().scenario_for(make_scenario(seats=2))
    assert (scenario.goal, scenario.messages, scenario.seats) == ("contacted", 2_000, 2)
    assert scenario.reply_rate == Decimal("0.1")
    people = make_funnel(goal="people", rates=Rates())
    assert people.scenario_for(make_scenario(reply_rate=Decimal("0.2"))).reply_rate == Decimal(
        "0.2"
    )


def test_the_founder_s_ten_customers() -> None:
    # 2,000 people at $1.9999 each in cash; 2 minutes a message, 5 an answer, 60 a meeting.
    effort = Effort(
        minutes_per_message=Decimal(2),
        minutes_per_answer=Decimal(5),
        minutes_per_meeting=Decimal(60),
    )
    outcome = expect(
        2_000,
        RATES,
        effort,
        cash=Decimal("3999.80"),
        value_per_customer=Decimal(6_000),
        hour_cost=Decimal(60),
    )
    expected = [outcome.expected(stage) for stage in STAGES]
    assert expected == [2_000, 200, 200, 50, 10]
    assert (outcome.cost_per("people"), outcome.cost_per("answers")) == (
        Decimal("2.00"),
        Decimal("20.00"),
    )
    assert (outcome.cost_per("meetings"), outcome.cost_per("customers")) == (
        Decimal("80.00"),
        Decimal("399.98"),
    )
    assert (outcome.revenue, outcome.left) == (Decimal("60000.00"), Decimal("56000.20"))
    assert outcome.return_on_cost == Fraction("56000.20") / Fraction("3999.80")
    assert outcome.pays is True
    # 4,000 + 1,000 + 3,000 minutes.
    assert (outcome.hours, outcome.time_cost) == (Fraction(400, 3), Decimal("8000.00"))
    with_time = replace(outcome, with_time=True)
    assert (with_time.cost, with_time.left) == (Decimal("11999.80"), Decimal("48000.20"))
    assert with_time.cash == outcome.cash == Decimal("3999.80")


def test_every_figure_is_rounded_once_half_up() -> None:
    assert (to_cents(Fraction(1, 200)), to_cents(Fraction(-1, 200))) == (
        Decimal("0.01"),
        Decimal("-0.01"),
    )
    assert (to_cents(Fraction(1, 300)), to_cents(Fraction(2, 3))) == (Decimal(0), Decimal("0.67"))
    assert (up_to_cents(Fraction(1, 300)), down_to_cents(Fraction(2, 3))) == (
        Decimal("0.01"),
        Decimal("0.66"),
    )
    assert up_to_cents(Fraction(5)) == down_to_cents(Fraction(5)) == Decimal("5.00")
    # One customer of three for $0.01 each: revenue $0.00333, left $0.00333 - $0.005 = -$0.00167.
    outcome = make_outcome(
        customers=Fraction(1, 3), value_per_customer=Decimal("0.01"), cash=Decimal("0.005")
    )
    assert (outcome.revenue, outcome.cost, outcome.left) == (0, Decimal("0.01"), 0)
    assert outcome.pays is False


def test_what_is_unknown_makes_unknown_only_what_needs_it() -> None:
    outcome = make_outcome(customers=None, meetings=None)
    assert outcome.cost_per("answers") == Decimal("20.00")
    unknown = (outcome.cost_per("customers"), outcome.revenue, outcome.left, outcome.pays)
    assert unknown == (None, None, None, None)
    assert (outcome.return_on_cost, outcome.least_value, outcome.most_per_message) == (
        None,
        None,
        None,
    )
    no_price = make_outcome(cash=None)
    assert (no_price.cost, no_price.left, no_price.least_value) == (None, None, None)
    assert no_price.revenue == 60_000
    assert make_outcome(value_per_customer=None).revenue is None
    assert make_outcome(minutes=None, with_time=True, hour_cost=Decimal(1)).cost is None
    assert make_outcome(minutes=None).hours is None


def test_time_without_a_cost_of_an_hour_has_hours_and_no_dollars() -> None:
    outcome = make_outcome(minutes=Fraction(90))
    assert (outcome.hours, outcome.time_cost) == (Fraction(3, 2), None)
    assert make_outcome().time_cost == 0
    with pytest.raises(InvalidInput, match="hour_cost"):
        make_outcome(with_time=True)


def test_unknown_rates_take_no_time_where_a_stage_takes_none() -> None:
    outcome = expect(10, Rates(), Effort(minutes_per_message=Decimal(3)), cash=Decimal(0))
    assert (outcome.minutes, outcome.answers) == (30, None)
    timed = Effort(minutes_per_meeting=Decimal(30))
    assert expect(10, Rates(), timed, cash=Decimal(0)).minutes is None


def test_nothing_is_divided_by_what_is_not_expected() -> None:
    outcome = make_outcome(people=0, answers=Fraction(0), customers=Fraction(0), cash=Decimal(0))
    assert outcome.cost_per("people") is None
    assert (outcome.cost_per("answers"), outcome.least_value) == (None, None)
    assert (outcome.most_per_message, outcome.return_on_cost) == (None, None)


def test_the_least_value_pays_and_a_cent_less_does_not() -> None:
    outcome = make_outcome(cash=Decimal("1000.03"), customers=Fraction(7, 3))
    value = known(outcome.least_value)
    assert value == Decimal("428.59")
    assert replace(outcome, value_per_customer=value).pays
    assert not replace(outcome, value_per_customer=value - Decimal("0.01")).pays


def test_the_most_for_a_message_pays_and_a_cent_more_does_not() -> None:
    outcome = make_outcome(people=7, value_per_customer=Decimal(3), minutes=Fraction(60))
    most = known(outcome.most_per_message)
    assert most == Decimal("4.28")
    assert replace(outcome, cash=most * 7).pays
    assert not replace(outcome, cash=(most + Decimal("0.01")) * 7).pays
    timed = replace(outcome, hour_cost=Decimal(10), with_time=True)
    assert timed.most_per_message == Decimal("2.85")
    assert replace(timed, hour_cost=Decimal(31)).most_per_message is None
    assert replace(timed, minutes=None).most_per_message is None


def test_worth_of_an_estimate_and_of_a_mix_uses_their_totals_and_messages() -> None:
    funnel = make_funnel(target=1)
    scenario = funnel.scenario_for(make_scenario(seats="best"))
    of_estimate = find_worth(estimate("cheapest", target=200, reply_rate=Decimal("0.1")), funnel)
    assert (of_estimate.people, of_estimate.customers) == (200, 1)
    assert of_estimate.cash == estimate("cheapest", target=200, reply_rate=Decimal("0.1")).total
    mix = find_mix(scenario, [make_terms()], max_seats=3)
    assert find_worth(mix, funnel).cash == mix.total


def test_outcomes_of_different_people_add_up() -> None:
    both = add_outcomes([make_outcome(), make_outcome(customers=None)], cash=Decimal(5))
    assert (both.people, both.answers, both.customers) == (4_000, 400, None)
    assert (both.cash, both.value_per_customer) == (Decimal(5), 6_000)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Fraction(10), "10 customers"),
        (Fraction(1), "1 customer"),
        (Fraction(1, 20), "0.1 customers"),
        (Fraction(1, 30), "fewer than 0.1 customers"),
        (Fraction(0), "0 customers"),
        (Fraction(12_345, 10), "1,234.5 customers"),
        (Fraction(97, 100), "1 customer"),
    ],
)
def test_expected_numbers_are_written_to_one_decimal(number: Fraction, written: str) -> None:
    assert count_stage(number, "customers") == written


def test_worth_in_words() -> None:
    assert explain_worth(make_outcome()) == (
        "2,000 messages are expected to bring 200 replies, 50 meetings and 10 customers. "
        "They are worth $60,000.00: $56,000.20 are left after the $3,999.80."
    )
    poor = make_outcome(
        positive=Fraction(100),
        value_per_customer=Decimal(1),
        with_time=True,
        hour_cost=Decimal(0),
        minutes=Fraction(1),
    )
    assert explain_worth(poor) == (
        "2,000 messages are expected to bring 200 replies, 100 positive replies, 50 meetings and "
        "10 customers. They are worth $10.00, $3,989.80 less than the $3,999.80, time included."
    )
    unknown = make_outcome(people=1, answers=None, positive=None, meetings=None, customers=None)
    assert explain_worth(unknown) == (
        "1 message is expected to bring an unknown number of replies."
    )
    answers = make_outcome(meetings=None, customers=None)
    assert explain_worth(answers) == "2,000 messages are expected to bring 200 replies."
