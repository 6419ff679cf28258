"""The spread of an estimate's months and total where the reply rate is uncertain (RULES.md §7).

    rates        the belief in a reply rate before the campaign
    beta         the Beta distribution between two percentiles
    plan         what the trials take over from the estimate
    trials       the slices of all trials at once
    wallets      the credits of one group in all trials
    purchases    the credits that the trials buy
    free_messages  messages to open profiles in all trials
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
    FanRow,
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
    "FanRow",
    "Forecast",
    "make_forecast",
]
