from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.layout import CreditTotals
from planner.planning.strategies import STRATEGIES, Strategy
from tests.planning.builders import NO_PRICES, START, bought_of, estimate, held, make_terms


def test_it_is_done_on_the_day_of_the_last_message() -> None:
    answer = estimate("as_granted", start_on=date(2026, 10, 31))
    assert (answer.months, answer.done_on) == (5, date(2027, 2, 28))
    # 20 messages a month, 2 a day: the last go on the tenth day.
    slow = estimate("as_granted", seat_daily_limit=2)
    assert (slow.months, slow.done_on) == (5, date(2027, 3, 10))
    on_weekdays = estimate("as_granted", seat_daily_limit=2, sends_on="weekdays")
    assert on_weekdays.done_on == date(2027, 3, 12)


def test_the_first_message_goes_on_the_first_sending_day_with_a_credit() -> None:
    # 1 November 2026 is a Sunday.
    assert estimate("as_granted", sends_on="weekdays").first_send_on == date(2026, 11, 2)
    on_the_1st = make_terms(grant_day="first")
    answer = estimate("as_granted", on_the_1st, start_on=date(2026, 11, 26))
    assert (answer.first_send_on, answer.first_send_month) == (date(2026, 12, 1), 1)


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
    assert [(row.starts_on, row.free) for row in answer.schedule] == [(START, 100)]
    assert (answer.done_on, answer.first_send_month, answer.groups) == (START, None, ())
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


def test_what_is_paid_for_already_is_not_counted_again() -> None:
    paid = held(2, 10, paid_until=date(2026, 12, 20))
    answer = estimate("as_granted", target=90, seats=3, held_seats=(paid,), billing="monthly")
    # 10 and 20 on 1 Nov, 40 on 21 Nov, 20 on 1 Dec: the held ones are never paid for again.
    assert [(row.starts_on, row.ledger.sent) for row in answer.schedule if row.ledger.sent] == [
        (date(2026, 11, 1), 30),
        (date(2026, 11, 21), 40),
        (date(2026, 12, 1), 20),
    ]
    assert (answer.total, answer.seats) == (Decimal("159.98"), 3)
    assert [(one.seats, one.months_paid, one.paid_until) for one in answer.groups] == [
        (2, 0, date(2026, 12, 20)),
        (1, 2, date(2026, 12, 31)),
    ]
    assert answer.seat_months_paid == 2


def test_credits_held_on_another_plan_are_left_behind() -> None:
    elsewhere = held(2, 40, plan="core")
    answer = estimate("as_granted", held_seats=(elsewhere, held(1, 5)))
    assert (answer.left_behind, answer.seats) == (40, 1)
    assert answer.credits is not None
    assert answer.credits.opening == 5


def test_a_seat_ends_a_month_sooner_where_the_rest_does_not_need_it() -> None:
    answer = estimate("as_granted", target=90, seats=2, billing="monthly")
    assert [(one.seats, one.months_paid) for one in answer.groups] == [(1, 2), (1, 3)]
    assert (answer.total, answer.months) == (Decimal("399.95"), 3)


def test_a_schedule_leaves_out_the_slices_on_which_nothing_happens() -> None:
    # The deadline cuts a slice off after 9 December.
    answer = estimate("as_granted", target=60, deadline_on=date(2026, 12, 9))
    assert [row.starts_on.day for row in answer.schedule] == [1, 1, 1]


def test_the_free_messages_of_a_limit_need_persons_and_time_but_no_subscription() -> None:
    answer = estimate(
        "cheapest", open_profile_share=Decimal(1), seat_monthly_limit=30, deadline_months=2
    )
    assert (answer.status, answer.months, answer.total) == ("misses_deadline", 4, 0)
    asked: dict[str, Any] = {"seat_monthly_limit": 30, "deadline_months": 2, "seats": "best"}
    best = estimate("cheapest", open_profile_share=Decimal(1), **asked)
    assert (best.status, best.months, best.seats) == ("ok", 2, 2)
    few = estimate("cheapest", open_profile_share=Decimal(1), **asked, max_seats=1)
    assert (few.status, few.months, few.seats) == ("misses_deadline", 4, 1)
    never = estimate("cheapest", open_profile_share=Decimal(1), target=121, monthly_send_limit=1)
    assert (never.status, never.months, never.total) == ("out_of_reach", None, None)


