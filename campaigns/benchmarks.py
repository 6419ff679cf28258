"""Published reply rates, to start from without numbers of one's own."""

from decimal import Decimal
from typing import NamedTuple

SOURCE = (
    "LinkedIn’s guide as several third parties repeat it: 10 to 25 % for InMail, about 3 % for "
    "cold calls and e-mail. Vendors: 18 to 25 % on average, 3 to 8 % without a personal word, "
    "35 to 40 % at best. Read November 2026; no page of LinkedIn’s own was found."
)


class Preset(NamedTuple):
    """A usual reply rate: for what kind of outreach, how it compares there."""

    audience: str
    level: str
    reply_rate: Decimal


PRESETS = tuple(
    Preset(audience, level, Decimal(rate) / 100)
    for audience, rates in {"Sales": (5, 10, 20), "Recruiting": (15, 20, 30)}.items()
    for level, rate in zip(("low", "usual", "high"), rates, strict=True)
)
