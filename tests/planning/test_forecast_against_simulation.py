"""The forecast against the slow simulation of slow_forecast.py, and against trials to come."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count, islice
from math import sqrt
from random import Random

import pytest

from planner.planning.estimate import Estimate
from planner.planning.forecast import make_forecast
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from tests.examples import number_of
from tests.planning import slow_forecast
from tests.planning.builders import estimate, make_terms
from tests.planning.forecast_cases import draw_estimate
from tests.planning.simulated import DEVIATIONS, WORLDS, assert_agrees

pytestmark = pytest.mark.oracle

SCENARIOS = number_of(12, 50)
BELIEFS: list[RateBelief] = [
    FixedRate(rate=Decimal("0.3")),
    RateBetween(low=Decimal("0.05"), high=Decimal("0.4")),
    RateBetween(low=Decimal("0.5"), high=Decimal("0.95")),
    TrackRecord(sent=12, replied=3),
]


def draw_questions() -> Iterator[tuple[Estimate, RateBelief, int]]:
    """Random plans and scenarios, with every limit, strategy and belief, where answers matter.

    They do where messages are sent on credits in three slices or more.
    """
    for seed in count():
        answer = draw_estimate(seed)
        if sum(row.ledger.sent > 0 for row in answer.schedule) >= 3:
            yield answer, BELIEFS[seed % 4], seed


@pytest.mark.parametrize(("answer", "belief", "seed"), list(islice(draw_questions(), SCENARIOS)))
def test_the_percentiles_are_those_of_the_slow_simulation(
    answer: Estimate, belief: FixedRate | RateBetween | TrackRecord, seed: int
) -> None:
    forecast = make_forecast(answer, belief, seed=seed)
    random = Random(seed)
    trials = list(slow_forecast.run_trials(answer, belief, random, WORLDS))
    assert forecast is not None
    assert_agrees(forecast, trials)
    on_time = sum(trial.is_on_time for trial in trials) / WORLDS
    deviation = sqrt(forecast.on_time * (1 - forecast.on_time) / WORLDS)
    assert abs(on_time - forecast.on_time) <= DEVIATIONS * deviation + 1 / WORLDS


@pytest.mark.parametrize(
    "belief",
    [
        RateBetween(low=Decimal("0.05"), high=Decimal("0.3")),
        TrackRecord(sent=40, replied=6),
        FixedRate(rate=Decimal("0.15")),
    ][: number_of(1, 3)],
)
def test_nine_in_ten_trials_to_come_stay_within_the_stated_figures(belief: RateBelief) -> None:
    """Credits cost $1, so the total changes in small steps.

    A total that changes in large steps is within the range more often.
    """
    terms = make_terms(credit_price=Decimal(1))
    answer = estimate(
        "cheapest", terms, target=500, deadline_months=4, seats=1, reply_rate=Decimal("0.15")
    )
    forecast, random = make_forecast(answer, belief), Random(1)
    trials = list(slow_forecast.run_trials(answer, belief, random, 200))
    assert forecast is not None
    assert forecast.sure_total is not None
    within = sum(trial.total <= forecast.sure_total for trial in trials)
    assert 0.86 <= within / len(trials) <= 0.94
