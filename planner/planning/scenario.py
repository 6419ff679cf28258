"""The inputs of a calculation: the target, the deadline, the assumptions (RULES.md §1 and §3).

Rates are exact decimals from 0 to 1, money is dollars. The terms of plans and the strategies are
separate inputs.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from planner.planning.days import DAY, SENDS_ON, SendsOn, add_months, month_of
from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.money import BILLINGS, Billing

# What the target counts: each goal is a share of the one before it (RULES.md §9).
Goal = Literal["contacted", "replied", "positive", "meetings", "customers"]
GOALS: tuple[Goal, ...] = ("contacted", "replied", "positive", "meetings", "customers")
# The rate that leads to a goal from the one before it.
RATES: dict[Goal, str] = {
    "replied": "reply_rate",
    "positive": "positive_share",
    "meetings": "meeting_rate",
    "customers": "win_rate",
}

# When a credit comes back: at the next refresh, or as soon as its message is sent.
AnswersCome = Literal["next", "same"]
ANSWERS_COME: tuple[AnswersCome, ...] = ("next", "same")
# The number of seats that costs least by the deadline.
BEST: Literal["best"] = "best"

MOST_LEADS = 1_000_000
MOST_MONTHS = 60
MOST_SEATS = 10_000
MOST_CREDITS_HELD = 1_000_000
MOST_HELD = 20
MOST_SENDS = 1_000_000
MOST_BUDGET = Decimal(1_000_000_000)
MOST_RATE_DECIMALS = 12
MOST_VALUE = Decimal(1_000_000_000)
MOST_MINUTES = 10_000
MOST_HOUR_COST = Decimal(1_000_000)
CHOICES: dict[str, tuple[str, ...]] = {
    "goal": GOALS,
    "billing": BILLINGS,
    "answers_come": ANSWERS_COME,
    "sends_on": SENDS_ON,
}
# Whom or what a goal counts.
WHOM: dict[Goal, str] = {
    "contacted": "people who are written to",
    "replied": "people who reply",
    "positive": "positive replies",
    "meetings": "meetings",
    "customers": "customers",
}
FIRST_START, LAST_START = date(2000, 1, 1), date(2099, 12, 31)


# Months after which what is not done is out of reach (RULES.md §4).
HORIZON = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeats:
    """Seats that are there on the start day. Raises `InvalidInput` for a value out of range.

    `plan` is a plan's slug, `credits` those of all these seats together, `paid_until` the last day
    that is paid for: the day before the start, or later.
    """

    plan: str
    seats: int
    paid_until: date
    credits: int = 0

    def __post_init__(self) -> None:
        require_whole("held_seats.seats", self.seats, 1, MOST_SEATS)
        require_whole("held_seats.credits", self.credits, 0, MOST_CREDITS_HELD)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """All inputs but plans and strategies. Raises `InvalidInput` for a value out of range.

    The deadline is `deadline_on`, or the day before the start and `deadline_months` months.
    `grants_on_start` replaces that of every plan, unless it is `None`. `seats` counts those held,
    and `max_seats` bounds them where the number is chosen. With `renews_all_seats` none ends
    before the last month. `seat_daily_limit` and
    `seat_monthly_limit` are messages of one seat, `monthly_send_limit` of all.

    `positive_share` is of the replies, `meeting_rate` of the positive ones, `win_rate` of the
    meetings. `value_per_customer` and `hour_cost` are dollars, minutes are the person's own for one
    of each; none of them changes what is paid, and `with_time` adds the time to the cost of what
    it brings (RULES.md §9). A rate, a value and the cost of an hour are `None` where unknown.
    """

    target: int
    start_on: date
    goal: Goal = "contacted"
    deadline_months: int = 12
    deadline_on: date | None = None
    seats: int | Literal["best"] = BEST
    max_seats: int | None = None
    held_seats: tuple[HeldSeats, ...] = ()
    renews_all_seats: bool = False
    billing: Billing = "cheapest"
    reply_rate: Decimal = Decimal(0)
    decline_rate: Decimal = Decimal(0)
    declines_return_credit: bool = True
    open_profile_share: Decimal = Decimal(0)
    answers_come: AnswersCome = "next"
    grants_on_start: bool | None = None
    monthly_send_limit: int | None = None
    seat_daily_limit: int | None = None
    seat_monthly_limit: int | None = None
    sends_on: SendsOn = "every_day"
    use_trial: bool = False
    budget: Decimal | None = None
    positive_share: Decimal = Decimal(1)
    meeting_rate: Decimal | None = None
    win_rate: Decimal | None = None
    value_per_customer: Decimal | None = None
    minutes_per_message: int = 0
    minutes_per_answer: int = 0
    minutes_per_meeting: int = 0
    hour_cost: Decimal | None = None
    with_time: bool = False

    def __post_init__(self) -> None:
        require_whole("target", self.target, 1, MOST_LEADS)
        require_whole("deadline_months", self.deadline_months, 1, MOST_MONTHS)
        self._check_seats()
        for field in ("monthly_send_limit", "seat_daily_limit", "seat_monthly_limit"):
            if (limit := getattr(self, field)) is not None:
                require_whole(field, limit, 1, MOST_SENDS)
        if self.budget is not None:
            require_dollars("budget", self.budget, MOST_BUDGET)
        for field, allowed in CHOICES.items():
            if getattr(self, field) not in allowed:
                raise InvalidInput(field, getattr(self, field), " or ".join(allowed))
        if not FIRST_START <= self.start_on <= LAST_START:
            raise InvalidInput("start_on", self.start_on, f"a day {FIRST_START} to {LAST_START}")
        self._check_days()
        for field in ("reply_rate", "decline_rate", "open_profile_share"):
            require_share(field, getattr(self, field))
        if self.reply_rate + self.decline_rate > 1:
            raise InvalidInput(
                "decline_rate",
                self.decline_rate,
                f"at most {1 - self.reply_rate}, so that replies and declines make up at most 1",
            )
        self._check_worth()

    def _check_worth(self) -> None:
        for field in ("meeting_rate", "win_rate"):
            if (share := getattr(self, field)) is not None:
                require_share(field, share)
        require_share("positive_share", self.positive_share)
        for goal in GOALS[1 : GOALS.index(self.goal) + 1]:
            if not (rate := getattr(self, RATES[goal])):
                allowed = f"above 0 where the goal is {WHOM[self.goal]}"
                raise InvalidInput(RATES[goal], rate, allowed)
        if self.target > self.most_target:
            allowed = (
                f"at most {self.most_target:,}: with these rates they take {MOST_LEADS:,} messages"
            )
            raise InvalidInput("target", self.target, allowed)
        for field, most_dollars in (
            ("value_per_customer", MOST_VALUE),
            ("hour_cost", MOST_HOUR_COST),
        ):
            if (amount := getattr(self, field)) is not None:
                require_dollars(field, amount, most_dollars)
        for field in ("minutes_per_message", "minutes_per_answer", "minutes_per_meeting"):
            require_whole(field, getattr(self, field), 0, MOST_MINUTES)
        if self.with_time and self.hour_cost is None:
            raise InvalidInput("hour_cost", None, "dollars an hour, where the time is added")

    def _check_seats(self) -> None:
        if self.max_seats is not None:
            require_whole("max_seats", self.max_seats, 1, MOST_SEATS)
        if self.seats != BEST:
            require_whole("seats", self.seats, 1, self.max_seats or MOST_SEATS)
        if len(self.held_seats) > MOST_HELD:
            raise InvalidInput("held_seats", len(self.held_seats), f"at most {MOST_HELD} entries")

    def _check_days(self) -> None:
        horizon = add_months(self.start_on, HORIZON) - DAY
        if self.deadline_on is not None:
            last = add_months(self.start_on, MOST_MONTHS) - DAY
            if not self.start_on <= self.deadline_on <= last:
                allowed = f"a day from the start, {self.start_on}, to {last}"
                raise InvalidInput("deadline_on", self.deadline_on, allowed)
        for held in self.held_seats:
            if not self.start_on - DAY <= held.paid_until <= horizon:
                allowed = f"a day from {self.start_on - DAY}, the eve of the start, to {horizon}"
                raise InvalidInput("held_seats.paid_until", held.paid_until, allowed)

    @cached_property
    def deadline(self) -> date:
        """The last day on which messages are in time (RULES.md §1)."""
        return self.deadline_on or add_months(self.start_on, self.deadline_months) - DAY

    @cached_property
    def months_until_deadline(self) -> int:
        """The month of the campaign in which the deadline lies."""
        return month_of(self.start_on, self.deadline)

    @property
    def is_paced(self) -> bool:
        """Whether a limit may leave credits unsent."""
        limits = self.monthly_send_limit, self.seat_daily_limit, self.seat_monthly_limit
        return self.sends_on != "every_day" or any(limit is not None for limit in limits)

    @cached_property
    def return_rate(self) -> Fraction:
        """ρ, the share of messages on credits whose credit comes back (RULES.md §3)."""
        declines = self.decline_rate if self.declines_return_credit else Decimal(0)
        return Fraction(self.reply_rate) + Fraction(declines)

    @cached_property
    def goal_share(self) -> Fraction:
        """The share of the people written to that the goal counts (RULES.md §9)."""
        share = Fraction(1)
        for goal in GOALS[1 : GOALS.index(self.goal) + 1]:
            share *= Fraction(getattr(self, RATES[goal]))
        return share

    @cached_property
    def most_target(self) -> int:
        """The greatest target that may be asked for with these rates (RULES.md §9)."""
        return int(MOST_LEADS * self.goal_share) if self.limits_messages else MOST_LEADS

    @property
    def limits_messages(self) -> bool:
        """Whether the messages are limited, not the target alone: behind a positive reply."""
        return GOALS.index(self.goal) > 1

    @cached_property
    def least_reply_rate(self) -> Fraction:
        """The least reply rate that may be asked for with this target; 0 where any may."""
        if not self.limits_messages:
            return Fraction(0)
        return Fraction(self.reply_rate) * self.target / self.goal_share / MOST_LEADS

    @cached_property
    def messages(self) -> int:
        """The messages that reach the target, one to a person (RULES.md §3)."""
        return self.messages_for(self.target)

    @cached_property
    def free_messages(self) -> int:
        """Messages to open profiles, which cost no credit (RULES.md §3)."""
        return self.messages - self.to_send_for(self.target)

    @cached_property
    def to_send(self) -> int:
        """Messages that cost a credit each."""
        return self.to_send_for(self.target)

    def messages_for(self, target: int) -> int:
        """The messages that reach `target` leads, one to a person (RULES.md §3)."""
        return target if self.goal == "contacted" else -(-target // self.goal_share)

    def to_send_for(self, target: int) -> int:
        """The messages on credits that reach `target` leads: not to open profiles (RULES.md §3)."""
        messages = self.messages_for(target)
        return messages - messages * Fraction(self.open_profile_share) // 1


def require_share(field: str, share: Decimal) -> None:
    """Raise `InvalidInput` unless `share` is from 0 to 1 with a bearable number of decimals."""
    exponent = share.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= share <= 1 or -exponent > MOST_RATE_DECIMALS:
        raise InvalidInput(
            field, share, f"a share from 0 to 1 with at most {MOST_RATE_DECIMALS} decimals"
        )
