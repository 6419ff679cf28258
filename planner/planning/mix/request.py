"""The inputs of a mix: a scenario, the plans, and the limits on seats (RULES.md §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.planning.errors import require_whole
from planner.planning.scenario import MOST_SEATS, Scenario
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class MixRequest:
    """All inputs of a mix. Raises `InvalidInput` for a limit out of range.

    At most `max_seats` seats are taken in all, of a plan at most `most_seats_of` by its slug. The
    scenario's own `seats` plays no part.
    """

    scenario: Scenario
    plans: Sequence[Terms]
    max_seats: int
    most_seats_of: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_whole("max_seats", self.max_seats, 1, MOST_SEATS)
        for slug, seats in self.most_seats_of.items():
            require_whole(f"most_seats_of.{slug}", seats, 0, MOST_SEATS)

    def most_seats(self, terms: Terms) -> int:
        """The most seats of a plan."""
        return min(self.max_seats, self.most_seats_of.get(terms.slug, self.max_seats))
