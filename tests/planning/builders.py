"""Plans and scenarios for tests: the article's example, changed where a test needs it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from planner.planning.days import DAY
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.groups import SeatGroup
from planner.planning.ledger import Ledger, run_ledger
from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.sending import Sending
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from planner.planning.timeline import Calendar, Timeline, timeline_of
from planner.planning.wallet import LedgerRow

START = date(2026, 11, 1)
COLUMNS = LedgerRow._fields
NO_PRICES: dict[str, Any] = {"monthly_price": None, "annual_price": None, "credit_price": None}


def make_terms(**changes: Any) -> Terms:
    """The article's "Account with Sales Navigator"."""
    usual: dict[str, Any] = {
        "slug": "navigator",
        "name": "Navigator",
        "monthly_credits": 20,
        "rollover_cap": 60,
        "credit_lifetime_days": 90,
        "monthly_price": Decimal("79.99"),
        "annual_price": Decimal("779.88"),
        "credit_price": Decimal("10.00"),
    }
    return Terms(**usual | changes)


def make_scenario(*, opening_balance: int = 0, **changes: Any) -> Scenario:
    """The article's 100 leads without a reply, reached by one seat.

    An `opening_balance` is held on the plan "navigator" by all seats, which are paid for until the
    day before the start.
    """
    usual: dict[str, Any] = {"target": 100, "start_on": START, "seats": 1}
    if opening_balance:
        asked = usual | changes
        usual["held_seats"] = (
            held(asked["seats"], opening_balance, paid_until=asked["start_on"] - DAY),
        )
    return Scenario(**usual | changes)


def held(
    seats: int = 1, credits: int = 0, *, paid_until: date = START - DAY, plan: str = "navigator"
) -> HeldSeats:
    """Seats that are there on the start day."""
    return HeldSeats(plan=plan, seats=seats, credits=credits, paid_until=paid_until)


def estimate(strategy: Strategy, terms: Terms | None = None, **changes: Any) -> Estimate:
    """The article's plan, or `terms`, for the article's scenario with `changes`."""
    return make_estimate(terms or make_terms(), make_scenario(**changes), strategy)


def make_group(*, seats: int = 1, credits: int = 0, life: int = 3, **terms: Any) -> SeatGroup:
    """Seats that renew, and are granted credits, on the start day and every month after it."""
    days = life * 30  # a little less than so many months
    return SeatGroup(
        terms=make_terms(**{"credit_lifetime_days": days, **terms}),
        seats=seats,
        calendar=Calendar(START, "renewal", grants_on_start=False),
        credits=credits,
    )


def make_sending(to_send: int = 100, *, rate: str = "0", **changes: Any) -> Sending:
    """What is to be sent, with limits where a test sets them."""
    return Sending(to_send=to_send, return_rate=Fraction(rate), **changes)


def list_unsent(ledger: Ledger, to_send: int) -> list[int]:
    """Of `to_send` messages on credits those that a ledger leaves unsent, slice by slice."""
    sent = [0] * max(map(len, ledger.rows))
    for rows in ledger.rows:
        for row in rows:
            sent[row.slice] += row.sent
    return [to_send - number for number in accumulate(sent)]


def months_of(group: SeatGroup) -> Timeline:
    """A timeline whose slices are the months of a group that renews on the start day."""
    return timeline_of(make_scenario(), [group.calendar])


def run(
    group: SeatGroup,
    sending: Sending,
    *,
    first_send_month: int = 1,
    purchase_cap: int | None = 0,
    months: int = 12,
) -> list[LedgerRow]:
    """The rows of one group, a month each."""
    ledger = run_ledger(
        [group],
        sending,
        months_of(group),
        first_slice=first_send_month - 1,
        purchase_cap=purchase_cap,
        end=months,
    )
    return list(ledger.rows[0])


def run_groups(groups: Sequence[SeatGroup], sending: Sending, scenario: Scenario) -> Ledger:
    """The ledger of several groups, without a purchase."""
    timeline = timeline_of(scenario, [group.calendar for group in groups])
    return run_ledger(groups, sending, timeline)


def column(rows: Sequence[LedgerRow], name: str) -> list[int]:
    """One column of the ledger, slice by slice."""
    return [row[COLUMNS.index(name)] for row in rows]


def column_of(answer: Estimate, name: str) -> list[int]:
    """One column of an estimate's schedule, row by row."""
    return column([row.ledger for row in answer.schedule], name)


def bought_of(answer: Estimate) -> int | None:
    return None if answer.credits is None else answer.credits.bought
