"""The inputs of a calculation: the target, the deadline, the assumptions (RULES.md §1 and §3).

Rates are exact decimals from 0 to 1 and count as the fractions (`exact`). Money
is dollars. The terms of plans and the strategies are separate inputs.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from planner.planning.audience import (
    Audience,
    Prefix,
    Rates,
    check_names,
    find_target,
    last_deadline,
    line_up,
)
from planner.planning.days import DAY, SENDS_ON, SendsOn, add_months, month_of
from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.goals import GOALS, RATES, WHOM, Goal, list_goals
from planner.planning.money import BILLINGS, Billing
from planner.planning.ranges import (
    MOST_BUDGET,
    MOST_CREDITS_HELD,
    MOST_HELD,
    MOST_HOUR_COST,
    MOST_LEADS,
    MOST_MINUTES,
    MOST_MONTHS,
    MOST_SEATS,
    MOST_SENDS,
    MOST_VALUE,
    require_deadline,
    require_paid_until,
    require_start,
)
from planner.planning.shares import exact, require_share

# When a credit comes back: at the next refresh, or as soon as its message is sent.
AnswersCome = Literal["next", "same"]
ANSWERS_COME: tuple[AnswersCome, ...] = ("next", "same")
# The number of seats that costs least by the deadline.
BEST: Literal["best"] = "best"

CHOICES: dict[str, tuple[str, ...]] = {
    "goal": GOALS,
    "billing": BILLINGS,
    "answers_come": ANSWERS_COME,
    "sends_on": SENDS_ON,
}


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
    `seat_monthly_limit` are messages of one seat, `monthly_send_limit` of all. With `audiences` the
    target is theirs together, and none has a deadline after the scenario's (RULES.md §11).

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
    audiences: tuple[Audience, ...] = ()

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
        require_start(self.start_on)
        require_deadline("deadline_on", self.deadline_on, self.start_on)
        for held in self.held_seats:
            require_paid_until(held.paid_until, self.start_on)
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
        for goal in list_goals(self.goal):
            if goal == "replied" and self.audiences:
                continue  # each audience has its own
            if not (rate := getattr(self, RATES[goal])):
                allowed = f"above 0 where the goal is {WHOM[self.goal]}"
                raise InvalidInput(RATES[goal], rate, allowed)
        if self.audiences:
            self._check_audiences()
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

    def _check_audiences(self) -> None:
        check_names(self.audiences)
        for one in self.audiences:
            require_deadline("audiences.deadline_on", one.deadline_on, self.start_on)
            reply_rate, decline_rate = self._answers_of(one)
            if self.goal != "contacted" and not reply_rate:
                allowed = f"above 0 where the goal is {WHOM[self.goal]}"
                raise InvalidInput("audiences.reply_rate", reply_rate, allowed)
            if reply_rate + decline_rate > 1:
                allowed = f"at most {1 - reply_rate}, so that replies and declines are at most 1"
                raise InvalidInput("audiences.decline_rate", decline_rate, allowed)
        if self.target != find_target(self.audiences):
            people = find_target(self.audiences)
            raise InvalidInput("target", self.target, f"{people:,}, that of all audiences together")

    def _check_seats(self) -> None:
        if self.max_seats is not None:
            require_whole("max_seats", self.max_seats, 1, MOST_SEATS)
        if self.seats != BEST:
            require_whole("seats", self.seats, 1, self.max_seats or MOST_SEATS)
        if len(self.held_seats) > MOST_HELD:
            raise InvalidInput("held_seats", len(self.held_seats), f"at most {MOST_HELD} entries")

    @cached_property
    def deadline(self) -> date:
        """The last day on which messages are in time (RULES.md §1).

        With audiences that of the last one, as everything is sent with it (RULES.md §11).
        """
        return last_deadline(self.queue) if self.audiences else self.own_deadline

    @cached_property
    def own_deadline(self) -> date:
        """The scenario's deadline, whatever its audiences have."""
        return self.deadline_on or add_months(self.start_on, self.deadline_months) - DAY

    @property
    def is_deadline_a_day(self) -> bool:
        """Whether the deadline is a day of its own, not so many months from the start."""
        return self.deadline_on is not None or self.deadline != self.own_deadline

    @cached_property
    def queue(self) -> tuple[Prefix, ...]:
        """The audiences in the order in which they are written to (RULES.md §11)."""
        return line_up(
            (
                one,
                min(one.deadline_on or self.own_deadline, self.own_deadline),
                self._rates_of(one),
            )
            for one in self.audiences
        )

    def _answers_of(self, audience: Audience) -> tuple[Decimal, Decimal]:
        """The reply rate and the decline rate of an audience."""
        reply_rate, decline_rate = audience.reply_rate, audience.decline_rate
        return (
            self.reply_rate if reply_rate is None else reply_rate,
            self.decline_rate if decline_rate is None else decline_rate,
        )

    def _rates_of(self, audience: Audience) -> Rates:
        reply_rate, decline_rate = map(exact, self._answers_of(audience))
        share = audience.open_profile_share
        return Rates(
            reply_rate=reply_rate,
            goal_share=self._share_of_goal(reply_rate),
            return_rate=reply_rate + (decline_rate if self.declines_return_credit else 0),
            open_profile_share=exact(self.open_profile_share if share is None else share),
        )

    def with_target(self, target: int) -> "Scenario":
        """The same for another number of leads.

        Of audiences those that are written to last lose theirs first, and the last one gets what is
        more (RULES.md §11).
        """
        if not self.audiences:
            return replace(self, target=target)
        left, parts = target, dict[str, int]()
        for prefix in self.queue:
            is_last = prefix is self.queue[-1]
            parts[prefix.audience.name] = left if is_last else min(left, prefix.audience.target)
            left -= parts[prefix.audience.name]
        audiences = tuple(
            one if one.target == parts[one.name] else replace(one, target=parts[one.name])
            for one in self.audiences
            if parts[one.name]
        )
        return replace(self, target=target, audiences=audiences)

    def of_audience(self, audience: Audience) -> "Scenario":
        """The scenario of one of the audiences alone."""
        return replace(self, target=audience.target, audiences=(audience,))

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
        return exact(self.reply_rate) + exact(declines)

    @cached_property
    def goal_share(self) -> Fraction:
        """The share of the people written to that the goal counts (RULES.md §9)."""
        return self._share_of_goal(exact(self.reply_rate))

    def _share_of_goal(self, reply_rate: Fraction) -> Fraction:
        """The same with a reply rate."""
        share = Fraction(1)
        for goal in list_goals(self.goal):
            share *= reply_rate if goal == "replied" else exact(getattr(self, RATES[goal]))
        return share

    @cached_property
    def most_target(self) -> int:
        """The greatest target that may be asked for with these rates (RULES.md §9)."""
        if not self.limits_messages:
            return MOST_LEADS
        shares = [prefix.rates.goal_share for prefix in self.queue]
        return int(MOST_LEADS * min(shares, default=self.goal_share))

    @property
    def limits_messages(self) -> bool:
        """Whether the messages are limited, not the target alone: behind a positive reply."""
        return GOALS.index(self.goal) > 1

    @cached_property
    def least_reply_rate(self) -> Fraction:
        """The least reply rate that may be asked for with this target; 0 where any may."""
        if not self.limits_messages or self.all_have_own("reply_rate"):
            return Fraction(0)
        return exact(self.reply_rate) * self.target / self.goal_share / MOST_LEADS

    @cached_property
    def most_reply_rate(self) -> Decimal:
        """The greatest reply rate that may be asked for beside the rate of declines."""
        declines = [self.decline_rate]
        declines += [
            one.decline_rate or Decimal(0) for one in self.audiences if one.reply_rate is None
        ]
        return 1 - max(declines)

    def all_have_own(self, field: str) -> bool:
        """Whether there are audiences, and each has a rate of its own instead of the scenario's."""
        return bool(self.audiences) and all(
            getattr(one, field) is not None for one in self.audiences
        )

    @cached_property
    def messages(self) -> int:
        """The messages that reach the target, one to a person (RULES.md §3)."""
        return self.queue[-1].messages if self.audiences else self.messages_for(self.target)

    @cached_property
    def free_messages(self) -> int:
        """Messages to open profiles, which cost no credit (RULES.md §3)."""
        return self.messages - self.to_send

    @cached_property
    def replies(self) -> Fraction:
        """The replies that the messages are expected to bring (RULES.md §5)."""
        if not self.audiences:
            return self.messages * exact(self.reply_rate)
        replies = (prefix.own_messages * prefix.rates.reply_rate for prefix in self.queue)
        return sum(replies, Fraction(0))

    @cached_property
    def to_send(self) -> int:
        """Messages that cost a credit each."""
        return self.queue[-1].on_credits if self.audiences else self.to_send_for(self.target)

    def messages_for(self, target: int) -> int:
        """The messages that reach `target` leads, one to a person (RULES.md §3)."""
        return target if self.goal == "contacted" else -(-target // self.goal_share)

    def to_send_for(self, target: int) -> int:
        """The messages on credits that reach `target` leads: not to open profiles (RULES.md §3)."""
        messages = self.messages_for(target)
        return messages - messages * exact(self.open_profile_share) // 1
