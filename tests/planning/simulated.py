"""How near a forecast has to be to a simulation of its trials."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor, sqrt
from typing import Any

from planner.planning.forecast.outcome import Forecast
from planner.planning.forecast.percentiles import Percentiles
from tests.planning.slow_forecast import Trial

WORLDS = 1_000


# Of 50 scenarios 600 percentiles are compared. If all were right and spread finely, one in 2,150
# would be outside by chance; that these seeds leave none outside is what a right forecast does
# three times in four.
DEVIATIONS = 3.5


def agrees(percentiles: Percentiles[Any], trials: list[Decimal]) -> bool:
    """Whether each percentile lies among the trials near its own rank, as chance would have it.

    Of n trials about n·p lie at or below the p-th percentile, give or take √(n·p·(1 - p)). That
    of 10,000 trials is itself a little uncertain, which the last factor allows for.
    """
    trials = sorted(trials)
    number = len(trials)
    for share, value in [(0.1, percentiles.p10), (0.5, percentiles.p50), (0.9, percentiles.p90)]:
        slack = DEVIATIONS * sqrt(number * share * (1 - share)) * sqrt(1 + number / 10_000)
        lowest = trials[max(0, floor(number * share - slack) - 1)]
        highest = trials[min(number - 1, ceil(number * share + slack) - 1)]
        if not lowest <= (Decimal("inf") if value is None else value) <= highest:
            return False
    return True


def assert_agrees(forecast: Forecast, trials: Sequence[Trial]) -> None:
    """Each figure of a forecast lies where chance would have it among the trials."""
    assert forecast.total is not None
    assert agrees(forecast.total, [trial.total for trial in trials])
    assert agrees(forecast.months, [trial.months for trial in trials])
    assert agrees(forecast.credits_bought, [trial.bought for trial in trials])
    assert agrees(forecast.replies, [Decimal(trial.replies) for trial in trials])
