"""The cheapest seats of several plans together for a question (RULES.md §6)."""

from campaigns.bridge import Question
from campaigns.studies.kept import keep
from campaigns.studies.patience import Countdown, is_limited
from planner.planning.mix import Mixes, find_mixes

# For all proofs together, where there is no other limit: a large mix is never proven.
MOST_SECONDS = 4.5


def study_mix(question: Question) -> Mixes:
    """The mixes of at most `max_seats` seats; of the scenario's own where the form says none."""
    max_seats, most_seats_of = seats_allowed(question)

    def compute() -> Mixes:
        return find_mixes(
            question.scenario,
            question.plans,
            max_seats=max_seats,
            most_seats_of=most_seats_of,
            seconds_left=Countdown(MOST_SECONDS),
        )

    return keep("mix", question, compute, max_seats, most_seats_of, is_limited())


def seats_allowed(question: Question) -> tuple[int, dict[str, int]]:
    """The most seats in all, and the most of each plan by its slug."""
    cleaned = question.form.cleaned_data
    max_seats = cleaned["max_seats"] or question.scenario.seats
    per_plan = cleaned["max_seats_per_plan"]
    limits = {} if per_plan is None else {terms.slug: per_plan for terms in question.plans}
    return max_seats, limits
