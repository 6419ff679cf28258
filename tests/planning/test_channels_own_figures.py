"""A person's own figures in place of those published (RULES.md §10)."""

from decimal import Decimal

from planner.planning.channels import ChannelFigures
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
