"""From messages to customers: goals, rates with their denominators, and time (RULES.md §9).

Rates are exact decimals from 0 to 1, each a share of the stage before it. Minutes and the cost of
an hour are exact decimals; the expected numbers of a stage are exact fractions.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from planner.planning.errors import InvalidInput, require_dollars, require_whole
from planner.planning.goals import GOALS, Goal
from planner.planning.goals import RATES as RATES_OF_GOALS
from planner.planning.ranges import MOST_HOUR_COST, MOST_LEADS, MOST_VALUE
from planner.planning.scenario import Scenario
from planner.planning.shares import exact, require_share

# A stage is a share of the one before it; each of them can be the goal of a campaign.
Stage = Literal["people", "answers", "positive", "meetings", "customers"]
STAGES: tuple[Stage, ...] = ("people", "answers", "positive", "meetings", "customers")
# The stage that each goal of a scenario counts.
STAGE_OF: dict[Goal, Stage] = dict(zip(GOALS, STAGES, strict=True))
# The rate that leads to a stage from the one before it.
RATES: dict[Stage, str] = {STAGE_OF[goal]: rate for goal, rate in RATES_OF_GOALS.items()}

MOST_MINUTES = Decimal(100_000)
MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rate from each stage to the next; `None` where it is unknown.

    `reply_rate` is of the people written to, `positive_share` of the answers those that are no
    "no", `meeting_rate` of the positive answers, `win_rate` of the meetings held. Raises
    `InvalidInput` for a value out of range. Source: RULES.md §9.
    """

    reply_rate: Decimal | None = None
    positive_share: Decimal | None = Decimal(1)
    meeting_rate: Decimal | None = None
    win_rate: Decimal | None = None

    def __post_init__(self) -> None:
        for field in RATES.values():
            if (rate := getattr(self, field)) is not None:
                require_share(field, rate)

    def share_of(self, stage: Stage) -> Fraction | None:
        """The share of the people that reach a stage; `None` where a rate is unknown."""
        return self.share_between("people", stage)

    def share_between(self, first: Stage, last: Stage) -> Fraction | None:
        """The share of those in stage `first` that reach stage `last`, a later one or the same."""
        share = Fraction(1)
        for stage in STAGES[STAGES.index(first) + 1 : STAGES.index(last) + 1]:
            rate: Decimal | None = getattr(self, RATES[stage])
            if rate is None:
                return None
            share *= exact(rate)
        return share

    def missing_for(self, stage: Stage) -> tuple[str, ...]:
        """The fields of the rates up to a stage that are unknown."""
        fields = [RATES[one] for one in STAGES[1 : STAGES.index(stage) + 1]]
        return tuple(field for field in fields if getattr(self, field) is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """A person's minutes for each message, answer and meeting.

    Raises `InvalidInput` for a value out of range. Source: RULES.md §9.
    """

    minutes_per_message: Decimal = Decimal(0)
    minutes_per_answer: Decimal = Decimal(0)
    minutes_per_meeting: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for field in ("minutes_per_message", "minutes_per_answer", "minutes_per_meeting"):
            minutes = getattr(self, field)
            if not (minutes.is_finite() and 0 <= minutes <= MOST_MINUTES):
                raise InvalidInput(field, minutes, f"minutes from 0 to {MOST_MINUTES:,}")

    def minutes_of(
        self, messages: Fraction | int, answers: Fraction | None, meetings: Fraction | None
    ) -> Fraction | None:
        """The minutes of so many messages, answers and meetings.

        `None` where a number is unknown of which each takes time.
        """
        total = messages * Fraction(self.minutes_per_message)
        for number, minutes in (
            (answers, self.minutes_per_answer),
            (meetings, self.minutes_per_meeting),
        ):
            if minutes and number is None:
                return None
            total += (number or 0) * Fraction(minutes)
        return total


NO_EFFORT = Effort()


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What a campaign is to bring, and what stands between a message and it.

    `target` counts what the stage `goal` names. `value_per_customer` and `hour_cost` are dollars,
    `None` where unknown. Raises `InvalidInput` for a value out of range, for a rate that the goal
    needs and that is unknown or 0, and for a target that takes more than 1,000,000 messages.
    Source: RULES.md §9.
    """

    target: int
    goal: Stage
    rates: Rates
    effort: Effort = NO_EFFORT
    value_per_customer: Decimal | None = None
    hour_cost: Decimal | None = None

    def __post_init__(self) -> None:
        require_whole("target", self.target, 1, MOST_LEADS)
        if self.goal not in STAGES:
            raise InvalidInput("goal", self.goal, " or ".join(STAGES))
        if self.value_per_customer is not None:
            require_dollars("value_per_customer", self.value_per_customer, MOST_VALUE)
        if self.hour_cost is not None:
            require_dollars("hour_cost", self.hour_cost, MOST_HOUR_COST)
        for stage in STAGES[1 : STAGES.index(self.goal) + 1]:
            if not getattr(self.rates, RATES[stage]):
                given = getattr(self.rates, RATES[stage])
                raise InvalidInput(RATES[stage], given, f"above 0 where the goal is {self.goal}")
        if self.messages > MOST_LEADS:
            most = int(MOST_LEADS * self.share)
            allowed = f"at most {most:,} with these rates: {MOST_LEADS:,} messages"
            raise InvalidInput("target", self.target, allowed)

    @property
    def share(self) -> Fraction:
        """The share of the people written to that reach the goal, above 0."""
        share = self.rates.share_of(self.goal)
        return Fraction(1) if share is None else share

    @property
    def messages(self) -> int:
        """The messages that are expected to reach the target, one to a person (RULES.md §9)."""
        return -(-self.target // self.share)

    def scenario_for(self, scenario: Scenario) -> Scenario:
        """The scenario that sends these messages, with this answer rate (RULES.md §9).

        Its goal is people contacted and its target their number; all else is `scenario`'s.
        """
        reply_rate = self.rates.reply_rate
        return replace(
            scenario,
            goal="contacted",
            target=self.messages,
            reply_rate=scenario.reply_rate if reply_rate is None else reply_rate,
        )
