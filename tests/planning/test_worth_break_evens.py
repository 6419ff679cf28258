"""From where on an estimate pays (RULES.md §9)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.worth import (
    Effort,
    Funnel,
    Rates,
    expect,
    explain_break_evens,
    find_break_evens,
)
from planner.planning.worth.break_evens import RATE_STEP
from tests.known import known
from tests.planning.builders import estimate, make_terms
from tests.planning.funnels import RATES, make_funnel

# 200 messages for one customer.
FUNNEL = make_funnel(target=1, value_per_customer=Decimal(2_000))


def make_one(rate: str = "0.1", **changes: Any) -> Estimate:
    return estimate("cheapest", target=200, reply_rate=Decimal(rate), **changes)


def pays_at(one: Estimate, funnel: Funnel, rate: Decimal) -> bool:
    """Whether the same messages pay at another rate, with a new estimate of their cost."""
    again = make_estimate(one.terms, replace(one.scenario, reply_rate=rate), one.strategy)
    outcome = expect(
        one.scenario.messages,
        replace(funnel.rates, reply_rate=rate),
        funnel.effort,
        cash=again.total,
        value_per_customer=funnel.value_per_customer,
    )
    return again.status == "ok" and bool(outcome.pays)


def test_the_least_answer_rate_pays_and_a_step_less_does_not() -> None:
    one = make_one()
    found = find_break_evens(one, FUNNEL)
    rate = known(found.least_reply_rate)
    assert pays_at(one, FUNNEL, rate)
    assert not pays_at(one, FUNNEL, rate - RATE_STEP)
    assert rate % RATE_STEP == 0


def test_it_counts_the_credits_that_unanswered_messages_do_not_bring_back() -> None:
    one = make_one()
    total = known(one.total)
    # If the cash stayed, so many answers would do: total / (200 x 0.05 x $2,000).
    naive = total / (200 * Decimal("0.05") * 2_000)
    rate = known(find_break_evens(one, FUNNEL).least_reply_rate)
    assert rate >= naive
    fewer = make_estimate(one.terms, replace(one.scenario, reply_rate=rate), "cheapest")
    assert known(fewer.total) >= total


def test_the_least_answer_rate_may_be_above_the_present_one() -> None:
    poor = replace(FUNNEL, value_per_customer=Decimal(500))
    found = find_break_evens(make_one(), poor)
    assert not found.outcome.pays
    assert known(found.least_reply_rate) > Decimal("0.1")
    worthless = replace(FUNNEL, value_per_customer=Decimal(1))
    assert find_break_evens(make_one(), worthless).least_reply_rate is None


def test_it_is_0_where_nothing_has_to_be_paid() -> None:
    free = estimate("cheapest", target=200, open_profile_share=Decimal(1))
    assert find_break_evens(free, FUNNEL).least_reply_rate == 0


def test_an_estimate_that_makes_the_deadline_has_to_make_it_at_every_rate() -> None:
    # 50 credits, then 50 and those that are back: 120 by the end of month 2 at 40 % at least.
    core = make_terms(monthly_credits=50, rollover_cap=150, purchase_limit=0)
    one = estimate(
        "as_granted", core, target=120, reply_rate=Decimal("0.5"), deadline_months=2, seats=1
    )
    assert one.status == "ok"
    assert find_break_evens(one, FUNNEL).least_reply_rate == Decimal("0.4")
    late = estimate(
        "as_granted", core, target=120, reply_rate=Decimal("0.1"), deadline_months=1, seats=1
    )
    assert late.status == "misses_deadline"
    assert known(find_break_evens(late, FUNNEL).least_reply_rate) < Decimal("0.4")


def test_time_that_costs_more_than_answers_are_worth_never_pays() -> None:
    funnel = replace(FUNNEL, effort=Effort(minutes_per_answer=Decimal(600)), hour_cost=Decimal(60))
    found = find_break_evens(make_one(), funnel, with_time=True)
    assert (found.least_reply_rate, found.most_per_message) == (None, None)
    assert explain_break_evens(found)[0] == "No answer rate makes it pay."
    assert find_break_evens(make_one(), funnel).least_reply_rate is not None


def test_without_a_value_or_a_total_there_is_no_least_rate() -> None:
    no_value = replace(FUNNEL, value_per_customer=None)
    found = find_break_evens(make_one(), no_value)
    assert (found.least_reply_rate, found.most_per_message) == (None, None)
    assert found.least_value == known(make_one().total)
    no_price = estimate("as_granted", make_terms(monthly_price=None, annual_price=None))
    assert explain_break_evens(find_break_evens(no_price, FUNNEL)) == ()


def test_break_evens_in_words() -> None:
    found = find_break_evens(make_one(), FUNNEL)
    rate, value = known(found.least_reply_rate) * 100, known(found.least_value)
    assert explain_break_evens(found) == (
        f"It pays if at least {rate.normalize():f} % of the people answer.",
        f"It pays if a customer is worth at least ${value:,}.",
        "It pays as long as a message costs at most $10.00.",
    )
    timed = replace(FUNNEL, effort=Effort(minutes_per_message=Decimal(60)), hour_cost=Decimal(60))
    assert explain_break_evens(find_break_evens(make_one(), timed, with_time=True))[-1] == (
        "It does not pay even if the messages cost nothing: the time costs more."
    )
    unknown = replace(
        FUNNEL, value_per_customer=None, goal="answers", rates=Rates(reply_rate=Decimal("0.1"))
    )
    assert explain_break_evens(find_break_evens(make_one(), unknown)) == ()


@pytest.mark.parametrize("rate", ["0.02", "0.05", "0.1", "0.3"])
def test_the_least_rate_is_that_of_the_messages_whatever_the_present_rate(rate: str) -> None:
    assert (
        find_break_evens(make_one(rate), FUNNEL).least_reply_rate
        == find_break_evens(make_one(), replace(FUNNEL, rates=RATES)).least_reply_rate
    )
