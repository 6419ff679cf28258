"""Where the reply rates of a forecast's trials come from, in words."""

from decimal import Decimal

import pytest

from campaigns.presentation.studies import describe_belief, describe_trials
from planner.planning.audience import Audience
from planner.planning.forecast.rates import (
    BetaRate,
    FixedRate,
    RateBelief,
    RateBetween,
    TrackRecord,
)
from tests.planning.audiences import asked


@pytest.mark.parametrize(
    ("belief", "words"),
    [
        (BetaRate(a=9, b=76), "their reply rates are those learned, around 11 %."),
        (FixedRate(rate=Decimal("0.1")), "all at a reply rate of 10 %"),
        (RateBetween(low=Decimal("0.05"), high=Decimal("0.2")), "between 5 % and 20 %."),
        (TrackRecord(sent=35, replied=4), "follow from 4 replies to your 35 messages."),
        (TrackRecord(sent=1, replied=1), "follow from 1 reply to your 1 message."),
    ],
)
def test_a_belief_in_words(belief: RateBelief, words: str) -> None:
    text = describe_belief(belief, 1_000)
    assert text.startswith("1,000 campaigns were lived through")
    assert words in text


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ((None, None), "all at a reply rate of 10 %"),
        (("0.3", None), "An audience with a reply rate of its own has that in each of them."),
        (
            ("0.3", "0.2"),
            "each audience at its own reply rate: only who answers is left to chance.",
        ),
    ],
)
def test_audiences_with_rates_of_their_own_are_named(
    own: tuple[str | None, ...], said: str
) -> None:
    audiences = [
        Audience(name=f"A{number}", target=5, reply_rate=None if rate is None else Decimal(rate))
        for number, rate in enumerate(own)
    ]
    text = describe_trials(asked(*audiences), FixedRate(rate=Decimal("0.1")), 1_000)
    assert said in text
    assert ("10 %" in text) == (None in own)
    assert ("rate of its own" in text) == (own == ("0.3", None))
