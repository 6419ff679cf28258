"""What is asked of a mix: a scenario, the plans, and how many seats there may be (RULES.md §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.planning.errors import InvalidInput
from planner.planning.scenario import MOST_SEATS, Scenario
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class MixRequest:
    """Everything that is asked. Breaking a rule raises `InvalidInput`.

    At most `max_seats` seats in all, of the plan with a slug at most `most_seats_of[slug]`. The
    scenario's own `seats` plays no part.
    """

    scenario: Scenario
    plans: Sequence[Terms]
    max_seats: int
    most_seats_of: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _require("max_seats", self.max_seats, 1)
        for slug, seats in self.most_seats_of.items():
            _require(f"most_seats_of.{slug}", seats, 0)

    def most_seats(self, terms: Terms) -> int:
        """The most seats of a plan."""
        return min(self.max_seats, self.most_seats_of.get(terms.slug, self.max_seats))


def _require(field: str, seats: int, least: int) -> None:
    if not least <= seats <= MOST_SEATS:
        raise InvalidInput(field, seats, f"a whole number from {least} to {MOST_SEATS:,}")
