"""The months of a mix, RULES.md §3 and §6, one rule at a time."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner.planning.credits import Sending, run_ledger
from planner.planning.mix.ledger import split_purchase
from planner.planning.mix.seats import make_seat_group

from planner.planning.mix import SeatGroup, run_mix_ledger
from planner.planning.terms import Pool, Terms
from tests.planning.arbitrary import limits, plans, pools, sendings, up_to
from tests.planning.builders import column, make_scenario, make_sending, make_terms

LIFE_IN_DAYS = {1: 30, 2: 60, 3: 90, 4: 120, 5: 150, 6: 180}


def keep(terms: Terms, *, seats: int = 1, months: int = 12) -> SeatGroup:
    return make_seat_group(terms, make_scenario(), seats=seats, months=months)


def make_plan(slug: str, grant: int, **changes: Any) -> Terms:
    return make_terms(slug=slug, monthly_credits=grant, **{"rollover_cap": 3 * grant} | changes)


def as_terms(pool: Pool) -> Terms:
    return make_terms(
        monthly_credits=pool.grant,
        rollover_cap=pool.cap,
        credit_lifetime_days=LIFE_IN_DAYS[pool.life],
        purchase_limit=pool.purchase_limit,
    )


@up_to(300)
@given(pools(), sendings(), limits(60))
def test_one_plan_alone_has_the_very_ledger_of_an_estimate(
    pool: Pool, sending: Sending, purchase_cap: int | None
) -> None:
    rows = run_ledger(pool, sending, first_send_month=1, purchase_cap=purchase_cap, months=24)
    mixed = run_mix_ledger(
        [keep(as_terms(pool), months=24)], sending, purchases=column(rows, "bought")
    )
    assert mixed == rows


@given(pools(), sendings(), st.integers(1, 4))
def test_seats_of_one_plan_may_be_counted_in_any_groups(
    pool: Pool, sending: Sending, seats: int
) -> None:
    terms = as_terms(pool)
    purchases = [3] * 24
    together = run_mix_ledger([keep(terms, seats=seats)], sending, purchases=purchases)
    assert together == run_mix_ledger([keep(terms)] * seats, sending, purchases=purchases)


@given(
    st.lists(st.tuples(plans(), st.integers(1, 3), st.integers(1, 8)), min_size=1, max_size=4),
    sendings(),
    st.lists(st.integers(0, 9), max_size=8),
)
def test_no_credit_appears_or_vanishes(
    drawn: list[tuple[Terms, int, int]], sending: Sending, purchases: list[int]
) -> None:
    groups = [keep(terms, seats=seats, months=months) for terms, seats, months in drawn]
    rows = run_mix_ledger(groups, sending, purchases=purchases)
    assert rows[0].opening == sending.opening_balance
    for before, after in pairwise(rows):
        assert after.opening == before.closing
    for row in rows:
        active = [group for group in groups if group.months >= row.month]
        came = row.opening + row.granted + row.returned + row.bought
        assert came - row.sent - row.expired == row.closing
        assert min(row) >= 0
        assert row.granted + row.forfeited == sum(
            group.terms.monthly_credits * group.seats for group in active
        )
        cap = sum(group.terms.rollover_cap * group.seats for group in active)
        assert row.opening - row.expired + row.granted <= cap
        assert not (row.bought and row.closing)


def test_the_grants_of_all_plans_are_pooled() -> None:
    rows = run_mix_ledger([keep(make_plan("a", 20)), keep(make_plan("b", 5))], make_sending(60))
    assert column(rows, "granted") == [25, 25, 25]
    assert column(rows, "sent") == [25, 25, 10]


def test_a_seat_brings_nothing_after_its_months() -> None:
    groups = [keep(make_plan("a", 20)), keep(make_plan("b", 5), seats=2, months=2)]
    rows = run_mix_ledger(groups, make_sending(100))
    assert column(rows, "granted") == [30, 30, 20, 20]


def test_without_any_seat_nothing_is_sent_not_even_what_comes_back() -> None:
    rows = run_mix_ledger([keep(make_plan("a", 20), months=1)], make_sending(22, rate="0.5"))
    assert column(rows, "sent") == [20]
    assert run_mix_ledger([], make_sending(1)) == []


def test_a_seat_without_credits_of_its_own_sends_what_comes_back() -> None:
    vehicle = make_plan("b", 0, rollover_cap=1)
    groups = [keep(make_plan("a", 20), months=1), keep(vehicle, months=3)]
    rows = run_mix_ledger(groups, make_sending(35, rate="0.5"))
    assert column(rows, "sent") == [20, 10, 5]


def test_a_seat_that_ends_takes_its_room_with_it() -> None:
    """Of 40 left over, 30 are within the cap of the seat that stays."""
    groups = [keep(make_plan("a", 10)), keep(make_plan("b", 40), months=1)]
    rows = run_mix_ledger(groups, make_sending(80, send_limit=10))
    assert column(rows, "closing")[:2] == [40, 20]
    assert column(rows, "expired")[:2] == [0, 10]
    assert column(rows, "granted")[:2] == [50, 0]
    assert column(rows, "forfeited")[:2] == [0, 10]


def test_the_soonest_to_expire_goes_first_whichever_plan_it_is_of() -> None:
    """The plan of 30 days loses nothing, though its credits came no earlier than the others."""
    short, long = make_plan("a", 10, credit_lifetime_days=30), make_plan("b", 10)
    rows = run_mix_ledger([keep(long), keep(short)], make_sending(100, send_limit=10))
    assert column(rows, "expired")[:3] == [0, 0, 0]
    assert column(rows, "closing")[:3] == [10, 20, 30]


def test_what_the_cap_withholds_it_withholds_of_the_shortest_lived() -> None:
    """Month 2 has room for 15 of 20: 10 of the long-lived and 5 that month 3 no longer has."""
    short = make_plan("a", 10, rollover_cap=10, credit_lifetime_days=30)
    long = make_plan("b", 10, rollover_cap=15)
    groups = [keep(short), keep(long)]
    rows = run_mix_ledger(groups, make_sending(100, send_limit=5))
    # Month 1 sends 5 of the short-lived and the other 5 expire.
    assert column(rows, "expired")[:2] == [0, 5]
    assert column(rows, "granted")[:2] == [20, 15]
    assert column(rows, "closing")[:2] == [15, 20]
    assert rows[2].expired == 0


@pytest.mark.parametrize(("days", "sent"), [(30, [5, 0, 0]), (60, [5, 5, 0]), (90, [5, 5, 5])])
def test_credits_held_at_the_start_live_as_long_as_the_longest_lived_of_month_1(
    days: int, sent: list[int]
) -> None:
    short = make_plan("a", 0, rollover_cap=20, credit_lifetime_days=30)
    long = make_plan("b", 0, rollover_cap=20, credit_lifetime_days=days)
    sending = make_sending(20, send_limit=5, opening_balance=20)
    rows = run_mix_ledger([keep(short, months=3), keep(long, months=3)], sending)
    assert column(rows, "sent") == sent


def test_a_credit_back_lives_as_long_as_the_longest_lived_of_its_month() -> None:
    short = make_plan("a", 10, rollover_cap=30, credit_lifetime_days=30)
    long = make_plan("b", 0, rollover_cap=30)
    sending = make_sending(60, rate="1", send_limit=10)
    alone = run_mix_ledger([keep(short, months=4)], sending)
    beside = run_mix_ledger([keep(short, months=4), keep(long, months=4)], sending)
    assert column(alone, "expired") == [0, 0, 10, 10]
    assert column(beside, "expired") == [0, 0, 0, 0]


def test_no_more_is_bought_than_the_month_lacks_and_its_seats_may_buy() -> None:
    seller = make_plan("a", 10, purchase_limit=4)
    groups = [keep(seller, seats=2, months=2), keep(make_plan("b", 5, purchase_limit=0))]
    rows = run_mix_ledger(groups, make_sending(72), purchases=[3, 99, 99])
    assert column(rows, "bought") == [3, 8, 0, 0, 0]
    assert column(rows, "sent") == [28, 33, 5, 5, 1]


def test_the_cheapest_credits_of_the_active_seats_are_bought_first() -> None:
    dear = keep(make_plan("a", 1, credit_price=Decimal(9)))
    cheap = keep(make_plan("b", 1, credit_price=Decimal(2), purchase_limit=3), seats=2)
    unknown = keep(make_plan("c", 1, credit_price=None))
    assert list(split_purchase([dear, unknown, cheap], 8)) == [
        (cheap.terms, 6, Decimal(12)),
        (dear.terms, 2, Decimal(18)),
    ]
