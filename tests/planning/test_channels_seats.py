"""Which plan's seats InMail takes beside other channels, and how they are paid (RULES.md §10)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.planning.channels import (
    ChannelShare,
    describe_payment,
    describe_units,
    explain_plan,
    find_channel_plan,
    name_units,
)
from planner.planning.scenario import HeldSeats
from tests.planning.builders import make_scenario, make_terms
from tests.planning.channel_book import EMAIL, START, make_inmail, make_request

CORE = make_terms(
    slug="core",
    name="Sales Navigator Core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=Decimal("1079.88"),
    purchase_limit=0,
)


def find_share(
    *, people: int, deadline: date = date(2027, 11, 30), **scenario: Any
) -> ChannelShare:
    asked = make_scenario(start_on=START, seats="best", **scenario)
    request = make_request(
        channels=(),
        inmail=make_inmail(CORE, scenario=asked),
        people=people,
        target=people,
        deadline=deadline,
    )
    (share,) = find_channel_plan(request).shares
    return share


@pytest.mark.parametrize(
    ("people", "deadline", "payment", "words"),
    [
        (
            1_600,
            date(2027, 11, 30),
            "annual",
            "3 seats of Sales Navigator Core for 10 months, paid by the year",
        ),
        (
            60,
            date(2027, 1, 31),
            "monthly",
            "1 seat of Sales Navigator Core for 2 months, paid by the month",
        ),
        (
            700,
            date(2028, 1, 31),
            "both",
            "1 seat of Sales Navigator Core for 13 months, paid by the year and by the month",
        ),
    ],
)
def test_seats_have_the_name_of_their_plan_and_how_they_are_paid(
    people: int, deadline: date, payment: str, words: str
) -> None:
    share = find_share(people=people, deadline=deadline)
    assert (share.payment, describe_units(share)) == (payment, words)
    assert share.new_seats == share.units


def test_the_sentence_of_the_plan_names_it() -> None:
    request = make_request(channels=(), inmail=make_inmail(CORE), people=60, target=60)
    told = explain_plan(find_channel_plan(request))
    assert told.startswith(
        "InMail: 60 people with 1 seat of Sales Navigator Core for 2 months, paid"
    )


def test_seats_that_are_there_are_neither_new_nor_paid_again() -> None:
    held = HeldSeats(plan="core", seats=2, credits=300, paid_until=date(2027, 11, 30))
    share = find_share(people=60, held_seats=(held,))
    assert (share.new_seats, share.payment, describe_payment(share)) == (0, None, "")
    assert name_units(share) == "2 seats of Sales Navigator Core"
    assert describe_units(share) == "2 seats of Sales Navigator Core for 1 month"


def test_units_of_other_channels_have_no_plan() -> None:
    (share,) = find_channel_plan(make_request(channels=(EMAIL,), target=100)).shares
    assert (share.payment, share.new_seats, describe_payment(share)) == (None, 0, "")
    assert name_units(share).endswith("mailboxes") or name_units(share) == "1 mailbox"
