"""The worked examples of RULES.md §9, by their numbers there."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planner.planning.estimate import Estimate
from planner.planning.worth import (
    Effort,
    Funnel,
    Outcome,
    Rates,
    expect,
    find_break_evens,
    find_goal_chance,
    find_worth_swings,
)
from tests.known import known
from tests.planning.builders import estimate, make_terms

RATES = Rates(reply_rate=Decimal("0.1"), meeting_rate=Decimal("0.25"), win_rate=Decimal("0.2"))
EFFORT = Effort(
    minutes_per_message=Decimal(2),
    minutes_per_answer=Decimal(5),
    minutes_per_meeting=Decimal(60),
)
TEN_CUSTOMERS = Funnel(target=10, goal="customers", rates=RATES)


def make_outcome(*, with_time: bool = False) -> Outcome:
    return expect(
        2_000,
        RATES,
        EFFORT,
        cash=Decimal("3999.80"),
        value_per_customer=Decimal(6_000),
        hour_cost=Decimal(60),
        with_time=with_time,
    )


def test_24_messages_for_ten_customers() -> None:
    outcome = make_outcome()
    assert TEN_CUSTOMERS.messages == 2_000
    assert (outcome.answers, outcome.meetings, outcome.customers) == (200, 50, 10)


def test_25_what_each_costs_and_what_is_left() -> None:
    outcome = make_outcome()
    costs = [
        outcome.cost_per("people"),
        outcome.cost_per("answers"),
        outcome.cost_per("meetings"),
        outcome.cost_per("customers"),
    ]
    assert costs == [Decimal("2.00"), Decimal("20.00"), Decimal("80.00"), Decimal("399.98")]
    assert (outcome.revenue, outcome.left) == (Decimal(60_000), Decimal("56000.20"))


def test_26_the_time_beside_the_cash() -> None:
    assert make_outcome().minutes == 4_000 + 1_000 + 3_000
    assert make_outcome().hours == Fraction(400, 3)
    assert make_outcome().time_cost == Decimal(8_000)
    outcome = make_outcome(with_time=True)
    assert (outcome.cost, outcome.left) == (Decimal("11999.80"), Decimal("48000.20"))


def test_27_the_break_evens() -> None:
    outcome, timed = make_outcome(), make_outcome(with_time=True)
    assert (outcome.least_value, outcome.most_per_message) == (Decimal("399.98"), Decimal("30.00"))
    assert (timed.least_value, timed.most_per_message) == (Decimal("1199.98"), Decimal("26.00"))


def test_28_the_chance_of_ten_customers() -> None:
    chances = [
        round(find_goal_chance(TEN_CUSTOMERS, messages=messages).chance, 4)
        for messages in (2_000, 2_838, 2_839)
    ]
    assert chances == [0.5424, 0.8999, 0.9001]
    assert find_goal_chance(TEN_CUSTOMERS).sure_messages == 2_839


def test_29_the_messages_are_rounded_once() -> None:
    rates = Rates(reply_rate=Decimal("0.3"), positive_share=Decimal("0.7"))
    assert Funnel(target=7, goal="positive", rates=rates).messages == 34


def test_30_fewer_answers_make_the_same_messages_dearer() -> None:
    core = make_terms(
        monthly_credits=50,
        rollover_cap=150,
        monthly_price=Decimal("119.99"),
        annual_price=None,
        purchase_limit=0,
    )
    rates = Rates(reply_rate=Decimal("0.2"), meeting_rate=Decimal("0.25"), win_rate=Decimal("0.2"))
    funnel = Funnel(target=1, goal="customers", rates=rates, value_per_customer=Decimal(600))

    def find(rate: str) -> Estimate:
        return estimate("cheapest", core, target=105, reply_rate=Decimal(rate), seats=1)

    assert [find(rate).total for rate in ("0.2", "0.1", "0.0999")] == [
        Decimal("239.98"),
        Decimal("239.98"),
        Decimal("359.97"),
    ]
    assert find_break_evens(find("0.2"), funnel).least_reply_rate == Decimal("0.1")
    assert find_break_evens(find("0.05"), funnel).least_reply_rate == Decimal("0.1")


def test_59_what_moves_the_return() -> None:
    at_once = make_terms(
        monthly_credits=2_000,
        rollover_cap=6_000,
        monthly_price=Decimal("3999.80"),
        annual_price=None,
        purchase_limit=0,
    )
    one = estimate("cheapest", at_once, target=2_000, reply_rate=Decimal("0.1"))
    funnel = replace(TEN_CUSTOMERS, value_per_customer=Decimal(6_000))
    swings = {swing.input: swing for swing in find_worth_swings(one, funnel)}
    value, win = swings["value_per_customer"], swings["win_rate"]
    assert (value.low, value.high) == (4_800, 7_200)
    assert [known(at).left for at in (value.at_low, value.at_high)] == [
        Decimal("44000.20"),
        Decimal("68000.20"),
    ]
    assert value.swing == 24_000
    assert [known(at).left for at in (win.at_low, win.at_high)] == [
        Decimal("26000.20"),
        Decimal("86000.20"),
    ]
