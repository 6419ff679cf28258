"""The channels of a price book as the engine takes them (RULES.md §10)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from campaigns.channel_terms import TERMS_BY_NAME
from campaigns.channel_values import ListedChannel, unpack_channel
from campaigns.models import BookSnapshot, Channel, ChannelFigures, Citation, ConsentRule
from campaigns.query.cached_rows import cached_rows
from campaigns.query.query import Book
from planner.planning import channels as engine

CHANNEL_MODELS = (Channel, ChannelFigures, Citation, ConsentRule)


def channels_of(book: Book | None, *, on: date, place: str = "") -> list[engine.Channel]:
    """The book's channels in order, with the figures in force on that day; a snapshot's as saved.

    A channel without figures on that day is left out. `place` is where the people are: a rule of
    that place decides whether a channel needs consent, else one of the places around it, else its
    own figure.
    """
    listed = list_channels(book, on=on)
    places = list(_list_around(place, _join_places(one.places for one in listed)))
    return [
        replace(
            one.channel,
            needs_consent=next(
                (one.consent[name] for name in places if name in one.consent),
                one.channel.needs_consent,
            ),
        )
        for one in listed
    ]


def list_rules(book: Book | None, place: str) -> list[ConsentRule]:
    """What is published of consent for the channels of a book in a place and in those around it.

    As it is published now, by channel, the rule of the nearest place first: it decides if it
    settles anything.
    """
    if book is None or not place:
        return []
    book_id = book.book_id if isinstance(book, BookSnapshot) else book.pk
    rules = ConsentRule.objects.filter(channel__book=book_id).select_related("channel")
    in_order = list(rules.order_by("channel__position", "position", "pk"))
    around = list(_list_around(place, _join_places({one.place: one.within} for one in in_order)))
    of_place = [rule for rule in in_order if rule.place in around]
    channels = list(dict.fromkeys(rule.channel_id for rule in of_place))
    return sorted(
        of_place, key=lambda rule: (channels.index(rule.channel_id), around.index(rule.place))
    )


def offer_places(book: Book | None) -> list[tuple[str, str]]:
    """The places that a book's channels have a rule for, in order, and what each is called.

    One around others is what remains of it: "Elsewhere in the European Union".
    """
    if book is None:
        return []
    if isinstance(book, BookSnapshot) and book.channels is not None:
        places = _join_places(unpack_channel(packed).places for packed in book.channels)
    else:
        book_id = book.book_id if isinstance(book, BookSnapshot) else book.pk
        rules = ConsentRule.objects.filter(channel__book=book_id)
        in_order = rules.order_by("channel__position", "channel__name", "position", "pk")
        places = _join_places(
            {name: within} for name, within in in_order.values_list("place", "within")
        )
    around = set(places.values())
    return [(name, f"Elsewhere in the {name}" if name in around else name) for name in places]


def _join_places(of_channels: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Every place that channels name, with the one around it, empty where none is named."""
    joined: dict[str, str] = {}
    for places in of_channels:
        for name, within in places.items():
            joined[name] = joined.get(name) or within
    # A place around others may have no rule of its own.
    return joined | {within: "" for within in joined.values() if within and within not in joined}


def _list_around(place: str, places: Mapping[str, str]) -> Iterator[str]:
    """A place, the one around it, and so on."""
    seen: set[str] = set()
    while place and place not in seen:
        yield place
        seen.add(place)
        place = places.get(place, "")


def offer_channels(book: Book | None) -> list[tuple[str, str]]:
    """The slug and the name of every channel of a book, in order; a snapshot's as saved."""
    if book is None:
        return []
    if isinstance(book, BookSnapshot):
        if book.channels is not None:
            listed = [unpack_channel(packed).channel for packed in book.channels]
            return [(channel.slug, channel.name) for channel in listed]
        return _names_of(book.book_id)
    return _names_of(book.pk)


def _names_of(book_id: int | None) -> list[tuple[str, str]]:
    return list(Channel.objects.filter(book=book_id).in_order().values_list("slug", "name"))


def list_channels(book: Book | None, *, on: date) -> list[ListedChannel]:
    """The same channels, each with its rules of consent by place."""
    if book is None:
        return []
    if isinstance(book, BookSnapshot):
        if book.channels is not None:
            return [unpack_channel(packed) for packed in book.channels]
        on = max(on, book.taken_on)
    book_id = book.book_id if isinstance(book, BookSnapshot) else book.pk
    listed = cached_rows(
        CHANNEL_MODELS, ("channels", book_id, on), lambda: tuple(_read_channels(book_id, on))
    )
    return list(listed)


def _read_channels(book_id: int | None, on: date) -> Iterator[ListedChannel]:
    rows = Channel.objects.filter(book=book_id).in_order().with_figures_on(on)
    for row in rows.prefetch_related("citations", "consent_rules"):
        if (channel := channel_of(row)) is not None:
            yield ListedChannel(channel, consent_of(row), places_of(row))


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


def places_of(row: Channel) -> dict[str, str]:
    """The places that the channel's rules name, with the one around each; empty: none is named."""
    return {rule.place: rule.within for rule in row.consent_rules.all()}


def _cite(row: Channel) -> Iterator[engine.Citation]:
    for citation in row.citations.all():
        yield engine.Citation(
            field=TERMS_BY_NAME[citation.field].cited_as,
            value=citation.value,
            source=citation.source,
            grade=cast("engine.channel.Grade", citation.grade),
            read_on=citation.read_on,
            sample=citation.sample,
            number=citation.number,
        )
