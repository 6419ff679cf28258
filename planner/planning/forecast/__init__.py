"""What an estimate comes to when nobody knows the reply rate (RULES.md §7).

    rates        what is known of the reply rate
    beta         the Beta distribution between two percentiles
    trials       the months, lived through by all trials at once
    purchases    what they buy, or wait for
    totals       what each trial pays, to the cent
    percentiles  what is enough in so many trials
    outcome      the forecast of an estimate
    certainty    choosing by what is enough in 90 % of the trials, and saying so

Importing any of it loads no NumPy: drawing and living through do.
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
