"""Beliefs in a reply rate before the first reply (RULES.md §7).

Rates are shares from 0 to 1. A belief draws one rate for each trial of a forecast. Drawing loads
NumPy; importing this module does not.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.planning.errors import InvalidInput, require_whole
from planner.planning.ranges import MOST_SENDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The 5th percentile of a range is at least this, the 95th at most 1 minus this, and they lie at
# least this far apart: within these limits the Beta distribution is found to ten digits.
LEAST_RATE = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRate:
    """Exactly this rate in every trial; only the replies are random."""

    rate: Decimal

    def __post_init__(self) -> None:
        _require("reply_rate", self.rate, Decimal(0), Decimal(1))

    def draw(self, generator: "np.random.Generator", trials: int) -> "NDArray[np.float64]":
        """The rate of each trial."""
        import numpy as np

        return np.full(trials, float(self.rate))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBetween:
    """A Beta distribution whose 5th and 95th percentile are `low` and `high`."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        most = 1 - LEAST_RATE
        _require("reply_rate_low", self.low, LEAST_RATE, most - LEAST_RATE)
        _require("reply_rate_high", self.high, self.low + LEAST_RATE, most)

    def draw(self, generator: "np.random.Generator", trials: int) -> "NDArray[np.float64]":
        """The rate of each trial."""
        from planner.planning.forecast.beta import fit_beta

        return generator.beta(*fit_beta(float(self.low), float(self.high)), trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """The person's own `replied` of `sent` messages: Beta(1 + replied, 1 + sent - replied).

    That is the posterior of the rate from a uniform prior.
    """

    sent: int
    replied: int

    def __post_init__(self) -> None:
        require_whole("track_record_sent", self.sent, 0, MOST_SENDS)
        if not 0 <= self.replied <= self.sent:
            allowed = f"a whole number from 0 to the {self.sent:,} that were sent"
            raise InvalidInput("track_record_replied", self.replied, allowed)

    def draw(self, generator: "np.random.Generator", trials: int) -> "NDArray[np.float64]":
        """The rate of each trial."""
        return generator.beta(1 + self.replied, 1 + self.sent - self.replied, trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaRate:
    """The distribution Beta(`a`, `b`), both above 0, as a record leaves it (RULES.md §12)."""

    a: float
    b: float

    def draw(self, generator: "np.random.Generator", trials: int) -> "NDArray[np.float64]":
        """The rate of each trial."""
        return generator.beta(self.a, self.b, trials)


RateBelief = FixedRate | RateBetween | TrackRecord | BetaRate


def _require(field: str, share: Decimal, low: Decimal, high: Decimal) -> None:
    if not (share.is_finite() and low <= share <= high):
        raise InvalidInput(field, share, f"a share from {low} to {high}")
