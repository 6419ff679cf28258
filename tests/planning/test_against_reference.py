"""The ledger and the search against the slow reading of the same rules in reference.py."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.planning.credits import Sending, run_ledger
from planner.planning.strategies import fewest_bought_by_month, month_to_start_sending
from planner.planning.terms import Pool
from tests.planning import reference
from tests.planning.arbitrary import limits, pools, sendings, up_to


@up_to(500)
@given(pools(), sendings(), st.integers(1, 6), limits(60))
def test_every_figure_of_every_month_is_that_of_the_reference(
    pool: Pool, sending: Sending, first_send_month: int, purchase_cap: int | None
) -> None:
    asked: dict[str, Any] = {
        "first_send_month": first_send_month,
        "purchase_cap": purchase_cap,
        "months": 24,
    }
    assert run_ledger(pool, sending, **asked) == reference.simulate(pool, sending, **asked)


@up_to(500)
@given(pools(), sendings())
def test_saving_up_ends_in_the_same_month(pool: Pool, sending: Sending) -> None:
    assert month_to_start_sending(pool, sending) == reference.month_to_start_sending(pool, sending)


@up_to(200)
@given(pools(), sendings(), st.integers(1, 10))
def test_the_search_finds_what_trying_every_number_finds(
    pool: Pool, sending: Sending, months: int
) -> None:
    tried = {
        month: reference.fewest_bought(pool, sending, months=month)
        for month in range(1, months + 1)
    }
    found = dict(fewest_bought_by_month(pool, sending, months))
    assert found == {month: bought for month, bought in tried.items() if bought is not None}
