"""Add the shipped channels to a shipped price book.

The file holds the day on which its sources were read, the `sources` that are cited by key, and the
`channels`: names, the dated `figures` (keys are those of `CHANNEL_TERMS`), for each figure the
`citations` side by side, and by place the `consent_rules`. A price, a capacity or a rate that is
left out is unknown.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from campaigns.models import Channel, ChannelFigures, Citation, ConsentRule, PriceBook
from campaigns.models.rows import save_valid

CHANNELS_FILE = "channels.toml"

Fields = dict[str, Any]
Sources = Mapping[str, Fields]


def add_missing_channels(
    book: PriceBook, *, checked_on: date, sources: Sources, channels: Sequence[Fields]
) -> list[Channel]:
    """Add the channels that the book does not have, by their slugs, and give back those added.

    What is there already stays as it is, its figures and citations too.
    """
    present = set(book.channels.values_list("slug", flat=True))
    read = {key: {"read_on": checked_on} | source for key, source in sources.items()}
    return [
        _add_channel(read, book=book, position=position, **channel)
        for position, channel in enumerate(channels, start=1)
        if channel["slug"] not in present
    ]


def _add_channel(
    sources: Sources,
    *,
    figures: Sequence[Fields],
    citations: Sequence[Fields] = (),
    consent_rules: Sequence[Fields] = (),
    **names: Any,
) -> Channel:
    channel = save_valid(Channel(**names))
    for dated in figures:
        weeks = " ".join(map(str, dated.get("ramp", ())))
        save_valid(ChannelFigures(channel=channel, **dated | {"ramp": weeks}))
    for position, cited in enumerate(citations, start=1):
        save_valid(Citation(channel=channel, position=position, **_resolve(sources, cited)))
    for position, rule in enumerate(consent_rules, start=1):
        save_valid(ConsentRule(channel=channel, position=position, **_resolve(sources, rule)))
    return channel


def _resolve(sources: Sources, fields: Fields) -> Fields:
    """The fields with those of the source that they cite by key in its place."""
    return sources[fields["cites"]] | {
        key: value for key, value in fields.items() if key != "cites"
    }
