"""What RULES.md §3 promises of every month, whatever the plan and however it is used."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.credits import LedgerMonth, Sending, run_ledger
from planner.planning.terms import Pool
from tests.planning.arbitrary import limits, pools, sendings
from tests.planning.builders import column


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Pool, Sending, list[LedgerMonth]]:
    pool, sending = draw(pools()), draw(sendings())
    rows = run_ledger(
        pool,
        sending,
        first_send_month=draw(st.integers(1, 6)),
        purchase_cap=draw(limits(60)),
        months=draw(st.integers(1, 30)),
    )
    return pool, sending, rows


@given(ledgers())
def test_no_credit_appears_or_vanishes(drawn: tuple[Pool, Sending, list[LedgerMonth]]) -> None:
    _, sending, rows = drawn
    assert rows[0].opening == sending.opening_balance
    for before, after in pairwise(rows):
        assert after.opening == before.closing
    for row in rows:
        came = row.opening + row.granted + row.returned + row.bought
        assert came - row.sent - row.expired == row.closing
        assert min(row) >= 0


@given(ledgers())
def test_a_refresh_never_leaves_more_than_the_cap(
    drawn: tuple[Pool, Sending, list[LedgerMonth]],
) -> None:
    pool, _, rows = drawn
    for row in rows:
        refreshed = row.opening - row.expired + row.granted
        assert refreshed <= pool.cap
        assert row.granted + row.forfeited == pool.grant
        assert refreshed == pool.cap or not row.forfeited


@given(ledgers())
def test_no_credit_outlives_its_life(drawn: tuple[Pool, Sending, list[LedgerMonth]]) -> None:
    pool, sending, rows = drawn
    came = [row.granted + row.returned + row.bought for row in rows]
    for month, row in enumerate(rows, 1):
        young = sum(came[max(0, month - pool.life) : month])
        held_before = sending.opening_balance if month <= pool.life else 0
        assert row.closing <= young + held_before


@given(ledgers())
def test_by_each_month_the_answers_to_all_months_before_have_come_back(
    drawn: tuple[Pool, Sending, list[LedgerMonth]],
) -> None:
    _, sending, rows = drawn
    sent_before = [0, *accumulate(column(rows, "sent"))]
    for sent, returned in zip(sent_before, accumulate(column(rows, "returned")), strict=False):
        assert returned == sending.return_rate * sent // 1


@given(ledgers())
def test_nothing_is_bought_beyond_the_limit_or_to_be_kept(
    drawn: tuple[Pool, Sending, list[LedgerMonth]],
) -> None:
    pool, _, rows = drawn
    for row in rows:
        assert pool.purchase_limit is None or row.bought <= pool.purchase_limit
        assert not (row.bought and row.closing)


@given(ledgers())
def test_what_may_be_sent_is_sent_once_sending_has_begun(
    drawn: tuple[Pool, Sending, list[LedgerMonth]],
) -> None:
    _, sending, rows = drawn
    unsent = sending.to_send
    begun = False
    for row in rows:
        may_be_sent = unsent if sending.send_limit is None else min(unsent, sending.send_limit)
        begun = begun or row.sent > 0
        assert row.sent <= may_be_sent
        assert row.sent == may_be_sent or not begun or row.closing == 0
        unsent -= row.sent


@given(ledgers())
def test_every_month_begins_with_something_left_to_send(
    drawn: tuple[Pool, Sending, list[LedgerMonth]],
) -> None:
    _, sending, rows = drawn
    *sent_before, sent = [0, *accumulate(column(rows, "sent"))]
    assert max(sent_before) < sending.to_send >= sent
