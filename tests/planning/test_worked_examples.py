"""The worked examples of RULES.md §8, by their numbers there."""

from datetime import date
from decimal import Decimal

import pytest

from planner.planning.comparison import find_frontier
from planner.planning.estimate import Estimate
from planner.planning.money import cents, subscribe
from tests.planning.builders import (
    bought_of,
    column,
    column_of,
    estimate,
    held,
    make_group,
    make_scenario,
    make_sending,
    make_terms,
    run,
)

# List prices of 2026, on which examples 13 to 21 rest.
CORE = make_terms(
    slug="core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=None,
    purchase_limit=0,
    grant_day="first",
)
BUSINESS = make_terms(
    slug="business",
    monthly_credits=15,
    rollover_cap=45,
    monthly_price=Decimal("59.99"),
    annual_price=None,
    purchase_limit=10,
)
ARTICLES_CORE = make_terms(
    slug="core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("99.99"),
    annual_price=Decimal("959.88"),
)
DECEMBER = date(2026, 12, 1)


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


def sends_of(answer: Estimate) -> list[tuple[date, int]]:
    """The messages on credits from each day on."""
    return [(row.starts_on, row.ledger.sent) for row in answer.schedule if row.ledger.sent]


def test_13_credits_are_of_use_on_the_plan_on_which_they_are_held() -> None:
    asked = {
        "target": 40,
        "start_on": DECEMBER,
        "held_seats": (held(1, 40, paid_until=date(2026, 11, 30), plan="core"),),
    }
    stay = estimate("cheapest", CORE, seats="best", **asked)
    assert (stay.total, stay.months, stay.left_behind) == (Decimal("119.99"), 1, 0)
    change = estimate("cheapest", BUSINESS, seats=1, deadline_months=2, **asked)
    assert (change.total, change.left_behind) == (Decimal("219.98"), 40)
    best = estimate("cheapest", BUSINESS, seats="best", **asked)
    assert (best.total, best.seat_months_paid) == (Decimal("179.97"), 3)


def test_14_what_is_paid_for_already_costs_no_new_money() -> None:
    paid = held(1, 40, paid_until=date(2026, 12, 31), plan="core")
    answer = estimate(
        "cheapest", CORE, target=40, start_on=DECEMBER, seats="best", held_seats=(paid,)
    )
    assert (answer.status, answer.total, answer.done_on) == ("ok", 0, DECEMBER)
    assert answer.already_paid == Decimal("119.99")


def test_15_held_seats_are_granted_credits_on_the_1st() -> None:
    answer = estimate(
        "cheapest",
        CORE,
        target=600,
        start_on=date(2026, 11, 26),
        deadline_on=date(2027, 3, 31),
        seats="best",
        reply_rate=Decimal("0.12"),
        held_seats=(held(3, paid_until=date(2027, 3, 31), plan="core"),),
    )
    assert sends_of(answer) == [
        (date(2026, 12, 1), 150),
        (date(2027, 1, 1), 168),
        (date(2027, 2, 1), 170),
        (date(2027, 3, 1), 112),
    ]
    assert (answer.total, answer.done_on, answer.seats) == (0, date(2027, 3, 1), 3)
    assert answer.already_paid == Decimal("1799.85")


@pytest.mark.parametrize(("seats", "total"), [(1, "139.99"), ("best", "119.98")])
def test_16_held_seats_renew_on_a_day_of_their_own(seats: int | str, total: str) -> None:
    answer = estimate(
        "cheapest",
        BUSINESS,
        target=60,
        start_on=date(2026, 9, 18),
        deadline_on=date(2026, 10, 31),
        seats=seats,
        held_seats=(held(1, 37, paid_until=date(2026, 10, 2), plan="business"),),
    )
    assert (answer.status, answer.total) == ("ok", Decimal(total))
    if seats == 1:
        assert sends_of(answer) == [(date(2026, 9, 18), 45), (date(2026, 10, 3), 15)]
        assert bought_of(answer) == 8
    else:
        assert sends_of(answer) == [(date(2026, 9, 18), 52), (date(2026, 10, 3), 8)]
        assert (answer.seats, bought_of(answer)) == (2, 0)


@pytest.mark.parametrize(
    ("at_start", "total", "sends"),
    [
        (True, "119.99", [(date(2026, 11, 26), 50), (date(2026, 12, 1), 50)]),
        (False, "239.98", [(date(2026, 12, 1), 50), (date(2027, 1, 1), 50)]),
    ],
)
def test_17_it_is_open_whether_credits_come_at_the_start(
    at_start: bool, total: str, sends: list[tuple[date, int]]
) -> None:
    answer = estimate("cheapest", CORE, start_on=date(2026, 11, 26), grants_on_start=at_start)
    assert (answer.total, sends_of(answer)) == (Decimal(total), sends)
    assert answer.done_on == sends[-1][0]


def test_18_a_limit_of_each_seat_takes_more_seats() -> None:
    asked = {"target": 800, "start_on": DECEMBER, "deadline_months": 4, "seat_monthly_limit": 40}
    answer = estimate("cheapest", CORE, seats="best", **asked)
    assert (answer.seats, answer.months, answer.total) == (5, 4, Decimal("2399.80"))


def test_19_messages_to_open_profiles_take_what_the_limits_leave() -> None:
    answer = estimate(
        "cheapest",
        CORE,
        target=1_000,
        start_on=DECEMBER,
        seats=2,
        open_profile_share=Decimal("0.5"),
        monthly_send_limit=100,
    )
    assert [row.ledger.sent for row in answer.schedule] == [100] * 5 + [0] * 5
    assert [row.free for row in answer.schedule] == [0] * 5 + [100] * 5
    assert (answer.months, answer.months_paid, answer.total) == (10, 5, Decimal("1199.90"))


def test_20_credits_that_come_back_at_once_send_the_next_messages() -> None:
    asked = {"target": 60, "start_on": DECEMBER, "reply_rate": Decimal("0.2")}
    answer = estimate("cheapest", CORE, answers_come="same", **asked)
    assert (answer.months, answer.total, sends_of(answer)) == (
        1,
        Decimal("119.99"),
        [(DECEMBER, 60)],
    )


def test_21_what_goes_on_the_day_of_the_deadline_is_in_time() -> None:
    answer = estimate(
        "cheapest",
        make_terms(monthly_credits=50, rollover_cap=150),
        start_on=date(2026, 11, 26),
        deadline_on=date(2026, 12, 26),
    )
    assert sends_of(answer) == [(date(2026, 11, 26), 50), (date(2026, 12, 26), 50)]
    assert (answer.status, answer.done_on) == ("ok", date(2026, 12, 26))


def test_22_a_seat_is_renewed_only_if_the_rest_needs_it() -> None:
    answer = estimate("cheapest", ARTICLES_CORE, target=175, seats=3, deadline_months=2)
    assert (answer.total, bought_of(answer)) == (Decimal("399.96"), 0)
    assert [(one.seats, one.months_paid) for one in answer.groups] == [(2, 1), (1, 2)]


def test_23_a_number_of_seats_that_is_given_is_paid_for() -> None:
    assert estimate("cheapest", ARTICLES_CORE, target=20, seats="best").total == Decimal("99.99")
    pair = estimate("cheapest", ARTICLES_CORE, target=20, seats=2)
    assert (pair.seats, pair.total) == (2, Decimal("199.98"))
