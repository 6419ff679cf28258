"""The channels of a price book: each figure with all that is published of it, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.channel_term import UNKNOWN, ChannelTerm
from campaigns.channel_terms import CHANNEL_TERMS, TERMS_BY_NAME, show_term, value_in
from campaigns.models import Channel, ChannelFigures, Citation, ConsentRule
from campaigns.query.channels import channel_of
from planner.planning import channels as engine


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure in words, and what is published of it."""

    term: ChannelTerm
    text: str
    citations: list[Citation]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFigures:
    """Figures from a day on: what they change of those before them, in words."""

    effective_on: date
    changes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """A channel: its figures in force, those that are not published, and those of other days.

    `summary` is what it carries and brings, in a few words.
    """

    channel: Channel
    summary: str
    rows: list[FigureRow]
    unknown: list[str]
    next_figures: DatedFigures | None
    history: list[DatedFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRules:
    """The rules of consent of a place, one a channel."""

    place: str
    rules: list[ConsentRule]


def show_channels(channels: Iterable[Channel], *, today: date) -> list[ChannelView]:
    """The channels with the figures of `today`, which `with_figures_on` has attached."""
    return [_show_channel(channel, today) for channel in channels]


def list_places(channels: Iterable[Channel]) -> list[PlaceRules]:
    """The rules of consent by place, in the order in which the channels name them."""
    places: dict[str, list[ConsentRule]] = {}
    for channel in channels:
        for rule in channel.consent_rules.all():
            places.setdefault(rule.place, []).append(rule)
    return [PlaceRules(place=place, rules=rules) for place, rules in places.items()]


def _show_channel(row: Channel, today: date) -> ChannelView:
    channel = channel_of(row)
    history = _list_changes(row)
    return ChannelView(
        channel=row,
        summary="" if channel is None else _summarize(channel),
        rows=[] if channel is None else _list_rows(channel, row),
        unknown=[] if channel is None else _list_unknown(channel),
        next_figures=next((dated for dated in history if dated.effective_on > today), None),
        history=history,
    )


def _summarize(channel: engine.Channel) -> str:
    capacity, answers = (
        show_term(channel, TERMS_BY_NAME[name]) for name in ("capacity", "reply_rate")
    )
    carries = f"one {channel.unit}: {capacity}"
    return " · ".join(
        [
            "capacity not published" if capacity == UNKNOWN else carries,
            "answers not published" if answers == UNKNOWN else f"answers: {answers}",
        ]
    )


def _list_rows(channel: engine.Channel, row: Channel) -> list[FigureRow]:
    """The figures that are not what most channels have, and all of which something is published."""
    citations: dict[str, list[Citation]] = {}
    for citation in row.citations.all():
        citations.setdefault(citation.field, []).append(citation)
    return [
        FigureRow(term=term, text=show_term(channel, term), citations=citations.get(term.name, []))
        for term in CHANNEL_TERMS
        if not term.qualifies
        if term.name in citations or _is_worth_a_row(channel, term)
    ]


def _is_worth_a_row(channel: engine.Channel, term: ChannelTerm) -> bool:
    value = value_in(channel, term)
    is_unknown = value is None and term.kind != "limit"
    return not is_unknown and value != term.usual


def _list_unknown(channel: engine.Channel) -> list[str]:
    """The labels of the figures that a plan for customers needs and that are not known."""
    missing = channel.missing_for("customers")
    return [term.label.lower() for term in CHANNEL_TERMS if term.name in missing]


def _list_changes(row: Channel) -> list[DatedFigures]:
    """All dated figures of a channel, each with what it changes; the first changes nothing."""
    listed: list[DatedFigures] = []
    before: engine.Channel | None = None
    for figures in row.dated_figures.all():
        now = _channel_at(row, figures)
        listed.append(
            DatedFigures(effective_on=figures.effective_on, changes=_compare(before, now))
        )
        before = now
    return listed


def _channel_at(row: Channel, figures: ChannelFigures) -> engine.Channel:
    return figures.to_channel(slug=row.slug, name=row.name, unit=row.unit)


def _compare(before: engine.Channel | None, now: engine.Channel) -> list[str]:
    if before is None:
        return []
    return [
        f"{term.label}: {show_term(now, term)}, before {show_term(before, term)}"
        for term in CHANNEL_TERMS
        if not term.qualifies
        if show_term(now, term) != show_term(before, term)
    ]
