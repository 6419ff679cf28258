"""The cheapest seats of several plans together for a question (RULES.md §6)."""

from typing import NamedTuple, TypedDict

from campaigns.bridge import Question
from campaigns.studies.kept import keep
from planner.planning.estimate import Estimate
from planner.planning.mix import (
    Mix,
    explain_mix,
    find_best_single,
    find_mix,
    find_mix_frontier,
)

# Seconds that a page waits for the solver; the command waits longer for the sake of the proof.
PAGE_PATIENCE, FRONTIER_PATIENCE, COMMAND_PATIENCE = 1.0, 0.6, 3.0


class MixStudy(NamedTuple):
    """The mix by the deadline, that for every deadline up to it, and the best plan alone.

    `best_single` has as many seats as the mix may have, not those that the scenario asks for.
    """

    mix: Mix
    frontier: tuple[Mix, ...]
    best_single: Estimate | None

    @property
    def why(self) -> str:
        """What the mix is, what it saves, how sure that is."""
        return explain_mix(self.mix, self.best_single)


class SeatLimits(TypedDict):
    """What `planner.planning.mix` is told of the seats."""

    max_seats: int
    most_seats_of: dict[str, int]


def study_mix(question: Question, *, patience: float = PAGE_PATIENCE) -> MixStudy:
    """The mixes of at most `max_seats` seats; of the scenario's own where the form says none."""
    max_seats, most_seats_of = seats_allowed(question)
    scenario, plans = question.scenario, question.plans

    def compute() -> MixStudy:
        seats: SeatLimits = {"max_seats": max_seats, "most_seats_of": most_seats_of}
        return MixStudy(
            find_mix(scenario, plans, time_limit=patience, **seats),
            find_mix_frontier(scenario, plans, time_limit=FRONTIER_PATIENCE, **seats),
            find_best_single(scenario, plans, **seats),
        )

    return keep("mix", question, compute, max_seats, most_seats_of, patience)


def seats_allowed(question: Question) -> tuple[int, dict[str, int]]:
    """The most seats in all, and the most of each plan by its slug."""
    cleaned = question.form.cleaned_data
    max_seats = cleaned["max_seats"] or question.scenario.seats
    per_plan = cleaned["max_seats_per_plan"]
    limits = {} if per_plan is None else {terms.slug: per_plan for terms in question.plans}
    return max_seats, limits