def test_the_best_number_of_seats_is_the_fewest_that_cost_least() -> None:
    best = estimate("cheapest", seats="best", target=100)
    assert (best.seats, best.months, best.total) == (1, 5, Decimal("399.95"))
    soon = estimate("cheapest", seats="best", deadline_months=1)
    assert (soon.seats, soon.total) == (5, Decimal("399.95"))
    bounded = estimate("cheapest", seats="best", deadline_months=1, max_seats=3)
    assert (bounded.seats, bounded.total) == (3, Decimal("639.97"))


def test_a_group_names_its_plan_its_seats_and_what_is_paid_for_them() -> None:
    # 100 messages of two seats: 40, 40 and 20, for which one of them is renewed.
    answer = estimate("cheapest", make_terms(annual_price=None), seats=2)
    assert [
        (one.terms, one.seats, one.months, one.months_paid, one.spend) for one in answer.groups
    ] == [
        (answer.terms, 1, 2, 2, Decimal("159.98")),
        (answer.terms, 1, 3, 3, Decimal("239.97")),
    ]
    assert [row.due for row in answer.schedule] == [
        Decimal("159.98"),
        Decimal("159.98"),
        Decimal("79.99"),
    ]


def test_a_group_held_to_its_paid_day_has_no_month_to_be_paid_for() -> None:
    seats = (held(1, 100, paid_until=date(2026, 11, 30)),)
    answer = estimate("cheapest", make_terms(rollover_cap=100), held_seats=seats)
    assert [(one.months, one.months_paid, one.spend) for one in answer.groups] == [(0, 0, 0)]


def test_what_falls_due_is_not_known_without_a_price() -> None:
    answer = estimate("as_granted", make_terms(**NO_PRICES), target=20)
    assert [(row.due, row.credit_spend) for row in answer.schedule] == [(None, 0)]


def test_a_campaign_may_end_with_the_horizon() -> None:
    one_a_month = make_terms(monthly_credits=1, rollover_cap=1, purchase_limit=0)
    last = estimate("cheapest", one_a_month, target=120)
    assert (last.status, last.months, last.done_on) == ("misses_deadline", 120, date(2036, 10, 1))
    assert estimate("cheapest", one_a_month, target=121).status == "out_of_reach"


def test_rows_go_on_while_messages_to_open_profiles_do() -> None:
    terms = make_terms(monthly_credits=4, grant_day="first", grants_on_start=True)
    answer = estimate(
        "as_granted",
        terms,
        start_on=date(2026, 11, 15),
        target=8,
        open_profile_share=Decimal("0.5"),
        monthly_send_limit=5,
    )
    assert answer.done_on == date(2026, 12, 15)
    # The month that is paid for ends on 14 December, after a grant that nothing is sent with.
    rows = [(row.starts_on, row.ledger.granted) for row in answer.groups[0].schedule]
    assert rows == [(date(2026, 11, 15), 4), (date(2026, 12, 1), 4)]
    assert answer.credits is not None
    assert answer.credits.left == 4


@pytest.mark.parametrize("deadline_months", [1, 3])
def test_enough_seats_are_found_where_more_numbers_would_do_than_are_tried(
    deadline_months: int,
) -> None:
    """Each seat may buy a credit a month: by 3 December ten seats can buy 30.

    The seats cost nothing, so how many of them stay makes no difference to the bound.
    """
    answer = estimate(
        "cheapest",
        make_terms(monthly_credits=0, monthly_price=Decimal(0), purchase_limit=1),
        target=30,
        held_seats=(held(paid_until=date(2026, 11, 12)),),
        deadline_months=deadline_months,
        billing="monthly",
        start_on=date(2026, 10, 3),
        seats="best",
        max_seats=12,
    )
    assert answer.status == ("ok" if deadline_months == 3 else "misses_deadline")
    assert (answer.seats, answer.total, answer.done_on) == (10, 300, date(2026, 12, 3))
