"""Published figures of a channel that contradict each other, each to be planned with by one press.

A press fills the person's own figures of the channel, so that address, file and saved campaign have
the choice; nothing is averaged.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from campaigns.channel_terms import QUALIFIERS, TERMS_BY_NAME, value_in
from campaigns.forms import CHANNEL_FIGURES, OTHER_RATES
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.reply_rate_presets import PUBLISHED
from planner.planning.channels import OWN_FIGURES, Channel, Citation
from planner.planning.wording import exact_percent, percent

CHANNEL_KEY = re.compile(rf"{CHANNEL_FIGURES}-(\d+)-channel")


class PublishedChoice(NamedTuple):
    """A published figure: as published, where it is from, what to plan with and by which link."""

    published: str
    source: str
    sample: str
    grade: str
    read_on: date | None
    plan_with: str
    address: str
    is_current: bool


class FigureChoices(NamedTuple):
    """What is published of a figure of a channel, side by side; `current` is what is planned."""

    channel: str
    figure: str
    current: str
    choices: tuple[PublishedChoice, ...]


def list_choices(query: Query, links: Links, channels: tuple[Channel, ...]) -> list[FigureChoices]:
    """The figures of these channels of which different numbers are published, InMail's first."""
    rows = _find_rows(query)
    of_channels = (
        _draw_figure(channel, field, citations, links, _row_for(rows, channel.slug))
        for channel in channels
        for field in OWN_FIGURES
        if (citations := _cited_with_numbers(channel, field))
    )
    return [_draw_reply_rate(query, links), *of_channels]


def _draw_reply_rate(query: Query, links: Links) -> FigureChoices:
    """InMail's replies, which are a figure of the question itself."""
    now = query.scenario.reply_rate
    return FigureChoices(
        channel="InMail",
        figure=TERMS_BY_NAME["reply_rate"].label.lower(),
        current=f"{percent(now)} of the people" if now else "?",
        choices=tuple(
            PublishedChoice(
                published=one.value,
                source=one.source,
                sample=one.sample,
                grade=one.grade,
                read_on=one.read_on,
                plan_with=f"{percent(known)} of the people",
                address=f"{_address_with_rate(links, percent(known))}#channel-choices",
                is_current=known == now,
            )
            for one in PUBLISHED
            if (known := one.number) is not None
        ),
    )


def _address_with_rate(links: Links, rate: str) -> str:
    """The study's page with a reply rate in place of a range or a track record."""
    others = dict.fromkeys(OTHER_RATES, "")
    return links.address(channels="yes", **others, reply_rate=rate)


def _cited_with_numbers(channel: Channel, field: str) -> list[Citation]:
    """The citations that can be planned with; none where all have the same number.

    The share that accepts moves nothing where the replies are a share of the people.
    """
    if field == "acceptance_rate" and channel.reply_of != "accepted":
        return []
    cited = [one for one in channel.citations if one.field == field and one.number is not None]
    return cited if len({one.number for one in cited}) > 1 else []


def _find_rows(query: Query) -> dict[str, int]:
    """By channel, the number of the entry with the person's own figures."""
    matches = ((CHANNEL_KEY.fullmatch(name), text) for name, text in query.items)
    return {text: int(match[1]) for match, text in matches if match}


def _row_for(rows: dict[str, int], slug: str) -> int:
    """The number of the channel's entry, or of the first one that is free."""
    taken = set(rows.values())
    return rows.get(slug, next(row for row in range(len(taken) + 1) if row not in taken))


def _draw_figure(
    channel: Channel, field: str, citations: list[Citation], links: Links, row: int
) -> FigureChoices:
    now = _value_now(channel, field)
    return FigureChoices(
        channel=channel.name,
        figure=TERMS_BY_NAME[field].label.lower(),
        current="?" if now is None else write_number(channel, field, now),
        choices=tuple(_draw_choices(channel, field, citations, links, row, now)),
    )


def _draw_choices(
    channel: Channel,
    field: str,
    citations: list[Citation],
    links: Links,
    row: int,
    now: Decimal | None,
) -> Iterator[PublishedChoice]:
    for one in citations:
        number = one.number or Decimal(0)
        is_share = TERMS_BY_NAME[field].kind == "share"
        text = exact_percent(number) if is_share else f"{number.normalize():f}"
        changes = {
            f"{CHANNEL_FIGURES}-{row}-channel": channel.slug,
            f"{CHANNEL_FIGURES}-{row}-{field}": text,
        }
        yield PublishedChoice(
            published=one.value,
            source=one.source,
            sample=one.sample,
            grade=one.grade,
            read_on=one.read_on,
            plan_with=write_number(channel, field, number),
            address=f"{links.address(channels='yes', **changes)}#channel-choices",
            is_current=number == now,
        )


def _value_now(channel: Channel, field: str) -> Decimal | None:
    """What is planned with, as an own figure has it: of replies the share of the people."""
    if field != "reply_rate":
        value: Decimal | None = value_in(channel, TERMS_BY_NAME[field])
        return value
    share: Fraction | None = channel.reply_share
    return None if share is None else Decimal(share.numerator) / share.denominator


def write_number(channel: Channel, field: str, number: Decimal) -> str:
    """A number to plan with, in words: "3.43 % of the people", "15 a sending day", "$7.20"."""
    term = TERMS_BY_NAME[field]
    if field == "reply_rate":
        return f"{percent(number)} of the people"
    text = term.text_of(number)
    qualifier = QUALIFIERS.get(field)
    return f"{text} {qualifier.text_of(value_in(channel, qualifier))}" if qualifier else text
