"""The rate that a record leaves, and what it does to chance and cost, calculated another way."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, log, prod, sqrt
from random import Random
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import fsolve
from scipy.stats import beta, binom

from planner.planning.audience_results import AudienceResult
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from planner.planning.progress.record import Entry
from planner.planning.wording import LEADS
from tests.campaigns.learned_cases import CASES
from tests.campaigns.progress_cases import Facts, Noted, questions, records, show
from tests.campaigns.sentences import DOLLARS, N, Said, check_plurals, dollars_of, number
from tests.examples import examples
from tests.known import known
from tests.planning.progress_recount import is_of
from tests.planning.slow_forecast import run_trial

pytestmark = pytest.mark.usefixtures("book")

RATE = r"([\d.]+) %"
CHANCE = r"(below 1 %|above 99 %|\d+ %)"
REPLIES = rf"It rests on {N} (reply|replies) to {N} messages?"
MESSAGES_OF_A_PLAN = 50
# Chances are averages over so many parts of a distribution.
QUANTILES = [(part + 0.5) / 200 for part in range(200)]
DEVIATIONS = 3.5
Rate = float | tuple[float, float]
"""A rate that is known, or the two numbers of a Beta distribution."""


@cache
def spread_between(low: float, high: float) -> tuple[float, float]:
    """The Beta distribution with 5 % below the one and 5 % above the other."""

    def miss(logs: list[float]) -> list[float]:
        a, b = (2.718281828459045**one for one in logs)
        return [beta.cdf(low, a, b) - 0.05, beta.cdf(high, a, b) - 0.95]

    a, b = fsolve(miss, [log(5), log(40)], xtol=1e-12)
    return 2.718281828459045 ** float(a), 2.718281828459045 ** float(b)


def rate_of(belief: RateBelief) -> Rate:
    """What is known of a rate before the campaign."""
    match belief:
        case FixedRate(rate=rate):
            return float(rate)
        case TrackRecord(sent=sent, replied=replied):
            return 1 + replied, 1 + sent - replied
        case RateBetween(low=low, high=high):
            return spread_between(float(low), float(high))
    raise AssertionError(belief)


def begin_with(belief: RateBelief) -> tuple[float, float]:
    """The distribution that a record is added to."""
    rate = rate_of(belief)
    if isinstance(rate, tuple):
        return rate
    if not rate:
        return 1, 1
    rate = min(rate, 0.9999)
    return MESSAGES_OF_A_PLAN * rate, MESSAGES_OF_A_PLAN * (1 - rate)


@dataclass
class Learning:
    """What is learned, by audience; that of all others is under no name."""

    facts: Facts
    trials: int
    about: str = ""
    named: set[str] = field(default_factory=set)

    @property
    def own(self) -> dict[str, Decimal]:
        audiences = self.facts.decision.query.scenario.audiences
        return {one.name: one.reply_rate for one in audiences if one.reply_rate is not None}

    def entries_of(self, name: str) -> list[Entry]:
        entries = self.facts.record.entries
        if name:
            return [one for one in entries if is_of(one, name)]
        return [one for one in entries if not any(is_of(one, own) for own in self.own)]

    def counts_of(self, name: str) -> tuple[int, int]:
        """The replies without declines, and the messages."""
        entries = self.entries_of(name)
        return sum(one.answered - one.declined for one in entries), sum(one.sent for one in entries)

    def planned_of(self, name: str) -> RateBelief:
        return FixedRate(rate=self.own[name]) if name else self.facts.decision.query.belief

    def is_learned(self, name: str) -> bool:
        replied, sent = self.counts_of(name)
        every = self.facts.decision.query.scenario.audiences
        is_asked = bool(name) or not every or len(self.own) < len(every)
        return is_asked and 0 < sent >= replied

    def learned_of(self, name: str) -> tuple[float, float]:
        a, b = begin_with(self.planned_of(name))
        replied, sent = self.counts_of(name)
        return a + replied, b + sent - replied

    def rate_after(self, name: str) -> Rate:
        return self.learned_of(name) if self.is_learned(name) else rate_of(self.planned_of(name))


def check_learned(learning: Learning, said: Said) -> None:
    name, rate, low, high = said
    learning.about = "" if name in ("", "The others") else name
    a, b = learning.learned_of(learning.about)
    assert learning.is_learned(learning.about)
    assert float(rate) == pytest.approx(100 * a / (a + b), abs=0.0501)
    for shown, below in ((low, 0.1), (high, 0.9)):
        assert float(shown) == pytest.approx(100 * beta.ppf(below, a, b), abs=0.051)
    # Those whose rates are their own stand before the others.
    assert (name == "The others") == (not learning.about and bool(learning.named))
    learning.named.add(learning.about)


def check_replies(learning: Learning, said: Said) -> RateBelief:
    replied, noun, sent = said[:3]
    assert (number(replied), number(sent)) == learning.counts_of(learning.about)
    assert (number(replied) == 1) == (noun == "reply")
    return learning.planned_of(learning.about)


def is_percent(text: str, share: Decimal) -> bool:
    return abs(Decimal(text) - 100 * share) < Decimal("0.06")


def check_planned(learning: Learning, said: Said) -> None:
    belief = check_replies(learning, said)
    assert isinstance(belief, FixedRate)
    assert belief.rate
    assert is_percent(said[3], belief.rate)
    assert int(said[4]) == MESSAGES_OF_A_PLAN


def check_added(learning: Learning, said: Said) -> None:
    belief = check_replies(learning, said)
    assert isinstance(belief, TrackRecord)
    assert (belief.replied, belief.sent) == (number(said[3]), number(said[4]))


def check_range(learning: Learning, said: Said) -> None:
    belief = check_replies(learning, said)
    assert isinstance(belief, RateBetween)
    assert is_percent(said[3], belief.low)
    assert is_percent(said[4], belief.high)


def check_alone(learning: Learning, said: Said) -> None:
    assert check_replies(learning, said) == FixedRate(rate=Decimal(0))


def check_too_many(learning: Learning, said: Said) -> None:
    replied, noun, sent = said
    entries = learning.facts.record.entries
    assert number(replied) == sum(one.answered - one.declined for one in entries)
    assert number(sent) == sum(one.sent for one in entries) < number(replied)
    assert (number(replied) == 1) == (noun == "reply is")
    assert not any(map(learning.is_learned, [*learning.own, ""]))


def chance_with(rate: Rate, known_share: float, parts: list[tuple[int, int]]) -> float:
    """The chance that each part of the messages brings its leads: (leads, messages)."""

    def at(one: float) -> float:
        return prod(float(binom.sf(least - 1, many, one * known_share)) for least, many in parts)

    if isinstance(rate, float):
        return at(rate)
    return fmean(at(one) for one in beta.ppf(QUANTILES, *rate))


def check_chance(text: str, share: float, *, slack: float) -> None:
    if text == "below 1 %":
        assert share < 0.01 + slack
    elif text == "above 99 %":
        assert share > 0.99 - slack
    else:
        assert int(text.removesuffix(" %")) / 100 == pytest.approx(share, abs=0.0051 + slack)


def check_goal(learning: Learning, said: Said) -> None:
    messages, bring, target, leads, before, after = said
    asked = learning.facts.decision.query.scenario
    later = asked.positive_share * (asked.meeting_rate or 1) if asked.goal == "meetings" else 1
    share = Fraction(asked.reply_rate) * Fraction(later)
    assert number(target) == asked.target
    assert (number(messages) == 1) == (bring == "brings")
    assert leads == LEADS[asked.goal][asked.target != 1]
    assert number(messages) == ceil(asked.target / share)
    for text, rate in (
        (before, rate_of(learning.planned_of(""))),
        (after, learning.learned_of("")),
    ):
        chance = chance_with(rate, float(later), [(asked.target, number(messages))])
        # Of 100,000 draws.
        check_chance(text, chance, slack=0.0 if isinstance(rate, float) else 0.006)


def parts_of(results: list[AudienceResult]) -> list[tuple[int, int]]:
    return [(one.audience.target, one.messages) for one in results]


def check_every(learning: Learning, said: Said) -> None:
    results = learning.facts.plan.audiences
    others = [one for one in results if one.audience.reply_rate is None]
    own = [one for one in results if one.audience.reply_rate is not None]
    slack = DEVIATIONS * sqrt(0.25 / learning.facts.decision.query.trials)
    for text, rates in (
        (said[0], lambda name: rate_of(learning.planned_of(name))),
        (said[1], learning.rate_after),
    ):
        chance = chance_with(rates(""), 1, parts_of(others)) if others else 1.0
        for one in own:
            chance *= chance_with(rates(one.audience.name), 1, parts_of([one]))
        check_chance(text, chance, slack=slack)


def draw(rate: Rate, random: Random) -> float:
    return rate if isinstance(rate, float) else random.betavariate(*rate)


def check_total(learning: Learning, text: str, rates: Callable[[str], Rate]) -> None:
    """Nine of ten trials, each played message by message, cost at most that."""
    random, plan, count = Random(5), learning.facts.plan, learning.trials
    totals: list[Decimal] = []
    for _ in range(count):
        own: Mapping[str, float] = {name: draw(rates(name), random) for name in learning.own}
        totals.append(run_trial(plan, draw(rates(""), random), random, own).total)
    trials = learning.facts.decision.query.trials
    slack = DEVIATIONS * sqrt(0.09 * (1 / count + 1 / trials))
    half = Decimal("0.005")
    assert sum(one <= dollars_of(text) + half for one in totals) / count >= 0.9 - slack
    assert sum(one < dollars_of(text) - half for one in totals) / count <= 0.9 + slack


def check_cost(learning: Learning, said: Said) -> None:
    was, then = said
    assert was != then
    check_total(learning, was, lambda name: rate_of(learning.planned_of(name)))
    check_total(learning, then, learning.rate_after)


def check_same_cost(learning: Learning, said: Said) -> None:
    check_total(learning, said[0], lambda name: rate_of(learning.planned_of(name)))
    check_total(learning, said[0], learning.rate_after)


CHECKS: list[tuple[str, Callable[[Learning, Said], None]]] = [
    (rf"(?:(.+): )?{RATE} reply, with a chance of 80 % between {RATE} and {RATE}\.", check_learned),
    (
        rf"{REPLIES}, with the planned {RATE} to begin with, which weighs as much as "
        rf"{N} messages\.",
        check_planned,
    ),
    (rf"{REPLIES}, added to the {N} of {N} that the plan had\.", check_added),
    (rf"{REPLIES}, with the planned range of {RATE} to {RATE} to begin with\.", check_range),
    (rf"{REPLIES} alone: no rate was planned\.", check_alone),
    (
        rf"{N} (reply is|replies are) noted to {N} messages?: some messages are missing, "
        r"so no rate is learned\.",
        check_too_many,
    ),
    (
        rf"The chance that {N} messages? (brings?) {N} ([a-z ]+): {CHANCE} as planned, "
        rf"{CHANCE} with what is learned\.",
        check_goal,
    ),
    (
        rf"The chance that every audience gets its replies: {CHANCE} as planned, "
        rf"{CHANCE} with what is learned\.",
        check_every,
    ),
    (rf"Nine cases in ten cost at most {DOLLARS} as planned, {DOLLARS} now\.", check_cost),
    (rf"Nine cases in ten cost at most {DOLLARS} either way\.", check_same_cost),
]


def check_page(facts: Facts, *, trials: int) -> Iterator[str]:
    """The patterns of the sentences on the rate, each of which is true."""
    learning = Learning(facts, trials)
    for sentence in facts.page.learned:
        check_plurals(sentence)
        for pattern, recompute in CHECKS:
            if match := re.fullmatch(pattern, sentence):
                recompute(learning, tuple(text or "" for text in match.groups()))
                yield pattern
                break
        else:
            pytest.fail(f"nothing recomputes “{sentence}”")
    assert learning.named == {name for name in [*learning.own, ""] if learning.is_learned(name)}
    replied, sent = facts.record.replied, facts.record.sent
    taken = {"track_record_sent": f"{sent}", "track_record_replied": f"{replied}"}
    assert facts.page.record_items == (taken if 0 < sent >= replied else {})


@examples(6, many=300)
@given(asked=questions(), noted=records, today=st.integers(0, 130))
def test_every_sentence_is_true(asked: dict[str, Any], noted: list[Noted], today: int) -> None:
    assert {*check_page(show(asked, noted, today), trials=12)} <= {one for one, _ in CHECKS}


def test_every_pattern_is_met() -> None:
    met = set[str]()
    for asked, noted, today in CASES:
        facts = show({"trials": "10000"} | asked, noted, today)
        assert known(facts.decision.chosen).is_done
        met.update(check_page(facts, trials=200))
    assert {pattern for pattern, _ in CHECKS} - met == set()
