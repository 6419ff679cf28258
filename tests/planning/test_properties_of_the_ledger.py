"""Properties of every month by RULES.md §3, for any plan and any use of it."""

from dataclasses import replace
from itertools import accumulate, pairwise
from math import inf
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.counting import count_sent
from planner.planning.groups import SeatGroup
from planner.planning.ledger import run_ledger
from planner.planning.limited_counting import count_within_limits
from planner.planning.sending import Sending
from planner.planning.wallet import LedgerRow
from tests.planning.arbitrary import groups, limits, sendings
from tests.planning.builders import column, list_unsent, months_of, run

Drawn = tuple[SeatGroup, Sending, list[LedgerRow]]


@st.composite
def ledgers(draw: st.DrawFn) -> Drawn:
    group, sending = draw(groups()), draw(sendings())
    rows = run(
        group,
        sending,
        first_send_month=draw(st.integers(1, 6)),
        purchase_cap=draw(limits(60)),
        months=draw(st.integers(1, 30)),
    )
    return group, sending, rows


def cap_of(group: SeatGroup) -> int:
    return group.terms.rollover_cap * group.seats


def purchase_limit_of(group: SeatGroup) -> float:
    limit = group.terms.purchase_limit
    return inf if limit is None else limit * group.seats


def sendable(group: SeatGroup, sending: Sending, days: int) -> float:
    """The messages that the limits allow in a month of so many days."""
    limits = [
        (sending.monthly_limit, 1),
        (sending.seat_monthly_limit, group.seats),
        (sending.seat_daily_limit, group.seats * days),
    ]
    return min([limit * number for limit, number in limits if limit is not None], default=inf)


@given(ledgers())
def test_no_credit_appears_or_vanishes(drawn: Drawn) -> None:
    group, _, rows = drawn
    assert rows[0].opening == group.credits
    for before, after in pairwise(rows):
        assert after.opening == before.closing
    for row in rows:
        came = row.opening + row.granted + row.returned + row.bought
        assert came - row.sent - row.expired == row.closing
        assert min(row) >= 0


@given(ledgers())
def test_a_refresh_never_leaves_more_than_the_cap(
    drawn: Drawn,
) -> None:
    group, _, rows = drawn
    for row in rows:
        refreshed = row.opening - row.expired + row.granted
        assert refreshed <= cap_of(group)
        assert row.granted + row.forfeited == group.terms.monthly_credits * group.seats
        assert refreshed == cap_of(group) or not row.forfeited


@given(ledgers())
def test_no_credit_outlives_its_life(drawn: Drawn) -> None:
    group, _, rows = drawn
    life = group.terms.life
    came = [row.granted + row.returned + row.bought for row in rows]
    for month, row in enumerate(rows, 1):
        young = sum(came[max(0, month - life) : month])
        held_before = group.credits if month <= life else 0
        assert row.closing <= young + held_before


@given(ledgers())
def test_by_each_month_the_answers_to_all_months_before_have_come_back(drawn: Drawn) -> None:
    _, sending, rows = drawn
    sent = [*accumulate(column(rows, "sent"))]
    answered = sent if sending.at_once else [0, *sent]
    for messages, returned in zip(answered, accumulate(column(rows, "returned")), strict=False):
        assert returned == sending.return_rate * messages // 1


@given(ledgers())
def test_nothing_is_bought_beyond_the_limit_or_to_be_kept(drawn: Drawn) -> None:
    group, sending, rows = drawn
    for row in rows:
        assert row.bought <= purchase_limit_of(group)
        # With answers at once, the last message may bring its own credit back.
        assert not row.bought or row.closing <= (1 if sending.at_once else 0)


@given(ledgers())
def test_what_may_be_sent_is_sent_once_sending_has_begun(drawn: Drawn) -> None:
    group, sending, rows = drawn
    unsent, begun = sending.to_send, False
    days = months_of(group).sending_days
    for row in rows:
        may_be_sent = min(unsent, sendable(group, sending, days[row.slice]))
        begun = begun or row.sent > 0
        assert row.sent <= may_be_sent
        assert row.sent == may_be_sent or not begun or row.closing == 0
        unsent -= row.sent


@given(ledgers())
def test_every_month_begins_with_something_left_to_send(
    drawn: Drawn,
) -> None:
    _, sending, rows = drawn
    *sent_before, sent = [0, *accumulate(column(rows, "sent"))]
    assert max(sent_before) < sending.to_send >= sent


@given(st.lists(groups(), min_size=1, max_size=3), sendings(), limits(60), st.integers(1, 30))
def test_totals_counted_without_rows_are_those_of_the_ledger(
    drawn: list[SeatGroup], sending: Sending, purchase_cap: int | None, months: int
) -> None:
    """`count_sent` repeats the rules for speed, where no limit leaves a credit unsent."""
    unlimited = {"monthly_limit": None, "seat_monthly_limit": None, "seat_daily_limit": None}
    sending = replace(sending, at_once=False, **unlimited)  # type: ignore[arg-type]
    timeline = months_of(drawn[0])
    ledger = run_ledger(drawn, sending, timeline, purchase_cap=purchase_cap, end=months)
    count = count_sent(drawn, sending, timeline, purchase_cap=purchase_cap, end=months)
    for name in ("unsent", "bought", "bought_by_group", "last_sends"):
        assert getattr(count, name) == getattr(ledger, name), name
    assert [*count.unsent_by_slice] == list_unsent(ledger, sending.to_send)


@given(
    st.lists(groups(), min_size=1, max_size=3),
    sendings(),
    limits(60),
    st.integers(1, 30),
    st.integers(0, 4),
)
def test_totals_counted_within_limits_are_those_of_the_ledger(
    drawn: list[SeatGroup], sending: Sending, purchase_cap: int | None, months: int, first: int
) -> None:
    """`count_within_limits` repeats them with limits, and with answers that come at once."""
    timeline = months_of(drawn[0])
    asked: dict[str, Any] = {"first_slice": first, "purchase_cap": purchase_cap, "end": months}
    ledger = run_ledger(drawn, sending, timeline, **asked)
    count = count_within_limits(drawn, sending, timeline, **asked)
    for name in ("unsent", "bought", "bought_by_group", "last_sends"):
        assert getattr(count, name) == getattr(ledger, name), name
    assert [*count.unsent_by_slice] == list_unsent(ledger, sending.to_send)
    last = [[row.sent for row in rows if row.sent][-1:] for rows in ledger.rows]
    assert count.sent_at_last == [one[0] if one else 0 for one in last]
