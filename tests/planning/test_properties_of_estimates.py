"""Properties of one plan with one strategy, for any plan and scenario."""

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain, explain_status
from planner.planning.money import BILLINGS
from planner.planning.ranges import MOST_MONTHS
from planner.planning.scenario import BEST, Scenario
from planner.planning.strategies import STRATEGIES, Strategy
from planner.planning.terms import Terms
from tests.examples import examples
from tests.known import known
from tests.planning.arbitrary import plans, scenarios, shares, strategies
from tests.planning.builders import NO_PRICES

Number = TypeVar("Number", int, Decimal)


@examples(25, many=100)
@given(plans(priced=False), scenarios(), strategies)
def test_the_months_add_up_to_the_totals(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    answer = make_estimate(terms, scenario, strategy)
    assume(answer.total is not None)
    assert (
        sum(known(row.subscription_spend) for row in answer.schedule) == answer.subscription_spend
    )
    assert sum(known(row.credit_spend) for row in answer.schedule) == answer.credit_spend
    assert answer.total == known(answer.subscription_spend) + known(answer.credit_spend)


@examples(25, many=100)
@given(plans(), scenarios(), strategies)
def test_the_credits_of_all_months_are_conserved(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    answer = make_estimate(terms, scenario, strategy)
    assume(answer.credits is not None)
    credits = known(answer.credits)
    came = credits.opening + credits.granted + credits.returned + credits.bought
    assert came - scenario.to_send - credits.expired == credits.left
    # Seats that end before the start have no row.
    assert credits.opening == sum(one.group.credits for one in answer.groups if one.schedule)


@examples(25, many=100)
@given(plans(), scenarios(), strategies)
def test_every_month_but_the_free_ones_is_paid_for(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    for one in make_estimate(terms, scenario, strategy).groups:
        has_trial = scenario.use_trial and not one.group.is_held
        due = max(one.group.last_month - (terms.trial_months if has_trial else 0), 0)
        assert due <= one.months_paid < due + 12
        last = [row.starts_on for row in one.schedule if row.ledger.sent]
        assert not last or last[-1] <= one.paid_until


@examples(25, many=100)
@given(plans(), scenarios(), strategies)
def test_the_cheapest_billing_is_never_above_the_others(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    found = {
        billing: make_estimate(terms, replace(scenario, billing=billing), strategy).total
        for billing in BILLINGS
    }
    assume(found["cheapest"] is not None)
    totals = {billing: known(total) for billing, total in found.items()}
    assert totals["cheapest"] <= min(totals["monthly"], totals["annual"])


@examples(25, many=100)
@given(plans(priced=False), scenarios(), strategies)
def test_the_same_question_has_the_same_answer(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    assert make_estimate(terms, scenario, strategy) == make_estimate(terms, scenario, strategy)


@examples(25, many=100)
@given(plans(priced=False), scenarios(seats=2, held_seats=()), strategies)
def test_two_seats_are_one_seat_of_a_plan_twice_as_large_but_for_the_last_month(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    def twice(number: Number | None) -> Number | None:
        return None if number is None else number * 2

    double = replace(
        terms,
        monthly_credits=terms.monthly_credits * 2,
        rollover_cap=terms.rollover_cap * 2,
        purchase_limit=twice(terms.purchase_limit),
        monthly_price=twice(terms.monthly_price),
        annual_price=twice(terms.annual_price),
    )
    single = replace(
        scenario,
        seats=1,
        seat_daily_limit=twice(scenario.seat_daily_limit),
        seat_monthly_limit=twice(scenario.seat_monthly_limit),
    )
    pair = make_estimate(terms, scenario, strategy)
    large = make_estimate(double, single, strategy)
    if strategy == "accumulate":
        assert (pair.status, pair.schedule, pair.credits, pair.subscription) == (
            large.status,
            large.schedule,
            large.credits,
            large.subscription,
        )
        assert (pair.total, pair.losses) == (large.total, large.losses)
    else:
        assert (pair.status == "ok") == (large.status == "ok")
        if pair.status == "ok" and large.total is not None:
            assert known(pair.total) <= large.total


@examples(25, many=100)
@given(
    plans(),
    scenarios(seats=1, held_seats=()),
    st.sampled_from(["accumulate", "as_granted", "buy_now"]),
)
def test_unknown_prices_change_neither_months_nor_credits(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    """`cheapest` is left out: without prices it cannot know what is cheap.

    A day on which an unknown price falls due has a row, and one on which nothing does has none.
    """
    priced = make_estimate(terms, scenario, strategy)
    unknown = make_estimate(replace(terms, **NO_PRICES), scenario, strategy)
    assert (unknown.status, unknown.credits) == (priced.status, priced.credits)
    moved, also_moved = (
        [row.ledger for row in one.schedule if any(row.ledger[2:-1])] for one in (unknown, priced)
    )
    assert moved == also_moved


@examples(25, many=100)
@given(plans(priced=False), scenarios())
def test_the_cheapest_is_never_above_the_others_within_the_deadline(
    terms: Terms, scenario: Scenario
) -> None:
    """With a limit of a seat, where the number of seats is given: the best of them is bounded.

    Then the search tries only the most promising numbers (RULES.md §4).
    """
    if scenario.seats == BEST:
        scenario = replace(scenario, seat_daily_limit=None, seat_monthly_limit=None)
    answers = [make_estimate(terms, scenario, strategy) for strategy in STRATEGIES]
    totals = [one.total for one in answers if one.status == "ok" and one.total is not None]
    cheapest = make_estimate(terms, scenario, "cheapest")
    assume(totals)
    assert cheapest.status == "ok"
    assert cheapest.total == min(totals)


def answer_twice(
    terms: Terms, first: Scenario, second: Scenario, strategy: Strategy
) -> tuple[Estimate, Estimate]:
    return make_estimate(terms, first, strategy), make_estimate(terms, second, strategy)


@examples(25, many=100)
@given(plans(), scenarios(), st.integers(1, 40), strategies)
def test_more_leads_never_cost_less(
    terms: Terms, scenario: Scenario, more: int, strategy: Strategy
) -> None:
    """`cheapest` within the deadline only.

    Once that is missed it takes the first month that works instead of the least cost, and one lead
    more may be what makes it wait for a cheaper month.
    """
    more_leads = replace(scenario, target=scenario.target + more)
    fewer, greater = answer_twice(terms, scenario, more_leads, strategy)
    assume(greater.is_done)
    assert fewer.is_done
    if strategy == "cheapest":
        assume(greater.status == "ok")
        assert fewer.status == "ok"
    assert known(fewer.months) <= known(greater.months) or strategy == "cheapest"
    assert known(fewer.total) <= known(greater.total)


@st.composite
def rising_reply_rates(draw: st.DrawFn) -> tuple[Scenario, Scenario]:
    """A scenario with some reply rate, and the same with a rate as high or higher."""
    greater = draw(scenarios())
    rate = (greater.reply_rate * draw(shares)).quantize(Decimal("0.001"), rounding=ROUND_DOWN)
    if greater.goal == "replied":
        rate = rate or greater.reply_rate
    return replace(greater, reply_rate=rate), greater


@examples(25, many=100)
@given(plans(), rising_reply_rates(), st.sampled_from(["accumulate", "as_granted", "buy_now"]))
def test_a_higher_reply_rate_never_takes_more_months(
    terms: Terms, asked: tuple[Scenario, Scenario], strategy: Strategy
) -> None:
    """`cheapest` may take longer, where answers make it worth waiting instead of buying."""
    fewer, greater = answer_twice(terms, *asked, strategy)
    assume(fewer.is_done)
    assert greater.is_done
    assert known(greater.months) <= known(fewer.months)


@examples(25, many=100)
@given(plans(), rising_reply_rates())
def test_a_higher_reply_rate_never_costs_more_by_the_cheapest_way(
    terms: Terms, asked: tuple[Scenario, Scenario]
) -> None:
    fewer, greater = answer_twice(terms, *asked, "cheapest")
    assume(fewer.status == "ok")
    assert greater.status == "ok"
    assert known(greater.total) <= known(fewer.total)


@examples(13, many=100)
@given(plans(priced=False), scenarios(), st.integers(1, MOST_MONTHS))
def test_a_longer_deadline_never_costs_more(terms: Terms, scenario: Scenario, more: int) -> None:
    longer = min(MOST_MONTHS, scenario.months_until_deadline + more)
    sooner, later = answer_twice(
        terms,
        scenario,
        replace(scenario, deadline_months=longer, deadline_on=None),
        "cheapest",
    )
    assume(sooner.status == "ok" and sooner.total is not None)
    assert later.total is not None
    assert known(later.total) <= known(sooner.total)


@examples(25, many=100)
@given(plans(), scenarios(), strategies, st.sampled_from(["0", "0.5", "1"]).map(Decimal))
def test_more_open_profiles_never_cost_more(
    terms: Terms, scenario: Scenario, strategy: Strategy, share: Decimal
) -> None:
    """`cheapest` within the deadline only, as in `test_more_leads_never_cost_less`."""
    assume(scenario.open_profile_share < share)
    fewer, greater = answer_twice(
        terms, scenario, replace(scenario, open_profile_share=share), strategy
    )
    assume(fewer.is_done if strategy != "cheapest" else fewer.status == "ok")
    assert known(greater.total) <= known(fewer.total)


@examples(25, many=100)
@given(plans(priced=False), scenarios(), strategies)
def test_every_answer_is_explained_in_one_or_two_sentences(
    terms: Terms, scenario: Scenario, strategy: Strategy
) -> None:
    answer = make_estimate(terms, scenario, strategy)
    for text in filter(None, [explain(answer), explain_status(answer)]):
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        # A sentence on the persons of free trials comes besides.
        assert text.count(". ") <= 1 + ("The free trial" in text)
        assert "None" not in text
