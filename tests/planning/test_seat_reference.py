"""The slow reference against the worked examples 1 to 23 of the rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.planning.seat_reference import (
    HeldSeats,
    Plan,
    Result,
    Row,
    Scenario,
    estimate,
    least_mix,
)
from tests.planning.seat_reference.days import add_months, day_before
from tests.planning.seat_reference.ledger import Group, run
from tests.planning.seat_reference.results import result_of

pytestmark = pytest.mark.oracle

FIRST = date(2026, 9, 1)

# Worked examples 1 to 10 and, with Core, 22 and 23: the article's book, all on renewal days.
PROFESSIONAL = Plan(
    "professional",
    monthly_credits=20,
    rollover_cap=60,
    monthly_price=Decimal("79.99"),
    credit_price=Decimal(10),
)
ARTICLES_CORE = Plan(
    "core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("99.99"),
    annual_price=Decimal("959.88"),
    credit_price=Decimal(10),
)

# Worked examples 11 to 21: list prices of 2026.
CORE = Plan(
    "core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    purchase_limit=0,
    grant_day="first",
)
BUSINESS = Plan(
    "business",
    monthly_credits=15,
    rollover_cap=45,
    monthly_price=Decimal("59.99"),
    credit_price=Decimal(10),
    purchase_limit=10,
)
CAREER = Plan(
    "career",
    monthly_credits=5,
    rollover_cap=15,
    monthly_price=Decimal("29.99"),
    purchase_limit=0,
)

ARTICLES = Scenario(target=100, start_on=FIRST, deadline_months=12, seats=1)


def asked(target: int, start_on: date = FIRST, **fields: object) -> Scenario:
    months = None if "deadline_on" in fields else 12
    return replace(
        Scenario(target=target, start_on=start_on, deadline_months=12),
        **{"deadline_months": months, **fields},  # type: ignore[arg-type]
    )


def sent(result: Result) -> list[int]:
    return [messages for _, messages in result.sends]


def balances_without_a_message(plan: Plan) -> list[Row]:
    """Run a seat that never sends for five months: it saves up for more than it can hold."""
    scenario = asked(10**6, seats=1)
    group = Group(plan, 1, FIRST, add_months(FIRST, 5))
    ledgers = run([group], replace(scenario, monthly_send_limit=0))
    return ledgers.wallets[0].rows[:5]


# Worked examples 1 to 10, with one seat.


def test_1_save_up_then_send() -> None:
    result = estimate(PROFESSIONAL, "accumulate", ARTICLES)
    assert [row.closing for row in result.groups[0].rows] == [20, 40, 0]
    assert (result.months, result.bought, result.total) == (3, 40, Decimal("639.97"))
    assert (result.subscription, result.credit_spend) == (Decimal("239.97"), 400)


def test_2_send_as_granted() -> None:
    result = estimate(PROFESSIONAL, "as_granted", ARTICLES)
    assert (result.months, result.bought, result.total) == (5, 0, Decimal("399.95"))


def test_3_buy_now() -> None:
    result = estimate(PROFESSIONAL, "buy_now", ARTICLES)
    assert (result.months, result.bought, result.total) == (1, 80, Decimal("879.99"))


@pytest.mark.parametrize(
    ("deadline_months", "months", "bought", "total"),
    [
        (3, 3, 40, "639.97"),
        (4, 4, 20, "519.96"),
        (5, 5, 0, "399.95"),
        (12, 5, 0, "399.95"),
    ],
)
def test_4_cheapest(deadline_months: int, months: int, bought: int, total: str) -> None:
    scenario = replace(ARTICLES, deadline_months=deadline_months)
    result = estimate(PROFESSIONAL, "cheapest", scenario)
    assert (result.months, result.bought, result.total) == (months, bought, Decimal(total))


def test_5_half_of_what_a_month_is_worth_by_the_credit() -> None:
    assert PROFESSIONAL.monthly_price is not None
    worth = PROFESSIONAL.monthly_price / 2 / PROFESSIONAL.monthly_credits
    assert round(worth, 2) == Decimal("2.00")


def test_6_the_rest_is_bought_where_that_costs_less_than_a_month() -> None:
    result = estimate(PROFESSIONAL, "cheapest", replace(ARTICLES, target=105))
    assert (result.months, result.bought, result.total) == (5, 5, Decimal("449.95"))
    assert estimate(PROFESSIONAL, "cheapest", replace(ARTICLES, target=107)).bought == 7
    assert estimate(PROFESSIONAL, "cheapest", replace(ARTICLES, target=108)).bought == 0


@pytest.mark.parametrize(
    ("days", "forfeited", "expired"),
    [(90, [0, 0, 0, 0, 0], [0, 0, 0, 50, 50]), (120, [0, 0, 0, 50, 0], [0, 0, 0, 0, 50])],
)
def test_7_and_8_a_balance_that_is_never_used(
    days: int, forfeited: list[int], expired: list[int]
) -> None:
    plan = replace(ARTICLES_CORE, credit_lifetime_days=days)
    rows = balances_without_a_message(plan)
    assert [row.closing for row in rows] == [50, 100, 150, 150, 150]
    assert [row.forfeited for row in rows] == forfeited
    assert [row.expired for row in rows] == expired


@pytest.mark.parametrize(("months", "total"), [(9, "719.91"), (10, "779.88"), (12, "779.88")])
def test_9_months_or_a_year(months: int, total: str) -> None:
    plan = replace(PROFESSIONAL, annual_price=Decimal("779.88"))
    result = estimate(plan, "as_granted", replace(ARTICLES, target=20 * months))
    assert (result.months, result.total) == (months, Decimal(total))


def test_10_credits_back() -> None:
    scenario = replace(ARTICLES, target=60, reply_rate=Fraction(1, 4))
    result = estimate(PROFESSIONAL, "as_granted", scenario)
    assert sent(result) == [20, 25, 15]
    assert [row.returned for row in result.groups[0].rows] == [0, 5, 6]


# Worked examples 11 to 23.


def sent_within(plan: Plan, months: int, scenario: Scenario) -> int:
    """Return what one seat that stays for so many months sends as granted."""
    return sum(messages for _, messages in run_mix([(plan, 1, months)], scenario).sends)


def run_mix(parts: list[tuple[Plan, int, int]], scenario: Scenario) -> Result:
    """Return what new seats of plans for so many months come to, if nothing is bought."""
    groups = [
        Group(plan, seats, scenario.start_on, day_before(add_months(scenario.start_on, months)))
        for plan, seats, months in parts
    ]
    return result_of(run(groups, scenario, most_bought=0))


def seat_months(result: Result) -> list[tuple[str, int, int]]:
    return [(group.plan, group.seats, group.months) for group in result.groups]


def test_11_a_mix_with_wallets() -> None:
    scenario = asked(500, reply_rate=Fraction(1, 4), deadline_months=6, max_seats=6)
    many = replace(scenario, target=10_000)
    assert [sent_within(CORE, months, many) for months in range(1, 7)] == [
        *(50, 112, 178),
        *(244, 311, 377),
    ]
    assert sent_within(CAREER, 2, many) == 11
    assert scenario.target == 377 + 112 + 11
    named = run_mix([(CORE, 1, 2), (CORE, 1, 6), (CAREER, 1, 2)], scenario)
    assert (named.status, named.total) == ("ok", Decimal("1019.90"))
    # Of the mixes that cost as much, the rules take the one with the earliest last message.
    result = least_mix([CORE, BUSINESS, CAREER], scenario)
    assert result is not None
    assert result.total == named.total
    assert sorted(seat_months(result)) == [("career", 1, 2), ("core", 2, 4)]
    assert result.done_on is not None
    assert named.done_on is not None
    assert result.done_on < named.done_on


def test_12_a_mix_with_wallets() -> None:
    scenario = asked(71, reply_rate=Fraction(1, 5), deadline_months=2, max_seats=2)
    assert sent_within(BUSINESS, 2, replace(scenario, target=10_000)) == 33
    result = least_mix([CORE, BUSINESS, CAREER], scenario)
    assert result is not None
    assert result.total == Decimal("239.97")
    assert sorted(seat_months(result)) == [("business", 1, 2), ("core", 1, 1)]


def test_13_credits_held_on_another_plan_are_left_behind() -> None:
    held = (HeldSeats("core", 1, 40, FIRST.replace(month=8, day=31)),)
    scenario = asked(40, held_seats=held)
    stay = estimate(CORE, "cheapest", scenario)
    assert (stay.total, stay.left_behind) == (Decimal("119.99"), 0)
    with_one = replace(scenario, seats=1, deadline_months=2)
    one = estimate(BUSINESS, "cheapest", with_one)
    assert (one.total, one.left_behind) == (Decimal("219.98"), 40)
    best = estimate(BUSINESS, "cheapest", replace(scenario, deadline_months=2))
    assert (best.total, best.left_behind) == (Decimal("179.97"), 40)
    assert sum(group.seats * group.months for group in best.groups) == 3


def test_14_a_paid_seat_costs_nothing_new() -> None:
    held = (HeldSeats("core", 1, 40, date(2026, 9, 30)),)
    result = estimate(CORE, "cheapest", asked(40, held_seats=held))
    assert (result.total, result.already_paid) == (0, Decimal("119.99"))


@pytest.mark.parametrize("strategy", ["as_granted", "cheapest"])
def test_15_held_seats_refresh_on_the_first(strategy: str) -> None:
    scenario = asked(
        600,
        date(2026, 11, 26),
        deadline_on=date(2027, 3, 31),
        reply_rate=Fraction("0.12"),
        held_seats=(HeldSeats("core", 3, 0, date(2027, 3, 31)),),
    )
    result = estimate(CORE, strategy, scenario)  # type: ignore[arg-type]
    assert result.total == 0
    assert [(day.row.on, day.row.sent) for day in result.schedule] == [
        (date(2026, 11, 26), 0),
        (date(2026, 12, 1), 150),
        (date(2027, 1, 1), 168),
        (date(2027, 2, 1), 170),
        (date(2027, 3, 1), 112),
    ]
    assert result.done_on == date(2027, 3, 1)


def test_16_a_second_seat_instead_of_credits() -> None:
    scenario = asked(
        60,
        date(2026, 9, 18),
        deadline_on=date(2026, 10, 31),
        held_seats=(HeldSeats("business", 1, 37, date(2026, 10, 2)),),
    )
    one = estimate(BUSINESS, "cheapest", replace(scenario, seats=1))
    assert one.sends == [(date(2026, 9, 18), 45), (date(2026, 10, 3), 15)]
    assert [row.bought for row in one.groups[0].rows] == [8, 0]
    assert (one.total, one.done_on) == (Decimal("139.99"), date(2026, 10, 3))
    best = estimate(BUSINESS, "cheapest", scenario)
    assert (best.total, best.seats) == (Decimal("119.98"), 2)
    assert best.sends[0] == (date(2026, 9, 18), 52)


def test_17_credits_on_the_first_day_or_not() -> None:
    scenario = asked(100, date(2026, 11, 26), seats=1)
    with_them = estimate(CORE, "as_granted", replace(scenario, grants_on_start=True))
    assert with_them.sends == [(date(2026, 11, 26), 50), (date(2026, 12, 1), 50)]
    assert (with_them.total, with_them.done_on) == (Decimal("119.99"), date(2026, 12, 1))
    without = estimate(CORE, "as_granted", scenario)
    assert without.sends == [(date(2026, 12, 1), 50), (date(2027, 1, 1), 50)]
    assert without.total == Decimal("239.98")


def test_18_a_limit_of_a_seat_takes_more_seats() -> None:
    scenario = asked(800, deadline_months=4, seat_monthly_limit=40)
    result = estimate(CORE, "cheapest", scenario)
    assert (result.seats, result.months, result.total) == (5, 4, Decimal("2399.80"))


def test_19_free_messages_count_against_the_limit() -> None:
    scenario = asked(1000, open_profile_share=Fraction(1, 2), monthly_send_limit=100, seats=2)
    result = estimate(CORE, "cheapest", scenario)
    assert [(day.row.sent, day.free) for day in result.schedule] == [(100, 0)] * 5 + [(0, 100)] * 5
    assert (result.months, result.total) == (10, Decimal("1199.90"))
    assert [group.months for group in result.groups] == [5]


def test_20_answers_on_the_same_day() -> None:
    scenario = asked(60, reply_rate=Fraction(1, 5), answers_come="same")
    result = estimate(CORE, "cheapest", scenario)
    assert (sent(result), result.total, result.months) == ([60], Decimal("119.99"), 1)


def test_21_a_deadline_on_a_renewal_day() -> None:
    plan = replace(CORE, grant_day="renewal")
    scenario = asked(100, date(2026, 11, 26), deadline_on=date(2026, 12, 26), seats=1)
    result = estimate(plan, "cheapest", scenario)
    assert result.sends == [(date(2026, 11, 26), 50), (date(2026, 12, 26), 50)]
    assert (result.status, result.done_on) == ("ok", date(2026, 12, 26))


def test_22_one_seat_of_three_goes_on() -> None:
    scenario = asked(175, deadline_months=2, seats=3)
    result = estimate(ARTICLES_CORE, "cheapest", scenario)
    assert (sent(result), result.total) == ([150, 25], Decimal("399.96"))
    assert sorted(seat_months(result)) == [("core", 1, 2), ("core", 2, 1)]


def test_23_seats_that_are_asked_for_are_kept() -> None:
    best = estimate(ARTICLES_CORE, "cheapest", asked(20))
    assert (best.seats, best.total) == (1, Decimal("99.99"))
    two = estimate(ARTICLES_CORE, "cheapest", asked(20, seats=2))
    assert (two.seats, two.total) == (2, Decimal("199.98"))
