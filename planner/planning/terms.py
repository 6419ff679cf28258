"""A plan as it is sold: its prices and its credit terms (RULES.md §2).

Every figure is for one seat. Prices are dollars, `None` where unknown; credits are whole numbers;
life is in months.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from planner.planning.errors import InvalidInput, require_dollars, require_whole

# The mean length of a calendar month in days, exactly (RULES.md §2).
DAYS_IN_A_MONTH = Fraction("30.4375")

# The days on which credits are granted: the renewal days of a seat, or the 1st of each month.
GrantDay = Literal["renewal", "first"]
GRANT_DAYS: tuple[GrantDay, ...] = ("renewal", "first")

MOST_CREDITS = 1_000_000
MOST_LIFETIME_DAYS = 3_650
MOST_TRIAL_MONTHS = 12
MOST_PRICE = Decimal(1_000_000)

# The least and the most of every term that is a whole number.
WHOLE_NUMBERS: dict[str, tuple[int, int]] = {
    "monthly_credits": (0, MOST_CREDITS),
    "rollover_cap": (0, MOST_CREDITS),
    "credit_lifetime_days": (1, MOST_LIFETIME_DAYS),
    "purchase_limit": (0, MOST_CREDITS),
    "trial_months": (0, MOST_TRIAL_MONTHS),
}


@cache
def life_in_months(credit_lifetime_days: int) -> int:
    """The months for which a lot with a life of so many days is usable (RULES.md §2)."""
    return -(-credit_lifetime_days // DAYS_IN_A_MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One plan's terms for one seat. Raises `InvalidInput` for a value out of range.

    `grants_on_start` is whether a new seat gets credits on its first day, too, where `grant_day` is
    `first`.
    """

    slug: str
    name: str
    monthly_credits: int
    rollover_cap: int
    credit_lifetime_days: int
    monthly_price: Decimal | None = None
    annual_price: Decimal | None = None
    credit_price: Decimal | None = None
    purchase_limit: int | None = None
    trial_months: int = 0
    grant_day: GrantDay = "renewal"
    grants_on_start: bool = False

    def __post_init__(self) -> None:
        for field, (low, high) in WHOLE_NUMBERS.items():
            number = getattr(self, field)
            if number is not None:
                require_whole(field, number, low, high)
        if self.rollover_cap < self.monthly_credits:
            raise InvalidInput(
                "rollover_cap",
                self.rollover_cap,
                f"at least the {self.monthly_credits} credits that a month brings",
            )
        if self.grant_day not in GRANT_DAYS:
            raise InvalidInput("grant_day", self.grant_day, " or ".join(GRANT_DAYS))
        for field in ("monthly_price", "annual_price", "credit_price"):
            price = getattr(self, field)
            if price is not None:
                require_dollars(field, price, MOST_PRICE)

    @property
    def sells_credits(self) -> bool:
        """Whether single credits can be bought."""
        return self.purchase_limit != 0

    @property
    def life(self) -> int:
        """The life of a lot in months (RULES.md §2)."""
        return life_in_months(self.credit_lifetime_days)
