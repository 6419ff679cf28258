"""What a number of messages is expected to bring, and what it costs (RULES.md §9).

Expected numbers are exact fractions. Dollars are exact inside and rounded once, half up, where a
property gives a `Decimal`. `None` is what is unknown, and what is calculated from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from planner.planning.errors import InvalidInput
from planner.planning.unit_costs import UnitCosts
from planner.planning.worth.amounts import down_to_cents, to_cents, up_to_cents
from planner.planning.worth.funnel import (
    MINUTES_IN_AN_HOUR,
    STAGES,
    Effort,
    Funnel,
    Rates,
    Stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is expected of messages to `people` people: stages, cash, time.

    `cash` is dollars to be paid, `minutes` the person's own time. They are two figures: `cost` is
    the cash alone, with `with_time` the cash and the time at `hour_cost` dollars an hour. Raises
    `InvalidInput` where time is to be added and an hour has no cost.
    """

    people: int
    answers: Fraction | None
    positive: Fraction | None
    meetings: Fraction | None
    customers: Fraction | None
    cash: Decimal | None
    minutes: Fraction | None = Fraction(0)
    value_per_customer: Decimal | None = None
    hour_cost: Decimal | None = None
    with_time: bool = False

    def __post_init__(self) -> None:
        if self.with_time and self.hour_cost is None:
            raise InvalidInput("hour_cost", None, "dollars an hour, where time is added")

    def expected(self, stage: Stage) -> Fraction | None:
        """The expected number of a stage."""
        return Fraction(self.people) if stage == "people" else getattr(self, stage)

    @property
    def hours(self) -> Fraction | None:
        """The person's own hours, exactly."""
        return None if self.minutes is None else self.minutes / MINUTES_IN_AN_HOUR

    @property
    def exact_time_cost(self) -> Fraction | None:
        """Dollars for the person's own time; 0 where there is none, whatever an hour costs."""
        if not self.hours:
            return self.hours
        return None if self.hour_cost is None else self.hours * Fraction(self.hour_cost)

    @property
    def exact_cost(self) -> Fraction | None:
        """Dollars in cash, and for the time where that is to be added."""
        if self.cash is None:
            return None
        if not self.with_time:
            return Fraction(self.cash)
        time = self.exact_time_cost
        return None if time is None else Fraction(self.cash) + time

    @property
    def exact_revenue(self) -> Fraction | None:
        """Dollars that the expected customers are worth."""
        if self.customers is None or self.value_per_customer is None:
            return None
        return self.customers * Fraction(self.value_per_customer)

    @property
    def exact_left(self) -> Fraction | None:
        """Dollars of the revenue that are left after the cost; below 0 where it does not pay."""
        revenue, cost = self.exact_revenue, self.exact_cost
        return None if revenue is None or cost is None else revenue - cost

    @property
    def time_cost(self) -> Decimal | None:
        """`exact_time_cost` to the cent."""
        return _round(self.exact_time_cost)

    @property
    def cost(self) -> Decimal | None:
        """`exact_cost` to the cent."""
        return _round(self.exact_cost)

    @property
    def revenue(self) -> Decimal | None:
        """`exact_revenue` to the cent."""
        return _round(self.exact_revenue)

    @property
    def left(self) -> Decimal | None:
        """`exact_left` to the cent."""
        return _round(self.exact_left)

    @property
    def return_on_cost(self) -> Fraction | None:
        """Dollars left for each dollar of the cost; `None` where nothing is paid."""
        left, cost = self.exact_left, self.exact_cost
        return None if left is None or not cost else left / cost

    @property
    def pays(self) -> bool | None:
        """Whether the revenue is not below the cost."""
        return None if self.exact_left is None else self.exact_left >= 0

    def cost_per(self, stage: Stage) -> Decimal | None:
        """Dollars for each expected one of a stage, to the cent; `None` where none is expected."""
        cost, number = self.exact_cost, self.expected(stage)
        return None if cost is None or not number else to_cents(cost / number)

    @property
    def least_value(self) -> Decimal | None:
        """The least value of a customer at which it pays: whole cents; all else stays.

        `None` where no customer is expected.
        """
        cost, customers = self.exact_cost, self.customers
        return None if cost is None or not customers else up_to_cents(cost / customers)

    @property
    def most_per_message(self) -> Decimal | None:
        """The most that a message may cost in cash: whole cents; all else stays.

        Compared with the cash for each person. `None` where it does not pay at any price of a
        message, because the time alone costs more than the customers are worth.
        """
        revenue = self.exact_revenue
        time = self.exact_time_cost if self.with_time else Fraction(0)
        if revenue is None or time is None or not self.people or revenue < time:
            return None
        return down_to_cents((revenue - time) / self.people)

    def cost_per_goal(self, stage: Stage, target: int) -> Decimal | None:
        """As `cost_per` where the stage is the goal: the target counts, as in `count_goal`."""
        cost, number = self.exact_cost, self.expected(stage)
        if cost is None or not number:
            return None
        return to_cents(cost / count_goal(number, people=self.people, target=target))


