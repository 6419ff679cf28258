"""A total per lead and per reply, and whether it is within the budget (RULES.md §5)."""

from abc import ABC, abstractmethod
from decimal import Decimal

from planner.planning.scenario import Scenario


class UnitCosts(ABC):
    """The unit costs of a result with a scenario and a total in dollars: an estimate, or a mix."""

    __slots__ = ()

    scenario: Scenario

    @property
    @abstractmethod
    def total(self) -> Decimal | None:
        """Dollars in all; `None` where a price is unknown or the target is not reached."""

    @property
    def cost_per_lead(self) -> Decimal | None:
        """Dollars per lead of the target (RULES.md §5)."""
        return None if self.total is None else self.total / self.scenario.target

    @property
    def cost_per_reply(self) -> Decimal | None:
        """Dollars per expected reply; `None` where no replies are expected (RULES.md §5)."""
        replies = self.scenario.replies
        if self.total is None or not replies:
            return None
        return self.total * replies.denominator / replies.numerator

    @property
    def within_budget(self) -> bool | None:
        """Whether the total is within the budget; `None` without a budget or a total."""
        if self.total is None or self.scenario.budget is None:
            return None
        return self.total <= self.scenario.budget
