"""Published reply rates of InMail, to start from without numbers of one's own."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planner.planning.channels.channel import Citation
from planner.planning.goals import Goal

BEST_PUBLISHED = "35 to 40 %"
READ_ON = date(2026, 11, 1)


def _cite(value: str, number: str, source: str) -> Citation:
    return Citation(
        field="reply_rate",
        value=f"{value} of the people written to",
        number=Decimal(number),
        source=source,
        # No source names how many messages the rate rests on.
        grade="C",
        read_on=READ_ON,
    )


GUIDE = "LinkedIn’s guide, as several third parties repeat it"
VENDORS = "Vendors of outreach tools"
IN_GUIDE = "10 to 25 %"
# Each with the number to plan with: of a range the one that promises less.
BY_VENDORS = {
    "18 to 25 % on average": "0.18",
    "3 to 8 % without a personal word": "0.03",
    f"{BEST_PUBLISHED} at best": "0.35",
}
# What contradicts each other, side by side.
PUBLISHED = (
    _cite(IN_GUIDE, "0.10", GUIDE),
    *(_cite(value, number, VENDORS) for value, number in BY_VENDORS.items()),
)
SOURCE = (
    f"LinkedIn’s guide as several third parties repeat it: {IN_GUIDE} for InMail, about 3 % for "
    f"cold calls and e-mail. Vendors: {', '.join(BY_VENDORS)}. Read {READ_ON:%B %Y}; no page of "
    "LinkedIn’s own was found, nor how many messages these rates rest on."
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
# What is assumed where replies are the goal and no rate was entered: the more careful one of the
# usual rates, at the lower end of what is published of InMail.
USUAL = next(preset for preset in PRESETS if preset.level == "usual")
USUAL_REPLY_RATE = USUAL.reply_rate
WHY_USUAL = (
    f"none was entered, so this is the usual one for {USUAL.audience.lower()}; LinkedIn’s guide, "
    f"as several third parties repeat it, has {IN_GUIDE} for InMail"
)
# What is assumed of the later stages where a goal needs them and none was entered. Published shares
# have other denominators (booked or held meetings, opportunities or leads), so that none is taken
# for the person's own.
USUAL_LATER_RATES: dict[Goal, Decimal] = {
    "meetings": Decimal("0.25"),
    "customers": Decimal("0.2"),
}
WHY_LATER = "assumed, as none was entered: enter your own"
# Above it a rate is asked about: nothing published comes near.
UNUSUAL_REPLY_RATE = Decimal("0.5")
