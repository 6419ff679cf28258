"""InMail beside other channels: what messages to so many people cost, by the engine (§10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.planning.comparison import find_least_total, rank
from planner.planning.errors import InvalidInput
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.scenario import Scenario
from planner.planning.shares import require_share
from planner.planning.terms import Terms
from planner.planning.worth import NO_EFFORT, Effort, Rates, Stage


@dataclass(frozen=True, kw_only=True)
class InMail:
    """InMail as one of the channels: its plans, and a scenario with seats held, limits, billing.

    Goal, target, start, deadline and answer rate of the scenario play no part. `reach` is the
    share of the list that has a profile. Raises `InvalidInput` for a value out of range.
    """

    scenario: Scenario
    plans: tuple[Terms, ...]
    rates: Rates
    effort: Effort = NO_EFFORT
    reach: Decimal = Decimal(1)
    slug: str = "inmail"
    name: str = "InMail"

    def __post_init__(self) -> None:
        require_share("reach", self.reach)
        if not self.plans:
            raise InvalidInput("plans", "none", "at least one plan")
        if audiences := self.scenario.audiences:
            raise InvalidInput("audiences", len(audiences), "none in a plan over channels")

    def share_of(self, stage: Stage) -> Fraction | None:
        """The share of the people written to that reach a stage."""
        return self.rates.share_of(stage)

    def missing_for(self, goal: Stage) -> tuple[str, ...]:
        """The rates that a plan for `goal` needs and that are unknown."""
        return self.rates.missing_for(goal)

    def reachable(self, people: int) -> int:
        """The people of a list that have a profile, rounded down."""
        return int(people * Fraction(self.reach))

    def minutes_per_person(self) -> Fraction | None:
        """A person's own minutes for everybody written to, on average."""
        return self.effort.minutes_of(1, self.share_of("answers"), self.share_of("meetings"))


class MessagePrices:
    """The least total of each number of messages by a deadline, by one of the plans alone.

    As `UnitPrices` are of a channel's people. Every total is calculated once.
    """

    def __init__(self, inmail: InMail, *, start_on: date, deadline: date) -> None:
        scenario = inmail.scenario
        self.inmail, self.start_on, self.deadline = inmail, start_on, deadline
        self._base = replace(
            scenario,
            goal="contacted",
            start_on=start_on,
            deadline_on=deadline,
            reply_rate=scenario.reply_rate
            if inmail.rates.reply_rate is None
            else inmail.rates.reply_rate,
        )
        self._totals: dict[int, Decimal | None] = {0: Decimal(0)}

    def is_of(self, inmail: InMail, start_on: date, deadline: date) -> bool:
        """Whether they are the prices of this channel and these days."""
        return (self.inmail, self.start_on, self.deadline) == (inmail, start_on, deadline)

    def total(self, people: int) -> Decimal | None:
        """Dollars for messages to `people` people; `None` where no plan does that in time."""
        if people not in self._totals:
            self._totals[people] = self._find_total(people)
        return self._totals[people]

    @property
    def known(self) -> Mapping[int, Decimal | None]:
        """The totals that are calculated already, by the number of people."""
        return self._totals

    def learn(self, totals: Mapping[int, Decimal | None]) -> None:
        """Take totals that were calculated before, of the same channel and days."""
        self._totals.update(totals)

    def ends(self, people: int, limit: int) -> list[int] | None:
        """`None`: where another credit or seat is needed is found message by message alone."""
        return None

    def most(self, people: int) -> int:
        """The most of `people` people that are written to in time, found by halving."""
        if self.total(people) is not None:
            return people
        works, fails = 0, people
        while fails - works > 1:
            middle = (works + fails) // 2
            works, fails = (works, middle) if self.total(middle) is None else (middle, fails)
        return works

    def estimate(self, people: int) -> Estimate:
        """The cheapest estimate for messages to `people` people; `total` has to be known."""
        scenario = replace(self._base, target=people)
        return rank([make_estimate(plan, scenario, "cheapest") for plan in self.inmail.plans])[0]

    def _find_total(self, people: int) -> Decimal | None:
        return find_least_total(replace(self._base, target=people), self.inmail.plans)
