"""Forecasts of the article's plan, and how they are read."""

from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.percentiles import Percentiles
from planner.planning.forecast.rates import FixedRate, RateBetween
from planner.planning.scenario import HeldSeats
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms
from tests.known import known
from tests.planning import builders

TRIALS = 10_000
NOT_KNOWN = RateBetween(low=Decimal("0.05"), high=Decimal("0.3"))


def estimate(strategy: Strategy, terms: Terms | None = None, **changes: Any) -> Estimate:
    """The article's plan, or `terms`, with one seat unless `changes` has another number."""
    return builders.estimate(strategy, terms, **{"seats": 1} | changes)


def held(credits: int, *, paid_until: date = date(2026, 10, 31), seats: int = 1) -> HeldSeats:
    """Seats of the article's plan that are there on 1 November 2026."""
    return HeldSeats(plan="navigator", seats=seats, credits=credits, paid_until=paid_until)


def at(rate: str) -> FixedRate:
    return FixedRate(rate=Decimal(rate))


def forecast(answer: Estimate, rate: str, **changes: int) -> Forecast:
    """The forecast of an estimate that is done, at a fixed rate."""
    made = make_forecast(answer, at(rate), **changes)
    assert made is not None
    return made


def everywhere(value: object) -> dict[str, object]:
    return {"p10": value, "p50": value, "p90": value, "mean": value}


def spread(percentiles: Percentiles[Any] | None) -> dict[str, object]:
    assert percentiles is not None
    return {name: getattr(percentiles, name) for name in ("p10", "p50", "p90", "mean")}


def width_of(percentiles: Percentiles[Decimal]) -> Decimal:
    return known(percentiles.p90) - known(percentiles.p10)


def is_about(share: float, expected: float) -> bool:
    """Whether a chance is within 4 standard deviations of what it is expected to be."""
    return abs(share - expected) <= 4 * sqrt(expected * (1 - expected) / TRIALS)


def is_percentile_of(chances: Any, share: float, value: int | None) -> bool:
    """Whether a percentile of the trials can be that of a distribution, to 4 deviations."""
    slack = 4 * sqrt(share * (1 - share) / TRIALS)
    return value is not None and (
        chances.cdf(value - 1) <= share + slack and chances.cdf(value) >= share - slack
    )


def assert_is_certain(answer: Estimate, made: Forecast) -> None:
    """Assert that every trial is the estimate itself."""
    assert spread(made.months) == everywhere(answer.months)
    assert spread(made.total) == everywhere(answer.total)
    assert answer.credits is not None
    assert spread(made.credits_bought) == everywhere(answer.credits.bought)
    assert made.on_time == (answer.status == "ok")
    assert made.done == 1
    assert (made.fan[0].starts_on if made.fan else None) == answer.schedule[0].starts_on
    for row in made.fan:
        sent = sum(one.ledger.sent for one in answer.schedule if one.starts_on <= row.ends_on)
        assert (row.p10, row.p50, row.p90) == (sent, sent, sent)
    assert made.fan[-1].p10 == answer.scenario.to_send
    assert [bin_.trials for bin_ in made.bins] == [made.trials]
