"""The spread of an estimate's months and total where the reply rate is uncertain (RULES.md §7).

    rates        the belief in a reply rate before the campaign
    beta         the Beta distribution between two percentiles
    trials       the months of all trials at once
    purchases    the credits that the trials buy
    totals       the total of each trial, to the cent
    percentiles  percentiles by nearest rank
    outcome      the forecast of an estimate
    certainty    forecasts ranked at 90 % certainty, and the sentences on them

Importing this package loads no NumPy; making a forecast does.
"""

from planner.planning.forecast.outcome import (
    FEWEST_TRIALS,
    MOST_SEED,
    MOST_TRIALS,
    SEED,
    TRIALS,
    Bin,
    FanMonth,
    Forecast,
    make_forecast,
)

__all__ = [
    "FEWEST_TRIALS",
    "MOST_SEED",
    "MOST_TRIALS",
    "SEED",
    "TRIALS",
    "Bin",
    "FanMonth",
    "Forecast",
    "make_forecast",
]
