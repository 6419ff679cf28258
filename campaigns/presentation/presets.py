"""Usual reply rates, each a link to the page with that rate."""

from itertools import groupby
from typing import NamedTuple

from campaigns.forms import OTHER_RATES
from campaigns.query.links import Links
from campaigns.reply_rate_presets import PRESETS
from planner.planning.wording import percent


class PresetLink(NamedTuple):
    """One rate: "usual 10 %", where it leads, and whether the page shows it already."""

    text: str
    address: str
    is_current: bool


class PresetGroup(NamedTuple):
    """The rates of one kind of outreach."""

    audience: str
    links: list[PresetLink]


def offer_presets(links: Links, *, entered: str | None) -> list[PresetGroup]:
    """The usual reply rates, as links that keep everything else; `entered` is the form's rate."""
    groups, without_others = [], dict.fromkeys(OTHER_RATES, "")
    for audience, presets in groupby(PRESETS, key=lambda preset: preset.audience):
        rates = []
        for preset in presets:
            rate = percent(preset.reply_rate)
            address = links.address(**without_others, reply_rate=rate)
            is_current = entered == rate
            rates.append(PresetLink(f"{preset.level} {rate}", address, is_current))
        groups.append(PresetGroup(audience, rates))
    return groups
