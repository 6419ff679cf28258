"""A person's own figures in place of those published (RULES.md §10)."""

from dataclasses import replace
from decimal import Decimal

from planner.planning.channels import OWN_FIGURES, Channel, ChannelFigures
from planner.planning.channels.channel import CHOICES
from planner.planning.worth.funnel import Effort
from tests.planning.channel_book import EMAIL, INVITATIONS


def test_what_is_not_given_stays_as_published() -> None:
    assert ChannelFigures(channel="email").apply_to(EMAIL) == EMAIL


def test_an_own_reply_rate_is_of_the_people() -> None:
    assert INVITATIONS.reply_of == "accepted"
    own = ChannelFigures(channel="invitations", reply_rate=Decimal("0.1"), reach=Decimal("0.6"))
    channel = own.apply_to(INVITATIONS)
    assert (channel.reply_of, channel.reply_rate) == ("people", Decimal("0.1"))
    assert channel.reply_share == Decimal("0.1")
    assert channel.reach == Decimal("0.6")


def test_an_own_capacity_holds_from_the_first_week_on() -> None:
    channel = ChannelFigures(channel="email", capacity=40, most_units=2).apply_to(EMAIL)
    assert (channel.capacity, channel.ramp, channel.most_units) == (Decimal(40), (), 2)


def test_every_number_of_a_channel_can_be_entered() -> None:
    numbers = {*Channel.__dataclass_fields__, *Effort.__dataclass_fields__} - {
        *CHOICES,
        *("slug", "name", "unit", "ramp", "unit_is_person", "needs_consent", "effort"),
        "citations",
    }
    assert {*OWN_FIGURES} == numbers


def test_own_minutes_leave_those_that_are_not_given() -> None:
    own = ChannelFigures(channel="email", minutes_per_message=2, minutes_per_meeting=0)
    effort = Effort(minutes_per_answer=Decimal(5), minutes_per_meeting=Decimal(60))
    channel = own.apply_to(replace(EMAIL, effort=effort))
    assert channel.effort == Effort(minutes_per_message=Decimal(2), minutes_per_answer=Decimal(5))


def test_a_price_that_is_unknown_is_known_by_the_own_one() -> None:
    own = ChannelFigures(channel="email", tool_price=Decimal(39), lead_days=28, touches=2)
    channel = own.apply_to(replace(EMAIL, tool_price=None))
    assert (channel.tool_price, channel.lead_days, channel.touches) == (Decimal(39), 28, 2)
