"""Shares: exact decimals from 0 to 1 (RULES.md §3)."""

from decimal import Decimal

from planner.planning.errors import InvalidInput

MOST_DECIMALS = 12


def require_share(field: str, share: Decimal) -> None:
    """Raise `InvalidInput` unless `share` is from 0 to 1 with a bearable number of decimals."""
    exponent = share.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= share <= 1 or -exponent > MOST_DECIMALS:
        raise InvalidInput(
            field, share, f"a share from 0 to 1 with at most {MOST_DECIMALS} decimals"
        )
