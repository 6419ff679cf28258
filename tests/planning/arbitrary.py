"""Any plan and any scenario, for properties: small numbers, every limit in play."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planner.planning.days import DAY, SENDS_ON
from planner.planning.goals import GOALS
from planner.planning.groups import SeatGroup
from planner.planning.money import BILLINGS
from planner.planning.scenario import ANSWERS_COME, BEST, HeldSeats, Scenario
from planner.planning.sending import Sending
from planner.planning.strategies import STRATEGIES
from planner.planning.terms import GRANT_DAYS, Terms
from tests.planning.builders import held, make_group, make_sending, make_terms

strategies = st.sampled_from(STRATEGIES)


# Thousandths, and often those that rounding is about.
shares = st.one_of(
    st.sampled_from(["0", "0.1", "0.25", "0.3", "0.5", "0.99", "1"]).map(Decimal),
    st.integers(0, 1_000).map(lambda thousandths: Decimal(thousandths) / 1_000),
)


def limits(most: int, *, least: int = 0) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(least, most)


def prices(most_cents: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most_cents).map(lambda cents: Decimal(cents) / 100)


@st.composite
def plans(draw: st.DrawFn, *, priced: bool = True) -> Terms:
    """Terms of one seat; with `priced=False` any price may be unknown."""
    unknown = st.nothing() if priced else st.none()
    grant = draw(st.sampled_from([0, 1, 5, 20]) | st.integers(0, 30))
    return make_terms(
        monthly_credits=grant,
        rollover_cap=grant + draw(st.sampled_from([0, grant, 2 * grant]) | st.integers(0, 60)),
        credit_lifetime_days=draw(st.sampled_from([30, 60, 90, 120, 200])),
        monthly_price=draw(unknown | prices(10_000)),
        annual_price=draw(unknown | prices(100_000)),
        credit_price=draw(unknown | prices(2_000)),
        purchase_limit=draw(limits(20)),
        trial_months=draw(st.integers(0, 3)),
        grant_day=draw(st.sampled_from(GRANT_DAYS)),
        grants_on_start=draw(st.booleans()),
    )


def some_plans(*, priced: bool = False) -> st.SearchStrategy[list[Terms]]:
    """Up to three plans with different slugs."""
    return st.lists(plans(priced=priced), min_size=1, max_size=3).map(
        lambda drawn: [replace(terms, slug=f"plan-{i}") for i, terms in enumerate(drawn)]
    )


@st.composite
def finely_priced_plans(draw: st.DrawFn) -> Terms:
    """Terms of one seat, its prices in hundredths of a cent."""
    fine = st.integers(0, 1_000_000).map(lambda number: Decimal(number) / 10_000)
    return replace(
        draw(plans()),
        monthly_price=draw(fine),
        annual_price=draw(fine),
        credit_price=draw(fine),
    )


@st.composite
def scenarios(draw: st.DrawFn, /, *, opening_balance: int = 0, **fixed: Any) -> Scenario:
    """Any scenario, but for the fields in `fixed`; half of them with one group of seats.

    An `opening_balance` is held on the plan "navigator" (see `make_scenario`).
    """
    reply_rate = draw(shares)
    decline_rate = min(draw(shares), 1 - reply_rate)
    start_on = date(2026, 11, draw(st.integers(1, 30)))
    drawn: dict[str, Any] = {
        "target": draw(st.integers(1, 150)),
        "start_on": start_on,
        # The later goals differ by their messages alone (`test_worth_of_scenarios.py`).
        "goal": draw(st.sampled_from(GOALS[:2] if reply_rate else GOALS[:1])),
        "deadline_months": draw(st.integers(1, 15)),
        "seats": draw(st.integers(1, 3)),
        "billing": draw(st.sampled_from(BILLINGS)),
        "reply_rate": reply_rate,
        "decline_rate": decline_rate,
        "declines_return_credit": draw(st.booleans()),
        "open_profile_share": draw(st.just(Decimal(0)) | shares),
        "monthly_send_limit": draw(limits(40, least=1)),
        "use_trial": draw(st.booleans()),
    }
    if draw(st.booleans()):
        drawn |= draw(rules_of_seats(start_on))
    if opening_balance:
        drawn["held_seats"] = (held(1, opening_balance, paid_until=start_on - DAY),)
    if "deadline_months" in fixed:
        drawn["deadline_on"] = None
    if "seats" in fixed:
        drawn["max_seats"] = None
    if "start_on" in fixed:
        drawn |= {"held_seats": (), "deadline_on": None}
    return Scenario(**drawn | fixed)


@st.composite
def rules_of_seats(draw: st.DrawFn, start_on: date) -> dict[str, Any]:
    """The fields on seats, their limits and their days."""
    seats = draw(st.just(BEST) | st.integers(1, 3))
    return {
        "seats": seats,
        "max_seats": draw(limits(4, least=1)) if seats == BEST else None,
        "held_seats": tuple(draw(st.lists(held_seats(start_on), max_size=2))),
        "deadline_on": draw(st.none() | days_from(start_on, most=300)),
        "answers_come": draw(st.sampled_from(ANSWERS_COME)),
        "grants_on_start": draw(st.none() | st.booleans()),
        "seat_daily_limit": draw(limits(3, least=1)),
        "seat_monthly_limit": draw(limits(30, least=1)),
        "sends_on": draw(st.sampled_from(SENDS_ON)),
    }


def days_from(start_on: date, *, most: int) -> st.SearchStrategy[date]:
    """Days up to `most` days after a day."""
    return st.integers(0, most).map(lambda days: start_on + timedelta(days=days))


def held_seats(start_on: date) -> st.SearchStrategy[HeldSeats]:
    """Seats held, often on the plan that `plans` draws, or on the first of `some_plans`."""
    return st.builds(
        held,
        st.integers(1, 2),
        st.integers(0, 60),
        paid_until=st.just(start_on - DAY) | days_from(start_on - DAY, most=100),
        plan=st.sampled_from(["navigator", "navigator", "plan-0"]),
    )


@st.composite
def groups(draw: st.DrawFn) -> SeatGroup:
    """Seats of one plan whose slices are the months from the start on."""
    grant = draw(st.integers(0, 12))
    return make_group(
        seats=draw(st.sampled_from([1, 1, 3])),
        credits=draw(st.just(0) | st.integers(0, 40)),
        life=draw(st.integers(1, 6)),
        monthly_credits=grant,
        rollover_cap=grant + draw(st.integers(0, 30)),
        purchase_limit=draw(limits(8)),
    )


@st.composite
def sendings(draw: st.DrawFn) -> Sending:
    numerator, denominator = draw(shares).as_integer_ratio()
    return make_sending(
        draw(st.integers(1, 120)),
        rate=f"{numerator}/{denominator}",
        monthly_limit=draw(limits(20, least=1)),
        seat_monthly_limit=draw(limits(20, least=1)),
        seat_daily_limit=draw(st.none() | st.just(1)),
        at_once=draw(st.booleans()),
    )


@st.composite
def sold_plans(draw: st.DrawFn) -> Terms:
    """Terms as they are sold: a month's credits for tens of dollars, a credit for about ten."""
    grant = draw(st.sampled_from([0, 5, 15, 20, 30, 50]))
    return make_terms(
        monthly_credits=grant,
        rollover_cap=draw(st.sampled_from([3, 4])) * grant + draw(st.sampled_from([0, 0, 5])),
        credit_lifetime_days=draw(st.sampled_from([90, 120])),
        monthly_price=draw((st.sampled_from([1, 10]) | st.integers(20, 300)).map(Decimal)),
        annual_price=draw(st.none() | st.integers(300, 3_000).map(Decimal)),
        credit_price=draw((st.just(10) | st.integers(5, 20)).map(Decimal)),
        purchase_limit=draw(st.sampled_from([None, None, None, 0, 10])),
        trial_months=draw(st.sampled_from([0, 1])),
        grant_day=draw(st.sampled_from(GRANT_DAYS)),
    )


@st.composite
def usual_scenarios(draw: st.DrawFn) -> Scenario:
    """Up to some hundreds of people with few answers, in up to two years."""
    return draw(
        scenarios(
            target=draw(st.integers(1, 150) | st.integers(1, 400)),
            goal="contacted",
            deadline_months=draw(st.sampled_from([12, 24]) | st.integers(1, 24)),
            use_trial=draw(st.sampled_from([False, False, True])),
            seats=draw(st.sampled_from([1, 1, 2, BEST])),
            reply_rate=draw(st.integers(0, 30) | st.integers(10, 30)) / Decimal(100),
            decline_rate=draw(st.sampled_from([0, 10])) / Decimal(100),
            open_profile_share=Decimal(0),
            monthly_send_limit=draw(st.sampled_from([None, None]) | st.integers(10, 100)),
            **draw(st.sampled_from([{}, {"opening_balance": 20}])),
        )
    )
