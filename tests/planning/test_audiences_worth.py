"""From where on audiences pay together (RULES.md §11)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.audience import Audience
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.worth import BreakEvens, explain_break_evens
from planner.planning.worth.asked import break_evens_of, outcome_of
from planner.planning.worth.audience_share import with_share
from tests.examples import examples
from tests.planning.audiences import CORE, asked, cheapest
from tests.planning.builders import make_terms

A = Audience(name="A", target=80, reply_rate=Decimal("0.3"), deadline_on=date(2027, 1, 31))
B = Audience(name="B", target=120)
WORTH: dict[str, Any] = {
    "reply_rate": Decimal("0.1"),
    "meeting_rate": Decimal("0.5"),
    "win_rate": Decimal("0.2"),
    "value_per_customer": Decimal(1_000),
}


def test_the_goal_of_audiences_counts_as_their_target() -> None:
    rates = {"goal": "meetings", "meeting_rate": Decimal("0.3")}
    first, second = replace(A, target=8), replace(B, target=11)
    made = cheapest(CORE, asked(first, second, **(WORTH | rates)))
    scenario, outcome = made.scenario, outcome_of(made)
    # Messages are rounded up: they bring a little more.
    assert scenario.replies * Fraction("0.3") > scenario.target
    assert outcome.meetings == scenario.target
    assert outcome.customers == Fraction(scenario.target, 5)
    assert outcome.answers == scenario.replies


def break_evens(made: Estimate) -> BreakEvens:
    found = break_evens_of(made)
    assert found is not None
    return found


def pays_at(made: Estimate, percent: int) -> bool:
    """Whether it pays with so many percent of the answers, by an estimate of its own."""
    own = tuple(
        replace(one, reply_rate=one.reply_rate or made.scenario.reply_rate)
        for one in made.scenario.audiences
    )
    scenario = with_share(replace(made.scenario, audiences=own), percent)
    found = make_estimate(made.terms, scenario, made.strategy)
    return found.status == made.status and bool(outcome_of(found).pays)


def test_the_least_share_of_the_answers_is_where_it_begins_to_pay() -> None:
    made = cheapest(CORE, asked(A, B, **WORTH))
    found = break_evens(made)
    assert made.status == "ok"
    # 36 answers, 3.6 customers.
    assert found.outcome.revenue == 3_600
    assert found.least_reply_rate is None
    assert found.least_share is not None
    assert pays_at(made, found.least_share)
    assert not pays_at(made, found.least_share - 1)
    share, value, message = explain_break_evens(found)
    assert share == (
        f"It pays if at least {found.least_share} % of the answers come, of each audience the same."
    )
    assert "a customer is worth at least" in value
    assert "a message costs at most $18.00" in message


@examples(15, many=60)
@given(st.integers(40, 400), st.integers(0, 30), st.integers(5, 40), st.booleans())
def test_it_is_where_halving_and_counting_agree(
    value: int, declines: int, rate: int, buys: bool
) -> None:
    terms = make_terms(purchase_limit=None if buys else 0)
    first = replace(A, target=30, decline_rate=Decimal(declines) / 100)
    changes = WORTH | {"value_per_customer": Decimal(value * 10), "reply_rate": Decimal(rate) / 100}
    made = cheapest(terms, asked(first, replace(B, target=40), **changes))
    found = break_evens(made)
    if found.least_share is None:
        assert not pays_at(made, 100)
    elif found.least_share:
        assert pays_at(made, found.least_share)
        assert not pays_at(made, found.least_share - 1)


def test_where_nothing_has_to_be_paid_it_always_pays() -> None:
    free = replace(CORE, monthly_price=Decimal(0))
    assert break_evens(cheapest(free, asked(A, B, **WORTH))).least_share == 0


def test_where_the_most_answers_do_not_pay_there_is_none() -> None:
    little = WORTH | {"value_per_customer": Decimal(1)}
    found = break_evens(cheapest(CORE, asked(A, B, **little)))
    assert found.least_share is None
    assert "No number of answers makes it pay." in explain_break_evens(found)


def test_it_is_unknown_where_the_value_or_a_rate_is() -> None:
    unknown = WORTH | {"value_per_customer": None}
    assert break_evens(cheapest(CORE, asked(A, B, **unknown))).least_share is None
    no_rate = WORTH | {"reply_rate": Decimal(0)}
    found = break_evens(cheapest(CORE, asked(A, B, **no_rate)))
    assert found.outcome.answers is None
    assert found.least_share is None


def test_a_share_with_which_an_audience_is_late_does_not_count() -> None:
    """Core brings 50 credits a month, and 10 of the first 50 messages bring theirs back."""
    first = replace(A, target=50, reply_rate=Decimal("0.2"), deadline_on=None)
    then = replace(B, target=60, reply_rate=Decimal("0.2"))
    rich = WORTH | {"value_per_customer": Decimal(100_000)}
    terms = replace(CORE, grant_day="renewal")
    made = cheapest(terms, asked(first, then, seats=1, deadline_months=2, **rich), "as_granted")
    assert made.status == "ok"
    assert break_evens(made).least_share == 100