def count_goal(number: Fraction, *, people: int, target: int) -> Fraction:
    """The expected number of the goal: the target where it is more by less than one person brings.

    Whole people are written to, so that a little more than the target is expected; that is not
    counted. Source: RULES.md §9.
    """
    return Fraction(target) if target <= number < target + number / people else number


class Shares(Protocol):
    """The share of the people that reach each stage: rates, or a channel."""

    def share_of(self, stage: Stage) -> Fraction | None:
        """The share that reaches a stage; `None` where a rate is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesOfGoal:
    """Shares of `people` people; the goal counts as in `count_goal`, and later stages with it."""

    shares: Shares
    people: int
    goal: Stage
    target: int

    def share_of(self, stage: Stage) -> Fraction | None:
        """The share that counts; `None` where a rate is unknown."""
        share, of_goal = self.shares.share_of(stage), self.shares.share_of(self.goal)
        if not share or not of_goal or STAGES.index(stage) < STAGES.index(self.goal):
            return share
        expected = self.people * of_goal
        return share * count_goal(expected, people=self.people, target=self.target) / expected


def expect(
    people: int,
    rates: Shares,
    effort: Effort,
    *,
    cash: Decimal | None,
    messages_per_person: int = 1,
    value_per_customer: Decimal | None = None,
    hour_cost: Decimal | None = None,
    with_time: bool = False,
) -> Outcome:
    """What `people` people bring at these rates, each written to `messages_per_person` times."""

    def number(stage: Stage) -> Fraction | None:
        share = rates.share_of(stage)
        return None if share is None else people * share

    answers, meetings = number("answers"), number("meetings")
    return Outcome(
        people=people,
        answers=answers,
        positive=number("positive"),
        meetings=meetings,
        customers=number("customers"),
        cash=cash,
        minutes=effort.minutes_of(people * messages_per_person, answers, meetings),
        value_per_customer=value_per_customer,
        hour_cost=hour_cost,
        with_time=with_time,
    )


def find_worth(
    answer: UnitCosts, funnel: Funnel, *, rates: Rates | None = None, with_time: bool = False
) -> Outcome:
    """What the messages of an estimate, or of a mix, are expected to bring and cost.

    `rates` take the place of the funnel's. Source: RULES.md §9.
    """
    people, shares = answer.scenario.messages, rates or funnel.rates
    return expect(
        people,
        SharesOfGoal(shares=shares, people=people, goal=funnel.goal, target=funnel.target),
        funnel.effort,
        cash=answer.total,
        value_per_customer=funnel.value_per_customer,
        hour_cost=funnel.hour_cost,
        with_time=with_time,
    )


def add_outcomes(outcomes: Sequence[Outcome], *, cash: Decimal | None) -> Outcome:
    """Outcomes of different people together, for `cash` dollars; at least one.

    Value, cost of an hour and whether time is added are those of the first.
    """

    def total(stage: Stage) -> Fraction | None:
        return _sum([outcome.expected(stage) for outcome in outcomes])

    first = outcomes[0]
    return Outcome(
        people=sum(outcome.people for outcome in outcomes),
        answers=total("answers"),
        positive=total("positive"),
        meetings=total("meetings"),
        customers=total("customers"),
        cash=cash,
        minutes=_sum([outcome.minutes for outcome in outcomes]),
        value_per_customer=first.value_per_customer,
        hour_cost=first.hour_cost,
        with_time=first.with_time,
    )


def _sum(numbers: Sequence[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Fraction(0)) if len(known) == len(numbers) else None


def _round(amount: Fraction | None) -> Decimal | None:
    return None if amount is None else to_cents(amount)
