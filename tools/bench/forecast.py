"""How fast forecast and sensitivity are; a forecast against NumPy drawing the same numbers."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np

from planner.planning.estimate import Estimate
from planner.planning.forecast import TRIALS, make_forecast
from planner.planning.forecast.plan import Plan
from planner.planning.forecast.rates import RateBetween
from planner.planning.forecast.trials import run_trials
from planner.planning.sensitivity import find_sensitivity
from tests.planning.builders import estimate
from tools.bench.cases import make_scenario, read_current_plans
from tools.bench.measure import Measure, milliseconds, seconds, times

MONTHS = 12
RATES = RateBetween(low=Decimal("0.05"), high=Decimal("0.30"))


class Recorder(np.random.Generator):
    """NumPy's usual generator, which keeps what binomials it was asked for."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(1))
        self.drawn: list[tuple[Any, Any]] = []

    def binomial(self, n: Any, p: Any, size: Any = None) -> Any:
        self.drawn.append((np.copy(n), np.copy(p)))
        return super().binomial(n, p, size)


def measure_forecast() -> Iterator[Measure]:
    """A year of the article's plan: credits back are drawn month by month, for every trial."""
    answer = estimate("as_granted", target=275, reply_rate=Decimal("0.15"), seats=1)
    draws = record_draws(answer)
    generator = np.random.default_rng(1)
    whole = seconds(partial(make_forecast, answer, RATES))
    drawing = seconds(lambda: [generator.binomial(*drawn) for drawn in draws])
    yield Measure(f"forecast, {TRIALS:,} trials x {MONTHS} months", milliseconds(whole), "")
    yield Measure("NumPy drawing the same credits back", milliseconds(drawing), "")
    yield Measure("forecast / merely drawing", times(whole / drawing), "at most 3 times")


def record_draws(answer: Estimate) -> list[tuple[Any, Any]]:
    """The numbers and chances of the binomials of each month, without those of the replies."""
    recorder = Recorder()
    run_trials(Plan(answer), RATES, recorder, trials=TRIALS, own_beliefs={})
    assert answer.months == MONTHS
    return recorder.drawn[:MONTHS]


def measure_sensitivity() -> Iterator[Measure]:
    """Every input turned, and every switch looked for, among all current plans."""
    plans = read_current_plans()
    for leads in (100, 1_000):
        scenario = make_scenario(leads=leads, deadline_months=MONTHS, reply_rate="0.1")
        time = seconds(partial(find_sensitivity, scenario, plans), runs=9)
        what = f"sensitivity, {len(plans)} plans, {leads:,} leads"
        yield Measure(what, milliseconds(time), "at most 150 ms")
