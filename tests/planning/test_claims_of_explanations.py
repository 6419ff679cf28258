"""Every clause about an estimate is true of its numbers, recomputed independently."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.planning.estimate import Estimate, make_estimate
from planner.planning.explain import explain, explain_status
from planner.planning.strategies import STRATEGIES
from tests.examples import examples
from tests.planning.arbitrary import (
    finely_priced_plans,
    plans,
    scenarios,
    sold_plans,
    strategies,
    usual_scenarios,
)
from tests.planning.builders import NO_PRICES, estimate, held, make_terms
from tests.planning.claims import check, clauses
from tests.planning.claims_of_explanations import CLAIMS, REMARKS, STATUS
from tests.planning.explained import told
from tests.planning.random_cases import draw_case, draw_case_of_one_seat

estimates = st.builds(
    make_estimate, plans(priced=False) | plans() | finely_priced_plans(), scenarios(), strategies
)
usual_estimates = st.builds(
    make_estimate, sold_plans(), usual_scenarios(), st.just("cheapest") | strategies
)
# Clauses on the credits held with a plan without InMail, and on a sufficient first month, are rare.
rare_estimates = st.builds(
    make_estimate,
    st.builds(
        make_terms,
        monthly_credits=st.just(0),
        rollover_cap=st.integers(0, 20),
        purchase_limit=st.sampled_from([0, 0, 20]),
    ),
    st.sampled_from([0, 20]).flatmap(lambda credits: scenarios(opening_balance=credits)),
    strategies,
)
# Claims that few drawn examples make.
RARE_CLAIMS = [
    estimate("cheapest"),
    estimate("cheapest", target=105),
    estimate("cheapest", make_terms(credit_price=Decimal(80))),
    estimate("cheapest", make_terms(annual_price=Decimal(300))),
    estimate("cheapest", make_terms(annual_price=None, monthly_price=Decimal(300)), target=85,
             deadline_months=4),
    estimate("cheapest", deadline_months=3),
    estimate("cheapest", make_terms(purchase_limit=5), deadline_months=2),
    estimate("accumulate", make_terms(purchase_limit=0)),
    estimate("accumulate", make_terms(monthly_credits=0)),
    # A bought credit costs more than a month.
    estimate("cheapest", make_terms(monthly_price=Decimal("9.9999"), annual_price=None), target=50),
    # Months never bring enough.
    estimate("cheapest", make_terms(monthly_credits=1, rollover_cap=1), target=105,
             deadline_months=3),
    # A deadline that is a day.
    estimate("cheapest", start_on=date(2026, 11, 1), deadline_on=date(2027, 1, 31)),
    # A first month that is enough, and one that is not.
    estimate("buy_now", target=20),
    estimate("buy_now"),
    # Credits held, and no others.
    estimate("accumulate", make_terms(monthly_credits=0, purchase_limit=0), opening_balance=1),
    # Nothing but open profiles, a trial, and a limit of a seat.
    estimate("as_granted", open_profile_share=Decimal(1)),
    estimate("as_granted", make_terms(trial_months=2), use_trial=True),
    estimate("buy_now", seat_daily_limit=1, target=200),
    estimate("as_granted", seat_daily_limit=1, target=10_000),
    # Credits held on another plan.
    estimate("buy_now", held_seats=(held(credits=8, plan="other"),)),
    # Credits of a seat that ends before the start.
    estimate("cheapest", target=20, held_seats=(held(2, 40),)),
    # A cap of no credits.
    estimate("cheapest", make_terms(monthly_credits=0, rollover_cap=0, purchase_limit=0),
             opening_balance=20),
    estimate("as_granted", make_terms(**NO_PRICES)),
    # One seat that is paid for by the year, and one that is not.
    estimate("cheapest", make_terms(annual_price=Decimal(300), purchase_limit=0), target=140,
             seats=2, deadline_months=4),
    # Credits on the start day, and again in the same month.
    estimate("cheapest", make_terms(grant_day="first"), target=40, start_on=date(2026, 11, 26),
             grants_on_start=True),
]  # fmt: skip
# Cases that make the others: which examples hypothesis draws depends on what else is imported.
CASES = [*map(draw_case, (1, 2, 3, 8, 55)), *map(draw_case_of_one_seat, (3, 4))]


# The recount takes minutes where more seats can end on more days, sooner where a limit has to be
# left out: then every way without it is tried.
MOST_SEATS_RECOUNTED = 12
MOST_SEAT_MONTHS_RECOUNTED, MOST_OF_PACED_ONES = 200, 24


def is_recountable(answer: Estimate) -> bool:
    seat_months = answer.seats * (answer.months or 0) * len(answer.groups)
    tries_more = answer.scenario.is_paced and answer.strategy == "cheapest"
    most = MOST_OF_PACED_ONES if tries_more else MOST_SEAT_MONTHS_RECOUNTED
    return answer.seats <= MOST_SEATS_RECOUNTED and seat_months <= most


@pytest.mark.oracle
def test_explanations_are_true_and_every_claim_is_among_them() -> None:
    made = Counter[str]()

    @examples(100, many=700)
    @given((usual_estimates | estimates | rare_estimates).filter(is_recountable))
    def listen(answer: Estimate) -> None:
        text = explain(answer)
        check(text, told(answer), CLAIMS + REMARKS)
        patterns = [one.pattern for one in CLAIMS + REMARKS]
        made.update(p.pattern for p in patterns for part in clauses(text) if p.fullmatch(part))

    listen()
    cases = (make_estimate(*case, strategy) for case in CASES for strategy in STRATEGIES)
    for answer in (*RARE_CLAIMS, *filter(is_recountable, cases)):
        vars(listen)["hypothesis"].inner_test(answer)
    assert [one.pattern.pattern for one in CLAIMS + REMARKS if not made[one.pattern.pattern]] == []


@examples(50, many=100)
@given(estimates | rare_estimates)
def test_what_stands_against_an_estimate_is_true(answer: Estimate) -> None:
    message = explain_status(answer)
    if message is not None:
        check(message, told(answer), STATUS + REMARKS)
    assert (message is None) == (answer.status == "ok" and answer.total is not None)


def test_a_clause_without_a_check_is_an_error() -> None:
    with pytest.raises(AssertionError, match="0 claims"):
        check("It is simply the best.", told(estimate("as_granted")), CLAIMS)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "untrue",
    [
        "After 5 months 4 messages would be left.",
        "Buying 5 credits costs $49.99, another month $79.99.",
        "A bought one costs $10.00, so in place of the last month buying pays only for up to 8 "
        "messages.",
        "It takes 5 months, because at most 20 messages can be sent a month.",
        "Month 5 is the earliest possible, because single credits are not for sale.",
        "A month costs $79.99 and brings 20 credits, $3.99 each.",
    ],
)
def test_a_clause_that_is_not_true_is_an_error(untrue: str) -> None:
    with pytest.raises(AssertionError, match="not true"):
        check(untrue, told(estimate("cheapest", target=105)), CLAIMS)
