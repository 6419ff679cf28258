"""The inputs of a calculation: the target, the deadline, the assumptions (RULES.md §1 and §3).

Rates are exact decimals from 0 to 1, money is dollars, times are billing months. The terms of plans
and the strategies are separate inputs.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.money import BILLINGS, Billing

Goal = Literal["contacted", "replied"]
GOALS: tuple[Goal, ...] = ("contacted", "replied")

MOST_LEADS = 1_000_000
MOST_MONTHS = 60
MOST_SEATS = 10_000
MOST_CREDITS_HELD = 1_000_000
MOST_SENDS = 1_000_000
MOST_BUDGET = Decimal(1_000_000_000)
MOST_RATE_DECIMALS = 12
FIRST_START, LAST_START = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """All inputs but plans and strategies. Raises `InvalidInput` for a value out of range."""

    target: int
    start_on: date
    goal: Goal = "contacted"
    deadline_months: int = 12
    seats: int = 1
    billing: Billing = "cheapest"
    reply_rate: Decimal = Decimal(0)
    decline_rate: Decimal = Decimal(0)
    declines_return_credit: bool = True
    open_profile_share: Decimal = Decimal(0)
    monthly_send_limit: int | None = None
    opening_balance: int = 0
    use_trial: bool = False
    budget: Decimal | None = None

    def __post_init__(self) -> None:
        require_whole("target", self.target, 1, MOST_LEADS)
        require_whole("deadline_months", self.deadline_months, 1, MOST_MONTHS)
        require_whole("seats", self.seats, 1, MOST_SEATS)
        require_whole("opening_balance", self.opening_balance, 0, MOST_CREDITS_HELD)
        if self.monthly_send_limit is not None:
            require_whole("monthly_send_limit", self.monthly_send_limit, 1, MOST_SENDS)
        if self.budget is not None:
            require_dollars("budget", self.budget, MOST_BUDGET)
        if self.goal not in GOALS:
            raise InvalidInput("goal", self.goal, " or ".join(GOALS))
        if self.billing not in BILLINGS:
            raise InvalidInput("billing", self.billing, ", ".join(BILLINGS))
        if not FIRST_START <= self.start_on <= LAST_START:
            raise InvalidInput("start_on", self.start_on, f"a day {FIRST_START} to {LAST_START}")
        for field in ("reply_rate", "decline_rate", "open_profile_share"):
            _require_share(field, getattr(self, field))
        if self.reply_rate + self.decline_rate > 1:
            raise InvalidInput(
                "decline_rate",
                self.decline_rate,
                f"at most {1 - self.reply_rate}, so that replies and declines make up at most 1",
            )
        if self.goal == "replied" and self.reply_rate == 0:
            raise InvalidInput(
                "reply_rate", self.reply_rate, "above 0 where the goal is people who reply"
            )

    @property
    def return_rate(self) -> Fraction:
        """ρ, the share of messages on credits whose credit comes back (RULES.md §3)."""
        declines = self.decline_rate if self.declines_return_credit else Decimal(0)
        return Fraction(self.reply_rate) + Fraction(declines)

    @property
    def messages(self) -> int:
        """The messages that reach the target, one to a person (RULES.md §3)."""
        return self.messages_for(self.target)

    @property
    def free_messages(self) -> int:
        """Messages to open profiles, which cost no credit (RULES.md §3)."""
        return self.messages - self.to_send_for(self.target)

    @property
    def to_send(self) -> int:
        """Messages that cost a credit each."""
        return self.to_send_for(self.target)

    def messages_for(self, target: int) -> int:
        """The messages that reach `target` leads, one to a person (RULES.md §3)."""
        if self.goal == "contacted":
            return target
        return -(-target // Fraction(self.reply_rate))

    def to_send_for(self, target: int) -> int:
        """The messages on credits that reach `target` leads: not to open profiles (RULES.md §3)."""
        messages = self.messages_for(target)
        return messages - messages * Fraction(self.open_profile_share) // 1


def _require_share(field: str, share: Decimal) -> None:
    exponent = share.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= share <= 1 or -exponent > MOST_RATE_DECIMALS:
        raise InvalidInput(
            field, share, f"a share from 0 to 1 with at most {MOST_RATE_DECIMALS} decimals"
        )
