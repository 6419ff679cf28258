"""The inputs of a mix: a scenario, the plans, and the limits on seats (RULES.md §6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.planning.errors import require_whole
from planner.planning.ranges import MOST_SEATS
from planner.planning.scenario import BEST, Scenario
from planner.planning.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class MixRequest:
    """All inputs of a mix. Raises `InvalidInput` for a limit out of range.

    At most `max_seats` seats are there at the same time, of a plan at most `most_seats_of` by its
    slug. The scenario's own `seats` and `max_seats` play no part.
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

    def for_plan(self, terms: Terms) -> Scenario:
        """The scenario of an estimate of one plan, with as many seats of it as cost least."""
        return replace(self.scenario, seats=BEST, max_seats=max(1, self.most_seats(terms)))

    def deadlines(self) -> Iterator["MixRequest"]:
        """The same request for every deadline: each month's end, then the scenario's own."""
        scenario = self.scenario
        for months in range(1, scenario.months_until_deadline):
            sooner = replace(scenario, deadline_months=months, deadline_on=None)
            yield replace(self, scenario=sooner)
        yield self
