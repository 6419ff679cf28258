"""Buying now for audiences, with seats that end a month before the others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.planning.audience import Audience
from tests.planning.audiences import START, asked, cheapest
from tests.planning.builders import make_terms


def test_where_no_number_of_seats_is_in_time_the_cheapest_of_the_soonest_is_taken() -> None:
    early = Audience(name="A", target=400, deadline_on=START, reply_rate=Decimal("0.2"))
    later = Audience(name="B", target=90, reply_rate=Decimal("0.05"))
    terms = make_terms(purchase_limit=2, monthly_credits=10, rollover_cap=30)
    scenario = asked(early, later, max_seats=12)
    made = cheapest(terms, scenario, "buy_now")
    assert made.status == "misses_deadline"
    others = [cheapest(terms, replace(scenario, seats=seats), "buy_now") for seats in range(1, 13)]
    assert (made.months, made.total) == min((one.months, one.total) for one in others)


def test_fewer_staying_are_no_choice_where_messages_to_open_profiles_are_late_then() -> None:
    """Later messages on credits leave the last days less room (RULES.md §3)."""
    terms = make_terms(
        monthly_credits=150, rollover_cap=600, credit_lifetime_days=120, monthly_price=None,
        annual_price=Decimal(10_800), purchase_limit=0,
    )  # fmt: skip
    scenario = asked(
        Audience(
            name="A", target=790, deadline_on=date(2027, 2, 17), reply_rate=Decimal("0.05"),
            priority=2,
        ),
        Audience(
            name="B", target=1_489, deadline_on=date(2027, 3, 3), reply_rate=Decimal("0.08"),
            decline_rate=Decimal("0.05"),
        ),
        Audience(
            name="C", target=803, deadline_on=date(2027, 2, 25), reply_rate=Decimal("0.12"),
            decline_rate=Decimal("0.1"), open_profile_share=Decimal("0.3"),
        ),
        goal="replied", reply_rate=Decimal("0.1"), seat_daily_limit=10, sends_on="weekdays",
        deadline_months=12,
    )  # fmt: skip
    made = cheapest(terms, scenario, "buy_now")
    assert (made.status, made.seats, made.total) == ("ok", 87, Decimal(939_600))
    # One seat fewer is late, however many of them stay.
    assert cheapest(terms, replace(scenario, seats=86), "buy_now").status != "ok"
