"""Where the reply rates of a forecast's trials come from, in words."""

from decimal import Decimal

import pytest

from campaigns.presentation.studies import describe_belief
from planner.planning.forecast.rates import (
    BetaRate,
    FixedRate,
    RateBelief,
    RateBetween,
    TrackRecord,
)


@pytest.mark.parametrize(
    ("belief", "words"),
    [
        (BetaRate(a=9, b=76), "their reply rates are those learned, around 11 %."),
        (FixedRate(rate=Decimal("0.1")), "all at a reply rate of 10 %"),
        (RateBetween(low=Decimal("0.05"), high=Decimal("0.2")), "between 5 % and 20 %."),
        (TrackRecord(sent=35, replied=4), "follow from 4 replies to your 35 messages."),
    ],
)
def test_a_belief_in_words(belief: RateBelief, words: str) -> None:
    text = describe_belief(belief, 1_000)
    assert text.startswith("1,000 campaigns were lived through")
    assert words in text
