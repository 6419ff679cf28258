"""The worked examples of RULES.md §8, by their numbers there."""

from decimal import Decimal

import pytest

from planner.planning.comparison import find_frontier
from planner.planning.money import cents, subscribe
from tests.planning.builders import (
    bought_of,
    column,
    column_of,
    estimate,
    make_group,
    make_scenario,
    make_sending,
    make_terms,
    run,
)


def test_1_saving_up_for_the_article_s_hundred_leads() -> None:
    answer = estimate("accumulate")
    assert (answer.status, answer.months, answer.first_send_month) == ("ok", 3, 3)
    saved = [row.ledger.opening + row.ledger.granted for row in answer.schedule]
    assert saved == [20, 40, 60]
    assert bought_of(answer) == 40
    assert answer.subscription_spend == Decimal("239.97")
    assert answer.credit_spend == Decimal("400.00")
    assert answer.total == Decimal("639.97")
    assert answer.cost_per_lead is not None
    assert cents(answer.cost_per_lead) == Decimal("6.40")


def test_2_sending_as_granted() -> None:
    answer = estimate("as_granted")
    assert (answer.months, bought_of(answer), answer.total) == (5, 0, Decimal("399.95"))
    assert answer.cost_per_lead is not None
    assert cents(answer.cost_per_lead) == Decimal("4.00")


def test_3_buying_now() -> None:
    answer = estimate("buy_now")
    assert (answer.months, bought_of(answer)) == (1, 80)
    assert (answer.subscription_spend, answer.credit_spend, answer.total) == (
        Decimal("79.99"),
        Decimal("800.00"),
        Decimal("879.99"),
    )


@pytest.mark.parametrize(
    ("deadline", "months", "bought", "total"),
    [
        (3, 3, 40, "639.97"),
        (4, 4, 20, "519.96"),
        (5, 5, 0, "399.95"),
        (12, 5, 0, "399.95"),
        (60, 5, 0, "399.95"),
    ],
)
def test_4_the_cheapest_by_the_deadline(
    deadline: int, months: int, bought: int, total: str
) -> None:
    answer = estimate("cheapest", deadline_months=deadline)
    assert (answer.status, answer.months, bought_of(answer)) == ("ok", months, bought)
    assert answer.total == Decimal(total)
    assert answer.first_send_month == 1
    (*_, point) = find_frontier(make_scenario(deadline_months=deadline), [make_terms()])
    assert point.option is not None
    assert (point.option.months, point.option.bought, point.option.total) == (
        months,
        bought,
        Decimal(total),
    )


def test_5_the_article_s_two_dollars_a_message_are_half_of_what_a_month_costs_by_the_message() -> (
    None
):
    terms = make_terms()
    assert terms.monthly_price is not None
    assert cents(terms.monthly_price / 2 / terms.monthly_credits) == Decimal("2.00")


def test_6_buying_the_rest_where_that_costs_less_than_a_month() -> None:
    answer = estimate("cheapest", target=105)
    assert (answer.months, bought_of(answer), answer.total) == (5, 5, Decimal("449.95"))
    assert estimate("as_granted", target=105).total == Decimal("479.94")


@pytest.mark.parametrize(
    ("missing", "months", "bought"), [(1, 5, 1), (7, 5, 7), (8, 6, 0), (20, 6, 0)]
)
def test_6_up_to_seven_credits_cost_less_than_a_month(
    missing: int, months: int, bought: int
) -> None:
    answer = estimate("cheapest", target=100 + missing)
    assert (answer.months, bought_of(answer)) == (months, bought)


@pytest.mark.parametrize(
    ("life", "forfeited", "expired"),
    [(3, [0, 0, 0, 0, 0], [0, 0, 0, 50, 50]), (4, [0, 0, 0, 50, 0], [0, 0, 0, 0, 50])],
    ids=["7", "8"],
)
def test_7_and_8_a_balance_that_is_never_used(
    life: int, forfeited: list[int], expired: list[int]
) -> None:
    group = make_group(monthly_credits=50, rollover_cap=150, life=life)
    rows = run(group, make_sending(1_000), first_send_month=6, months=5)
    assert column(rows, "closing") == [50, 100, 150, 150, 150]
    assert column(rows, "forfeited") == forfeited
    assert column(rows, "expired") == expired


@pytest.mark.parametrize(
    ("months", "spend", "months_paid"),
    [(12, "779.88", 12), (9, "719.91", 9), (10, "779.88", 12)],
)
def test_9_a_year_is_taken_where_it_is_cheaper_than_its_months(
    months: int, spend: str, months_paid: int
) -> None:
    terms = make_terms()
    subscription = subscribe(
        months=months,
        trial_months=0,
        billing="cheapest",
        monthly_price=terms.monthly_price,
        annual_price=terms.annual_price,
    )
    assert (subscription.spend, subscription.months_paid) == (Decimal(spend), months_paid)


def test_10_answers_bring_credits_back() -> None:
    answer = estimate("as_granted", target=60, reply_rate=Decimal("0.25"))
    assert answer.months == 3
    assert column_of(answer, "sent") == [20, 25, 15]
    assert column_of(answer, "returned") == [0, 5, 6]
