"""The cheapest seats of several plans together for a question (RULES.md §6)."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from campaigns.bridge import Question
from campaigns.studies.kept import keep
from planner.planning.alternatives import find_cheapest
from planner.planning.estimate import Estimate
from planner.planning.mix import Mix, find_mix, find_mix_frontier

# Of one plan alone; a larger team rarely is cheaper than a smaller one that takes longer.
SEATS_TRIED = 12
# Seconds that a page waits for the solver; the command waits longer for the sake of the proof.
PAGE_PATIENCE, FRONTIER_PATIENCE, COMMAND_PATIENCE = 1.0, 0.6, 3.0


class MixStudy(NamedTuple):
    """The mix by the deadline, and the mix for every deadline up to it."""

    mix: Mix
    frontier: tuple[Mix, ...]


def study_mix(question: Question, *, patience: float = PAGE_PATIENCE) -> MixStudy:
    """The mixes of at most `max_seats` seats; of the scenario's own where the form says none."""
    max_seats, most_seats_of = seats_allowed(question)
    scenario, plans = question.scenario, question.plans

    def compute() -> MixStudy:
        find = partial(find_mix, scenario, plans, max_seats=max_seats, most_seats_of=most_seats_of)
        find_all = partial(
            find_mix_frontier, scenario, plans, max_seats=max_seats, most_seats_of=most_seats_of
        )
        return MixStudy(find(time_limit=patience), find_all(time_limit=FRONTIER_PATIENCE))

    return keep("mix", question, compute, max_seats, most_seats_of, patience)


def find_best_single(question: Question) -> Estimate | None:
    """The cheapest way with one plan alone, within the seats that a mix may have.

    Every number of seats is tried up to some, and the most; of equals the fewest seats.
    """
    max_seats, most_seats_of = seats_allowed(question)
    most = min([max_seats, *most_seats_of.values()])
    counts = sorted({*range(1, min(most, SEATS_TRIED) + 1), question.scenario.seats, most})
    found = (
        find_cheapest(replace(question.scenario, seats=seats), question.plans)
        for seats in counts
        if seats <= most
    )
    priced = [(one.total, position, one) for position, one in enumerate(found) if one and one.total]
    return min(priced)[2] if priced else None


def seats_allowed(question: Question) -> tuple[int, dict[str, int]]:
    """The most seats in all, and the most of each plan by its slug."""
    cleaned = question.form.cleaned_data
    max_seats = cleaned["max_seats"] or question.scenario.seats
    per_plan = cleaned["max_seats_per_plan"]
    limits = {} if per_plan is None else {terms.slug: per_plan for terms in question.plans}
    return max_seats, limits
