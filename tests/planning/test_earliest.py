"""No way to buy, hold and send is done sooner than `buy_now`, but where both limits are there."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from hypothesis import example, given
from hypothesis import strategies as st

from planner.planning.wallet import LedgerRow
from tests.planning.arbitrary import limits
from tests.planning.builders import make_group, make_sending, run


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The credit terms of one seat."""

    grant: int
    cap: int
    life: int
    purchase_limit: int | None


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What is to be sent, with the credits held at the start."""

    to_send: int
    return_rate: Fraction
    send_limit: int | None
    opening_balance: int


def simulate(pool: Pool, sending: Sending) -> list[LedgerRow]:
    """The months of the engine's ledger that buy what they lack."""
    group = make_group(
        credits=sending.opening_balance,
        life=pool.life,
        monthly_credits=pool.grant,
        rollover_cap=pool.cap,
        purchase_limit=pool.purchase_limit,
    )
    asked = make_sending(
        sending.to_send, rate=str(sending.return_rate), monthly_limit=sending.send_limit
    )
    return run(group, asked, purchase_cap=None, months=MONTHS)


# Credits by months of life left, messages sent by the end of the last two months.
State = tuple[tuple[int, ...], int, int]
MONTHS = 5


def earliest(pool: Pool, sending: Sending) -> int | None:
    """The first month by which anything that a person may do has sent everything.

    Tries every number of credits bought, to keep as well, and of messages sent, in every month.
    """
    lots = (0,) * (pool.life - 1) + (sending.opening_balance,)
    states: set[State] = {(lots, 0, 0)}
    for month in range(1, MONTHS + 1):
        states = {
            following
            for state in states
            for following in live_on(pool, sending, state, is_first=month == 1)
        }
        if any(sent == sending.to_send for _, _, sent in states):
            return month
    return None


def live_on(pool: Pool, sending: Sending, state: State, *, is_first: bool) -> set[State]:
    """Everything that one month may come to (RULES.md §3)."""
    lots, sent_before, sent = state
    alive = list(lots if is_first else (*lots[1:], 0))
    take(alive, max(0, sum(alive) - pool.cap))
    alive[-1] += min(pool.grant, pool.cap - sum(alive))
    rate = sending.return_rate
    alive[-1] += floor(rate * sent) - floor(rate * sent_before)
    unsent = sending.to_send - sent
    purchase_cap = unsent if pool.purchase_limit is None else pool.purchase_limit
    most_sent = unsent if sending.send_limit is None else min(unsent, sending.send_limit)
    found = set()
    for bought in range(purchase_cap + 1):
        for messages in range(min(most_sent, sum(alive) + bought) + 1):
            left = [*alive[:-1], alive[-1] + bought]
            take(left, messages)
            found.add((tuple(left), sent, sent + messages))
    return found


def take(lots: list[int], credits: int) -> None:
    """Remove credits, soonest to expire first."""
    for place, lot in enumerate(lots):
        taken = min(lot, credits)
        lots[place] -= taken
        credits -= taken


pools = st.builds(
    lambda grant, room, life, limit: Pool(
        grant=grant, cap=grant + room, life=life, purchase_limit=limit
    ),
    st.integers(0, 2),
    st.integers(0, 3),
    st.integers(1, 3),
    limits(2),
)
sendings = st.builds(
    Sending,
    to_send=st.integers(1, 7),
    return_rate=st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)]),
    send_limit=limits(3, least=1),
    opening_balance=st.integers(0, 3),
)


@example(
    Pool(grant=0, cap=5, life=3, purchase_limit=2),
    Sending(to_send=7, return_rate=Fraction(0), send_limit=4, opening_balance=3),
)
@given(pools, sendings)
def test_buying_as_it_is_sent_is_the_earliest_where_only_one_limit_is_there(
    pool: Pool, sending: Sending
) -> None:
    rows = simulate(pool, sending)
    is_done = sum(row.sent for row in rows) == sending.to_send
    found = earliest(pool, sending)
    if sending.send_limit is None or not pool.purchase_limit:
        assert found == (len(rows) if is_done else None)
    else:
        assert found is None or not is_done or found <= len(rows)


def test_where_both_limits_are_there_buying_ahead_may_be_sooner() -> None:
    # RULES.md §4: 5 sent and 2 bought to keep, then 4.
    pool = Pool(grant=0, cap=5, life=3, purchase_limit=2)
    sending = Sending(to_send=9, return_rate=Fraction(0), send_limit=5, opening_balance=5)
    rows = simulate(pool, sending)
    assert (earliest(pool, sending), len(rows)) == (2, 3)
