"""What a query's estimates come to at an uncertain reply rate (RULES.md §7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from campaigns.query.query import Query
from campaigns.studies.cache import get_or_compute
from campaigns.studies.time_budget import has_time_left
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast, make_forecast
from planner.planning.forecast.certainty import CertainRanking, rank_by_certainty
from planner.planning.forecast.rates import RateBelief


def forecast_all(query: Query, estimates: Iterable[Estimate]) -> CertainRanking:
    """The forecasts of those of `estimates` that get done, ranked by certainty.

    Stops when there is no more time: the best come first, so what is left out is dearer. Raises
    `TimeBudgetExceeded` where that is before the first.
    """
    found: list[Forecast] = []
    for estimate in estimates:
        try:
            forecast = forecast_one(query, estimate)
        except TimeBudgetExceeded:
            if not found:
                raise
            break
        if forecast:
            found.append(forecast)
    return rank_by_certainty(found)


def forecast_one(
    query: Query, estimate: Estimate, own_beliefs: Mapping[str, RateBelief] | None = None
) -> Forecast | None:
    """The forecast of one estimate; `None` where it is never done.

    `own_beliefs` are what is learned of the own rates of audiences, by their names. Raises
    `TimeBudgetExceeded` where it is not known already and there is no more time.
    """
    trials, seed = query.trials, query.seed

    def compute() -> dict[str, Any] | None:
        if not has_time_left():
            raise TimeBudgetExceeded
        forecast = make_forecast(estimate, query.belief, own_beliefs, trials=trials, seed=seed)
        return None if forecast is None else _without_estimate(forecast)

    name = estimate.terms.slug, estimate.strategy
    inputs = name, query.belief, trials, seed, *sorted((own_beliefs or {}).items())
    cached = get_or_compute("forecast", query, compute, *inputs)
    return None if cached is None else Forecast(estimate=estimate, **cached)


def _without_estimate(forecast: Forecast) -> dict[str, Any]:
    """The forecast's fields but for the estimate, which is known where it is asked for."""
    names = [name for name in Forecast.__dataclass_fields__ if name != "estimate"]
    return {name: getattr(forecast, name) for name in names}
