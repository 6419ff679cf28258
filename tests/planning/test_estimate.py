from datetime import date
from decimal import Decimal

import pytest

from planner.planning.estimate import CreditTotals, count_months, month_starts_on
from planner.planning.strategies import STRATEGIES, Strategy
from tests.planning.builders import NO_PRICES, bought_of, estimate, make_terms


@pytest.mark.parametrize(
    ("start_on", "month", "first_day"),
    [
        (date(2026, 11, 1), 1, date(2026, 11, 1)),
        (date(2026, 11, 1), 3, date(2027, 1, 1)),
        (date(2026, 10, 31), 2, date(2026, 11, 30)),
        (date(2026, 10, 31), 3, date(2026, 12, 31)),
        (date(2027, 1, 30), 2, date(2027, 2, 28)),
        (date(2028, 1, 30), 2, date(2028, 2, 29)),
        (date(2099, 12, 31), 121, date(2109, 12, 31)),
    ],
)
def test_billing_months_start_on_the_same_day_or_the_month_s_last(
    start_on: date, month: int, first_day: date
) -> None:
    assert month_starts_on(start_on, month) == first_day


@pytest.mark.parametrize(
    ("start_on", "by", "months"),
    [
        (date(2026, 11, 1), date(2026, 10, 31), 0),
        (date(2026, 11, 1), date(2026, 11, 1), 1),
        (date(2026, 11, 1), date(2026, 11, 30), 1),
        (date(2026, 11, 1), date(2027, 10, 31), 12),
        (date(2026, 11, 15), date(2027, 2, 14), 3),
        (date(2026, 11, 15), date(2027, 2, 15), 4),
        (date(2027, 1, 31), date(2027, 2, 27), 1),
        (date(2027, 1, 31), date(2027, 2, 28), 2),
        (date(2027, 1, 31), date(2027, 3, 30), 2),
        (date(2027, 1, 31), date(2027, 3, 31), 3),
        (date(2026, 11, 1), date(2020, 1, 1), 0),
    ],
)
def test_a_day_to_be_done_by_allows_the_months_whose_credits_come_by_then(
    start_on: date, by: date, months: int
) -> None:
    assert count_months(start_on, by) == months
    assert months == 0 or month_starts_on(start_on, months) <= by
    assert month_starts_on(start_on, months + 1) > by


def test_the_last_messages_are_sent_in_the_last_billing_month() -> None:
    answer = estimate("as_granted", start_on=date(2026, 10, 31))
    assert (answer.last_messages_from, answer.done_on) == (date(2027, 2, 28), date(2027, 3, 30))
    free = estimate("as_granted", open_profile_share=Decimal(1))
    assert (free.last_messages_from, free.done_on) == (None, None)


def test_the_schedule_says_what_falls_due_when() -> None:
    answer = estimate("accumulate")
    assert [row.starts_on for row in answer.schedule] == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert [row.subscription_spend for row in answer.schedule] == [Decimal("79.99")] * 3
    assert [row.credit_spend for row in answer.schedule] == [0, 0, Decimal(400)]


def test_the_sums_of_the_months() -> None:
    answer = estimate(
        "as_granted",
        make_terms(monthly_credits=40),
        target=60,
        monthly_send_limit=15,
        opening_balance=30,
        reply_rate=Decimal("0.2"),
    )
    assert answer.credits == CreditTotals(
        opening=30, granted=84, returned=9, bought=0, expired=15, forfeited=76, left=48
    )


