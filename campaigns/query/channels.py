"""The channels of a price book as the engine takes them (RULES.md §10)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import cast

from campaigns.channel_terms import TERMS_BY_NAME
from campaigns.channel_values import unpack_channel
from campaigns.models import BookSnapshot, Channel
from campaigns.query.query import Book
from planner.planning import channels as engine

# Where a place has no rule of its own, that of the place around it holds.
WIDER_PLACES = {"Germany": "European Union"}
# A channel, and by place whether it needs consent there.
Listed = tuple[engine.Channel, dict[str, bool]]


def channels_of(book: Book | None, *, on: date, place: str = "") -> list[engine.Channel]:
    """The book's channels in order, with the figures in force on that day; a snapshot's as saved.

    A channel without figures on that day is left out. `place` is where the people are: a rule of
    that place decides whether a channel needs consent, else its own figure does.
    """
    places = (place, WIDER_PLACES.get(place, place))
    return [
        replace(
            channel,
            needs_consent=next(
                (consent[one] for one in places if one in consent), channel.needs_consent
            ),
        )
        for channel, consent in list_channels(book, on=on)
    ]


def offer_channels(book: Book | None) -> list[tuple[str, str]]:
    """The slug and the name of every channel of a book, in order; a snapshot's as saved."""
    if book is None:
        return []
    if isinstance(book, BookSnapshot):
        if book.channels is not None:
            listed = [unpack_channel(packed)[0] for packed in book.channels]
            return [(channel.slug, channel.name) for channel in listed]
        return _names_of(book.book_id)
    return _names_of(book.pk)


def _names_of(book_id: int | None) -> list[tuple[str, str]]:
    return list(Channel.objects.filter(book=book_id).in_order().values_list("slug", "name"))


def list_channels(book: Book | None, *, on: date) -> list[Listed]:
    """The same channels with, by place, whether each needs consent there."""
    if book is None:
        return []
    rows = Channel.objects.filter(book=book.book_id if isinstance(book, BookSnapshot) else book)
    if isinstance(book, BookSnapshot):
        if book.channels is not None:
            return [unpack_channel(packed) for packed in book.channels]
        on = max(on, book.taken_on)
    rows = rows.in_order().with_figures_on(on)
    return [
        (channel, consent_of(row))
        for row in rows.prefetch_related("citations", "consent_rules")
        if (channel := channel_of(row)) is not None
    ]


def channel_of(row: Channel) -> engine.Channel | None:
    """A channel at the figures that `ChannelQuerySet.with_figures_on` attached; `None`: none."""
    if row.figures is None:
        return None
    return row.figures.to_channel(_cite(row), slug=row.slug, name=row.name, unit=row.unit)


def consent_of(row: Channel) -> dict[str, bool]:
    """By place, whether the channel needs consent there, where what is published settles it."""
    return {
        rule.place: rule.needs_consent
        for rule in row.consent_rules.all()
        if rule.needs_consent is not None
    }


def _cite(row: Channel) -> Iterator[engine.Citation]:
    for citation in row.citations.all():
        yield engine.Citation(
            field=TERMS_BY_NAME[citation.field].cited_as,
            value=citation.value,
            source=citation.source,
            grade=cast("engine.channel.Grade", citation.grade),
            read_on=citation.read_on,
            sample=citation.sample,
        )
