"""What limits, rates, figures and consents of channels are called (RULES.md §10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.planning.channels import (
    Channel,
    Limit,
    describe_reply_share,
    explain_consent,
    explain_limit,
    explain_plan,
    find_channel_plan,
    name_figure,
)
from planner.planning.channels.explanation import describe_capacity
from tests.planning.channel_book import (
    CALLS,
    EMAIL,
    GROUPS,
    INVITATIONS,
    MESSAGE_ADS,
    make_channel,
    make_inmail,
    make_request,
)

CAPACITY = Limit(kind="capacity", needed=Fraction(400), available=Fraction(180))


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (INVITATIONS, "5.67 % of people (27 % accept, 21 % of these reply)"),
        (replace(INVITATIONS, acceptance_rate=None), ""),
        (EMAIL, "3.43 % of people"),
        (
            replace(EMAIL, reply_rate=Decimal("0.0059"), reply_of="touches"),
            "1.76 % of people (0.59 % of touches)",
        ),
        (make_inmail(reply_rate="0.1"), "10 % of people"),
    ],
)
def test_replies_are_a_share_of_the_people_whatever_they_are_published_of(
    channel: Channel, words: str
) -> None:
    assert describe_reply_share(channel) == words


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (INVITATIONS, "100 a week each"),
        (EMAIL, "15 a sending day each"),
        (GROUPS, "15 a month each"),
        (replace(GROUPS, capacity_per="once", capacity=Decimal("2000")), "2,000 in all each"),
        (MESSAGE_ADS, ""),
        (make_channel(capacity=None), ""),
    ],
)
def test_a_capacity_is_of_one_unit_in_its_time(channel: Channel, words: str) -> None:
    assert describe_capacity(channel) == words


def test_what_can_do_no_more_is_named_with_its_unit() -> None:
    needed = "can reach 180 people by the deadline, and 400 people are needed."
    assert explain_limit(CAPACITY, GROUPS) == f"1 person, at 15 a month each, {needed}"
    assert explain_limit(CAPACITY, EMAIL) == f"Every mailbox {needed}"
    ads = replace(MESSAGE_ADS, most_units=1)
    assert explain_limit(CAPACITY, ads) == f"1 campaign {needed}"


@pytest.mark.parametrize(
    ("channel", "field", "words"),
    [
        (INVITATIONS, "reply_rate", "reply rate of accepted"),
        (make_inmail(), "reply_rate", "reply rate of people"),
        (EMAIL, "capacity", "capacity a sending day"),
        (EMAIL, "reach", "reach of the list"),
        (EMAIL, "unit_price", "unit price"),
    ],
)
def test_a_figure_is_named_with_what_it_is_of(channel: Channel, field: str, words: str) -> None:
    assert name_figure(channel, field) == words


def test_own_hours_stand_beside_the_cash() -> None:
    calls = find_channel_plan(make_request(channels=(CALLS,), target=379))
    # 3 minutes each.
    assert explain_plan(calls).endswith(
        "In all $0.00 and 19.0 own hours: no plan over these channels costs less."
    )
    one = find_channel_plan(make_request(channels=(CALLS,), target=20))
    assert "$0.00 and 1.0 own hour:" in explain_plan(one)


def test_what_costs_nothing_is_not_called_free() -> None:
    def end(channel: Channel) -> str:
        plan = find_channel_plan(make_request(channels=(channel,), target=60, people=100))
        return explain_plan(plan).rpartition("In all ")[2]

    free = replace(INVITATIONS, reply_rate=None)
    proof = "no plan over these channels costs less."
    assert end(free) == f"$0.00, own time not counted: {proof}"
    # Minutes for each reply, of which it is not known how many there are.
    unknown = replace(free, effort=replace(free.effort, minutes_per_answer=Decimal(5)))
    assert end(unknown) == f"$0.00, own time not known: {proof}"
    assert end(replace(unknown, unit_price=Decimal(10))) == f"$10.00: {proof}"


def explain(target: int, *channels: Channel, people: int = 100) -> str:
    request = make_request(
        target=target, people=people, channels=channels, has_consent=False,
        deadline=date(2027, 2, 28),
    )  # fmt: skip
    agreed = find_channel_plan(replace(request, has_consent=True))
    return explain_consent(find_channel_plan(request), agreed)


def test_what_a_consent_costs_is_the_difference_of_two_plans() -> None:
    dear = replace(GROUPS, contact_price=Decimal(10), reach=Decimal(1), most_units=None)
    left_out = "Cold e-mail: left out without the consent of the people."
    # $1,000 of group messages, or 1 mailbox, 1 domain and 2 months: $105.40.
    assert explain(100, EMAIL, dear) == f"{left_out} With it the cheapest plan costs $894.60 less."
    assert explain(100, EMAIL) == f"{left_out} With it the goal is reached for $105.40."
    free = replace(GROUPS, reach=Decimal(1), most_units=None)
    assert explain(100, EMAIL, free) == f"{left_out} With it no plan was found that costs less."
    short = replace(EMAIL, reach=Decimal("0.5"))
    assert explain(100, short) == f"{left_out} With it, too, no plan was found that is in time."
