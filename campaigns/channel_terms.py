"""A channel's terms: the one list that is read wherever they are stored, asked for or shown.

A new term is its rule and field of the engine's `Channel` (or `Effort`), its column in
`ChannelFigures` with a migration, and an entry here: admin, loader, TOML and page follow.
"""

from decimal import Decimal
from typing import Any

from campaigns.channel_term import NO_LIMIT, ChannelTerm
from planner.planning.channels import Channel
from planner.planning.channels.channel import (
    MOST_AUDIENCE,
    MOST_LEAD_DAYS,
    MOST_TOUCHES,
    MOST_UNITS,
)

CHANNEL_TERMS: tuple[ChannelTerm, ...] = (
    ChannelTerm(
        name="capacity",
        label="Touches of a unit",
        kind="touches",
        may_be_empty=True,
        help="What one unit can send or do in the time named beside it. Empty: unknown.",
    ),
    ChannelTerm(
        name="capacity_per",
        label="Touches are counted",
        kind="choice",
        qualifies="capacity",
        words=(
            ("day", "a sending day"),
            ("week", "a week"),
            ("month", "a month, not carried over"),
            ("once", "in all"),
            ("unlimited", "no limit"),
        ),
        help="The time that the capacity is for.",
    ),
    ChannelTerm(
        name="ramp",
        label="Touches in the first weeks",
        kind="weeks",
        usual=(),
        help="A number for each of the first weeks, in place of the capacity of a day or a week: "
        "0 5 10. Empty: the full capacity at once.",
    ),
    ChannelTerm(
        name="lead_days",
        label="Days from order to use",
        kind="whole",
        most=MOST_LEAD_DAYS,
        usual=0,
        help="Days after the order before a unit can be used; it is paid for meanwhile.",
    ),
    ChannelTerm(
        name="loss_rate",
        label="Of the units, lost a month",
        kind="share",
        usual=Decimal(0),
        help="The share of the units that a month takes.",
    ),
    ChannelTerm(
        name="most_units",
        label="Most units",
        kind="limit",
        may_be_empty=True,
        most=MOST_UNITS,
        usual=None,
        help="The most units that there can be. Empty: no limit.",
    ),
    ChannelTerm(
        name="unit_is_person",
        label="A unit is a person",
        kind="flag",
        usual=False,
        words=(("false", "no"), ("true", "yes")),
        help="Somebody who sends or calls: there are as many units as a question has people who "
        "send.",
    ),
    ChannelTerm(
        name="unit_price",
        label="Price of a unit a month",
        kind="dollars",
        may_be_empty=True,
        usual=Decimal(0),
        help="Dollars. Empty: unknown; 0: free.",
    ),
    ChannelTerm(
        name="set_up_price",
        label="Price of a set-up",
        kind="dollars",
        may_be_empty=True,
        usual=Decimal(0),
        help="Dollars. Empty: unknown; 0: free.",
    ),
    ChannelTerm(
        name="units_per_set_up",
        label="Units that share a set-up",
        kind="whole",
        least=1,
        most=MOST_UNITS,
        usual=1,
        help="For instance the mailboxes of a domain.",
    ),
    ChannelTerm(
        name="tool_price",
        label="Price of the tool a month",
        kind="dollars",
        may_be_empty=True,
        usual=Decimal(0),
        help="Dollars for all units together. Empty: unknown; 0: free.",
    ),
    ChannelTerm(
        name="touch_price",
        label="Price of a touch",
        kind="dollars",
        may_be_empty=True,
        usual=Decimal(0),
        help="Dollars. Empty: unknown; 0: free.",
    ),
    ChannelTerm(
        name="contact_price",
        label="Price of a person’s contact data",
        kind="dollars",
        may_be_empty=True,
        usual=Decimal(0),
        help="Dollars. Empty: unknown; 0: free.",
    ),
    ChannelTerm(
        name="touches",
        label="Touches to a person",
        kind="whole",
        least=1,
        most=MOST_TOUCHES,
        help="How often each person is written to or called.",
    ),
    ChannelTerm(
        name="reach",
        label="Of a list, can be reached",
        kind="share",
        usual=Decimal(1),
        help="For instance those whose e-mail address can be found.",
    ),
    ChannelTerm(
        name="least_audience",
        label="Smallest audience",
        kind="whole",
        most=MOST_AUDIENCE,
        usual=0,
        help="The fewest people that it can be used for.",
    ),
    ChannelTerm(
        name="acceptance_rate",
        label="Of the people invited, accept",
        kind="share",
        may_be_empty=True,
        usual=None,
        help="Of the people invited. Empty: unknown.",
    ),
    ChannelTerm(
        name="reply_rate",
        label="Share that answers",
        kind="share",
        may_be_empty=True,
        help="Of what is named beside it. Empty: unknown.",
    ),
    ChannelTerm(
        name="reply_of",
        label="Answers are a share",
        kind="choice",
        qualifies="reply_rate",
        words=(
            ("people", "of the people"),
            ("touches", "of the touches"),
            ("accepted", "of those who accepted"),
        ),
        help="What the share that answers is a share of.",
    ),
    ChannelTerm(
        name="positive_share",
        label="Of the answers, positive",
        kind="share",
        may_be_empty=True,
        help="Of the answers, those that are no “no”. Empty: unknown.",
    ),
    ChannelTerm(
        name="meeting_rate",
        label="Of the positive answers, a meeting held",
        kind="share",
        may_be_empty=True,
        help="Of the positive answers. Empty: unknown.",
    ),
    ChannelTerm(
        name="win_rate",
        label="Of the meetings held, a customer",
        kind="share",
        may_be_empty=True,
        help="Of the meetings held. Empty: unknown.",
    ),
    ChannelTerm(
        name="minutes_per_message",
        label="Minutes for a touch",
        kind="minutes",
        usual=Decimal(0),
        help="A person’s own time.",
    ),
    ChannelTerm(
        name="minutes_per_answer",
        label="Minutes for an answer",
        kind="minutes",
        usual=Decimal(0),
        help="A person’s own time.",
    ),
    ChannelTerm(
        name="minutes_per_meeting",
        label="Minutes for a meeting",
        kind="minutes",
        usual=Decimal(0),
        help="A person’s own time.",
    ),
    ChannelTerm(
        name="sends_on",
        label="Sending days",
        kind="choice",
        words=(("weekdays", "Monday to Friday"), ("every_day", "every day")),
        help="The days on which units are used.",
    ),
    ChannelTerm(
        name="needs_consent",
        label="Needs consent",
        kind="flag",
        usual=False,
        words=(("false", "depends on the country"), ("true", "everywhere")),
        help="Only with the person’s consent, wherever the person is. Countries have rules of "
        "their own below.",
    ),
)
TERMS_BY_NAME = {term.name: term for term in CHANNEL_TERMS}
# The least and the most of every term that is a number.
NUMBERS = {term.name: term.bounds for term in CHANNEL_TERMS if term.bounds}
# By the term that they follow, the terms that qualify another one.
QUALIFIERS = {term.qualifies: term for term in CHANNEL_TERMS if term.qualifies}


def value_in(channel: Channel, term: ChannelTerm) -> Any:
    """The value of a term in the engine's channel."""
    return getattr(channel.effort if term.kind == "minutes" else channel, term.name)


def show_term(channel: Channel, term: ChannelTerm) -> str:
    """The value of a term in words, with what qualifies it: "15 a sending day"."""
    value = value_in(channel, term)
    qualifier = QUALIFIERS.get(term.name)
    if qualifier is None:
        return term.text_of(value)
    words = qualifier.text_of(value_in(channel, qualifier))
    if words == NO_LIMIT:
        return words
    return term.text_of(value) if value is None else f"{term.text_of(value)} {words}"
