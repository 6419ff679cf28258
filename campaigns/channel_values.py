"""The engine's channel from the values of its terms, and both ways as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from campaigns.channel_terms import CHANNEL_TERMS, TERMS_BY_NAME, value_in
from planner.planning.channels import Channel, Citation
from planner.planning.worth import Effort

# What names a channel, beside its terms.
NAMES = ("slug", "name", "unit")
FORMER_WITHIN = {"Germany": "European Union"}
# Before channels had a term for it, these units were persons.
FORMER_PERSONS = ("sender", "caller")


class ListedChannel(NamedTuple):
    """A channel of a book with its rules of consent.

    By place, `consent` is whether it needs consent there, and `places` the place around it; empty
    where none is named.
    """

    channel: Channel
    consent: dict[str, bool]
    places: dict[str, str]


def make_channel(
    names: Mapping[str, str], values: Mapping[str, Any], citations: Iterable[Citation] = ()
) -> Channel:
    """The engine's channel of these names (slug, name, unit) and of the values of all terms.

    Raises `InvalidInput` for a value that the rules do not allow.
    """
    minutes = {name for name in values if TERMS_BY_NAME[name].kind == "minutes"}
    taken: dict[str, Any] = {
        **names,
        **{name: value for name, value in values.items() if name not in minutes},
        "effort": Effort(**{name: values[name] for name in minutes}),
        "citations": tuple(citations),
    }
    return Channel(**taken)


def pack_channel(
    channel: Channel, consent: Mapping[str, bool], places: Mapping[str, str]
) -> dict[str, Any]:
    """A channel and its rules of consent, as JSON can hold them exactly."""
    terms = {term.name: _pack(value_in(channel, term)) for term in CHANNEL_TERMS}
    citations = [
        {field.name: _pack(getattr(citation, field.name)) for field in fields(citation)}
        for citation in channel.citations
    ]
    names = {name: getattr(channel, name) for name in NAMES}
    rules = {"consent": dict(consent), "places": dict(places)}
    return {**names, "terms": terms, "citations": citations, **rules}


def unpack_channel(packed: Mapping[str, Any]) -> ListedChannel:
    """What `pack_channel` packed; a term that is newer than it has the engine's default."""
    former = {"unit_is_person": packed["unit"] in FORMER_PERSONS}
    values = {
        name: TERMS_BY_NAME[name].unpack(value)
        for name, value in (former | packed["terms"]).items()
        if name in TERMS_BY_NAME
    }
    citations = [Citation(**cited | _unpack_citation(cited)) for cited in packed["citations"]]
    names = {name: packed[name] for name in NAMES}
    consent = packed["consent"]
    # Before rules named the places around theirs, this was the only one that counted.
    places = packed.get("places", {place: FORMER_WITHIN.get(place, "") for place in consent})
    return ListedChannel(make_channel(names, values, citations), consent, places)


def _unpack_citation(cited: Mapping[str, Any]) -> dict[str, Any]:
    """The day and the number of a citation; one that is older than numbers has none."""
    day, number = cited["read_on"], cited.get("number")
    return {
        "read_on": day and date.fromisoformat(day),
        "number": None if number is None else Decimal(number),
    }


def _pack(value: Any) -> Any:
    match value:
        case tuple():
            return [_pack(one) for one in value]
        case Decimal() | date():
            return str(value)
    return value
