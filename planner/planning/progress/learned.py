"""The reply rate that a record leaves, and its range (RULES.md §12).

Rates are shares from 0 to 1.
"""

from dataclasses import dataclass

from planner.planning.forecast.rates import (
    LEAST_RATE,
    BetaRate,
    FixedRate,
    RateBelief,
    RateBetween,
    TrackRecord,
)
from planner.planning.progress.record import Record
from planner.planning.scenario import Scenario

# The planned rate weighs as much as so many messages of the record.
PLANNED_WEIGHT = 50
LOW, HIGH = 0.1, 0.9
# Halvings of the range between a rate that is as good as 0 and one as good as 1.
HALVINGS = 60
LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What is known of the reply rate after `sent` messages of which `replied` were answered.

    `planned` and `belief` are the distributions before and after; `rate` is the mean after it, and
    the rate lies between `low` and `high` with a chance of 80 %.
    """

    sent: int
    replied: int
    planned: BetaRate
    belief: BetaRate
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The mean of the distribution."""
        return self.belief.a / (self.belief.a + self.belief.b)


def learn_rate(planned: RateBelief, record: Record) -> Learned | None:
    """The rate that a record leaves, with the planned one as the beginning.

    `None` where no message is noted, or more replies than messages are. Source: RULES.md §12.
    """
    sent, replied = record.sent, record.replied
    if not 0 < sent >= replied:
        return None
    beginning = _begin_with(planned)
    belief = BetaRate(a=beginning.a + replied, b=beginning.b + sent - replied)
    return Learned(
        sent=sent,
        replied=replied,
        planned=beginning,
        belief=belief,
        low=find_percentile(belief, LOW),
        high=find_percentile(belief, HIGH),
    )


def learn_rates(
    scenario: Scenario, planned: RateBelief, record: Record
) -> tuple[Learned | None, dict[str, Learned]]:
    """The rate of a scenario that a record leaves, and those that its audiences have of their own.

    An audience with a rate of its own learns from the entries of its name; all others are the
    scenario's. Source: RULES.md §12.
    """
    own = {one.name: one.reply_rate for one in scenario.audiences if one.reply_rate is not None}
    learned: dict[str, Learned] = {}
    for name, rate in own.items():
        if one := learn_rate(FixedRate(rate=rate), record.of_audiences([name])):
            learned[name] = one
    if scenario.all_have_own("reply_rate"):
        return None, learned
    return learn_rate(planned, record.of_audiences(own, others=True)), learned


def find_percentile(belief: BetaRate, share: float) -> float:
    """The rate below which `share` of a distribution lies, by halving."""
    import numpy as np

    from planner.planning.forecast.beta import tails

    n = belief.a + belief.b
    mean, deviation = belief.a / n, (1 / belief.a + 1 / belief.b) ** 0.5
    middle = np.log(mean / (1 - mean))
    low, high = LEAST, 1 - LEAST
    for _ in range(HALVINGS):
        rate = (low + high) / 2
        end = np.log(rate / (1 - rate)) - middle
        below, _ = tails(np.array([end, end]), mean=mean, n=n, deviation=deviation)
        low, high = (rate, high) if below < share else (low, rate)
    return (low + high) / 2


def _begin_with(planned: RateBelief) -> BetaRate:
    """The distribution of the planned rate, before the record."""
    match planned:
        case BetaRate():
            return planned
        case TrackRecord(sent=sent, replied=replied):
            return BetaRate(a=1 + replied, b=1 + sent - replied)
        case RateBetween(low=low, high=high):
            from planner.planning.forecast.beta import fit_beta

            a, b = fit_beta(float(low), float(high))
            return BetaRate(a=a, b=b)
        case _:
            if not planned.rate:  # It is unknown: every rate is as likely.
                return BetaRate(a=1, b=1)
            share = float(min(planned.rate, 1 - LEAST_RATE))
            return BetaRate(a=PLANNED_WEIGHT * share, b=PLANNED_WEIGHT * (1 - share))
