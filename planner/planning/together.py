"""All audiences on the same seats against each on seats of its own, in words and dollars (§11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.planning.alternatives import find_cheapest
from planner.planning.audience import Audience
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.phrases import join
from planner.planning.scenario import Scenario
from planner.planning.terms import Terms
from planner.planning.wording import count, dollars


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """The cheapest way to do one audience alone; `estimate` is `None` where none is in time."""

    audience: Audience
    estimate: Estimate | None


@dataclass(frozen=True, kw_only=True)
class Together:
    """The cheapest estimate of all audiences, and those of each alone, in the order of the queue.

    `estimate` is `None` where no plan makes every deadline at a known price.
    """

    scenario: Scenario
    estimate: Estimate | None
    alone: tuple[Alone, ...]

    @property
    def total(self) -> Decimal | None:
        """Dollars for all together."""
        return None if self.estimate is None else self.estimate.total

    @property
    def total_alone(self) -> Decimal | None:
        """Dollars for each alone, added up; `None` where one is not done in time."""
        total = Decimal(0)
        for one in self.alone:
            if one.estimate is None or one.estimate.total is None:
                return None
            total += one.estimate.total
        return total

    @property
    def seats_alone(self) -> int:
        """The seats of each alone, added up."""
        return sum(one.estimate.seats for one in self.alone if one.estimate)

    @property
    def why(self) -> str:
        """What the audiences cost together and each alone, in a sentence or two."""
        clauses = self._compare(), self._name_what_costs_less(), self._name_what_counts_twice()
        return " ".join(filter(None, clauses))

    def _compare(self) -> str:
        late = [one.audience.name for one in self.alone if one.estimate is None]
        total, alone = self.total, self.total_alone
        if self.estimate is None or total is None:
            if late:
                verb = "does not make its deadline" if len(late) == 1 else "do not make theirs"
                return f"Even alone, {join(*late)} {verb} at a known price."
            apart = f"Each alone makes its deadline, for {dollars(alone or Decimal(0))} in all"
            return f"{apart} with {self._seats_apart()}; together no plan makes every deadline."
        if alone is None:
            return f"Together {dollars(total)} with {count(self.estimate.seats, 'seat')}."
        more = total - alone
        difference = f"{dollars(abs(more))} {'more' if more > 0 else 'less'}" if more else "as much"
        return (
            f"Together {dollars(total)} with {count(self.estimate.seats, 'seat')}; "
            f"each alone {dollars(alone)} in all with {self._seats_apart()}: "
            f"together costs {difference}."
        )

    def _seats_apart(self) -> str:
        return count(self.seats_alone, "seat")

    def _name_what_costs_less(self) -> str:
        """Where together costs more, which limit of an estimate a mix does not have (§4, §6)."""
        if self.total is None or self.total_alone is None or self.total <= self.total_alone:
            return ""
        return (
            "Together all seats stay to the last month or the one before it; "
            "the best mix lets some end sooner, and may cost less."
        )

    def _name_what_counts_twice(self) -> str:
        if not self.scenario.held_seats or len(self.alone) < 2:
            return ""
        return "Each alone counts the seats and the credits that you have for itself."


def compare_with_each_alone(
    scenario: Scenario,
    plans: Sequence[Terms],
    together: Estimate | None,
    *,
    has_time_left: Callable[[], bool] = lambda: True,
) -> Together:
    """Each audience alone with the cheapest of `plans`, beside `together`, all on the same seats.

    Raises `TimeBudgetExceeded` where there is no time left. Source: RULES.md §11.
    """
    alone: list[Alone] = []
    for prefix in scenario.queue:
        if not has_time_left():
            raise TimeBudgetExceeded
        own = find_cheapest(scenario.of_audience(prefix.audience), plans)
        alone.append(Alone(audience=prefix.audience, estimate=own))
    return Together(scenario=scenario, estimate=together, alone=tuple(alone))
