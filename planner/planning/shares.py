"""Shares: exact decimals from 0 to 1, and the fractions that they stand for (RULES.md §3)."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from planner.planning.errors import InvalidInput

MOST_DECIMALS = 12
# Of two fractions with no greater denominators one at most is rounded to the same decimals.
MOST_DENOMINATOR = 999_999
HALF_A_STEP = Fraction(1, 2 * 10**MOST_DECIMALS)


@lru_cache(maxsize=1_024)
def exact(share: Decimal) -> Fraction:
    """The fraction that a share stands for: 1/3 for 0.333333333333, as "1 in 3" is rounded.

    A share with fewer decimals stands for itself, as does one that is the rounding of no fraction
    with a denominator up to 999,999. Source: RULES.md §3.
    """
    whole = Fraction(share)
    exponent = share.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < MOST_DECIMALS:
        return whole
    near = whole.limit_denominator(MOST_DENOMINATOR)
    return near if abs(near - whole) <= HALF_A_STEP else whole


def require_share(field: str, share: Decimal) -> None:
    """Raise `InvalidInput` unless `share` is from 0 to 1 with a bearable number of decimals."""
    exponent = share.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= share <= 1 or -exponent > MOST_DECIMALS:
        raise InvalidInput(
            field, share, f"a share from 0 to 1 with at most {MOST_DECIMALS} decimals"
        )