@pytest.mark.parametrize(
    ("terms", "asked", "status"),
    [
        ({}, {}, "ok"),
        ({}, {"deadline_months": 5}, "ok"),
        ({}, {"deadline_months": 4}, "misses_deadline"),
        ({}, {"target": 10_000}, "out_of_reach"),
        ({"monthly_credits": 0}, {}, "out_of_reach"),
        ({"monthly_credits": 0, "purchase_limit": 0}, {}, "no_inmail"),
        ({"monthly_credits": 0, "purchase_limit": 0}, {"opening_balance": 30}, "no_inmail"),
        ({"monthly_credits": 0, "purchase_limit": 0}, {"target": 9, "opening_balance": 9}, "ok"),
        (
            {"monthly_credits": 0, "purchase_limit": 0, "rollover_cap": 0},
            {"target": 9, "opening_balance": 9},
            "no_inmail",
        ),
    ],
)
def test_the_status_of_sending_as_granted(
    terms: dict[str, int], asked: dict[str, int], status: str
) -> None:
    answer = estimate("as_granted", make_terms(**terms), **asked)
    assert answer.status == status
    assert answer.is_done is (status in ("ok", "misses_deadline"))


def test_what_misses_the_deadline_has_all_its_figures() -> None:
    answer = estimate("as_granted", deadline_months=2)
    assert (answer.months, answer.total, answer.months_paid) == (5, Decimal("399.95"), 5)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_cannot_be_done_has_no_figures(strategy: Strategy) -> None:
    answer = estimate(strategy, make_terms(monthly_credits=0, purchase_limit=0), budget=Decimal(9))
    assert answer.schedule == ()
    figures = (
        answer.months,
        answer.first_send_month,
        answer.done_on,
        answer.months_paid,
        answer.subscription_spend,
        answer.credit_spend,
        answer.total,
        answer.cost_per_lead,
        answer.cost_per_reply,
        answer.within_budget,
        answer.losses,
    )
    assert figures == (None,) * 11


@pytest.mark.parametrize(("price", "known"), [(Decimal(5), True), (None, False)])
def test_whether_the_price_of_what_cannot_be_done_is_known_is_that_of_the_subscription(
    price: Decimal | None, known: bool
) -> None:
    plan = make_terms(monthly_credits=0, purchase_limit=0, monthly_price=price, annual_price=None)
    assert estimate("as_granted", plan).price_known is known


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_messages_to_open_profiles_alone_need_no_subscription(strategy: Strategy) -> None:
    answer = estimate(strategy, open_profile_share=Decimal(1), opening_balance=4)
    assert (answer.status, answer.months, answer.total) == ("ok", 0, 0)
    assert (answer.schedule, answer.done_on, answer.first_send_month) == ((), None, None)
    assert answer.credits is not None
    assert (answer.credits.opening, answer.credits.left) == (4, 4)
    assert estimate(strategy, make_terms(**NO_PRICES), open_profile_share=Decimal(1)).price_known


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_an_unknown_price_hides_the_total_but_not_the_credits(strategy: Strategy) -> None:
    answer = estimate(strategy, make_terms(**NO_PRICES))
    assert (answer.status, answer.price_known, answer.total) == ("ok", False, None)
    assert answer.months == len(answer.schedule) > 0
    assert bought_of(answer) is not None
    assert {row.subscription_spend for row in answer.schedule} == {None}
    assert (answer.cost_per_lead, answer.cost_per_reply, answer.within_budget) == (None,) * 3


def test_the_cost_of_a_reply_counts_free_messages_too() -> None:
    answer = estimate("as_granted", reply_rate=Decimal("0.3"), open_profile_share=Decimal("0.4"))
    # 60 messages on credits take 3 months; all 100 messages bring 30 replies.
    assert (answer.total, answer.cost_per_reply) == (Decimal("239.97"), Decimal("7.999"))
    assert estimate("as_granted").cost_per_reply is None


def test_the_cost_of_a_lead_is_that_of_a_reply_where_replies_are_the_goal() -> None:
    answer = estimate("as_granted", target=10, goal="replied", reply_rate=Decimal("0.1"))
    assert answer.cost_per_lead == answer.cost_per_reply
    assert answer.cost_per_lead is not None


@pytest.mark.parametrize(
    ("budget", "within"),
    [(None, None), (Decimal("399.95"), True), (Decimal("399.94"), False), (Decimal(0), False)],
)
def test_a_budget_is_kept_or_not(budget: Decimal | None, within: bool | None) -> None:
    assert estimate("as_granted", budget=budget).within_budget is within
