"""The Beta distribution with given 5th and 95th percentiles (RULES.md §7).

SciPy has the tails of a Beta distribution, but takes 110 MB and 150 ms for this one function, so
they are integrated here; the tests compare the result with SciPy's.

For a rate x, the density of v = logit(x) - logit(mean) is proportional to
exp(n·(mean·v - log(1 + mean·(e^v - 1)))), where n = a + b: smooth, with a single peak at v = 0 and
tails that fall off exponentially. So a few panels of Gauss-Legendre nodes are enough, without the
Beta function and whatever the size of a and b.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TAIL = 0.05
# The standard normal distribution's 5th and 95th percentiles are so far apart.
NORMAL_WIDTH = 3.29
NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)
# Panels between the percentiles, as parts of their distance, and outside, as multiples of a
# standard deviation: the density is 0 at the outermost.
BETWEEN = np.linspace(0, 1, 9)[1:-1]
OUTSIDE = np.concatenate([[0], 2.0 ** np.arange(-1, 11)])
# Beyond this e^v overflows; the density is 0 there as well.
FARTHEST = 600
PRECISION = 1e-9
STEP = 1e-5


@lru_cache(maxsize=256)
def fit_beta(low: float, high: float) -> tuple[float, float]:
    """The parameters a and b of the distribution that lies below `low` and above `high` by 5 %.

    Both are within the limits of `rates.RateBetween`. Newton's method starts from the normal
    distribution with the same percentiles; its unknowns are the distance of the mean from the
    middle, in standard deviations, and the logarithm of the factor by which n differs.
    """
    ends = np.log([low / (1 - low), high / (1 - high)])
    middle, deviation = ends.mean(), (ends[1] - ends[0]) / NORMAL_WIDTH

    def parameters(unknown: Floats) -> tuple[float, float, float]:
        centre = middle + deviation * unknown[0]
        mean = 1 / (1 + np.exp(-centre))
        spread = 4 * np.cosh(middle / 2) ** 2 / deviation**2
        return centre, mean, spread * np.exp(unknown[1])

    def misses(unknown: Floats) -> Floats:
        centre, mean, n = parameters(unknown)
        return np.log(tails(ends - centre, mean=mean, n=n, deviation=deviation) / TAIL)

    unknown = np.zeros(2)
    while np.abs(missed := misses(unknown)).max() > PRECISION:
        slopes = [(misses(unknown + step) - missed) / STEP for step in STEP * np.eye(2)]
        change = np.linalg.solve(np.transpose(slopes), -missed)
        unknown = unknown + change / max(1, np.abs(change).max())
    _, mean, n = parameters(unknown)
    return float(n * mean), float(n * (1 - mean))


def tails(ends: Floats, *, mean: float, n: float, deviation: float) -> Floats:
    """The shares of the distribution below the first and above the second of `ends`.

    `ends` and `deviation` are in units of v; see the module's docstring.
    """
    low, high = ends
    outside = deviation * OUTSIDE
    edges = np.concatenate([low - outside[::-1], low + (high - low) * BETWEEN, high + outside])
    half = np.diff(edges) / 2
    v = np.minimum((edges[1:] - half)[:, None] + half[:, None] * NODES, FARTHEST)
    logarithms = n * (mean * v - np.log1p(mean * np.expm1(v)))
    masses = (np.exp(logarithms) @ WEIGHTS) * half
    panels = len(OUTSIDE) - 1
    below, above = float(masses[:panels].sum()), float(masses[-panels:].sum())
    return np.array([below, above]) / float(masses.sum())
