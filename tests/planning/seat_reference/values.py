"""What goes into the reference and what comes out: values of its own, with no tie to the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from tests.planning.seat_reference.days import add_months

Strategy = Literal["accumulate", "as_granted", "buy_now", "cheapest"]
Status = Literal["ok", "misses_deadline", "out_of_reach", "no_inmail"]
STRATEGIES: tuple[Strategy, ...] = ("accumulate", "as_granted", "buy_now", "cheapest")
HORIZON_MONTHS = 120


@dataclass(frozen=True)
class Plan:
    """One seat's terms. A price of None is unknown, a purchase limit of None is no limit."""

    name: str
    monthly_credits: int
    rollover_cap: int
    monthly_price: Decimal | None = None
    annual_price: Decimal | None = None
    credit_price: Decimal | None = None
    purchase_limit: int | None = None
    credit_lifetime_days: int = 90
    trial_months: int = 0
    grant_day: Literal["renewal", "first"] = "renewal"
    grants_on_start: bool = False

    @property
    def life(self) -> int:
        """Months that a lot lives: 90 days are 3, 120 days are 4."""
        return ceil(Fraction(self.credit_lifetime_days) / Fraction("30.4375"))


@dataclass(frozen=True)
class HeldSeats:
    """Seats that are there on the start day, with the credits of them all together."""

    plan: str
    seats: int
    credits: int
    paid_until: date


@dataclass(frozen=True)
class Scenario:
    target: int
    start_on: date
    deadline_months: int | None = None
    deadline_on: date | None = None
    goal: Literal["contacted", "replied"] = "contacted"
    seats: int | Literal["best"] = "best"
    max_seats: int | None = None
    max_seats_per_plan: Mapping[str, int] = field(default_factory=dict)
    billing: Literal["monthly", "annual", "cheapest"] = "cheapest"
    reply_rate: Fraction = Fraction(0)
    decline_rate: Fraction = Fraction(0)
    declines_return_credit: bool = True
    open_profile_share: Fraction = Fraction(0)
    monthly_send_limit: int | None = None
    seat_daily_limit: int | None = None
    seat_monthly_limit: int | None = None
    sends_on: Literal["every_day", "weekdays"] = "every_day"
    answers_come: Literal["next", "same"] = "next"
    use_trial: bool = False
    grants_on_start: bool | None = None
    held_seats: tuple[HeldSeats, ...] = ()

    def __post_init__(self) -> None:
        if self.deadline_months is None and self.deadline_on is None:
            raise ValueError("A scenario needs a deadline.")
        if self.deadline < self.start_on:
            raise ValueError("The deadline is before the start.")
        for held in self.held_seats:
            if held.paid_until < self.start_on - timedelta(days=1):
                raise ValueError("Seats are paid until a day before the day before the start.")

    @property
    def deadline(self) -> date:
        """The last day on which messages may go. Where both kinds are given, the day counts."""
        if self.deadline_on is not None:
            return self.deadline_on
        assert self.deadline_months is not None
        return add_months(self.start_on, self.deadline_months) - timedelta(days=1)

    @property
    def horizon(self) -> date:
        """The last day that is looked at."""
        return add_months(self.start_on, HORIZON_MONTHS) - timedelta(days=1)

    @property
    def messages(self) -> int:
        if self.goal == "contacted":
            return self.target
        return ceil(self.target / self.reply_rate)

    @property
    def free_messages(self) -> int:
        return floor(self.messages * self.open_profile_share)

    @property
    def on_credits(self) -> int:
        return self.messages - self.free_messages

    @property
    def rho(self) -> Fraction:
        """The share of messages whose credit comes back."""
        return self.reply_rate + (self.decline_rate if self.declines_return_credit else 0)

    def comes_on_start(self, plan: Plan) -> bool:
        """Whether a new seat's credits come on its first day, too. The scenario's word wins."""
        return plan.grants_on_start if self.grants_on_start is None else self.grants_on_start


@dataclass(frozen=True)
class Row:
    """One slice of a group: opening + granted + returned + bought - sent - expired = closing."""

    on: date
    opening: int = 0
    expired: int = 0
    forfeited: int = 0
    granted: int = 0
    returned: int = 0
    bought: int = 0
    sent: int = 0
    closing: int = 0


@dataclass(frozen=True)
class GroupResult:
    plan: str
    seats: int
    is_held: bool
    months: int
    """Billing months that have to be paid for: all of a new seat, those after `paid_until`."""
    paid_through: date | None
    """The last day paid for; None where there never was a subscription."""
    subscription: Decimal | None
    bought: int
    credit_spend: Decimal | None
    already_paid: Decimal | None
    left: int
    rows: tuple[Row, ...]
    last_message_on: date | None
    """The last message on a credit."""


@dataclass(frozen=True)
class Day:
    """The rows of all groups on the first day of a slice, added up, and the free messages."""

    row: Row
    free: int


@dataclass(frozen=True)
class Result:
    status: Status
    groups: tuple[GroupResult, ...]
    schedule: tuple[Day, ...]
    done_on: date | None
    months: int | None
    first_send_on: date | None
    subscription: Decimal | None
    credit_spend: Decimal | None
    bought: int
    already_paid: Decimal | None
    left: int
    left_behind: int
    """Credits held on plans that are no use here."""
    seats: int
    kept: int
    """Seats kept into the last billing month, of those that could end before it."""

    @property
    def total(self) -> Decimal | None:
        """New money."""
        if self.subscription is None or self.credit_spend is None:
            return None
        return self.subscription + self.credit_spend

    @property
    def sends(self) -> list[tuple[date, int]]:
        """What goes on credits, slice by slice, without slices in which nothing goes."""
        return [(day.row.on, day.row.sent) for day in self.schedule if day.row.sent]
